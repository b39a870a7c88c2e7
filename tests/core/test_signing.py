"""What a button carries cannot be forged, moved, borrowed or bent."""

from pathlib import Path
from random import Random
from string import ascii_letters, digits

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dispatch.signing import ButtonSigner
from core.dispatch.table import ButtonRoute, Feature, FormRoute
from core.errors import ActionTooLong, ButtonRefused
from core.library.words import Words
from core.model.action import MAX_PACKED_BYTES, Action, action
from core.model.inbound import ButtonTapped, FormSubmitted
from core.model.message import Form, TextField
from core.model.reply import Notice, Replies, Say
from core.storage import Storage
from tests.fakes import FakeTransport, MovableClock
from tests.stage import SIGNER, Stage, read

ANSWER = action("checkin.answer", 12, "pain", 6)
short_text = st.text(max_size=8)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: no store is tested here."""
    return f"sqlite:///{tmp_path / 'spoonlight.db'}"


def test_a_button_is_read_back_where_it_was_made() -> None:
    signed = SIGNER.sign(ANSWER, conversation="-100")
    assert SIGNER.read(signed, conversation="-100", presser="anybody") == ANSWER


def test_the_longest_action_fits_into_what_telegram_carries() -> None:
    longest = Action(route="r" * MAX_PACKED_BYTES)
    assert len(SIGNER.sign(longest, conversation="1", only_for="2").encode()) <= 64
    with pytest.raises(ActionTooLong):
        SIGNER.sign(Action(route="r" * (MAX_PACKED_BYTES + 1)), conversation="1")


def test_a_button_moved_to_another_chat_is_refused() -> None:
    with pytest.raises(ButtonRefused):
        SIGNER.read(SIGNER.sign(ANSWER, conversation="-100"), conversation="-200", presser="ana")


def test_a_button_made_for_one_person_is_refused_to_another() -> None:
    signed = SIGNER.sign(ANSWER, conversation="-100", only_for="ana")
    assert SIGNER.read(signed, conversation="-100", presser="ana") == ANSWER
    with pytest.raises(ButtonRefused):
        SIGNER.read(signed, conversation="-100", presser="ben")


def test_the_mark_of_a_personal_button_cannot_be_taken_off() -> None:
    signed = SIGNER.sign(ANSWER, conversation="-100", only_for="ana")
    with pytest.raises(ButtonRefused):
        SIGNER.read(signed.replace("!", "*", 1), conversation="-100", presser="ben")


def test_a_button_made_with_another_secret_is_refused() -> None:
    signed = ButtonSigner(b"another secret").sign(ANSWER, conversation="-100")
    with pytest.raises(ButtonRefused):
        SIGNER.read(signed, conversation="-100", presser="ana")


@given(st.integers(min_value=0), st.characters())
@settings(max_examples=500, deadline=None)
def test_one_bent_character_makes_a_button_worthless(place: int, other: str) -> None:
    signed = SIGNER.sign(ANSWER, conversation="-100")
    place %= len(signed)
    bent = signed[:place] + other + signed[place + 1 :]
    if bent != signed:
        with pytest.raises(ButtonRefused):
            SIGNER.read(bent, conversation="-100", presser="ana")


@given(short_text, st.lists(short_text, max_size=2), short_text)
@settings(max_examples=500, deadline=None)
def test_any_words_come_back_as_they_went_or_are_refused_when_packed(
    route: str, args: list[str], conversation: str
) -> None:
    wanted = Action(route=route, args=tuple(args))
    try:
        signed = SIGNER.sign(wanted, conversation=conversation)
    except ActionTooLong:
        return
    assert SIGNER.read(signed, conversation=conversation, presser="ana") == wanted


@given(st.one_of(st.text(), st.from_regex(r"[A-Za-z0-9_-]{8}[*!]\.[a-z.:%0-9]{1,40}", fullmatch=True)))
@settings(max_examples=300, deadline=None)
def test_made_up_buttons_are_refused(made_up: str) -> None:
    with pytest.raises(ButtonRefused):
        SIGNER.read(made_up, conversation="-100", presser="ana")


@given(st.integers(min_value=0, max_value=2**32))
@settings(max_examples=50, deadline=None)
def test_ten_thousand_random_buttons_in_the_right_shape_are_refused(seed: int) -> None:
    chance = Random(seed)
    for _ in range(200):
        mac = "".join(chance.choices(ascii_letters + digits + "-_", k=8))
        made_up = f"{mac}{chance.choice('*!')}.checkin.answer:{chance.randrange(99)}:pain:{chance.randrange(11)}"
        with pytest.raises(ButtonRefused):
            SIGNER.read(made_up, conversation="-100", presser="ana")


def test_half_a_surrogate_pair_is_refused_like_anything_else() -> None:
    for bent in ("\ud800", "AAAAAAA\ud800*.checkin.answer", "AAAAAAAA*.\udfff"):
        with pytest.raises(ButtonRefused):
            SIGNER.read(bent, conversation="-100", presser="ana")


async def done(*_: object) -> Replies:
    return [Notice(text="done")]


CAREFUL = Feature(
    name="careful",
    buttons={"careful.do": ButtonRoute(handle=done)},
    forms={
        "careful.form": FormRoute(
            build=lambda wanted, _: Form(action=wanted, title="A form", fields=(TextField(name="x", label="X"),)),
            handle=done,
        )
    },
)


@pytest.fixture
def stage(storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport) -> Stage:
    return Stage([CAREFUL], open_unit=storage.unit_of_work, clock=clock, words=words, transport=transport)


async def test_forged_moved_and_borrowed_buttons_get_one_kind_line_and_do_nothing(stage: Stage, words: Words) -> None:
    forged = "AAAAAAAA*.careful.do"
    moved = SIGNER.sign(action("careful.do"), conversation="-999")
    borrowed = SIGNER.sign(action("careful.do"), conversation="ana", only_for="ben")
    empty, surrogate = "", "\ud83d"
    for packed in (forged, moved, borrowed, empty, surrogate):
        replies = await stage.hears(ButtonTapped(origin=stage.origin(), packed=packed, message_private=True))
        assert list(replies) == [Notice(text=words("dispatch.old_button"))]


async def test_a_replayed_tap_does_nothing_the_second_time(stage: Stage) -> None:
    origin = stage.origin(event="tap-1")
    assert read(await stage.taps(action("careful.do"), origin=origin)) == ["done"]
    assert read(await stage.taps(action("careful.do"), origin=origin)) == []


async def test_a_forged_form_does_nothing(stage: Stage, words: Words) -> None:
    forged = FormSubmitted(origin=stage.origin(), packed="AAAAAAAA*.careful.form", values={"x": "1"})
    [reply] = await stage.hears(forged)
    assert isinstance(reply, Say)
    assert read([reply]) == [words("dispatch.old_button")]


async def test_a_button_is_no_key_to_a_form_and_a_form_none_to_a_button(stage: Stage, words: Words) -> None:
    old = words("dispatch.old_button")
    assert read(await stage.submits(action("careful.do"), {})) == [old]
    assert read(await stage.taps(action("careful.form"))) == [old]
    assert read(await stage.submits(action("careful.form"), {"x": "1"})) == ["done"]
