"""Bot API 10.3's messages for one person in a group: who may be sent one, when, and how it is changed.

Telegram publishes the rules and not the words of its refusals: the words here are this project's guess.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.standins.telegram_desk import Desk, Params, Tap, refuse
from tests.standins.telegram_world import Post, Room, User

Json = dict[str, Any]
ANSWER_WITHIN = timedelta(seconds=15)
REFUSAL = "EPHEMERAL_MESSAGE_FORBIDDEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """A permitted message for one person."""

    receiver: User
    reply_to: Post | None
    stands_for: int | None


def permitted(desk: Desk, room: Room, params: Params) -> Whisper | None:
    """What the request asks for in private; None for a message to all. An older server sees no such wish."""
    if desk.version != "10.3":
        return None
    wish: Json | None = params.json("ephemeral_message_parameters")
    quoted = (params.json("reply_parameters") or {}).get("ephemeral_message_id")
    if wish is None:
        if quoted is not None:
            raise refuse("a reply to an ephemeral message must be an ephemeral message")
        return None
    if room.kind == "private":
        raise refuse("ephemeral messages can be sent to groups and supergroups only")
    receiver = desk.world.users.get(int(wish["receiver_user_id"]))
    if receiver is None or not room.holds(receiver.id):
        raise refuse("ephemeral message receiver not found")
    reply_to = _quoted(desk, room, receiver, quoted) if quoted is not None else None
    tap = _tap(desk, room, receiver, str(wish["callback_query_id"])) if "callback_query_id" in wish else None
    if reply_to is None and tap is None and not room.is_admin(desk.world.bot.id):
        raise refuse(REFUSAL)
    return Whisper(receiver=receiver, reply_to=reply_to, stands_for=_stands_for(wish, tap))


def _quoted(desk: Desk, room: Room, receiver: User, ephemeral_id: int) -> Post:
    post = room.ephemeral(int(ephemeral_id))
    if post is None or post.sender is not receiver:
        raise refuse("message to be replied not found")
    if desk.world.now() - post.at > ANSWER_WITHIN:
        raise refuse("ephemeral message is too old to be replied to")
    return post


def _tap(desk: Desk, room: Room, receiver: User, callback_query_id: str) -> Tap:
    tap = desk.taps.get(callback_query_id)
    fits = tap is not None and tap.user is receiver and tap.post.room is room
    if tap is None or not fits or desk.world.now() - tap.at > ANSWER_WITHIN:
        raise refuse("QUERY_ID_INVALID")
    return tap


def _stands_for(wish: Json, tap: Tap | None) -> int | None:
    if not wish.get("replace_callback_query_message"):
        return None
    if tap is None or tap.post.ephemeral_id is not None:
        raise refuse("replace_callback_query_message needs a callback query from a regular message")
    return tap.post.message_id


def find(desk: Desk, params: Params) -> Post:
    """The bot's own ephemeral message that an edit or a deletion names."""
    room = desk.room(params)
    post = room.ephemeral(params.integer("ephemeral_message_id"))
    right = post is not None and post.sender is desk.world.bot
    if post is None or not right or post.receiver is None:
        raise refuse("message to edit not found")
    if post.receiver.id != params.integer("receiver_user_id"):
        raise refuse("message to edit not found")
    return post
