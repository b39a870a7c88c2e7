"""What an update means to us, and what is none of our business. Made-up updates, read by the library itself."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Update

from bots.telegram.inbound import Me, also_joined, to_inbound
from core.model.identity import Role
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
    ReachChanged,
    TextSaid,
)

Json = dict[str, Any]
ME = Me(id=7, username="spoonlight_bot", commands=frozenset({"checkin", "group"}))
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ANA: Json = {"id": 42, "is_bot": False, "first_name": "Ana", "language_code": "en-GB"}
BEN: Json = {"id": 43, "is_bot": False, "first_name": "Ben"}
BOT: Json = {"id": 7, "is_bot": True, "first_name": "Spoonlight", "username": "spoonlight_bot"}
PRIVATE: Json = {"id": 42, "type": "private", "first_name": "Ana"}
GROUP: Json = {"id": -100, "type": "supergroup", "title": "Fibro friends"}


def message(chat: Json = GROUP, /, **body: Any) -> Json:
    at = int(NOW.timestamp())
    return {"update_id": 5, "message": {"message_id": 9, "date": at, "chat": chat, "from": ANA} | body}


def read(raw: Json) -> Inbound | None:
    return to_inbound(Update.de_json(raw, None), ME, now=NOW)


def said(text: str, chat: Json = GROUP, /, **more: Any) -> Inbound | None:
    entities = []
    if text.startswith("/"):
        entities.append({"type": "bot_command", "offset": 0, "length": len(text.split()[0])})
    if (at := text.find("@spoonlight_bot")) >= 0 and not text.startswith("/"):
        entities.append({"type": "mention", "offset": at, "length": len("@spoonlight_bot")})
    return read(message(chat, text=text, entities=entities, **more))


def test_a_start_link_is_a_command_with_its_payload() -> None:
    given = said("/start cmVzdA", PRIVATE)
    assert isinstance(given, CommandGiven)
    assert (given.name, given.rest) == ("start", "cmVzdA")
    origin = given.origin
    assert (origin.event_id, origin.account.user_id, origin.locale, origin.at) == ("5", "42", "en-GB", NOW)
    assert (origin.address.conversation, origin.address.private, origin.address.thread) == ("42", True, None)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/checkin", "checkin", ""),
        ("/CheckIn@Spoonlight_Bot  short", "checkin", "short"),
        ("/group schedule snippet", "group", "schedule snippet"),
        ("/weather@spoonlight_bot", "weather", ""),
        ("@spoonlight_bot /checkin", "checkin", ""),
    ],
)
def test_a_command_in_a_group_is_heard_when_it_is_for_us(text: str, name: str, rest: str) -> None:
    given = said(text)
    assert isinstance(given, CommandGiven)
    assert (given.name, given.rest) == (name, rest)


@pytest.mark.parametrize("text", ["/weather", "/checkin@other_bot", "good morning", "I like @other_bot", "/ hello"])
def test_other_talk_in_a_group_is_none_of_our_business(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("@spoonlight_bot is fibro autoimmune?", "is fibro autoimmune?"),
        ("is fibro @spoonlight_bot autoimmune?", "is fibro autoimmune?"),
    ],
)
def test_a_mention_is_cut_off(text: str, heard: str) -> None:
    inbound = said(text)
    assert isinstance(inbound, TextSaid)
    assert inbound.text == heard


def test_a_mention_alone_asks_for_help() -> None:
    inbound = said("@spoonlight_bot")
    assert isinstance(inbound, CommandGiven)
    assert inbound.name == "help"


def test_an_answer_to_us_is_heard_and_one_to_another_or_to_a_topic_is_not() -> None:
    at = int(NOW.timestamp())
    ours = {"message_id": 3, "date": at, "chat": GROUP, "from": BOT, "text": "hello"}
    assert isinstance(said("thank you", reply_to_message=ours), TextSaid)
    assert said("thank you", reply_to_message=ours | {"from": BEN}) is None
    opened = {"forum_topic_created": {"name": "Flares", "icon_color": 1}}
    assert said("hello all", reply_to_message={key: ours[key] for key in ours if key != "text"} | opened) is None


def test_a_topic_is_kept_a_bogus_one_and_the_general_one_are_not() -> None:
    for more, thread in (
        ({"message_thread_id": 11, "is_topic_message": True}, "11"),
        ({"message_thread_id": 11}, None),
        ({"message_thread_id": 1, "is_topic_message": True}, None),
    ):
        inbound = said("/checkin", **more)
        assert inbound is not None
        assert inbound.origin.address.thread == thread


def test_an_anonymous_admin_is_a_moderator_and_nobody() -> None:
    inbound = said("/checkin", sender_chat=GROUP, **{"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}})
    assert inbound is not None
    origin = inbound.origin
    assert (origin.anonymous, origin.role, origin.account.user_id) == (True, Role.MODERATOR, "-100")


def test_a_channel_that_speaks_in_the_group_is_nobody_and_no_moderator() -> None:
    channel = {"id": -200, "type": "channel", "title": "News"}
    inbound = said("/checkin", sender_chat=channel, **{"from": {"id": 136817688, "is_bot": True, "first_name": "C"}})
    assert inbound is not None
    assert (inbound.origin.anonymous, inbound.origin.role) == (True, None)
    forwarded = said("/checkin", sender_chat=channel, is_automatic_forward=True)
    assert forwarded is None


def test_arrivals_and_leavings() -> None:
    joined = read(message(new_chat_members=[BEN]))
    assert isinstance(joined, MemberJoined)
    assert joined.origin.account.user_id == "43"
    assert isinstance(read(message(new_chat_members=[BOT, BEN])), BotAdded)
    left = read(message(left_chat_member=BEN))
    assert isinstance(left, MemberLeft)
    assert left.origin.account.user_id == "43"
    assert read(message(left_chat_member=BOT)) is None


def turns(before: Json, after: Json, chat: Json = GROUP, *, of: Json = BEN) -> Inbound | None:
    """Ana changes how Ben stands; administrators are told."""
    change = {"chat": chat, "from": ANA, "date": int(NOW.timestamp())}
    change |= {"old_chat_member": before | {"user": of}, "new_chat_member": after | {"user": of}}
    return read({"update_id": 6, "chat_member": change})


LEFT: Json = {"status": "left"}
MEMBER: Json = {"status": "member"}
BANNED: Json = {"status": "kicked", "until_date": 0}
RIGHTS = (
    *("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos"),
    *("can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages"),
    *("can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics"),
    *("can_react_to_messages", "can_edit_tag"),
)
MUTED: Json = dict.fromkeys(RIGHTS, False) | {"status": "restricted", "until_date": 0, "is_member": True}


def test_big_groups_tell_administrators_alone_who_came_and_who_went() -> None:
    for before, after in ((LEFT, MEMBER), (BANNED, MEMBER), (LEFT, MUTED), (MUTED | {"is_member": False}, MEMBER)):
        joined = turns(before, after)
        assert isinstance(joined, MemberJoined)
        assert (joined.origin.account.user_id, joined.origin.address.conversation) == ("43", "-100")
    for before, after in ((MEMBER, LEFT), (MEMBER, BANNED), (MUTED, MUTED | {"is_member": False})):
        assert isinstance(turns(before, after), MemberLeft)


def test_other_changes_of_standing_are_no_coming_and_no_going() -> None:
    for before, after in ((MEMBER, MUTED), (MUTED, MEMBER), (LEFT, BANNED), (MUTED | {"is_member": False}, LEFT)):
        assert turns(before, after) is None
    assert turns(LEFT, MEMBER, of=BOT) is None
    assert turns(LEFT, MEMBER, {"id": -200, "type": "channel", "title": "News"}) is None


def test_several_who_join_together_are_each_told_of_once() -> None:
    update = Update.de_json(message(new_chat_members=[ANA, BEN]), None)
    first = to_inbound(update, ME, now=NOW)
    assert first is not None
    events = [(one.origin.event_id, one.origin.account.user_id) for one in (first, *also_joined(update, ME))]
    assert events == [("5", "42"), ("5/1", "43")]


def test_a_chat_that_moves() -> None:
    moved = read(message(migrate_to_chat_id=-1001))
    assert isinstance(moved, ChatMoved)
    assert (moved.origin.address.conversation, moved.conversation) == ("-100", "-1001")
    assert read(message(migrate_from_chat_id=-100)) is None


def standing(chat: Json, status: str) -> Inbound | None:
    after: Json = {"status": status, "user": BOT} | ({"until_date": 0} if status == "kicked" else {})
    change = {"chat": chat, "from": ANA, "date": int(NOW.timestamp()), "new_chat_member": after}
    return read({"update_id": 5, "my_chat_member": change | {"old_chat_member": {"status": "left", "user": BOT}}})


def test_being_blocked_let_in_again_and_removed() -> None:
    blocked, back = standing(PRIVATE, "kicked"), standing(PRIVATE, "member")
    assert isinstance(blocked, ReachChanged)
    assert isinstance(back, ReachChanged)
    assert (blocked.reachable, back.reachable) == (False, True)
    assert isinstance(standing(GROUP, "kicked"), BotRemoved)
    assert isinstance(standing(GROUP, "left"), BotRemoved)
    assert standing(GROUP, "member") is None


@pytest.mark.parametrize(("extra", "private"), [({}, False), ({"ephemeral_message_id": 3}, True)])
def test_a_tap_says_whether_others_see_its_message(extra: Json, private: bool) -> None:
    shown = message(GROUP, text="hello", **extra)["message"]
    query = {"id": "1", "from": BEN, "chat_instance": "1", "data": "anything at all", "message": shown}
    tapped = read({"update_id": 5, "callback_query": query})
    assert isinstance(tapped, ButtonTapped)
    assert (tapped.packed, tapped.message_private, tapped.origin.account.user_id) == ("anything at all", private, "43")


def test_a_tap_on_a_message_that_is_too_old_to_be_shown_is_heard_too() -> None:
    query = {"id": "1", "from": ANA, "chat_instance": "1", "data": "x"}
    gone = {"message_id": 9, "date": 0, "chat": PRIVATE}
    assert isinstance(read({"update_id": 5, "callback_query": query | {"message": gone}}), ButtonTapped)
    assert read({"update_id": 5, "callback_query": query}) is None


FILE: Json = {"file_id": "f", "file_unique_id": "u", "file_size": 70}
SMALL: Json = FILE | {"file_id": "s", "width": 1, "height": 1}


@pytest.mark.parametrize(
    ("body", "name", "size", "ref"),
    [
        ({"document": FILE | {"file_name": "spoonlight.json"}}, "spoonlight.json", 70, "f"),
        ({"photo": [SMALL, SMALL | {"file_id": "large", "file_size": 900}]}, "", 900, "large"),
        ({"voice": FILE | {"duration": 3}}, "", 70, "f"),
        ({"video_note": {"file_id": "f", "file_unique_id": "u", "length": 9, "duration": 3}}, "", 0, "f"),
        ({"location": {"longitude": 1.0, "latitude": 2.0}}, "", 0, ""),
        ({"contact": {"phone_number": "+15550100", "first_name": "Ben"}}, "", 0, ""),
    ],
)
def test_what_is_no_words_is_offered_in_private_and_not_heard_in_a_group(
    body: Json, name: str, size: int, ref: str
) -> None:
    offered = read(message(PRIVATE, caption="look", **body))
    assert isinstance(offered, FileOffered)
    assert (offered.name, offered.size, offered.ref, offered.words) == (name, size, ref, "look")
    assert read(message(GROUP, caption="look", **body)) is None


def test_a_pinned_message_is_no_file() -> None:
    assert read(message(PRIVATE, pinned_message={"message_id": 3, "date": 0, "chat": PRIVATE})) is None


def test_an_entity_that_ends_inside_a_character_names_nobody() -> None:
    cut = {"type": "mention", "offset": 0, "length": 1}
    assert read(message(GROUP, text="\N{GRINNING FACE}", entities=[cut])) is None
    assert isinstance(read(message(PRIVATE, text="\N{GRINNING FACE}", entities=[cut])), TextSaid)
