"""A person with a phone: writes, taps, joins, leaves, blocks, and waits to see something.

Each deed changes the world as Telegram would and queues what the bot may learn of it. A deed never
waits for the bot; `sees`, `sees_no_more` and `is_told` wait, woken by changes.
"""

from typing import Any
from urllib.parse import parse_qs, urlparse

from tests.standins.telegram_chats import commands_for
from tests.standins.telegram_desk import TEXT_LIMIT, Desk, Tap
from tests.standins.telegram_formatting import detect, trimmed
from tests.standins.telegram_objects import change_json, document_json, photo_json, post_json, user_json
from tests.standins.telegram_rooms import Group, new_standing
from tests.standins.telegram_seen import Seen, SeenButton, screen, seen
from tests.standins.telegram_world import GENERAL_TOPIC, Membership, Post, Room, User

Json = dict[str, Any]
PATIENCE = 3.0


class Person:
    """One person, as a tester speaks of one. `in_` is a Group; without it the private chat is meant."""

    def __init__(self, desk: Desk, user: User) -> None:
        self._desk = desk
        self.user = user
        self.clipboard = ""
        self.opened: list[str] = []

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    def room(self, in_: Group | None = None) -> Room:
        return in_.room if in_ is not None else self._desk.world.rooms[self.user.id]

    def screen(self, in_: Group | None = None) -> list[Seen]:
        return screen(self.room(in_), self.user)

    async def starts(self, payload: str | None = None) -> Seen:
        """Opens the private chat by /start, with a deep link's payload if there is one."""
        if self.user.blocked_bot:
            await self.unblocks()
        return await self.says(f"/start {payload}" if payload else "/start")

    async def says(
        self,
        text: str,
        in_: Group | None = None,
        *,
        topic: str | None = None,
        reply_to: Seen | None = None,
        anonymously: bool = False,
    ) -> Seen:
        """Posts words; a command that the bot registered as ephemeral for this scope reaches the bot alone.

        The app cuts what is longer than a message into several; the last one is returned.
        """
        room = self.room(in_)
        self._check_may_write(room)
        if len(text) > TEXT_LIMIT:
            await self.says(text[:TEXT_LIMIT], in_, topic=topic, reply_to=reply_to, anonymously=anonymously)
            return await self.says(text[TEXT_LIMIT:], in_, topic=topic, anonymously=anonymously)
        words, entities = trimmed(text, detect(text))
        body: Json = {"text": words, "entities": entities} if entities else {"text": words}
        if room.kind != "private" and not anonymously and self._is_private_command(room, words):
            post = self._desk.world.add_ephemeral(room, self.user, self.user, body)
            post.deleted = False
        else:
            post = self._post(room, body, topic=topic, reply_to=reply_to, anonymously=anonymously)
        self._desk.tell_message(post)
        return seen(post)

    async def sends_file(
        self, content: bytes, *, name: str, mime: str, caption: str = "", in_: Group | None = None
    ) -> Seen:
        """Posts a picture (mime image/...) or a document."""
        room = self.room(in_)
        self._check_may_write(room)
        stored = self._desk.world.add_file(name, mime, content)
        is_photo = mime.startswith("image/")
        body: Json = {"photo": photo_json(stored)} if is_photo else {"document": document_json(stored)}
        post = self._post(room, body | ({"caption": caption} if caption else {}))
        self._desk.tell_message(post)
        return seen(post)

    async def edits(self, message: Seen, text: str) -> Seen:
        """Changes words that this person wrote before."""
        post = message.post
        post.body, post.edited_at = {"text": text, "entities": detect(text)}, self._desk.world.now()
        self._desk.updates.publish("edited_message", post_json(self._desk.world, post))
        self._desk.world.bell.ring()
        return seen(post)

    async def taps(self, label: str, message: Seen | None = None, *, in_: Group | None = None) -> Tap | None:
        """Presses a button by its label, in `message` or in the newest one on screen that has it.

        A link to this bot starts the private chat, another link is only noted, and a button that copies fills the
        clipboard: those return None. Raises LookupError when no such button can be pressed.
        """
        found = self._find_button(label, message, in_)
        if found is None:
            raise LookupError(f"{self.name} sees no button {label!r}")
        shown, button = found
        if "disabled" in button.raw:
            raise LookupError(f"the button {label!r} is disabled")
        if "copy_text" in button.raw:
            self.clipboard = button.raw["copy_text"]["text"]
            return None
        if button.url:
            await self._follows(button.url)
            return None
        return self.forges_tap(shown, button.data)

    def forges_tap(self, message: Seen, data: str) -> Tap:
        """A callback with any data, as a changed client can send one from any message that it sees."""
        desk = self._desk
        tap = Tap(id=str(4_000_000 + len(desk.taps)), user=self.user, post=message.post, data=data, at=desk.world.now())
        desk.taps[tap.id] = tap
        room = message.post.room
        payload: Json = {"id": tap.id, "from": user_json(self.user), "chat_instance": str(-room.id), "data": data}
        payload["message"] = post_json(desk.world, message.post)
        if message.post.deleted:
            gone = {"message_id": message.message_id, "date": 0}
            payload["message"] = gone | {"chat": payload["message"]["chat"]}
        desk.updates.publish("callback_query", payload)
        return tap

    async def is_told(self, tap: Tap | None, within: float = PATIENCE) -> str:
        """The words of the notice that answers a tap (may be empty). Raises TimeoutError without an answer."""
        if tap is None:
            raise LookupError("that button asks the bot nothing")
        await self._desk.world.bell.until(lambda: tap.answered or None, within=within)
        return tap.notice

    async def sees(
        self, text: str = "", *, in_: Group | None = None, button: str = "", within: float = PATIENCE
    ) -> Seen:
        """The newest message of the bot with these words (and this button). Raises AssertionError in vain."""

        def look() -> Seen | None:
            mine = [m for m in self.screen(in_) if m.post.sender.is_bot and text in m.text]
            return next((m for m in reversed(mine) if not button or m.button(button)), None)

        try:
            return await self._desk.world.bell.until(look, within=within)
        except TimeoutError as problem:
            shown = [m.text for m in self.screen(in_)][-5:]
            raise AssertionError(f"{self.name} waits for {text!r} {button!r}, sees {shown}") from problem

    async def sees_no_more(self, text: str, *, in_: Group | None = None, within: float = PATIENCE) -> None:
        """Returns when no message on screen has these words."""

        def look() -> bool | None:
            return None if any(text in m.text for m in self.screen(in_)) else True

        await self._desk.world.bell.until(look, within=within)

    async def joins(self, group: Group, *, added_by: "Person | None" = None, announced: bool = True) -> None:
        """Enters a group, alone or brought by somebody; the service message reaches the bot.

        Not `announced` in big groups: Telegram writes no service message there, and tells administrators alone.
        """
        group.changes(self.user, Membership("member"), by=(added_by or self).user)
        if not announced:
            return
        self._service(group.room, (added_by or self).user, {"new_chat_members": [user_json(self.user)]})

    async def leaves(self, group: Group) -> None:
        self._service(group.room, self.user, {"left_chat_member": user_json(self.user)})
        group.changes(self.user, Membership("left"), by=self.user)

    async def becomes(self, status: str, group: Group, *, anonymous: bool = False) -> None:
        """Changes how this person stands: administrator, member, restricted, kicked."""
        group.changes(self.user, new_standing(status, anonymous=anonymous), by=group.owner)

    async def blocks(self) -> None:
        self._own_chat("member", "kicked")
        self.user.blocked_bot = True

    async def unblocks(self) -> None:
        self._own_chat("kicked", "member")
        self.user.blocked_bot = False

    def goes_offline(self) -> None:
        """From now on messages for this person alone are lost, as Telegram warns."""
        self.user.offline = True

    def restarts_app(self, group: Group) -> None:
        """Messages for this person alone vanish, as they may when the app restarts."""
        for post in group.room.posts:
            post.deleted = post.deleted or post.receiver is self.user
        self._desk.world.bell.ring()

    def _own_chat(self, before: str, after: str) -> None:
        bot, world = self._desk.world.bot, self._desk.world
        change = change_json(world, self.room(), self.user, bot, Membership(before), Membership(after))
        self._desk.updates.publish("my_chat_member", change)

    def _service(self, room: Room, by: User, body: Json) -> None:
        self._desk.tell_message(self._desk.world.add_post(room, by, body))

    def _check_may_write(self, room: Room) -> None:
        if room.stands(self.user.id).status not in {"creator", "administrator", "member"}:
            raise LookupError(f"{self.name} may not write in {room.title}")
        if room.kind == "private":
            self.user.started = True

    def _is_private_command(self, room: Room, words: str) -> bool:
        if not words.startswith("/"):
            return False
        name, _, whom = words.split()[0].removeprefix("/").partition("@")
        if whom and whom.lower() != self._desk.world.bot.username.lower():
            return False
        return any(c["command"] == name and c.get("is_ephemeral") for c in commands_for(self._desk, room, self.user))

    def _post(
        self,
        room: Room,
        body: Json,
        *,
        topic: str | None = None,
        reply_to: Seen | None = None,
        anonymously: bool = False,
    ) -> Post:
        """A public post, with Telegram's way of thread ids: a reply outside topics carries one that is no topic."""
        replied = reply_to.post if reply_to is not None else None
        thread_id = next((t.id for t in room.topics.values() if t.name == topic and not t.deleted), None)
        if topic is not None and thread_id is None:
            raise LookupError(f"{room.title} has no topic {topic!r}")
        if thread_id is None and replied is not None and replied.is_topic:
            thread_id = replied.thread_id
        is_topic = thread_id is not None and thread_id != GENERAL_TOPIC
        if is_topic and replied is None and thread_id is not None:
            replied = room.post(thread_id)
        if thread_id is None and replied is not None and room.kind == "supergroup":
            thread_id = replied.thread_id or replied.message_id
        return self._desk.world.add_post(
            room, self.user, body, anonymous=anonymously, thread_id=thread_id, is_topic=is_topic, reply_to=replied
        )

    def _find_button(self, label: str, message: Seen | None, in_: Group | None) -> tuple[Seen, SeenButton] | None:
        if message is not None:
            shown = [seen(message.post)]
        elif in_ is not None:
            shown = self.screen(in_)
        else:
            everywhere = [m for room in self._desk.world.rooms.values() for m in screen(room, self.user)]
            shown = sorted(everywhere, key=lambda m: m.post.serial)
        hits = ((m, m.button(label)) for m in reversed(shown))
        return next(((m, button) for m, button in hits if button is not None), None)

    async def _follows(self, url: str) -> None:
        self.opened.append(url)
        parts = urlparse(url)
        if parts.netloc == "t.me" and parts.path.strip("/").lower() == self._desk.world.bot.username.lower():
            await self.starts(parse_qs(parts.query).get("start", [None])[0])
