"""A simulated Discord server with people in it and the bot, for tests of the adapter."""

from dataclasses import dataclass
from typing import Any

from bots.discord.client import SpoonlightClient
from core.bootstrap import SupportBot
from tests.fakes import MovableClock


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A server with two members, one moderator and a channel, and the bot in it."""

    env: Any
    bot: SupportBot
    clock: MovableClock
    guild: Any
    general: Any
    ana: Any
    ben: Any
    maya: Any

    @property
    def client(self) -> SpoonlightClient:
        client = self.env.bot
        assert isinstance(client, SpoonlightClient)
        return client

    @property
    def mention(self) -> str:
        assert self.client.user is not None
        return self.client.user.mention

    async def delivers(self) -> None:
        """Everything that fell due arrives."""
        await self.bot.planner.plan_due()
        await self.client.line.worker.send_due()


def labels(message: Any) -> list[str]:
    """The labels of a message's buttons, raw or as discord.py has them."""
    rows = message.components
    if rows and not isinstance(rows[0], dict):
        return [button.label for row in rows for button in row.children]
    return [button["label"] for row in rows for button in row["components"]]
