"""The methods that change what is posted: edits and deletions, for all or for one person, and pins."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.standins import telegram_ephemeral as ephemeral
from tests.standins.telegram_desk import Desk, Params, refuse
from tests.standins.telegram_objects import document_json, photo_json, post_json
from tests.standins.telegram_world import Post, Room

Json = dict[str, Any]
DELETABLE_FOR = timedelta(hours=48)
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_WORDS = {"text", "entities", "caption", "caption_entities"}
_MEDIA = {"photo", "document"}


def edit_message_text(desk: Desk, params: Params) -> Json:
    return _edited(desk, params, _new_text)


def edit_message_caption(desk: Desk, params: Params) -> Json:
    return _edited(desk, params, _new_caption)


def edit_message_media(desk: Desk, params: Params) -> Json:
    return _edited(desk, params, _new_media)


def edit_message_reply_markup(desk: Desk, params: Params) -> Json:
    return _edited(desk, params, _same_body)


def edit_ephemeral_text(desk: Desk, params: Params) -> bool:
    return _apply(desk, ephemeral.find(desk, params), params, _new_text)


def edit_ephemeral_caption(desk: Desk, params: Params) -> bool:
    return _apply(desk, ephemeral.find(desk, params), params, _new_caption)


def edit_ephemeral_media(desk: Desk, params: Params) -> bool:
    return _apply(desk, ephemeral.find(desk, params), params, _new_media)


def edit_ephemeral_reply_markup(desk: Desk, params: Params) -> bool:
    return _apply(desk, ephemeral.find(desk, params), params, _same_body)


def delete_ephemeral(desk: Desk, params: Params) -> bool:
    ephemeral.find(desk, params).deleted = True
    desk.world.bell.ring()
    return True


def delete_message(desk: Desk, params: Params) -> bool:
    room = desk.room(params)
    post = room.post(params.integer("message_id"))
    if post is None:
        raise refuse("message to delete not found")
    own = post.sender is desk.world.bot or room.kind == "private"
    fresh = desk.world.now() - post.at <= DELETABLE_FOR
    if not (own and fresh) and not room.may(desk.world.bot.id, "can_delete_messages"):
        raise refuse("message can't be deleted")
    post.deleted = True
    if post.message_id in room.pinned:
        room.pinned.remove(post.message_id)
    desk.world.bell.ring()
    return True


def pin_chat_message(desk: Desk, params: Params) -> bool:
    room = _room_to_pin(desk, params)
    post = room.post(params.integer("message_id"))
    if post is None:
        raise refuse("message to pin not found")
    if post.message_id not in room.pinned:
        room.pinned.append(post.message_id)
        body = {"pinned_message": post_json(desk.world, post, nested=True)}
        place: Json = {"reply_to": post, "thread_id": post.thread_id, "is_topic": post.is_topic}
        notice = desk.world.add_post(room, desk.world.bot, body, **place)
        desk.tell_message(notice)
    return True


def unpin_chat_message(desk: Desk, params: Params) -> bool:
    room = _room_to_pin(desk, params)
    wanted = params.integer("message_id", max(room.pinned, default=0))
    if wanted not in room.pinned:
        raise refuse("message to unpin not found")
    room.pinned.remove(wanted)
    desk.world.bell.ring()
    return True


def unpin_all_chat_messages(desk: Desk, params: Params) -> bool:
    _room_to_pin(desk, params).pinned.clear()
    desk.world.bell.ring()
    return True


def _room_to_pin(desk: Desk, params: Params) -> Room:
    room = desk.room(params)
    if room.kind != "private" and not room.may(desk.world.bot.id, "can_pin_messages"):
        raise refuse("not enough rights to manage pinned messages in the chat")
    return room


def _edited(desk: Desk, params: Params, change: Callable[[Desk, Post, Params], Json]) -> Json:
    post = desk.room(params).post(params.integer("message_id"))
    if post is None:
        raise refuse("message to edit not found")
    if post.sender is not desk.world.bot or "pinned_message" in post.body:
        raise refuse("message can't be edited")
    _apply(desk, post, params, change)
    return post_json(desk.world, post)


def _apply(desk: Desk, post: Post, params: Params, change: Callable[[Desk, Post, Params], Json]) -> bool:
    """The new body and keyboard; a keyboard that the request leaves out is taken away."""
    body, markup = change(desk, post, params), desk.markup(params)
    if body == post.body and markup == post.markup:
        raise refuse(_SAME)
    post.body, post.markup, post.edited_at = body, markup, desk.world.now()
    desk.world.touch(post)
    return True


def _same_body(_desk: Desk, post: Post, _params: Params) -> Json:
    return post.body


def _new_text(desk: Desk, post: Post, params: Params) -> Json:
    if "text" not in post.body:
        raise refuse("there is no text in the message to edit")
    words = desk.formatted(params, "text")
    if "text" not in words:
        raise refuse("message text is empty")
    return _without(post.body, _WORDS) | words


def _new_caption(desk: Desk, post: Post, params: Params) -> Json:
    if not _MEDIA & set(post.body):
        raise refuse("there is no caption in the message to edit")
    return _without(post.body, _WORDS) | desk.formatted(params, "caption", "caption ")


def _new_media(desk: Desk, post: Post, params: Params) -> Json:
    media: Json | None = params.json("media")
    if media is None or media.get("type") not in _MEDIA:
        raise refuse("can't parse InputMedia: media must be a photo or a document")
    stored = desk.file_named(params, "media", media.get("media", ""))
    shaped = photo_json(stored) if media["type"] == "photo" else document_json(stored)
    words = desk.formatted(Params(media), "caption", "caption ")
    return _without(post.body, _WORDS | _MEDIA) | {media["type"]: shaped} | words


def _without(body: Json, keys: set[str]) -> Json:
    return {key: value for key, value in body.items() if key not in keys}
