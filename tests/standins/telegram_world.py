"""The world behind the Telegram stand-in: people, rooms, memberships, topics, posts, files.

It holds what is so and rings the bell when something changes; it speaks neither HTTP nor JSON.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeVar

Json = dict[str, Any]
Found = TypeVar("Found")
Kind = Literal["private", "group", "supergroup"]
BOT_ID = 7_000_000_001
GROUP_ANONYMOUS_BOT = 1_087_968_824
GENERAL_TOPIC = 1
PRESENT = {"creator", "administrator", "member", "restricted"}
ADMIN_RIGHTS = {
    "can_manage_chat",
    "can_delete_messages",
    "can_restrict_members",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
}


@dataclass(slots=True, eq=False)
class User:
    """One account: a person, or the bot."""

    id: int
    name: str
    username: str
    locale: str
    is_bot: bool = False
    started: bool = False
    blocked_bot: bool = False
    deactivated: bool = False
    offline: bool = False


@dataclass(slots=True, eq=False)
class Membership:
    """How an account stands in a room: status as getChatMember names it, and an admin's rights."""

    status: str
    rights: set[str] = field(default_factory=set)
    anonymous: bool = False


@dataclass(slots=True, eq=False)
class Topic:
    """A forum topic; its id is the id of the service message that opened it."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass(slots=True, eq=False)
class Post:
    """One message. `body` is its content as the Bot API names it; `prompt` a keyboard that is not inline."""

    room: "Room"
    message_id: int
    sender: User
    at: datetime
    body: Json
    anonymous: bool = False
    markup: Json | None = None
    prompt: Json | None = None
    thread_id: int | None = None
    is_topic: bool = False
    reply_to: "Post | None" = None
    edited_at: datetime | None = None
    deleted: bool = False
    silent: bool = False
    ephemeral_id: int | None = None
    receiver: User | None = None
    stands_for: int | None = None
    serial: int = 0

    @property
    def words(self) -> str:
        return str(self.body.get("text", self.body.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        return list(self.body.get("entities") or self.body.get("caption_entities") or [])


@dataclass(slots=True, eq=False)
class Room:
    """A private chat, a group or a supergroup, with everything ever posted in it."""

    id: int
    kind: Kind
    title: str
    forum: bool = False
    members: dict[int, Membership] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    next_message: int = 1
    next_ephemeral: int = 1
    migrated_to: int | None = None
    hidden_members: bool = False

    def stands(self, user_id: int) -> Membership:
        return self.members.get(user_id, Membership("left"))

    def holds(self, user_id: int) -> bool:
        return self.stands(user_id).status in PRESENT

    def is_admin(self, user_id: int) -> bool:
        return self.stands(user_id).status in {"creator", "administrator"}

    def may(self, user_id: int, right: str) -> bool:
        """Whether somebody has an administrator's right here."""
        own = self.stands(user_id)
        return own.status == "creator" or (own.status == "administrator" and right in own.rights)

    def post(self, message_id: int) -> Post | None:
        hits = (p for p in self.posts if p.message_id == message_id and p.ephemeral_id is None)
        return next((p for p in hits if not p.deleted), None)

    def ephemeral(self, ephemeral_id: int) -> Post | None:
        hits = (p for p in self.posts if p.ephemeral_id == ephemeral_id)
        return next((p for p in hits if not p.deleted), None)

    def visible_to(self, user: User) -> list[Post]:
        """What this person's app shows here, oldest first; a private answer may stand in a post's place."""
        if not self.holds(user.id):
            return []
        mine = [p for p in self.posts if not p.deleted and (p.receiver is None or p.receiver is user)]
        covers = {p.stands_for: p for p in mine if p.stands_for is not None}
        shown = [covers.get(p.message_id, p) if p.ephemeral_id is None else p for p in mine]
        return [p for index, p in enumerate(shown) if all(p is not other for other in shown[:index])]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that somebody uploaded."""

    file_id: str
    name: str
    mime: str
    path: str
    content: bytes


class Bell:
    """Wakes everybody who waits for a change. Nothing here polls."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, look: Callable[[], Found | None], *, within: float) -> Found:
        """The first answer of `look` that is not None. Raises TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            while (found := look()) is None:
                future = asyncio.get_running_loop().create_future()
                self._waiting.add(future)
                try:
                    await future
                finally:
                    self._waiting.discard(future)
            return found


class World:
    """Everything that is so, and the only place that makes users, rooms, posts and files."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.bell = Bell()
        self.bot = User(BOT_ID, "Spoonlight", "spoonlight_bot", "en", is_bot=True)
        self.users: dict[int, User] = {BOT_ID: self.bot}
        self.rooms: dict[int, Room] = {}
        self.files: dict[str, StoredFile] = {}
        self._serial = 0

    def add_user(self, name: str, locale: str, username: str) -> User:
        user = User(500_000 + len(self.users), name, username, locale)
        self.users[user.id] = user
        room = Room(user.id, "private", name)
        room.members = {user.id: Membership("member"), BOT_ID: Membership("member")}
        self.rooms[room.id] = room
        return user

    def add_room(self, kind: Kind, title: str, *, forum: bool = False) -> Room:
        number = 40_000 + len(self.rooms)
        room = Room(-1_000_000_000_000 - number if kind == "supergroup" else -number, kind, title, forum=forum)
        room.next_message = 100 * len(self.rooms) + 2
        self.rooms[room.id] = room
        return room

    def add_topic(self, room: Room, name: str, by: User) -> Topic:
        opening = self.add_post(room, by, {"forum_topic_created": {"name": name, "icon_color": 7322096}})
        opening.thread_id, opening.is_topic = opening.message_id, True
        topic = Topic(opening.message_id, name)
        room.topics[topic.id] = topic
        return topic

    def add_post(self, room: Room, sender: User, body: Json, **more: Any) -> Post:
        """A new post with the room's next id."""
        post = Post(room, room.next_message, sender, self.now(), body, **more)
        room.next_message += 1
        room.posts.append(post)
        self.touch(post)
        return post

    def add_ephemeral(self, room: Room, sender: User, receiver: User, body: Json, **more: Any) -> Post:
        """A new post that one person and the bot can see: message id 0, and an id of its own."""
        post = Post(room, 0, sender, self.now(), body, receiver=receiver, ephemeral_id=room.next_ephemeral, **more)
        room.next_ephemeral += 1
        post.deleted = receiver.offline
        room.posts.append(post)
        self.touch(post)
        return post

    def touch(self, post: Post) -> None:
        """Marks a post as the one that changed last, and wakes those who wait."""
        self._serial += 1
        post.serial = self._serial
        self.bell.ring()

    def add_file(self, name: str, mime: str, content: bytes) -> StoredFile:
        number = len(self.files) + 1
        folder = "photos" if mime.startswith("image/") else "documents"
        stored = StoredFile(
            file_id=f"FILE{number:06d}", name=name, mime=mime, path=f"{folder}/file_{number}", content=content
        )
        self.files[stored.file_id] = stored
        return stored
