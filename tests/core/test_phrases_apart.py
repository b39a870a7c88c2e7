"""A wish in one line, taken apart: how long something lasts belongs to the thing, and a long line keeps its time."""

from datetime import datetime

import pytest

from core.scheduling.phrases import Question, WhenFound, WhenUnclear, take_apart

NOW = datetime.fromisoformat("2026-11-24T10:15:00+00:00")
LONDON = "Europe/London"
PILLS = "take the white pills that the doctor gave me with a full glass of water and some food and then lie down a bit"


@pytest.mark.parametrize(
    ("line", "what", "when"),
    [
        ("walk 20 minutes at noon", "walk 20 minutes", "at noon"),
        ("walk for 20 minutes at noon", "walk for 20 minutes", "at noon"),
        ("rest 10 min every day at 3pm", "rest 10 min", "every day at 3pm"),
        ("nap 1 hour at 2pm", "nap 1 hour", "at 2pm"),
        ("rest for an hour at 2pm", "rest for an hour", "at 2pm"),
        ("rest half an hour at 2pm", "rest half an hour", "at 2pm"),
        ("yoga 15 mins on mondays at 18:00", "yoga 15 mins", "on mondays at 18:00"),
        ("breathe 5 minutes every 2 hours", "breathe 5 minutes", "every 2 hours"),
        ("meditate 10 minutes tomorrow morning", "meditate 10 minutes", "tomorrow morning"),
        ("stretch 10 minutes in 2 hours", "stretch 10 minutes", "in 2 hours"),
        ("remind me to walk 20 minutes at noon", "walk 20 minutes", "at noon"),
        ("20 minute walk at noon", "20 minute walk", "at noon"),
        ("every day at 9am walk 20 minutes", "walk 20 minutes", "every day at 9am"),
        ("every day walk 20 minutes at noon", "walk 20 minutes", "every day at noon"),
        ("stretch for 1 hour 30 minutes every friday at 5pm", "stretch for 1 hour 30 minutes", "every friday at 5pm"),
    ],
)
def test_how_long_it_lasts_stays_with_what_is_to_be_done(line: str, what: str, when: str) -> None:
    apart = take_apart(line, now=NOW, zone=LONDON)
    assert isinstance(apart.found, WhenFound)
    assert (apart.what, apart.when.removeprefix("remind me to ")) == (what, when)


@pytest.mark.parametrize(
    ("line", "what", "when"),
    [
        ("drink water every 20 minutes", "drink water", "every 20 minutes"),
        ("every 20 minutes drink water", "drink water", "every 20 minutes"),
        ("call mum in 20 minutes", "call mum", "in 20 minutes"),
        ("call mum 20 minutes from now", "call mum", "20 minutes from now"),
        ("take 2 pills at 8am", "take 2 pills", "at 8am"),
    ],
)
def test_a_span_that_is_the_time_stays_the_time(line: str, what: str, when: str) -> None:
    apart = take_apart(line, now=NOW, zone=LONDON)
    assert isinstance(apart.found, WhenFound)
    assert (apart.what, apart.when) == (what, when)


@pytest.mark.parametrize("line", ["walk 20 minutes", "lie down 30 min after lunch", "heat pad 15 minutes before bed"])
def test_a_span_that_may_be_either_is_asked_about(line: str) -> None:
    assert isinstance(take_apart(line, now=NOW, zone=LONDON).found, WhenUnclear)


def test_an_open_half_of_the_day_is_still_asked_and_the_span_stays() -> None:
    apart = take_apart("nap 20 minutes at 2", now=NOW, zone=LONDON)
    assert isinstance(apart.found, WhenUnclear)
    assert (apart.what, apart.when, apart.found.question) == ("nap 20 minutes", "at 2", Question.WHICH_HALF)


@pytest.mark.parametrize(
    ("line", "when"),
    [
        (f"{PILLS} every day at 8am", "every day at 8am"),
        (f"every day at 8am {PILLS}", "every day at 8am"),
        (f"remind me every weekday morning at half past seven to {PILLS}", "every weekday morning at half past seven"),
    ],
)
def test_a_long_line_keeps_its_time_and_its_words(line: str, when: str) -> None:
    apart = take_apart(line, now=NOW, zone=LONDON)
    assert isinstance(apart.found, WhenFound)
    assert when in apart.when
    assert apart.what == PILLS


def test_an_essay_is_read_as_one() -> None:
    essay = f"{PILLS} {PILLS} {PILLS} every day at 8am"
    apart = take_apart(essay, now=NOW, zone=LONDON)
    assert isinstance(apart.found, WhenUnclear)
    assert apart.when == ""
