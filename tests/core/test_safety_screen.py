"""The crisis screen: what is heard, what is not, and that it stays quick, pure and private."""

import pytest

from core.features.safety import screen
from core.library.listening.screening import Level
from tests.core.listening_bench import lines, share

WANT = [
    *(("crisis", text) for text in ("I want to die", "im suicidal", "i dont want to be alive anymore")),
    *(("concern", text) for text in ("i cant go on", "they would all be better off without me")),
    *(("none", text) for text in ("this pain is killing me", "hello", "", "   ", "🙂")),
]


@pytest.mark.parametrize(("level", "text"), WANT)
def test_plain_words_are_heard(level: str, text: str) -> None:
    assert screen(text).level == level


@pytest.mark.parametrize(
    "text",
    [
        "||i want to die||",
        "`i want to die`",
        "**I WANT TO DIE**",
        "i  want \n to   die",
        "i w a n t t o d i e",
        "i wаnt to dіe",  # noqa: RUF001 - look-alike letters are the point
        "i wa\u200bnt to d\u200bie",
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",  # noqa: RUF001 - wide letters are the point
        "i want 😭 to 😭 die",
        "iwanttodie",
        "i want to d1e",
        "i want to dieeeee",
    ],
)
def test_disguised_words_are_heard_as_well(text: str) -> None:
    assert screen(text).level is Level.CRISIS


@pytest.mark.parametrize(
    "text",
    [
        "trigeminal neuralgia, the suicide disease",
        "another suicide headache",
        "kms lol",
        "i dont want to die",
        'that song "i want to die in your arms"',
        "i used to be suicidal years ago",
        "my phone died",
        "hurt myself gardening",
    ],
)
def test_idioms_names_of_illnesses_denials_and_titles_do_not_alarm(text: str) -> None:
    assert screen(text).level is Level.NONE


@pytest.mark.parametrize(
    "text",
    [
        "this pain is killing me and i want to die",
        "i have the suicide disease and i want to kill myself",
        "i dont want to die but i cant stop thinking about killing myself",
        "kms lol. no really i want to end my life",
        "i was suicidal years ago. i want to die again",
    ],
)
def test_a_harmless_part_never_hides_a_crisis_beside_it(text: str) -> None:
    assert screen(text).level is Level.CRISIS


def test_adding_words_of_concern_never_lowers_a_crisis() -> None:
    assert screen("i want to die. i feel hopeless. whats the point").level is Level.CRISIS


def test_worry_about_somebody_else_is_heard_as_concern() -> None:
    assert screen("my brother says he wants to die").level is Level.CONCERN


def test_the_result_names_the_part_that_decided() -> None:
    heard = screen("Bad week. My knee hurts, and I want to die.")
    assert heard.part == "want to die"
    assert screen("bad week").part == ""


def test_the_same_text_gives_the_same_result() -> None:
    assert screen("i cant do this any more") == screen("i cant do this any more")


@pytest.mark.parametrize("half", ["dev", "test"])
def test_frozen_lines_are_heard_as_marked(half: str) -> None:
    marked = lines("safety_set.jsonl", half)
    level = {line["text"]: screen(line["text"]).level for line in marked}
    crisis = [level[line["text"]] for line in marked if line["want"] == "crisis"]
    calm = [level[line["text"]] for line in marked if line["want"] == "none"]
    assert share(heard is not Level.NONE for heard in crisis) >= 0.95
    assert share(heard is not Level.CRISIS for heard in calm) >= 0.95


@pytest.mark.parametrize(
    "text",
    [
        "a" * 4000,
        "i want to " * 400,
        "😂" * 4000,
        "a b " * 1000,
        "if someone people " * 222,
        "wantto" * 666,
        "|" * 4000,
    ],
)
def test_a_long_message_made_to_run_rules_away_is_screened_like_any_other(text: str) -> None:
    assert screen(text).level is Level.NONE
