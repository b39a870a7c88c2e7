"""Shapes the world's users, rooms, memberships and posts into the Bot API's JSON objects."""

from typing import Any

from tests.standins.telegram_formatting import slice_units
from tests.standins.telegram_world import (
    ADMIN_RIGHTS,
    BOT_ID,
    GROUP_ANONYMOUS_BOT,
    Membership,
    Post,
    Room,
    StoredFile,
    User,
    World,
)

Json = dict[str, Any]
_ALL_ADMIN_RIGHTS = sorted(
    ADMIN_RIGHTS
    | {
        "can_manage_video_chats",
        "can_promote_members",
        "can_change_info",
        "can_post_stories",
        "can_edit_stories",
        "can_delete_stories",
        "can_send_welcome_messages",
    }
)
_RESTRICTED_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def user_json(user: User) -> Json:
    shape: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.name, "username": user.username}
    return shape if user.is_bot else shape | {"language_code": user.locale}


def anonymous_json() -> Json:
    """The account that stands for every anonymous administrator."""
    return {"id": GROUP_ANONYMOUS_BOT, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def me_json(world: World, *, reads_all: bool) -> Json:
    return user_json(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def chat_json(world: World, room: Room) -> Json:
    if room.kind == "private":
        user = world.users[room.id]
        return {"id": room.id, "type": "private", "first_name": user.name, "username": user.username}
    shape: Json = {"id": room.id, "type": room.kind, "title": room.title}
    return shape | {"is_forum": True} if room.forum else shape


def full_chat_json(world: World, room: Room) -> Json:
    shape = chat_json(world, room) | {
        "accent_color_id": 1,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if room.pinned and (newest := room.post(max(room.pinned))):
        shape["pinned_message"] = post_json(world, newest, nested=True)
    return shape


def member_json(user: User, own: Membership) -> Json:
    shape: Json = {"status": own.status, "user": user_json(user)}
    match own.status:
        case "creator":
            return shape | {"is_anonymous": own.anonymous}
        case "administrator":
            rights = {right: right in own.rights for right in _ALL_ADMIN_RIGHTS}
            return shape | rights | {"can_be_edited": False, "is_anonymous": own.anonymous}
        case "restricted":
            return shape | dict.fromkeys(_RESTRICTED_RIGHTS, False) | {"is_member": True, "until_date": 0}
        case "kicked":
            return shape | {"until_date": 0}
        case _:
            return shape


def change_json(world: World, room: Room, by: User, user: User, before: Membership, after: Membership) -> Json:
    """A ChatMemberUpdated."""
    return {
        "chat": chat_json(world, room),
        "from": user_json(by),
        "date": int(world.now().timestamp()),
        "old_chat_member": member_json(user, before),
        "new_chat_member": member_json(user, after),
    }


def post_json(world: World, post: Post, *, nested: bool = False) -> Json:
    """A Message; nested ones leave out what they reply to, as Telegram's do."""
    chat = chat_json(world, post.room)
    shape: Json = {"message_id": post.message_id, "date": int(post.at.timestamp()), "chat": chat}
    shape["from"] = anonymous_json() if post.anonymous else user_json(post.sender)
    if post.anonymous:
        shape["sender_chat"] = chat
    if post.receiver is not None:
        receiver = world.bot if post.sender is post.receiver else post.receiver
        shape |= {"ephemeral_message_id": post.ephemeral_id, "receiver_user": user_json(receiver)}
    if post.thread_id is not None:
        shape["message_thread_id"] = post.thread_id
    if post.is_topic:
        shape["is_topic_message"] = True
    if post.edited_at is not None:
        shape["edit_date"] = int(post.edited_at.timestamp())
    if post.reply_to is not None and not nested:
        shape["reply_to_message"] = post_json(world, post.reply_to, nested=True)
    if post.markup is not None:
        shape["reply_markup"] = post.markup
    return shape | _body_json(world, post)


def _body_json(world: World, post: Post) -> Json:
    body = dict(post.body)
    for key in ("entities", "caption_entities"):
        if key in body:
            body[key] = [_entity_json(world, entity) for entity in body[key]]
    return body


def _entity_json(world: World, entity: Json) -> Json:
    shape = dict(entity)
    if (user_id := shape.pop("user_id", None)) is not None and user_id in world.users:
        shape["user"] = user_json(world.users[user_id])
    return shape


def file_json(stored: StoredFile) -> Json:
    return {"file_id": stored.file_id, "file_unique_id": f"U{stored.file_id}", "file_size": len(stored.content)}


def photo_json(stored: StoredFile) -> list[Json]:
    """One PhotoSize; the width and height are read from a PNG, else made up."""
    content = stored.content
    is_png = content.startswith(b"\x89PNG") and len(content) >= 24
    width, height = (int.from_bytes(content[at : at + 4]) for at in (16, 20)) if is_png else (90, 90)
    return [file_json(stored) | {"width": width, "height": height}]


def document_json(stored: StoredFile) -> Json:
    return file_json(stored) | {"file_name": stored.name, "mime_type": stored.mime}


def mentions_bot(post: Post, bot: User) -> bool:
    """Whether the words name the bot with an @, alone or behind a command."""
    named = f"@{bot.username}".lower()
    for entity in post.entities:
        covered = slice_units(post.words, entity["offset"], entity["length"]).lower()
        if entity["type"] == "mention" and covered == named:
            return True
        if entity["type"] == "text_mention" and entity.get("user_id") == BOT_ID:
            return True
    return False
