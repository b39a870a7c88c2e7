"""What the router promises for every feature: one effect, nothing half done, and kind words."""

import asyncio
import logging
import sqlite3
from pathlib import Path

import pytest

from core.dispatch import router as router_module
from core.dispatch.scene import Scene
from core.dispatch.table import Feature, table_of
from core.errors import FactNotHandled
from core.library.words import Words
from core.model.action import Action, action
from core.model.identity import Address, Platform
from core.model.inbound import ButtonTapped, CommandGiven, Inbound, MemberJoined
from core.model.message import message
from core.model.reply import Edit, Notice, Replies, Say
from core.ports import UnitOfWork
from core.storage import Storage
from tests.diary import DIARY, lines_of, write_line
from tests.fakes import NINE, FakeTransport, MovableClock
from tests.stage import GROUP, Stage, read

SECRET_WORDS = "my pain is a nine today"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what is tested here is the router; the stores have a suite of their own."""
    return f"sqlite:///{tmp_path / 'spoonlight.db'}"


@pytest.fixture
def stage(storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport) -> Stage:
    return Stage([DIARY], open_unit=storage.unit_of_work, clock=clock, words=words, transport=transport)


async def test_the_same_event_told_twice_has_one_effect_and_one_answer(stage: Stage) -> None:
    origin = stage.origin(event="same")
    first = await stage.command("write", origin=origin)
    second = await stage.command("write", origin=origin)
    assert (read(first), list(second)) == (["kept"], [])
    assert await lines_of(stage) == ["note"]


async def test_the_same_event_told_twice_at_the_same_time_has_one_effect(stage: Stage) -> None:
    given = CommandGiven(origin=stage.origin(event="same"), name="write")
    answers = await stage.together(given, given, given)
    assert sorted(len(answer) for answer in answers) == [0, 0, 1]
    assert await lines_of(stage) == ["note"]


async def test_a_handler_that_raises_leaves_nothing_and_the_member_is_told_kindly(stage: Stage, words: Words) -> None:
    replies = await stage.command("fail", SECRET_WORDS)
    assert read(replies) == [words("dispatch.went_wrong")]
    assert await lines_of(stage) == []


async def test_a_failure_is_told_once_even_when_the_event_comes_again(stage: Stage) -> None:
    origin = stage.origin(event="bad")
    assert len(await stage.command("fail", origin=origin)) == 1
    assert list(await stage.command("fail", origin=origin)) == []


async def test_nobodys_words_reach_the_log(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await stage.command("fail", SECRET_WORDS)
    await stage.says(f"{SECRET_WORDS} reflex")
    await stage.says(SECRET_WORDS)
    assert "action=handle" in caplog.text
    assert "RuntimeError" in caplog.text
    assert not any(word in caplog.text for word in ("pain", "nine today", "could not keep"))


async def test_a_broken_reflex_does_not_silence_the_next_one(stage: Stage) -> None:
    assert read(await stage.says("reflex please")) == ["at once"]


async def test_an_unknown_command_gets_a_kind_sentence(stage: Stage, words: Words) -> None:
    assert read(await stage.command("frobnicate", "all")) == [words("dispatch.unknown_command")]


async def test_a_command_is_found_however_it_is_cased_and_spaced(stage: Stage) -> None:
    assert read(await stage.command("WRITE")) == ["kept"]
    assert read(await stage.command("group", "  Note\nwith more words")) == ["kept"]


async def test_the_words_behind_a_command_fill_its_options(stage: Stage) -> None:
    await stage.command("write", "two words")
    await stage.command("write", options={"what": "named"})
    assert await lines_of(stage) == ["two words", "named"]


async def test_ten_thousand_characters_get_a_kind_limit(stage: Stage, words: Words) -> None:
    limit = words("dispatch.too_long", limit=4000)
    assert read(await stage.says("a" * 10_000)) == [limit]
    assert read(await stage.command("write", "b" * 10_000)) == [limit]
    assert await lines_of(stage) == []


async def test_an_emoji_wall_is_only_text_that_nobody_understood(stage: Stage, words: Words) -> None:
    assert read(await stage.says("\N{FIRE}" * 3000)) == [words("dispatch.not_understood")]


async def test_plain_words_that_meant_a_command_become_it(stage: Stage) -> None:
    assert read(await stage.says("please write it")) == ["kept"]
    assert await lines_of(stage) == ["handed"]


async def test_a_private_answer_never_replaces_a_message_that_others_see(stage: Stage) -> None:
    [reply] = await stage.taps(action("diary.line"), origin=stage.origin(at=GROUP), message_private=False)
    assert reply == Say(message=message("your answer is kept"), private=True)


async def test_a_private_answer_replaces_a_message_that_only_its_owner_sees(stage: Stage) -> None:
    [reply] = await stage.taps(action("diary.line"))
    assert reply == Edit(message=message("your answer is kept"))


async def test_what_is_meant_for_all_may_replace_a_public_message(stage: Stage) -> None:
    [reply] = await stage.taps(action("diary.public"), origin=stage.origin(at=GROUP), message_private=False)
    assert reply == Edit(message=message("12 people came"), private=False)


async def test_a_button_of_a_feature_that_is_gone_is_told_to_be_old(stage: Stage, words: Words) -> None:
    assert read(await stage.taps(Action(route="gone.away"))) == [words("dispatch.old_button")]


async def test_a_locked_database_is_told_kindly_and_a_reflex_still_answers(
    clock: MovableClock, words: Words, transport: FakeTransport
) -> None:
    class Locked:
        async def __aenter__(self) -> UnitOfWork:
            raise sqlite3.OperationalError("database is locked")

        async def __aexit__(self, *_: object) -> None: ...

    stage = Stage([DIARY], open_unit=Locked, clock=clock, words=words, transport=transport)  # type: ignore[arg-type]  # it never opens
    assert read(await stage.command("write")) == [words("dispatch.went_wrong")]
    assert read(await stage.says("reflex")) == ["at once"]


async def test_a_database_that_does_not_answer_holds_no_reflex_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(router_module, "_MARKING_SECONDS", 0.05)
    origin = stage.origin(event="urgent")
    async with stage.open_unit() as uow:
        await uow.inbox.first_time(origin.account.platform, "another", now=NINE)  # holds the only writing turn
        async with asyncio.timeout(5):
            assert read(await stage.says("reflex", origin=origin)) == ["at once"]
    assert len(stage.router._markings) == 1
    await asyncio.wait(stage.router._markings)
    assert read(await stage.says("reflex", origin=origin)) == []


def test_two_features_that_want_one_name_are_refused_when_they_are_joined() -> None:
    with pytest.raises(ValueError, match="two features want"):
        table_of([DIARY, DIARY])


async def test_a_button_on_another_platforms_chat_of_the_same_number_keeps_to_its_own_account(stage: Stage) -> None:
    elsewhere = Address(platform=Platform.DISCORD, conversation="ana", private=True)
    tapped = ButtonTapped(origin=stage.origin(at=elsewhere), packed="AAAAAAAA*.diary.line", message_private=True)
    [reply] = await stage.hears(tapped)
    assert isinstance(reply, Notice)
    assert await lines_of(stage) == []


async def test_a_join_that_could_not_be_handled_may_be_told_again(stage: Stage, words: Words) -> None:
    """Nobody waits for an answer to it, and nobody would do it a second time."""
    fails = [True, False]

    async def greet(inbound: Inbound, scene: Scene) -> Replies:
        await write_line(CommandGiven(origin=inbound.origin, name="write"), scene)
        if fails.pop(0):
            raise sqlite3.OperationalError("database is locked")
        return [Say(message=message("welcome"))]

    greeting = Feature(name="greeting", events=(greet,))
    other = Stage([greeting], open_unit=stage.open_unit, clock=stage.clock, words=words, transport=stage.transport)
    joined = MemberJoined(origin=other.origin(at=GROUP))
    with pytest.raises(FactNotHandled):
        await other.hears(joined)
    assert await lines_of(other) == []
    assert read(await other.hears(joined)) == ["welcome"]
    assert read(await other.hears(joined)) == []
    assert await lines_of(other) == ["note"]
