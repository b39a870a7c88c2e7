"""The desk that every method works at: the world, the queue, the settings, and the checks they share.

It decides whether the bot may write somewhere, what its text and buttons mean, and which updates
privacy mode lets through. It answers no method by itself.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from tests.standins.telegram_formatting import FormattingError, detect, parse_html, trimmed, units
from tests.standins.telegram_objects import mentions_bot, post_json
from tests.standins.telegram_updates import Updates
from tests.standins.telegram_world import GENERAL_TOPIC, Post, Room, StoredFile, User, World

Json = dict[str, Any]
Version = Literal["10.3", "10.0"]
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


class ApiError(Exception):
    """An error answer: HTTP status, Telegram's description, and response parameters."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}


def refuse(text: str) -> ApiError:
    return ApiError(400, f"Bad Request: {text}")


def forbid(text: str) -> ApiError:
    return ApiError(403, f"Forbidden: {text}")


@dataclass(frozen=True, slots=True)
class Params:
    """A request's parameters, which arrive as text or as JSON values, and its uploads."""

    values: Mapping[str, Any]
    uploads: Mapping[str, StoredFile] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        return str(self.values.get(name, default))

    def integer(self, name: str, default: int = 0) -> int:
        try:
            return int(self.values.get(name, default))
        except ValueError as problem:
            raise refuse(f"invalid {name} specified") from problem

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def json(self, name: str) -> Any:
        """The decoded value, or None when it is not there."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as problem:
            raise refuse(f"can't parse {name} JSON object") from problem


@dataclass(slots=True, kw_only=True)
class Tap:
    """A press on a button, and what the bot answered to it."""

    id: str
    user: User
    post: Post
    data: str
    at: datetime
    answered: bool = False
    notice: str = ""
    alert: bool = False
    url: str = ""


@dataclass(slots=True)
class Desk:
    """All that the methods share."""

    world: World
    updates: Updates
    version: Version
    privacy: bool
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    taps: dict[str, Tap] = field(default_factory=dict)
    actions: list[tuple[int, str]] = field(default_factory=list)
    profile: Json = field(default_factory=dict)

    def room(self, params: Params) -> Room:
        """The chat that a request names, dead or alive. Raises ApiError for an unknown or moved one."""
        room = self.world.rooms.get(params.integer("chat_id"))
        if room is None:
            raise refuse("chat not found")
        if room.migrated_to is not None:
            text = "group chat was upgraded to a supergroup chat"
            raise ApiError(400, f"Bad Request: {text}", {"migrate_to_chat_id": room.migrated_to})
        self._check_reach(room)
        return room

    def _check_reach(self, room: Room) -> None:
        if room.kind == "private":
            person = self.world.users[room.id]
            if person.deactivated:
                raise forbid("user is deactivated")
            if person.blocked_bot:
                raise forbid("bot was blocked by the user")
            return
        name = "supergroup chat" if room.kind == "supergroup" else "group chat"
        status = room.stands(self.world.bot.id).status
        if status == "kicked":
            raise forbid(f"bot was kicked from the {name}")
        if status == "left":
            raise forbid(f"bot is not a member of the {name}")

    def room_to_write(self, params: Params) -> Room:
        """The chat, when the bot may post in it."""
        room = self.room(params)
        if room.kind == "private" and not self.world.users[room.id].started:
            raise forbid("bot can't initiate conversation with a user")
        if room.stands(self.world.bot.id).status == "restricted":
            raise refuse("not enough rights to send text messages to the chat")
        return room

    def thread(self, room: Room, params: Params) -> int | None:
        """The topic that a request names. Raises ApiError where Telegram would not find or open it."""
        if "message_thread_id" not in params:
            return None
        thread_id = params.integer("message_thread_id")
        topic = room.topics.get(thread_id)
        if thread_id == GENERAL_TOPIC or topic is None or topic.deleted:
            raise refuse("message thread not found")
        if topic.closed and not room.may(self.world.bot.id, "can_manage_topics"):
            raise refuse("TOPIC_CLOSED")
        return thread_id

    def formatted(self, params: Params, name: str, prefix: str = "") -> Json:
        """Text or caption with its entities, under the names that a message has for them."""
        text, entities = self._parsed(params, name, f"{name}_entities" if prefix else "entities")
        text, entities = trimmed(text, entities)
        limit = CAPTION_LIMIT if prefix else TEXT_LIMIT
        if units(text) > limit:
            raise refuse(f"message {prefix}is too long")
        key = "caption_entities" if prefix else "entities"
        shape: Json = {name: text} if text else {}
        return shape | {key: entities} if entities else shape

    def _parsed(self, params: Params, name: str, key: str) -> tuple[str, list[Json]]:
        text, mode = params.text(name), params.text("parse_mode")
        if mode.lower() == "html":
            try:
                text, entities = parse_html(text)
            except FormattingError as problem:
                raise refuse(f"can't parse entities: {problem}") from problem
            return text, entities
        if mode:
            raise refuse("unsupported parse_mode")
        return text, params.json(key) or detect(text)

    def markup(self, params: Params) -> Json | None:
        """The keyboard of a request, checked button by button."""
        markup: Json | None = params.json("reply_markup")
        for row in (markup or {}).get("inline_keyboard", []):
            for button in row:
                self._check_button(button)
        return markup if markup and markup.get("inline_keyboard") else None

    def _check_button(self, button: Json) -> None:
        known = {"url", "callback_data", "copy_text", "web_app", "login_url", "switch_inline_query"}
        known |= {"switch_inline_query_current_chat"} | ({"disabled"} if self.version == "10.3" else set())
        if not button.get("text"):
            raise refuse("inline keyboard button text must be non-empty")
        kinds = known & set(button)
        if len(kinds) != 1:
            raise refuse("Text buttons are unallowed in the inline keyboard")
        if "callback_data" in kinds and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise refuse("BUTTON_DATA_INVALID")
        if "url" in kinds and not button["url"].startswith(("http://", "https://", "tg://")):
            raise refuse(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")

    def file_named(self, params: Params, name: str, value: Any = None) -> StoredFile:
        """An uploaded file, or one that Telegram already has."""
        value = str(params.values.get(name, "") if value is None else value)
        upload = params.uploads.get(value.removeprefix("attach://") or name)
        stored = upload or self.world.files.get(value)
        if stored is None:
            raise refuse("wrong file identifier/HTTP URL specified")
        return stored

    def tell_message(self, post: Post) -> int | None:
        """Queue a message for the bot, when the bot may read it."""
        if not post.room.holds(self.world.bot.id) or not self._may_read(post):
            return None
        return self.updates.publish("message", post_json(self.world, post))

    def _may_read(self, post: Post) -> bool:
        bot = self.world.bot
        if post.room.kind == "private" or not self.privacy or post.room.is_admin(bot.id):
            return True
        if not {"text", "caption", "photo", "document"} & set(post.body):
            return True  # service messages reach every bot
        if post.ephemeral_id is not None or (post.reply_to is not None and post.reply_to.sender is bot):
            return True
        first = post.words.split(maxsplit=1)[0] if post.words.strip() else ""
        if first.startswith("/"):
            _, _, whom = first.partition("@")
            return not whom or whom.lower() == bot.username.lower()
        return mentions_bot(post, bot)
