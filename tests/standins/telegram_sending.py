"""The methods that post: text, picture, document, and the signs of typing."""

from typing import Any

from tests.standins import telegram_ephemeral as ephemeral
from tests.standins.telegram_desk import Desk, Params, refuse
from tests.standins.telegram_objects import document_json, photo_json, post_json
from tests.standins.telegram_world import Post, Room

Json = dict[str, Any]


def send_message(desk: Desk, params: Params) -> Json:
    room = desk.room_to_write(params)
    body = desk.formatted(params, "text")
    if "text" not in body:
        raise refuse("message text is empty")
    return _placed(desk, room, params, body)


def send_photo(desk: Desk, params: Params) -> Json:
    room = desk.room_to_write(params)
    body = {"photo": photo_json(desk.file_named(params, "photo"))}
    return _placed(desk, room, params, body | desk.formatted(params, "caption", "caption "))


def send_document(desk: Desk, params: Params) -> Json:
    room = desk.room_to_write(params)
    body = {"document": document_json(desk.file_named(params, "document"))}
    return _placed(desk, room, params, body | desk.formatted(params, "caption", "caption "))


def send_chat_action(desk: Desk, params: Params) -> bool:
    room = desk.room_to_write(params)
    desk.thread(room, params)
    desk.actions.append((room.id, params.text("action")))
    return True


def _placed(desk: Desk, room: Room, params: Params, body: Json) -> Json:
    thread_id = desk.thread(room, params)
    more: Json = {"markup": desk.markup(params), "silent": params.flag("disable_notification")}
    keyboard: Json = params.json("reply_markup") or {}
    more["prompt"] = None if "inline_keyboard" in keyboard else keyboard or None
    whisper = ephemeral.permitted(desk, room, params)
    if whisper is not None:
        more |= {"thread_id": thread_id, "is_topic": thread_id is not None}
        more |= {"reply_to": whisper.reply_to, "stands_for": whisper.stands_for}
        post = desk.world.add_ephemeral(room, desk.world.bot, whisper.receiver, body, **more)
        return post_json(desk.world, post)
    reply_to = _replied(desk, room, params)
    if thread_id is None and reply_to is not None and reply_to.is_topic:
        thread_id = reply_to.thread_id
    more |= {"reply_to": reply_to, "thread_id": thread_id, "is_topic": thread_id is not None}
    return post_json(desk.world, desk.world.add_post(room, desk.world.bot, body, **more))


def _replied(desk: Desk, room: Room, params: Params) -> Post | None:
    quoted: Json = params.json("reply_parameters") or {}
    if "message_id" not in quoted:
        if desk.version == "10.3" and quoted:
            raise refuse("message identifier is not specified")
        return None
    source = desk.world.rooms.get(int(quoted.get("chat_id", room.id)), room)
    post = source.post(int(quoted["message_id"]))
    if post is None and not quoted.get("allow_sending_without_reply"):
        raise refuse("message to be replied not found")
    return post
