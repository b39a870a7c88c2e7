"""Reads Telegram's updates into the core's facts. Pure: it asks nobody and remembers nothing.

Group talk that is not meant for us becomes nothing here, and is stored nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    MessageEntity,
    Update,
    User,
)

from core.model.identity import Account, Address, Platform, Role
from core.model.inbound import (
    BotAdded,
    BotRemoved,
    ButtonTapped,
    ChatMoved,
    CommandGiven,
    FileOffered,
    Inbound,
    MemberJoined,
    MemberLeft,
    Origin,
    ReachChanged,
    TextSaid,
)

NOBODY: Final = frozenset({1087968824, 136817688, 777000})
"""GroupAnonymousBot, Channel Bot and Telegram itself: they stand for others and are never a person."""

_GENERAL_TOPIC: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """What the bot must know of itself to tell what is meant for it. `commands` are the first words it answers to."""

    id: int
    username: str
    commands: frozenset[str]


def to_inbound(update: Update, me: Me, *, now: datetime) -> Inbound | None:
    """The fact in an update, None when there is none for us. `now` (aware UTC) dates what Telegram does not."""
    if update.callback_query is not None:
        return _of_tap(update.update_id, update.callback_query, now)
    if update.my_chat_member is not None:
        return _of_own_standing(update.update_id, update.my_chat_member)
    if update.chat_member is not None:
        return _of_their_standing(update.update_id, update.chat_member)
    if update.message is not None:
        return _of_message(update.update_id, update.message, me)
    return None


def also_joined(update: Update, me: Me) -> tuple[MemberJoined, ...]:
    """The others, where one update brings several people in. Each has an event id of its own."""
    message = update.message
    if message is None:
        return ()
    people = [user for user in message.new_chat_members if not user.is_bot]
    if not _is_in(me, message.new_chat_members):
        people = people[1:]
    return tuple(
        MemberJoined(origin=replace(_origin(update.update_id, message, user), event_id=f"{update.update_id}/{number}"))
        for number, user in enumerate(people, start=1)
    )


def thread_of(message: Message) -> int | None:
    """The topic; replies outside topics carry a bogus id, and the general topic must not be named."""
    thread = message.message_thread_id if message.is_topic_message else None
    return None if thread == _GENERAL_TOPIC else thread


def ephemeral_id_of(message: object) -> int | None:
    """The id of a message for one person (Bot API 10.2), which the library does not know yet."""
    known = message.api_kwargs.get("ephemeral_message_id") if isinstance(message, Message) else None
    return known if isinstance(known, int) else None


def _of_tap(update_id: int, query: CallbackQuery, now: datetime) -> Inbound | None:
    message = query.message
    if message is None:
        return None
    private = message.chat.type == Chat.PRIVATE
    account, anonymous = _whose(query.from_user, message.chat)
    origin = Origin(
        event_id=str(update_id),
        account=account,
        address=_address(message.chat, thread_of(message) if isinstance(message, Message) else None),
        at=now,
        locale=query.from_user.language_code,
        anonymous=anonymous,
    )
    return ButtonTapped(
        origin=origin,
        packed=query.data or "",
        message_private=private or ephemeral_id_of(message) is not None,
    )


def _of_own_standing(update_id: int, change: ChatMemberUpdated) -> Inbound | None:
    gone = change.new_chat_member.status in (change.new_chat_member.LEFT, change.new_chat_member.BANNED)
    account, anonymous = _whose(change.from_user, change.chat)
    origin = Origin(
        event_id=str(update_id),
        account=account,
        address=_address(change.chat, None),
        at=change.date,
        locale=change.from_user.language_code,
        anonymous=anonymous,
    )
    if change.chat.type == Chat.PRIVATE:
        return ReachChanged(origin=origin, reachable=not gone)
    return BotRemoved(origin=origin) if gone and change.chat.type != Chat.CHANNEL else None


def _of_their_standing(update_id: int, change: ChatMemberUpdated) -> MemberJoined | MemberLeft | None:
    """Somebody came or went. Only administrators are told, and big groups say it in no other way; where there is a
    service message too, the same join is told twice."""
    user = change.new_chat_member.user
    before, after = _is_there(change.old_chat_member), _is_there(change.new_chat_member)
    if before == after or user.is_bot or user.id in NOBODY or change.chat.type in (Chat.PRIVATE, Chat.CHANNEL):
        return None
    origin = Origin(
        event_id=str(update_id),
        account=_account(user),
        address=_address(change.chat, None),
        at=change.date,
        locale=user.language_code,
    )
    return MemberJoined(origin=origin) if after else MemberLeft(origin=origin)


def _is_there(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in (ChatMember.LEFT, ChatMember.BANNED)


def _of_message(update_id: int, message: Message, me: Me) -> Inbound | None:
    if message.chat.type == Chat.CHANNEL or message.is_automatic_forward:
        return None
    origin = _origin(update_id, message, message.from_user)
    if message.migrate_to_chat_id is not None:
        return ChatMoved(origin=origin, conversation=str(message.migrate_to_chat_id))
    if message.new_chat_members:
        return _of_arrival(update_id, message, me)
    if message.left_chat_member is not None:
        left = message.left_chat_member
        return None if left.is_bot else MemberLeft(origin=_origin(update_id, message, left))
    if origin.address.private and (offered := _offered(origin, message)) is not None:
        return offered
    text = message.text or message.caption
    if not text:
        return None
    if message.text and (command := _command(message, me)) is not None:
        name, whom, rest = command
        for_us = whom == me.username.lower() or (not whom and (origin.address.private or name in me.commands))
        return CommandGiven(origin=origin, name=name, rest=rest) if for_us else None
    if origin.address.private:
        return TextSaid(origin=origin, text=text)
    return _of_group_talk(origin, message, text, me)


def _of_arrival(update_id: int, message: Message, me: Me) -> Inbound | None:
    if _is_in(me, message.new_chat_members):
        return BotAdded(origin=_origin(update_id, message, message.from_user))
    people = [user for user in message.new_chat_members if not user.is_bot]
    return MemberJoined(origin=_origin(update_id, message, people[0])) if people else None


def _offered(origin: Origin, message: Message) -> FileOffered | None:
    """Whatever else than words was sent. Of a picture's sizes the largest, which comes last, is named."""
    attached = message.effective_attachment
    if not attached:
        return None
    one = attached[-1] if isinstance(attached, Sequence) else attached
    return FileOffered(
        origin=origin,
        name=getattr(one, "file_name", None) or "",
        size=getattr(one, "file_size", None) or 0,
        ref=getattr(one, "file_id", None) or "",
        words=message.caption or "",
    )


def _of_group_talk(origin: Origin, message: Message, text: str, me: Me) -> Inbound | None:
    mentions = _mentions(message, me)
    if not mentions and not _answers_us(message, me):
        return None
    for mention in mentions:
        text = text.replace(mention, " ", 1)
    said = " ".join(text.split()) if mentions else text.strip()
    return TextSaid(origin=origin, text=said) if said else CommandGiven(origin=origin, name="help")


def _command(message: Message, me: Me) -> tuple[str, str, str] | None:
    """Name, whom it names (empty for nobody) and the rest, all but the rest in lower case."""
    text = message.text or ""
    mentioned = _mentions(message, me)
    if mentioned and text.startswith(mentioned[0]):
        text = text.removeprefix(mentioned[0]).lstrip()
    if not text.startswith("/") or len(text) < 2 or text[1].isspace():
        return None
    first, *rest = text.split(maxsplit=1)
    name, _, whom = first.removeprefix("/").lower().partition("@")
    return name, whom, "".join(rest)


def _mentions(message: Message, me: Me) -> list[str]:
    """The pieces of the text that name us, as they were written."""
    text, entities = message.text or message.caption or "", [*message.entities, *message.caption_entities]
    naming = [one for one in entities if one.type in (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)]
    name = f"@{me.username}".lower()
    return [
        written
        for entity, written in ((one, _piece(text, one)) for one in naming)
        if (entity.user.id == me.id if entity.user else written.lower() == name)
    ]


def _piece(text: str, entity: MessageEntity) -> str:
    """Counted in UTF-16 units. An entity that ends inside a character (the library raises for it) names nobody."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le", "replace")


def _answers_us(message: Message, me: Me) -> bool:
    answered = message.reply_to_message
    if answered is None or answered.from_user is None or answered.forum_topic_created is not None:
        return False
    return answered.from_user.id == me.id


def _origin(update_id: int, message: Message, user: User | None) -> Origin:
    """Who spoke and where. An anonymous admin or a channel is known by its chat, and nobody is made of it."""
    speaks_as = message.sender_chat
    if speaks_as is None and user is not None and user.id not in NOBODY:
        account, anonymous, role = _account(user), False, None
    else:
        own = speaks_as is None or speaks_as.id == message.chat.id
        nobody = str(message.chat.id if speaks_as is None else speaks_as.id)
        account, anonymous = Account(platform=Platform.TELEGRAM, user_id=nobody), True
        role = Role.MODERATOR if own and speaks_as is not None else None
    return Origin(
        event_id=str(update_id),
        account=account,
        address=_address(message.chat, thread_of(message)),
        at=message.date,
        role=role,
        locale=user.language_code if user is not None else None,
        anonymous=anonymous,
    )


def _address(chat: Chat, thread: int | None) -> Address:
    private = chat.type == Chat.PRIVATE
    return Address(
        platform=Platform.TELEGRAM,
        conversation=str(chat.id),
        thread=str(thread) if thread is not None and not private else None,
        private=private,
    )


def _whose(user: User, chat: Chat) -> tuple[Account, bool]:
    """The account, and whether nobody is behind it: then it is the chat's."""
    nobody = user.id in NOBODY
    return (Account(platform=Platform.TELEGRAM, user_id=str(chat.id)) if nobody else _account(user)), nobody


def _account(user: User) -> Account:
    return Account(platform=Platform.TELEGRAM, user_id=str(user.id))


def _is_in(me: Me, users: tuple[User, ...]) -> bool:
    return any(user.id == me.id for user in users)
