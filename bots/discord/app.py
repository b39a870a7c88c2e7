"""The Discord part of a process: one client and its delivery loop, until cancelled or until the token is refused."""

import asyncio
import logging
from pathlib import Path
from typing import Final

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bots.discord.client import SpoonlightClient, create_client
from bots.discord.errors import translated
from core.bootstrap import SupportBot
from core.errors import NotSent, TokenRevoked

log = logging.getLogger(__name__)

_AUTHENTICATION_FAILED: Final = 4004
_KNOWN_COMMANDS: Final = "discord-commands"


class DiscordApp:
    """`api_url` ("http://127.0.0.1:8000/api/v10") and `gateway_url` are None for the real Discord.

    `data_dir` holds the file that remembers which commands are registered; None registers them at each start.
    `hears_joins`: asks for the members intent, to greet who joins; where Discord refuses it, all else runs without.
    """

    def __init__(
        self,
        bot: SupportBot,
        *,
        token: str,
        api_url: str | None = None,
        gateway_url: str | None = None,
        data_dir: Path | None = None,
        hears_joins: bool = False,
    ) -> None:
        self._bot = bot
        self._token = token
        self._api_url = api_url
        self._gateway_url = gateway_url
        self._hears_joins = hears_joins
        self._known_commands = data_dir / _KNOWN_COMMANDS if data_dir is not None else None

    async def run(self) -> None:
        """Raises TokenRevoked when Discord refuses the token; other errors are for the one who starts it again."""
        self._aim()
        try:
            await self._serve(hears_joins=self._hears_joins)
        except discord.PrivilegedIntentsRequired:
            log.error("action=connect error=members_intent_refused mend=%r", "run: spoonlight check")
            await self._serve(hears_joins=False)

    async def _serve(self, *, hears_joins: bool) -> None:
        client = create_client(
            self._bot,
            known_commands=self._known_commands,
            files_from=self._files_from(),
            hears_joins=hears_joins,
        )
        try:
            async with client:
                with translated():
                    await client.login(self._token)
                try:
                    async with asyncio.TaskGroup() as tasks:
                        tasks.create_task(_listen(client))
                        tasks.create_task(client.line.worker.run())
                finally:
                    await client.answering.finish()
        except BaseExceptionGroup as group:
            raise _first(group) from group

    def _files_from(self) -> frozenset[str] | None:
        """Where files lie when another server stands in Discord's place; None for Discord's own."""
        return frozenset({str(yarl.URL(self._api_url).origin())}) if self._api_url is not None else None

    def _aim(self) -> None:
        """discord.py knows its addresses by class attributes."""
        if self._api_url is not None:
            Route.BASE = self._api_url
        if self._gateway_url is not None:
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self._gateway_url)


async def _listen(client: SpoonlightClient) -> None:
    """discord.py comes back by itself after everything that can pass."""
    try:
        await client.connect()
    except discord.ConnectionClosed as error:
        if error.code == _AUTHENTICATION_FAILED:
            raise TokenRevoked("Discord refused the token") from error
        raise
    raise NotSent("the connection to Discord was closed")


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The one that tells most: a refused token, else whichever came first."""
    errors = list(_leaves(group))
    return next((error for error in errors if isinstance(error, TokenRevoked)), errors[0])


def _leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    leaves: list[BaseException] = []
    for error in group.exceptions:
        leaves += _leaves(error) if isinstance(error, BaseExceptionGroup) else [error]
    return leaves
