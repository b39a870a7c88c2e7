"""What one person's app shows: messages with their words, buttons and marks, as plain values for asserts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.standins.telegram_world import Post, Room, User

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenButton:
    """A button as it is shown; `raw` is what the bot sent for it."""

    label: str
    data: str
    url: str
    raw: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One message on somebody's screen. `prompt` is a reply keyboard or a forced reply, {} without one."""

    text: str
    by: str
    rows: tuple[tuple[SeenButton, ...], ...]
    is_ephemeral: bool
    edited: bool
    pinned: bool
    silent: bool
    message_id: int
    ephemeral_message_id: int | None
    thread_id: int | None
    entities: tuple[Json, ...]
    file_id: str
    file_name: str
    is_service: bool
    prompt: Json
    post: Post

    @property
    def buttons(self) -> tuple[str, ...]:
        return tuple(button.label for button in self.each_button())

    def each_button(self) -> Iterator[SeenButton]:
        for row in self.rows:
            yield from row

    def button(self, label: str) -> SeenButton | None:
        """The button with this label, or the only one that begins with it."""
        exact = [b for b in self.each_button() if b.label == label]
        near = [b for b in self.each_button() if b.label.startswith(label)]
        return exact[0] if exact else near[0] if len(near) == 1 else None


def screen(room: Room, user: User) -> list[Seen]:
    """The messages that a person sees in a room, oldest first."""
    return [seen(post) for post in room.visible_to(user)]


def seen(post: Post) -> Seen:
    photo, document = post.body.get("photo"), post.body.get("document")
    file_id = photo[-1]["file_id"] if photo else document["file_id"] if document else ""
    return Seen(
        text=post.words,
        by="an anonymous admin" if post.anonymous else post.sender.name,
        rows=_rows(post.markup),
        is_ephemeral=post.ephemeral_id is not None,
        edited=post.edited_at is not None,
        pinned=post.ephemeral_id is None and post.message_id in post.room.pinned,
        silent=post.silent,
        message_id=post.message_id,
        ephemeral_message_id=post.ephemeral_id,
        thread_id=post.thread_id if post.is_topic else None,
        entities=tuple(post.entities),
        file_id=file_id,
        file_name=document["file_name"] if document else "",
        is_service=not {"text", "caption", "photo", "document"} & set(post.body),
        prompt=post.prompt or {},
        post=post,
    )


def _rows(markup: Json | None) -> tuple[tuple[SeenButton, ...], ...]:
    keyboard = (markup or {}).get("inline_keyboard", [])
    return tuple(tuple(_button(raw) for raw in row) for row in keyboard)


def _button(raw: Json) -> SeenButton:
    return SeenButton(label=raw["text"], data=raw.get("callback_data", ""), url=raw.get("url", ""), raw=raw)
