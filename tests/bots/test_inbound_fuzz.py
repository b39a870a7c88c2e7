"""Whatever a platform hands in, wherever its offsets point: an adapter reads a fact or nothing in it, and never fails.

What it reads keeps to what a platform can prove: nobody who stands for others becomes a person.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import discord
import pytest
from hypothesis import strategies as st
from pydantic import ValidationError
from telegram import Update

from bots.discord.inbound import button_tapped, command_given, form_submitted, message_said, option_typed
from bots.local.inbound import Filled, Offered, Said, Tapped, ThroughDoor, Typing, to_inbound, to_option_typed
from bots.telegram.inbound import NOBODY, Me, also_joined
from bots.telegram.inbound import to_inbound as from_telegram
from core.model.identity import Platform, Role
from core.model.inbound import FileOffered, TextSaid
from tests.hostile import held, many, texts

Json = dict[str, Any]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ME = Me(id=7, username="spoonlight_bot", commands=frozenset({"checkin", "group"}))
BOT: Json = {"id": 7, "is_bot": True, "first_name": "Spoonlight", "username": "spoonlight_bot"}
GROUP: Json = {"id": -100, "type": "supergroup", "title": "Fibro friends"}

places = st.integers(-3, 20_000)
ids = st.one_of(st.sampled_from([7, 42, *NOBODY]), st.integers(-(2**52), 2**52))
people = st.builds(
    lambda number, name, locale: {"id": number, "is_bot": number == 7, "first_name": name, "language_code": locale},
    ids,
    texts,
    texts.map(lambda text: text[:40]),
)
kinds = st.sampled_from(["mention", "text_mention", "bot_command", "url", "date_time", "a kind of tomorrow"])
entities = st.lists(
    st.builds(lambda kind, at, long: {"type": kind, "offset": at, "length": long, "user": BOT}, kinds, places, places),
    max_size=4,
)
chats = st.one_of(
    st.just(GROUP),
    st.builds(lambda kind, title: GROUP | {"type": kind, "title": title}, st.sampled_from(["group", "channel"]), texts),
    people.map(lambda one: one | {"type": "private"}),
)
words = st.builds(
    "{}{}".format, st.sampled_from(["", "/", "/checkin@", "@spoonlight_bot ", "/start ", "😀@spoonlight_bot"]), texts
)
said = st.builds(lambda text, marks: {"text": text, "entities": marks}, words, entities)
shown = st.builds(
    lambda text, marks, name: {
        "caption": text,
        "caption_entities": marks,
        "document": {"file_id": "f", "file_unique_id": "u", "file_name": name, "file_size": 1},
    },
    words,
    entities,
    texts,
)
moved = st.one_of(
    st.lists(people, min_size=1, max_size=3).map(lambda new: {"new_chat_members": new}),
    people.map(lambda one: {"left_chat_member": one}),
    ids.map(lambda number: {"migrate_to_chat_id": number}),
    ids.map(lambda number: {"sender_chat": GROUP | {"id": number, "type": "channel"}, "text": "/checkin"}),
)
bodies = st.builds(
    lambda chat, person, body, thread: (
        {"message_id": 9, "date": 1795338000, "chat": chat, "from": person}
        | ({"message_thread_id": thread, "is_topic_message": True} if thread else {})
        | body
    ),
    chats,
    people,
    st.one_of(said, shown, moved),
    st.one_of(st.none(), places),
)
updates = st.one_of(
    bodies.map(lambda body: {"update_id": 5, "message": body}),
    st.builds(
        lambda body, person, data: {
            "update_id": 5,
            "callback_query": {"id": "1", "from": person, "message": body, "chat_instance": "1", "data": data},
        },
        bodies,
        people,
        texts,
    ),
)


@many
def test_telegrams_updates_are_read_and_nobody_is_made_of_who_stands_for_others(examples: int) -> None:
    @held(examples, updates)
    def check(raw: Json) -> None:
        update = Update.de_json(raw, None)
        facts = [from_telegram(update, ME, now=NOW), *also_joined(update, ME)]
        for fact in facts:
            if fact is None:
                continue
            assert fact.origin.anonymous or int(fact.origin.account.user_id) not in NOBODY, fact
            if isinstance(fact, TextSaid):
                assert fact.text


@contextmanager
def connection() -> Iterator[Any]:
    """discord.py's own picture of the world, with one server in it, and no line to anybody."""
    with asyncio.Runner() as runner:

        async def opened() -> discord.Client:
            return discord.Client(intents=discord.Intents.default())

        client = runner.run(opened())
        state: Any = client._connection
        state.user = discord.ClientUser(state=state, data=_user(7, "Spoonlight"))  # type: ignore[arg-type]  # JSON
        yield state
        runner.run(client.close())


def _user(number: int, name: str) -> Json:
    return {"id": str(number), "username": name, "discriminator": "0", "avatar": None, "global_name": name}


inputs = st.one_of(
    st.builds(lambda name, value: {"type": 4, "custom_id": name, "value": value}, texts, texts),
    st.builds(lambda name, one: {"type": 3, "custom_id": name, "values": [one] if one else []}, texts, texts),
)
fields = st.one_of(
    inputs,
    inputs.map(lambda one: {"type": 18, "component": one}),
    inputs.map(lambda one: {"type": 1, "components": [one]}),
)
asked = st.builds(
    lambda number, name, custom_id, every, locale: {
        "id": str(number),
        "application_id": "7",
        "type": 5,
        "token": "t",
        "version": 1,
        "locale": locale,
        "entitlements": [],
        "authorizing_integration_owners": {},
        "attachment_size_limit": 1,
        "app_permissions": "0",
        "channel": {"id": "3", "type": 1, "recipients": []},
        "channel_id": "3",
        "data": {"custom_id": custom_id, "components": every},
        "user": _user(number, name),
    },
    st.integers(1, 2**63),
    texts,
    texts,
    st.lists(fields, max_size=4),
    st.sampled_from(["en-US", "de", "a tongue of tomorrow"]),
)
posted = st.builds(
    lambda number, name, text, files, mentions: {
        "id": str(number),
        "type": 0,
        "content": text,
        "author": _user(number, name),
        "attachments": files,
        "embeds": [],
        "mentions": mentions,
        "mention_roles": [],
        "mention_everyone": "@everyone" in text,
        "pinned": False,
        "tts": False,
        "timestamp": "2026-11-22T09:00:00+00:00",
        "edited_timestamp": None,
        "components": [],
    },
    st.integers(1, 2**62),
    texts,
    words.map(lambda text: text.replace("@spoonlight_bot", "<@7>")),
    st.lists(
        texts.map(lambda name: {"id": "1", "filename": name, "size": 1, "url": "https://x.y/f", "proxy_url": ""}),
        max_size=2,
    ),
    st.lists(st.builds(_user, st.sampled_from([7, 42]), texts), max_size=2),
)


@many
def test_discords_interactions_and_messages_are_read(examples: int) -> None:
    with connection() as state:

        @held(examples, asked, posted, st.dictionaries(texts, st.one_of(texts, st.none(), places), max_size=3))
        def check(interaction: Json, message: Json, options: Json) -> None:
            native: Any = discord.Interaction(data=interaction, state=state)  # type: ignore[arg-type]  # JSON
            assert button_tapped(native).packed == interaction["data"]["custom_id"] == form_submitted(native).packed
            assert all(isinstance(value, str) for value in form_submitted(native).values.values())
            assert command_given(native, "remind", options).options.keys() <= options.keys()
            option_typed(native, "ask", "topic", interaction["data"]["custom_id"])
            channel = discord.DMChannel(me=state.user, state=state, data={"id": "3", "type": 1, "recipients": []})  # type: ignore[typeddict-item]  # JSON
            fact = message_said(discord.Message(state=state, channel=channel, data=message), state.user)  # type: ignore[arg-type]  # JSON
            assert fact is not None
            assert fact.origin.address.private
            assert isinstance(fact, FileOffered) is bool(message["attachments"])

        _ = check


posts = st.dictionaries(
    st.sampled_from(
        ["person", "place", "look", "zone", "text", "entry", "packed", "values", "payload", "name", "size"]
    ),
    st.one_of(texts, places, st.none(), st.sampled_from(["ana", "maya", "group", "discord"]), st.just({"a": "b"})),
)
stands = st.builds(
    lambda person, place, rest: {"person": person, "place": place} | rest,
    st.sampled_from(["ana", "maya", "nobody"]),
    st.sampled_from(["private", "group"]),
    st.builds(lambda text, packed: {"text": text, "packed": packed, "payload": packed, "entry": 1}, words, texts),
)


@many
def test_what_the_preview_is_posted_is_read_or_refused_as_written(examples: int) -> None:
    kinds = (Said, Tapped, Filled, ThroughDoor, Offered, Typing)

    @held(examples, st.one_of(posts, stands), st.sampled_from(kinds))
    def check(body: Json, kind: type[Said | Tapped | Filled | ThroughDoor | Offered | Typing]) -> None:
        try:
            post = kind.model_validate(body)
        except ValidationError:
            return
        origin = post.origin("1", NOW)
        assert (origin.account.platform, origin.role) == (Platform.LOCAL, None)
        if isinstance(post, Typing):
            to_option_typed(post, origin)
        else:
            to_inbound(post, origin, message_private=origin.address.private)


@pytest.mark.parametrize("who", sorted(NOBODY))
@pytest.mark.parametrize("sender", [None, -100, -200])
def test_who_stands_for_others_is_never_a_person(who: int, sender: int | None) -> None:
    """Telegram itself, anonymous admins, channels; only who speaks as the group has the rights of its admins."""
    speaks_as = {} if sender is None else {"sender_chat": GROUP | {"id": sender}}
    person = {"id": who, "is_bot": who != 777000, "first_name": "Somebody"}
    body = {"message_id": 9, "date": 1795338000, "chat": GROUP, "from": person, "text": "/checkin"}
    fact = from_telegram(Update.de_json({"update_id": 5, "message": body | speaks_as}, None), ME, now=NOW)
    assert fact is not None
    assert fact.origin.anonymous
    assert int(fact.origin.account.user_id) < 0
    assert fact.origin.role is (Role.MODERATOR if sender == -100 else None)


@pytest.mark.parametrize("who", sorted(NOBODY))
def test_a_tap_of_nobody_is_nobodys(who: int) -> None:
    person = {"id": who, "is_bot": False, "first_name": "Somebody"}
    shown = {"message_id": 9, "date": 1795338000, "chat": GROUP, "from": BOT, "text": "hi"}
    tap = {"id": "1", "from": person, "message": shown, "chat_instance": "1", "data": "x"}
    fact = from_telegram(Update.de_json({"update_id": 5, "callback_query": tap}, None), ME, now=NOW)
    assert fact is not None
    assert (fact.origin.anonymous, fact.origin.account.user_id, fact.origin.role) == (True, "-100", None)
