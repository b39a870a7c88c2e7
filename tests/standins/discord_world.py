"""The people, guilds, channels and messages of the stand-in Discord, and who may do what in them.

It knows nothing of HTTP or sockets, and it never speaks to the bot: it only announces what changed.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntFlag
from typing import Any

from tests.standins import discord_errors as errors

Json = dict[str, Any]
Announce = Callable[[str, Json], None]
DISCORD_EPOCH_MS = 1_420_070_400_000


class Permission(IntFlag):
    """Discord's permission bits, as far as the stand-in acts on them."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    PIN_MESSAGES = 1 << 51


EVERYTHING = Permission((1 << 53) - 1)
EVERYONE_MAY = (
    Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES | Permission.EMBED_LINKS | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS | Permission.SEND_MESSAGES_IN_THREADS
)  # fmt: skip
TEXT, DM, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 11, 12
EPHEMERAL, LOADING, SILENT, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 12, 1 << 15


@dataclass(slots=True, kw_only=True, eq=False)
class User:
    id: int
    name: str
    locale: str = "en-US"
    is_bot: bool = False
    takes_dms: bool = True
    knows_the_bot: bool = False  # has spoken to it in private: then no shared guild is needed for a DM


@dataclass(slots=True, kw_only=True, eq=False)
class Role:
    id: int
    name: str
    permissions: Permission
    mentionable: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Member:
    user: User
    joined_at: datetime
    roles: list[Role] = field(default_factory=list)
    pending: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Attachment:
    id: int
    filename: str
    content: bytes
    url: str
    description: str | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    id: int
    channel: "Channel"
    author: User
    created_at: datetime
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    edited_at: datetime | None = None
    nonce: str | None = None
    reply_to: int | None = None
    asked_by: Json | None = None  # interaction_metadata
    only_for: User | None = None  # the one who sees an ephemeral message
    pings: frozenset[str] = frozenset()  # ids of users and roles, "@everyone", "@here"
    deleted: bool = False
    pinned: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Channel:
    id: int
    name: str
    kind: int = TEXT
    guild: "Guild | None" = field(default=None, repr=False)
    parent: "Channel | None" = None
    recipient: User | None = None
    nsfw: bool = False
    archived: bool = False
    invited: set[int] = field(default_factory=set)  # who is in a private thread
    overwrites: dict[int, tuple[Permission, Permission]] = field(default_factory=dict)  # id -> allow, deny
    messages: list[Message] = field(default_factory=list, repr=False)

    @property
    def is_thread(self) -> bool:
        return self.kind in (PUBLIC_THREAD, PRIVATE_THREAD)


@dataclass(slots=True, kw_only=True, eq=False)
class Guild:
    id: int
    name: str
    owner: User
    locale: str = "en-US"
    has_bot: bool = True
    roles: dict[int, Role] = field(default_factory=dict, repr=False)
    members: dict[int, Member] = field(default_factory=dict, repr=False)
    channels: dict[int, Channel] = field(default_factory=dict, repr=False)

    @property
    def everyone(self) -> Role:
        return self.roles[self.id]

    def channel(self, name: str) -> Channel:
        """The channel or thread of that name."""
        return next(c for c in self.channels.values() if c.name == name)


class Changes:
    """Wakes those who wait for something to become true; nobody polls."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def tell(self) -> None:
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)

    async def until(self, is_true: Callable[[], bool], *, within: float) -> bool:
        """True once `is_true` holds; False when `within` seconds of real time passed first."""
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while not is_true():
            change: asyncio.Future[None] = loop.create_future()
            self._waiting.add(change)
            try:
                await asyncio.wait_for(change, end - loop.time())
            except TimeoutError:
                return is_true()
            finally:
                self._waiting.discard(change)
        return True


class World:
    """Everything that exists, with ids from a clock that a test may own."""

    def __init__(self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.clock = clock
        self.changes = Changes()
        self.announce: Announce = _to_nobody
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self._last_id = 0
        self.bot = self.add_user("Spoonlight", is_bot=True)

    def snowflake(self) -> int:
        by_clock = (int(self.clock().timestamp() * 1000) - DISCORD_EPOCH_MS) << 22
        self._last_id = max(self._last_id + 1, by_clock)
        return self._last_id

    def add_user(self, name: str, *, locale: str = "en-US", is_bot: bool = False) -> User:
        user = User(id=self.snowflake(), name=name, locale=locale, is_bot=is_bot)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, *, owner: User) -> Guild:
        guild = Guild(id=self.snowflake(), name=name, owner=owner)
        guild.roles[guild.id] = Role(id=guild.id, name="@everyone", permissions=EVERYONE_MAY)
        self.guilds[guild.id] = guild
        self.add_member(guild, self.bot)
        return guild

    def add_member(self, guild: Guild, user: User, *, pending: bool = False) -> Member:
        member = Member(user=user, joined_at=self.clock(), pending=pending)
        guild.members[user.id] = member
        return member

    def add_role(self, guild: Guild, name: str, permissions: Permission) -> Role:
        role = Role(id=self.snowflake(), name=name, permissions=permissions)
        guild.roles[role.id] = role
        return role

    def add_channel(self, guild: Guild, name: str, *, kind: int = TEXT, parent: Channel | None = None) -> Channel:
        channel = Channel(id=self.snowflake(), name=name, kind=kind, guild=guild, parent=parent)
        guild.channels[channel.id] = self.channels[channel.id] = channel
        return channel

    def dm_with(self, user: User) -> Channel:
        """The one private channel between the bot and `user`, opened on first need."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        channel = Channel(id=self.snowflake(), name="", kind=DM, recipient=user)
        self.channels[channel.id] = channel
        return channel

    def find_channel(self, channel_id: int) -> Channel:
        if channel_id not in self.channels:
            raise errors.unknown("Channel")
        return self.channels[channel_id]

    def find_guild(self, guild_id: int) -> Guild:
        guild = self.guilds.get(guild_id)
        if guild is None or not guild.has_bot:
            raise errors.unknown("Guild")
        return guild

    def share_a_guild(self, user: User) -> bool:
        return any(user.id in g.members and g.has_bot for g in self.guilds.values())

    def permissions(self, channel: Channel, user: User) -> Permission:
        """What `user` may do in `channel`, by Discord's published order of roles and overwrites."""
        guild = channel.guild
        if guild is None:
            return EVERYTHING if user in (channel.recipient, self.bot) else Permission(0)
        member = guild.members.get(user.id)
        if member is None:
            return Permission(0)
        room = channel.parent if channel.is_thread and channel.parent else channel
        may = _overwritten(room, member, _in_guild(guild, member))
        if channel.kind == PRIVATE_THREAD and user.id not in channel.invited:
            may = may if Permission.MANAGE_THREADS in may else Permission(0)
        return may if Permission.VIEW_CHANNEL in may else Permission(0)


def _to_nobody(_event: str, _payload: Json) -> None:
    """Where announcements go while no gateway listens."""


def _in_guild(guild: Guild, member: Member) -> Permission:
    may = guild.everyone.permissions
    for role in member.roles:
        may |= role.permissions
    is_above_all = member.user is guild.owner or Permission.ADMINISTRATOR in may
    return EVERYTHING if is_above_all else may


def _overwritten(room: Channel, member: Member, may: Permission) -> Permission:
    if may == EVERYTHING or room.guild is None:
        return may
    for ids in ([room.guild.id], [role.id for role in member.roles], [member.user.id]):
        allow, deny = _joined(room.overwrites[i] for i in ids if i in room.overwrites)
        may = (may & ~deny) | allow
    return may


def _joined(overwrites: Iterable[tuple[Permission, Permission]]) -> tuple[Permission, Permission]:
    allow = deny = Permission(0)
    for one_allow, one_deny in overwrites:
        allow, deny = allow | one_allow, deny | one_deny
    return allow, deny
