"""The stage on Discord over real sockets: the real adapter and discord.py, before the stand-in server."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bots.discord import client as discord_client
from bots.discord.answering import Answering
from bots.discord.app import DiscordApp
from core.bootstrap import SupportBot
from core.model.identity import Platform
from tests.bots.behaviour.delivering import FAST, all_delivered
from tests.bots.behaviour.discord_marks import custom_id_of, read
from tests.bots.behaviour.stage import NotPossibleHere, Person, Shown, Traits
from tests.bots.spoonlight_bot import running_bot
from tests.fakes import NINE, MovableClock
from tests.standins import discord_interactions as asking
from tests.standins import discord_rules as rules
from tests.standins.discord_aim import aimed_at
from tests.standins.discord_commands import NotOffered
from tests.standins.discord_people import Person as App
from tests.standins.discord_people import Seen, fields_of
from tests.standins.discord_server import DiscordServer

_DEEDS = ("command", "form", "tap", "text")
"""What the adapter does once for each thing that somebody did to it."""


class DiscordStage:
    """One server with one channel. `answered` counts what the bot has dealt with to the end."""

    def __init__(self, bot: SupportBot, server: DiscordServer, clock: MovableClock, answered: list[str]) -> None:
        self.traits = Traits(forms=True, whispers=True, any_command=False, longest_text=2000)
        self.start = NINE
        self.people: list[Person] = []
        self.server = server
        self.guild = server.guild("Fibro friends")
        self.general = self.guild.channel("general")
        self.deeds = 0
        self._bot = bot
        self._clock = clock
        self._answered = answered

    def member(self, name: str) -> Person:
        return self._person(name)[0]

    def moderator(self, name: str) -> Person:
        person, app = self._person(name)
        app.becomes_moderator_of(self.guild)
        return person

    def _person(self, name: str) -> tuple[Person, App]:
        app = self.server.person(name)
        app.joins(self.guild)
        self.people.append(Person(name, DiscordHands(self, app), self))
        return self.people[-1], app

    async def settled(self) -> None:
        async with asyncio.timeout(5):
            while len(self._answered) < self.deeds:  # noqa: ASYNC110  (the adapter tells nobody that it is done)
                await asyncio.sleep(0.003)
        await all_delivered(self._bot, Platform.DISCORD)

    async def moves_to(self, at: datetime) -> None:
        self._clock.move_to(at)
        self._bot.wake()
        await self.settled()


class DiscordHands:
    """One person's app."""

    def __init__(self, stage: DiscordStage, app: App) -> None:
        self.stage = stage
        self.app = app

    async def screen(self) -> Sequence[Shown]:
        bot = self.stage.server.world.bot
        return [_shown(seen) for seen in self.app.screen() if seen.message.author is bot]

    def notices(self) -> Sequence[str]:
        return ()

    async def types(self, text: str, *, in_group: bool) -> None:
        self.stage.deeds += 1
        if in_group:
            await self.app.mentions_bot(text, self.stage.general)
        else:
            await self.app.dms(text)

    async def gives(self, command: str, options: Mapping[str, str], *, in_group: bool) -> None:
        try:
            await self.app.slash(command, dict(options), in_=self.stage.general if in_group else None)
        except NotOffered as refusal:
            raise NotPossibleHere(str(refusal)) from refusal
        self.stage.deeds += 1

    async def presses(self, shown: Shown, label: str) -> None:
        seen, components = shown.native
        if (custom_id := custom_id_of(rules.walk(components), label)) is not None:
            await self._taps(seen, custom_id)

    async def forges(self, shown: Shown, copied_from: Shown | None, label: str) -> None:
        custom_id = "AAAAAAAA*.checkin.answer:1:pain:5"
        if copied_from is not None:
            custom_id = custom_id_of(rules.walk(copied_from.native[1]), label) or custom_id
        await self._taps(shown.native[0], custom_id)

    async def sends_file(self, name: str, words: str, *, content: bytes, in_group: bool) -> None:
        if not in_group:
            self.stage.deeds += 1
        await self.app.sends_file(content, name=name, words=words, in_=self.stage.general if in_group else None)

    async def files(self) -> Mapping[str, bytes]:
        return {file.filename: file.content for seen in self.app.screen() for file in seen.attachments}

    async def pictures(self) -> Sequence[bytes]:
        return [content for content in (await self.files()).values() if content.startswith(b"\x89PNG")]

    def open_form(self) -> Sequence[str] | None:
        return fields_of(self.app.form) if self.app.form is not None else None

    async def submits(self, values: Mapping[str, str]) -> None:
        self.stage.deeds += 1
        await self.app.submits({label: value for label, value in values.items() if value})

    async def _taps(self, seen: Seen, custom_id: str) -> None:
        self.stage.deeds += 1
        data = {"component_type": rules.BUTTON, "custom_id": custom_id}
        asked = await self.app._ask(asking.COMPONENT, seen.message.channel, data, source=seen.message, wait=True)
        if asked.failed:
            raise NotPossibleHere("the interaction failed")


def _shown(seen: Seen) -> Shown:
    in_group = seen.message.channel.guild is not None
    return Shown(
        text=read(seen.text),
        buttons=(*seen.buttons, *seen.links),
        in_group=in_group,
        alone=not in_group or seen.is_ephemeral,
        native=(seen, list(seen.message.components)),
    )


@asynccontextmanager
async def on_discord(folder: Path) -> AsyncIterator[DiscordStage]:
    """The whole process part, logged in."""
    clock = MovableClock()
    async with running_bot(folder, clock) as bot, discord_of(bot, clock, folder) as stage:
        yield stage


@asynccontextmanager
async def discord_of(bot: SupportBot, clock: MovableClock, folder: Path) -> AsyncIterator[DiscordStage]:
    """Discord's part of a bot that runs already."""
    answered: list[str] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(discord_client, "RATES", FAST)
        for deed in _DEEDS:
            patched.setattr(Answering, deed, _counted(getattr(Answering, deed), deed, answered))
        async with DiscordServer(clock=clock.now) as server:
            app = DiscordApp(
                bot, token=server.token, api_url=server.rest_url, gateway_url=server.gateway_url, data_dir=folder
            )
            with aimed_at(server):
                running = asyncio.create_task(app.run())
                try:
                    await server.gateway.connected()
                    yield DiscordStage(bot, server, clock, answered)
                finally:
                    running.cancel()
                    with suppress(asyncio.CancelledError):
                        await running
            assert server.spec_violations == []


def _counted(doing: Callable[..., Awaitable[Any]], name: str, answered: list[str]) -> Callable[..., Awaitable[Any]]:
    async def counted(*args: Any, **kwargs: Any) -> Any:
        try:
            return await doing(*args, **kwargs)
        finally:
            answered.append(name)

    return counted
