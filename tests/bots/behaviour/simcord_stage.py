"""The stage on a simulated Discord: the real adapter and an unmodified discord.py under simcord."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from simcord.actors import _component_interaction, _visible_message
from simcord.backend.errors import SetupError
from simcord.components import walk_components

from bots.discord import client as discord_client
from bots.discord import transport as discord_transport
from bots.discord.client import SpoonlightClient, create_client
from core.bootstrap import SupportBot
from tests.bots.behaviour.delivering import FAST
from tests.bots.behaviour.discord_marks import custom_id_of, read
from tests.bots.behaviour.stage import NotPossibleHere, Person, Shown, Traits
from tests.bots.spoonlight_bot import running_bot
from tests.fakes import NINE, MovableClock


class SimcordStage:
    """One server with one channel."""

    def __init__(self, env: Any, client: SpoonlightClient, bot: SupportBot, clock: MovableClock) -> None:
        self.traits = Traits(forms=True, whispers=True, any_command=False, longest_text=2000)
        self.start = NINE
        self.people: list[Person] = []
        self.env = env
        self.client = client
        self.guild = env.create_guild()
        self.general = self.guild.create_text_channel("general")
        self._bot = bot
        self._clock = clock
        self._rights = self.guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))

    def member(self, name: str) -> Person:
        return self._person(name, [])

    def moderator(self, name: str) -> Person:
        return self._person(name, [self._rights])

    def _person(self, name: str, roles: list[Any]) -> Person:
        actor = self.guild.add_member(self.env.create_user(name.lower()), roles=roles)
        self.people.append(Person(name, SimcordHands(self, actor), self))
        return self.people[-1]

    async def settled(self) -> None:
        await self._bot.planner.plan_due()
        await self.client.line.worker.send_due()

    async def moves_to(self, at: datetime) -> None:
        self._clock.move_to(at)
        await self.settled()


class SimcordHands:
    """One person's app. simcord waits by itself until the bot has answered."""

    def __init__(self, stage: SimcordStage, actor: Any) -> None:
        self.stage = stage
        self.actor = actor
        self._opened: tuple[Any, Any] | None = None

    async def screen(self) -> Sequence[Shown]:
        private = self.actor.user.dm_channel.history(viewer=self.actor.user)
        public = self.stage.general.history(viewer=self.actor)
        mine = [one for one in (*private, *public) if one.author.id == self._me.id]
        return [self._shown(one) for one in sorted(mine, key=lambda one: one.id)]

    def notices(self) -> Sequence[str]:
        return ()

    async def types(self, text: str, *, in_group: bool) -> None:
        if in_group:
            await self.actor.send(self.stage.general, f"{self._me.mention} {text}")
        else:
            await self.actor.user.send_dm(text)

    async def gives(self, command: str, options: Mapping[str, str], *, in_group: bool) -> None:
        try:
            if in_group:
                self._notes(self.actor, await self.actor.slash(self.stage.general, command, **options))
            else:
                self._notes(self.actor.user, await self.actor.user.slash(command, **options))
        except SetupError as refusal:
            raise NotPossibleHere(str(refusal)) from refusal

    async def presses(self, shown: Shown, label: str) -> None:
        message, components = shown.native
        if (custom_id := custom_id_of(components, label)) is not None:
            await self._taps(shown, message, custom_id)

    async def forges(self, shown: Shown, copied_from: Shown | None, label: str) -> None:
        custom_id = "AAAAAAAA*.checkin.answer:1:pain:5"
        if copied_from is not None:
            custom_id = custom_id_of(copied_from.native[1], label) or custom_id
        await self._taps(shown, shown.native[0], custom_id)

    async def sends_file(self, name: str, words: str, *, content: bytes, in_group: bool) -> None:
        if in_group:
            await self.actor.send(self.stage.general, words, attachments=[(name, content)])
        else:
            user = self.actor.user
            stored = self.stage.env.backend.store_attachments(user.dm_channel.id, [(name, content)])
            await user.send_dm(words, attachments=stored)

    async def files(self) -> Mapping[str, bytes]:
        mine = [
            one for one in self.actor.user.dm_channel.history(viewer=self.actor.user) if one.author.id == self._me.id
        ]
        return {file.filename: self.stage.env.backend.cdn.get(file.url) for one in mine for file in one.attachments}

    async def pictures(self) -> Sequence[bytes]:
        return [content for content in (await self.files()).values() if content.startswith(b"\x89PNG")]

    def open_form(self) -> Sequence[str] | None:
        return list(_fields(self._opened[1].modal)) if self._opened is not None else None

    async def submits(self, values: Mapping[str, str]) -> None:
        if self._opened is None:
            raise NotPossibleHere("no form is open")
        (actor, asked), self._opened = self._opened, None
        names = _fields(asked.modal)
        self._notes(actor, await actor.submit_modal(asked, {names[label]: value for label, value in values.items()}))

    @property
    def _me(self) -> discord.ClientUser:
        assert self.stage.client.user is not None
        return self.stage.client.user

    async def _taps(self, shown: Shown, message: Any, custom_id: str) -> None:
        """Also a button that is no longer there, as a slow or changed app may send it."""
        actor = self.actor if shown.in_group else self.actor.user
        data = {"custom_id": custom_id, "component_type": 2}
        self._notes(actor, await _component_interaction(actor, _visible_message(actor, message), data))

    def _notes(self, actor: Any, asked: Any) -> None:
        if asked.modal is not None:
            self._opened = (actor, asked)

    def _shown(self, message: discord.Message) -> Shown:
        in_group = message.guild is not None
        stored = self.stage.env.backend.get_message(message.channel.id, message.id)
        components = [dict(one) for one in walk_components(stored.components) if one.get("label")]
        return Shown(
            text=read(message.content),
            buttons=tuple(one["label"] for one in components),
            in_group=in_group,
            alone=not in_group or message.flags.ephemeral,
            native=(message, components),
        )


def _fields(modal: Any) -> dict[str, str]:
    """Label -> custom_id of a form's fields."""
    fields = {}
    for row in modal["components"]:
        inner = row.get("component") or row["components"][0]
        fields[row.get("label") or inner["label"]] = inner["custom_id"]
    return fields


def _from_cdn(env: Any) -> Callable[..., Awaitable[bytes]]:
    """simcord has no wire: what the bot would fetch comes out of its memory."""

    async def fetched(url: str, **_: object) -> bytes:
        return bytes(env.backend.cdn.get(url))

    return fetched


@asynccontextmanager
async def on_simcord(folder: Path) -> AsyncIterator[SimcordStage]:
    """The client that the process would run, without a network."""
    clock = MovableClock()
    async with AsyncExitStack() as doors:
        patched = doors.enter_context(pytest.MonkeyPatch.context())
        patched.setattr(discord_client, "RATES", FAST)
        bot = await doors.enter_async_context(running_bot(folder, clock))
        client = create_client(bot)
        env = simcord.Env(client)  # `simcord.run` binds a context, and a fixture ends in another one than it began in
        patched.setattr(discord_transport, "fetched", _from_cdn(env))
        await env.start()
        try:
            yield SimcordStage(env, client, bot, clock)
        finally:
            await env.shutdown()
        env.raise_errors()
