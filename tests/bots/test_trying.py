"""`spoonlight try`: the shapes that it promises, in order, whatever lines come in."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bots.trying import Mouth, Trial, answer_lines, as_read, try_it
from core.knowledge import load_knowledge
from core.library.listening.heard import Kind
from core.model.action import action
from core.model.message import Button, Link, Outbound, note, plain, title

CONTENT = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def mouth() -> Mouth:
    return Mouth(load_knowledge(CONTENT))


def lines(*given: object) -> io.BytesIO:
    return io.BytesIO("".join(json.dumps(one) + "\n" for one in given).encode())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("is fibro autoimmune", "answer"),
        ("I want to kill myself", "crisis"),
        ("crushing chest pain and my left arm is numb", "urgent"),
        ("should I stop taking my methotrexate", "medical"),
        ("hello", "smalltalk"),
        ("remind me to stretch at 9pm", "command"),
        ("who won the football on sunday", "out_of_scope"),
    ],
)
def test_each_kind_of_message_gets_its_kind_and_a_reply(mouth: Mouth, text: str, kind: str) -> None:
    answer = mouth.ask({"text": text})
    assert list(answer) == ["text", "kind", "snippets", "reply"]
    assert (answer["text"], answer["kind"]) == (text, kind)
    assert answer["reply"].strip()
    assert all(isinstance(one, str) for one in answer["snippets"])


def test_an_answer_is_read_with_its_source_and_its_buttons(mouth: Mouth) -> None:
    reply = mouth.ask({"text": "is fibro autoimmune"})["reply"]
    assert "not currently classed as autoimmune" in reply
    assert "Source:" in reply
    assert "[Source]" in reply


@pytest.mark.parametrize(
    ("typed", "kind", "words"),
    [
        ("/remind", "command", "/remind"),
        ("/LEARN sleep", "command", "/learn sleep"),
        ("/group schedule", "command", "group"),
        ("/nothing of ours", "command", "/help"),
        ("/remind i want to die", "crisis", "I am glad you said it"),
    ],
)
def test_a_typed_command_is_one_unless_somebody_is_in_danger(mouth: Mouth, typed: str, kind: str, words: str) -> None:
    answer = mouth.ask({"text": typed})
    assert answer["kind"] == kind
    assert words in answer["reply"]
    assert answer["snippets"] == []


def test_a_command_says_what_was_understood(mouth: Mouth) -> None:
    assert mouth.ask({"text": "remind me to stretch at 9pm"})["reply"].startswith("/remind to stretch at 9pm")


def test_a_very_long_message_is_told_so_kindly(mouth: Mouth) -> None:
    answer = mouth.ask({"text": "spoons " * 1500})
    assert answer["kind"] == "out_of_scope"
    assert "4000" in answer["reply"]


def test_a_crisis_in_a_very_long_message_is_heard_all_the_same(mouth: Mouth) -> None:
    assert mouth.ask({"text": "so tired " * 1000 + "I want to kill myself"})["kind"] == "crisis"


def test_safety_names_the_level_alone(mouth: Mouth) -> None:
    assert mouth.safety({"text": "I want to kill myself"}) == {"text": "I want to kill myself", "level": "crisis"}
    assert mouth.safety({"text": "good morning"})["level"] == "none"


def test_when_gives_the_fields_that_apply(mouth: Mouth) -> None:
    given = {"text": "weekdays at 7:45", "now": "2026-03-02T09:00:00+00:00", "tz": "Europe/London"}
    assert mouth.when(given) == {
        "kind": "weekdays",
        "times": ["07:45"],
        "days": ["mon", "tue", "wed", "thu", "fri"],
        "first_due": "2026-03-03T07:45:00+00:00",
    }
    assert mouth.when({**given, "text": "blue"}) == {"kind": "unclear"}


def test_when_is_said_as_a_person_would(mouth: Mouth) -> None:
    said = mouth.say_when("weekdays at 7:45", datetime(2026, 3, 2, 9, tzinfo=UTC), "Europe/London")
    assert "every weekday at 7:45 am" in said
    assert "Tuesday 3 March" in said


def test_a_line_that_cannot_be_read_is_named_and_the_others_go_on(
    mouth: Mouth, capsys: pytest.CaptureFixture[str]
) -> None:
    source = io.BytesIO(b'{"text": "hello"}\nnot json\n\n[1]\n{"words": 1}\n\xff\n{"text": "thanks"}\n')
    out = io.StringIO()
    assert answer_lines(mouth.ask, source, out) == 1
    assert [json.loads(line)["text"] for line in out.getvalue().splitlines()] == ["hello", "thanks"]
    errors = [json.loads(line)["error"] for line in capsys.readouterr().err.splitlines()]
    assert [error.partition(":")[0] for error in errors] == ["line 2", "line 4", "line 5", "line 6"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "at 9", "now": "2026-03-02T09:00:00", "tz": "UTC"},
        {"text": "at 9", "now": "today", "tz": "UTC"},
        {"text": "at 9", "now": "2026-03-02T09:00:00Z", "tz": "Mars"},
        {"text": "at 9", "now": "0001-01-01T00:00:00+14:00", "tz": "America/Los_Angeles"},
        {"text": "at 9", "now": "2026-03-02T09:00:00Z"},
    ],
)
def test_a_time_or_zone_that_cannot_be_read_is_an_error_of_that_line(
    mouth: Mouth, wrong: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer_lines(mouth.when, lines(wrong), io.StringIO()) == 1
    assert "line 1:" in capsys.readouterr().err


def test_half_a_letter_comes_out_as_it_went_in() -> None:
    buffer = io.BytesIO()
    out = io.TextIOWrapper(buffer)
    trial = Trial(what="safety", jsonl=True, content=CONTENT)
    assert try_it(trial, io.BytesIO(b'{"text": "\\ud800 caf\\u00e9"}\n'), out) == 0
    assert json.loads(buffer.getvalue()) == {"text": "\ud800 café", "level": "none"}


def test_a_message_reads_as_paragraphs_and_rows_of_buttons() -> None:
    button = Button(label="More", action=action("learn.more", "x"))
    message = Outbound(
        blocks=(title("Pacing"), plain("A little, ", Link(label="often", url="https://example.org")), note("Source")),
        buttons=((button, button), (button,)),
    )
    assert as_read(message) == "Pacing\n\nA little, often\n\nSource\n\n[More] [More]\n[More]"


def test_the_kinds_are_those_that_were_promised() -> None:
    promised = "answer choices urgent medical smalltalk command out_of_scope concern crisis"
    assert {kind.value for kind in Kind} == set(promised.split())
