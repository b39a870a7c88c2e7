"""What people type about time, judged by a set that was written before the grammar."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core.scheduling.phrases import Assumed, Question, WhenFound, WhenUnclear, to_jsonable, understand

SET = Path(__file__).with_name("phrases_set.jsonl")
NOW = datetime.fromisoformat("2026-11-24T10:15:00+00:00")
LONDON = "Europe/London"


@cache
def phrases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]


def wrong(half: str) -> list[str]:
    """The phrases of one half whose reading differs from what was written down for them."""
    missed = []
    for line in (each for each in phrases() if each["half"] == half):
        got = to_jsonable(understand(line["text"], now=datetime.fromisoformat(line["now"]), zone=line["tz"]))
        if any(got.get(field) != value for field, value in line["want"].items()):
            missed.append(f"{line['text']!r}: {got}")
    return missed


def test_every_phrase_that_the_grammar_was_tuned_on_is_read_as_written_down() -> None:
    assert wrong("dev") == []


def test_nearly_every_phrase_that_the_grammar_never_saw_is_read_as_written_down() -> None:
    unseen = sum(line["half"] == "test" for line in phrases())
    assert len(wrong("test")) <= unseen * 0.02


def test_no_unclear_phrase_of_the_set_is_ever_guessed() -> None:
    for line in phrases():
        if line["want"]["kind"] == "unclear":
            read = understand(line["text"], now=datetime.fromisoformat(line["now"]), zone=line["tz"])
            assert isinstance(read, WhenUnclear), line["text"]


def test_a_bare_number_asks_which_half_of_the_day_and_each_button_is_a_phrase_that_is_read() -> None:
    read = understand("8", now=NOW, zone=LONDON)
    assert isinstance(read, WhenUnclear)
    assert read.question is Question.WHICH_HALF
    assert [choice.phrase for choice in read.choices] == ["08:00", "20:00"]


@pytest.mark.parametrize("text", ["8", "every day at 4", "later", "2 hours", "tomorrow at 3", "today at 9am"])
def test_every_button_under_a_question_leads_to_an_answer(text: str) -> None:
    read = understand(text, now=NOW, zone=LONDON)
    assert isinstance(read, WhenUnclear)
    assert read.choices
    for choice in read.choices:
        assert isinstance(understand(choice.phrase, now=NOW, zone=LONDON), WhenFound), choice.phrase


def test_the_words_that_are_not_about_time_are_handed_back() -> None:
    read = understand("remind me to drink water at 9pm", now=NOW, zone=LONDON)
    assert isinstance(read, WhenFound)
    assert read.rest == "drink water"


def test_a_day_without_a_time_says_that_the_time_was_assumed() -> None:
    read = understand("tomorrow", now=NOW, zone=LONDON)
    assert isinstance(read, WhenFound)
    assert Assumed.TIME in read.assumed


@pytest.mark.parametrize("text", ["9" * 4000, "every " * 60, "\u202e\u0000", "🙂" * 50, "1/1/1", "in 99999999 years"])
def test_hostile_text_is_a_question_and_never_a_crash(text: str) -> None:
    assert isinstance(understand(text, now=NOW, zone=LONDON), WhenUnclear)
