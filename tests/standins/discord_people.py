"""People at the stand-in Discord, in a tester's words: what they type, tap and submit, and what they see.

Every wait ends on an event, never on a poll; what the client would not offer raises NotOffered.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.standins import discord_interactions as asking
from tests.standins import discord_payloads as payloads
from tests.standins import discord_rules as rules
from tests.standins.discord_commands import NotOffered
from tests.standins.discord_forms import field_names, selection, submission
from tests.standins.discord_interactions import Interaction
from tests.standins.discord_messages import can_see
from tests.standins.discord_world import (
    EPHEMERAL,
    LOADING,
    SILENT,
    Attachment,
    Channel,
    Guild,
    Json,
    Message,
    User,
)

if TYPE_CHECKING:
    from tests.standins.discord_server import DiscordServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One message as a person reads it."""

    text: str  # content, embeds and text displays
    buttons: tuple[str, ...]
    menus: tuple[str, ...]  # placeholders of select menus
    links: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    author: str
    is_ephemeral: bool
    edited: bool
    is_thinking: bool
    is_silent: bool
    pings: frozenset[str]
    message: Message = field(repr=False)


class Person:
    """Somebody with a Discord account; `in_=None` means the private chat with the bot."""

    def __init__(self, server: "DiscordServer", user: User) -> None:
        self._server, self.user = server, user
        self._submitted: set[int] = set()

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def dm(self) -> Channel:
        return self._server.world.dm_with(self.user)

    @property
    def form(self) -> Json | None:
        """The modal that is open on her screen."""
        opened = self._opened_form()
        return opened.form if opened else None

    async def slash(
        self, command: str, options: Json | None = None, in_: Channel | None = None, *, wait: bool = True
    ) -> Interaction:
        """Send "group schedule" with typed options, and wait for the bot's first answer (3 s, else it failed)."""
        channel = self._place(in_)
        given = {k: v.user if isinstance(v, Person) else v for k, v in (options or {}).items()}
        data = self._server.commands.data(self.user, channel, command, given)
        return await self._ask(asking.COMMAND, channel, data, wait=wait)

    async def autocompletes(
        self, command: str, option: str, typed: str, *, given: Json | None = None, in_: Channel | None = None
    ) -> list[tuple[str, Any]]:
        """What the bot proposes while she types: (name, value) pairs."""
        channel = self._place(in_)
        so_far = (given or {}) | {option: typed}
        data = self._server.commands.data(self.user, channel, command, so_far, typing=option)
        asked = await self._ask(asking.AUTOCOMPLETE, channel, data, wait=True)
        assert not asked.failed, f"the bot proposed nothing for {option!r} in time"
        return [(choice["name"], choice["value"]) for choice in asked.choices]

    async def taps(self, label: str, in_: Channel | None = None, *, wait: bool = True) -> Interaction:
        """Tap the button so named (label or emoji) in the newest message that has one."""
        message, button = self._find(lambda c: c["type"] == rules.BUTTON and _label(c) == label, label, in_)
        if button.get("disabled") or "custom_id" not in button:
            raise NotOffered(f"{label!r} is greyed out or a link")
        data: Json = {"component_type": rules.BUTTON, "custom_id": button["custom_id"]}
        return await self._ask(asking.COMPONENT, message.channel, data, source=message, wait=wait)

    async def chooses(
        self, *picked: Any, from_: str | None = None, in_: Channel | None = None, wait: bool = True
    ) -> Interaction:
        """Pick options in the newest select menu, or the one with the placeholder `from_`."""

        def is_it(c: Json) -> bool:
            return c["type"] in rules.SELECTS and from_ in (None, c.get("placeholder"))

        message, menu = self._find(is_it, from_ or "a menu", in_)
        values = [p.user if isinstance(p, Person) else p for p in picked]
        data = selection(self._server.world, menu, values)
        return await self._ask(asking.COMPONENT, message.channel, data, source=message, wait=wait)

    async def submits(self, fields: Json, *, wait: bool = True) -> Interaction:
        """Fill the open modal by label or custom_id, and send it."""
        opened = self._opened_form()
        if opened is None or opened.form is None:
            raise NotOffered(f"{self.name} has no open form")
        data = submission(self._server.world, opened.form, fields)
        self._submitted.add(opened.id)
        return await self._ask(asking.MODAL_SUBMIT, opened.channel, data, source=opened.source, wait=wait)

    async def dms(self, text: str) -> Message:
        self.user.knows_the_bot = True
        return self._server.messages.post_as_person(self.dm, self.user, text)

    async def sends_file(self, content: bytes, *, name: str, words: str = "", in_: Channel | None = None) -> Message:
        return self._server.messages.post_as_person(self._place(in_), self.user, words, files={0: (name, content)})

    async def says(self, text: str, in_: Channel) -> Message:
        return self._server.messages.post_as_person(self._place(in_), self.user, text)

    async def mentions_bot(self, text: str, in_: Channel) -> Message:
        return await self.says(f"<@{self._server.world.bot.id}> {text}", in_)

    async def sees(self, text: str, *, within: float = 3, in_: Channel | None = None) -> Seen:
        """Wait until a message that she can see holds `text`; the newest one is returned."""

        def newest() -> Seen | None:
            return next((s for s in reversed(self.screen(in_)) if text in s.text), None)

        await self._server.world.changes.until(lambda: newest() is not None, within=within)
        found = newest()
        assert found is not None, f"{self.name} does not see {text!r}, only {[s.text for s in self.screen(in_)]}"
        return found

    async def sees_button(self, label: str, *, within: float = 3, in_: Channel | None = None) -> Seen:
        """Wait until a message that she can see has that button."""

        def newest() -> Seen | None:
            return next((s for s in reversed(self.screen(in_)) if label in s.buttons), None)

        await self._server.world.changes.until(lambda: newest() is not None, within=within)
        found = newest()
        assert found is not None, f"{self.name} has no button {label!r}, only {self._offers(in_)}"
        return found

    async def stops_seeing(self, text: str, *, within: float = 3, in_: Channel | None = None) -> None:
        """Wait until no message that she can see holds `text`."""
        gone = await self._server.world.changes.until(
            lambda: not any(text in s.text for s in self.screen(in_)), within=within
        )
        assert gone, f"{self.name} still sees {text!r}"

    def screen(self, in_: Channel | None = None) -> list[Seen]:
        """All that she can see, oldest first; in one channel, or everywhere."""
        return [_seen(m) for m in self._visible(in_)]

    def is_pinged_by(self, seen: Seen) -> bool:
        guild = seen.message.channel.guild
        roles = guild.members[self.id].roles if guild else []
        mine = {str(self.id), "@everyone", "@here"} | {str(role.id) for role in roles}
        return bool(mine & seen.pings)

    def joins(self, guild: Guild, *, pending: bool = False) -> None:
        """`pending` while she has not yet accepted the rules of the guild."""
        member = self._server.world.add_member(guild, self.user, pending=pending)
        self._tell("GUILD_MEMBER_ADD", guild, payloads.member(member))

    def accepts_the_rules_of(self, guild: Guild) -> None:
        guild.members[self.id].pending = False
        self._tell("GUILD_MEMBER_UPDATE", guild, payloads.member(guild.members[self.id]))

    def leaves(self, guild: Guild) -> None:
        del guild.members[self.id]
        self._tell("GUILD_MEMBER_REMOVE", guild, {"user": payloads.user(self.user)})

    def becomes_moderator_of(self, guild: Guild) -> None:
        """She gets the role with Manage Server."""
        guild.members[self.id].roles.append(self._server.moderators_of(guild))
        self._tell("GUILD_MEMBER_UPDATE", guild, payloads.member(guild.members[self.id]))

    def closes_dms(self) -> None:
        self.user.takes_dms = False

    def opens_dms(self) -> None:
        self.user.takes_dms = True

    async def _ask(
        self, kind: int, channel: Channel, data: Json, *, source: Message | None = None, wait: bool
    ) -> Interaction:
        asked = self._server.interactions.ask(kind, self.user, channel, data, source=source)
        if wait:
            in_time = await self._server.world.changes.until(lambda: asked.is_answered, within=self._server.patience)
            asked.failed = not in_time
        return asked

    def _tell(self, event: str, guild: Guild, payload: Json) -> None:
        self._server.world.announce(event, payload | {"guild_id": str(guild.id)})
        self._server.world.changes.tell()

    def _place(self, in_: Channel | None) -> Channel:
        channel = self.dm if in_ is None else in_
        if channel.guild is None:
            self.user.knows_the_bot = True
        elif not self._server.world.permissions(channel, self.user):
            raise NotOffered(f"{self.name} cannot see #{channel.name}")
        return channel

    def _visible(self, in_: Channel | None) -> list[Message]:
        world = self._server.world
        return [
            m for m in self._server.messages.every
            if (in_ is None or m.channel is in_) and can_see(world, self.user, m)
        ]  # fmt: skip

    def _find(self, is_it: Any, words: str, in_: Channel | None) -> tuple[Message, Json]:
        for message in reversed(self._visible(in_)):
            for component in rules.walk(message.components):
                if is_it(component):
                    return message, component
        raise NotOffered(f"{self.name} sees no {words!r}, only {self._offers(in_)}")

    def _offers(self, in_: Channel | None) -> list[str]:
        return [label for seen in self.screen(in_) for label in (*seen.buttons, *seen.menus)]

    def _opened_form(self) -> Interaction | None:
        mine = [i for i in self._server.interactions.every if i.person is self.user and i.form]
        return mine[-1] if mine and mine[-1].id not in self._submitted else None


def fields_of(form: Json) -> list[str]:
    """The labels of an open form."""
    return field_names(form)


def _label(button: Json) -> str:
    emoji = (button.get("emoji") or {}).get("name") or ""
    return button.get("label") or emoji


def _labels(components: Iterable[Json], *, links: bool) -> tuple[str, ...]:
    return tuple(_label(c) for c in components if c["type"] == rules.BUTTON and (c.get("style") == rules.LINK) == links)


def _seen(message: Message) -> Seen:
    every = list(rules.walk(message.components))
    return Seen(
        text=rules.text_of(message.content, message.embeds, message.components),
        buttons=_labels(every, links=False),
        links=_labels(every, links=True),
        menus=tuple(c.get("placeholder") or "" for c in every if c["type"] in rules.SELECTS),
        attachments=tuple(message.attachments),
        author=message.author.name,
        is_ephemeral=bool(message.flags & EPHEMERAL),
        edited=message.edited_at is not None,
        is_thinking=bool(message.flags & LOADING),
        is_silent=bool(message.flags & SILENT),
        pings=message.pings,
        message=message,
    )
