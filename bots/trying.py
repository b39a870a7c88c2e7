"""`spoonlight try`: what would it say? Answers from the content alone; opens no database and keeps nothing.

The replies come from the same handlers' parts as on a platform; this file only prints them.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO, assert_never

from core.dispatch.finding import LONGEST_TEXT
from core.errors import UnknownZone
from core.features.learning.answers import Answers
from core.features.safety.pages import concern_page, crisis_page
from core.knowledge import Knowledge, door_button, load_knowledge
from core.library.listening.heard import Heard, Kind, Spoken
from core.library.listening.screening import Screen
from core.model.command import Where
from core.model.message import Block, Document, Link, Mention, Moment, Outbound, Paragraph, Picture, Span, message
from core.ports import Phrasebook
from core.scheduling.phrases import WhenUnclear, to_jsonable, understand
from core.scheduling.saying import said_moment, said_rule

Answer = Mapping[str, Any]

_UTC: Final = "UTC"


class UnfitLine(ValueError):
    """A line of input that cannot be answered; the text says what it lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One `spoonlight try`, as asked for. `what` is ask, safety or when."""

    what: str
    text: str = ""
    jsonl: bool = False
    content: Path | None = None
    now: str | None = None
    tz: str = _UTC


class Mouth:
    """Says what Spoonlight would, in a private chat, in English."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._answers = Answers(knowledge.content, door_button)
        self._screen = Screen(knowledge.listening.crisis)

    def ask(self, given: Mapping[str, Any]) -> Answer:
        """{"text"} -> {"text", "kind", "snippets", "reply"}."""
        text = _text_of(given, "text")
        heard = self._knowledge.ear.hear(text)
        if len(text) > LONGEST_TEXT and heard.kind not in (Kind.CRISIS, Kind.CONCERN):
            heard, reply = Heard(kind=Kind.OUT_OF_SCOPE), message(self._words("dispatch.too_long", limit=LONGEST_TEXT))
        else:
            heard = _typed_command(text, heard)
            reply = self._reply(heard)
        return {"text": text, "kind": heard.kind.value, "snippets": [*heard.snippets], "reply": as_read(reply)}

    def safety(self, given: Mapping[str, Any]) -> Answer:
        """{"text"} -> {"text", "level"}."""
        text = _text_of(given, "text")
        return {"text": text, "level": self._screen(text).level.value}

    def when(self, given: Mapping[str, Any]) -> Answer:
        """{"text", "now", "tz"} -> the rule, by core.scheduling.phrases.to_jsonable."""
        text, zone = _text_of(given, "text"), _text_of(given, "tz")
        try:
            return to_jsonable(understand(text, now=_moment_of(given), zone=zone))
        except UnknownZone as error:
            raise UnfitLine('"tz" is not an IANA time zone such as Europe/London') from error
        except OverflowError as error:
            raise UnfitLine('"now" is at the edge of the calendar') from error

    def say_when(self, text: str, now: datetime, zone: str) -> str:
        """As the confirmation would name it."""
        found = understand(text, now=now, zone=zone)
        if isinstance(found, WhenUnclear):
            offers = "\n".join(f"[{choice.phrase}]" for choice in found.choices)
            return f"unclear: {found.question.value}\n{offers}".rstrip()
        first = said_moment(found.first_due, zone, self._words)
        return f"{found.kind.value}: {said_rule(found.recurrence, self._words)}\nfirst: {first} ({zone})"

    def _reply(self, heard: Heard) -> Outbound:
        content = self._knowledge.content
        match heard.kind:
            case Kind.CRISIS:
                return crisis_page(content.helplines, self._words)
            case Kind.CONCERN:
                return concern_page(content.helplines, self._words)
            case Kind.COMMAND if heard.command is not None:
                return self._command(heard.command)
            case _:
                answer = self._answers.to(heard, self._words, turn=0)
                return answer if answer is not None else message(self._words("dispatch.not_understood"))

    def _command(self, spoken: Spoken) -> Outbound:
        """What the command is, since what it would do depends on who gives it."""
        typed = f"{spoken.name} {spoken.rest.lower()} "
        routes = self._knowledge.table.commands
        route = next((routes[name] for name in routes if typed.startswith(f"{name} ")), None)
        if route is None:
            return message(self._words("dispatch.unknown_command"))
        if route.command.where is Where.GROUP:
            return message(self._words("dispatch.only_in_group"))
        return message(f"/{spoken.name} {spoken.rest}".rstrip(), route.command.summary)

    @property
    def _words(self) -> Phrasebook:
        return self._knowledge.words


def try_it(trial: Trial, source: BinaryIO | None = None, out: TextIO | None = None) -> int:
    """Carries out one trial, by default on standard input and output; returns the exit code."""
    out = out or sys.stdout
    if isinstance(out, TextIOWrapper):
        out.reconfigure(encoding="utf-8", errors="backslashreplace")  # half a surrogate pair becomes its JSON escape
    mouth = Mouth(load_knowledge(trial.content or _content_dir()))
    if trial.jsonl:
        answer = {"ask": mouth.ask, "safety": mouth.safety, "when": mouth.when}[trial.what]
        return answer_lines(answer, source or sys.stdin.buffer, out)
    if not trial.text:
        print(f'Say what to try: spoonlight try {trial.what} "..."', file=sys.stderr)
        return 2
    try:
        print(_answer_once(mouth, trial), file=out)
    except UnfitLine as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def answer_lines(answer: Callable[[Mapping[str, Any]], Answer], source: Iterable[bytes], out: TextIO) -> int:
    """One answer a line, in order, each written at once. A line that cannot be read is named on standard error."""
    unfit = 0
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            print(json.dumps(answer(_object_in(line)), ensure_ascii=False), file=out, flush=True)
        except UnfitLine as error:
            unfit += 1
            print(json.dumps({"error": f"line {number}: {error}"}), file=sys.stderr, flush=True)
    return 1 if unfit else 0


def as_read(reply: Outbound) -> str:
    """A message as a person reads it: paragraphs, then a line for each row of buttons."""
    blocks = "\n\n".join(_block(block) for block in reply.blocks)
    rows = [" ".join(f"[{button.label}]" for button in row) for row in reply.buttons]
    return "\n\n".join(part for part in (blocks, "\n".join(rows)) if part)


def _typed_command(text: str, heard: Heard) -> Heard:
    """ "/learn sleep" in a private chat is a command, whatever the ear makes of its words; a crisis comes first."""
    typed = re.fullmatch(r"/([a-z]+)(?:\s+(.*))?", text.strip(), re.IGNORECASE | re.DOTALL)
    if typed is None or heard.kind in (Kind.CRISIS, Kind.CONCERN):
        return heard
    return Heard(kind=Kind.COMMAND, command=Spoken(name=typed[1].lower(), rest=(typed[2] or "").strip()))


def _answer_once(mouth: Mouth, trial: Trial) -> str:
    match trial.what:
        case "ask":
            return str(mouth.ask({"text": trial.text})["reply"])
        case "safety":
            return str(mouth.safety({"text": trial.text})["level"])
        case _:
            now = _moment_of({"now": trial.now}) if trial.now else datetime.now(UTC)
            return mouth.say_when(trial.text, now, trial.tz)


def _block(block: Block) -> str:
    match block:
        case Paragraph(spans=spans):
            return "".join(_span(span) for span in spans)
        case Picture(alt=alt) | Document(alt=alt):
            return alt
        case _:
            assert_never(block)


def _span(span: Span) -> str:
    match span:
        case str():
            return span
        case Link(label=label) | Mention(label=label):
            return label
        case Moment(at=at):
            return at.isoformat()
        case _:
            assert_never(span)


def _object_in(line: bytes) -> Mapping[str, Any]:
    try:
        given = json.loads(line)
    except ValueError as error:
        raise UnfitLine("this is not JSON in UTF-8") from error
    except RecursionError as error:
        raise UnfitLine("this is nested too deep") from error
    if not isinstance(given, dict):
        raise UnfitLine('this is not an object such as {"text": "..."}')
    return given


def _text_of(given: Mapping[str, Any], key: str) -> str:
    if not isinstance(text := given.get(key), str):
        raise UnfitLine(f'"{key}" is missing, or is not a text')
    return text


def _moment_of(given: Mapping[str, Any]) -> datetime:
    said = _text_of(given, "now")
    try:
        at = datetime.fromisoformat(said)
    except ValueError as error:
        raise UnfitLine('"now" is not a time such as 2026-03-02T09:00:00+00:00') from error
    if at.tzinfo is None:
        raise UnfitLine('"now" has no offset; write one, such as 2026-03-02T09:00:00+00:00')
    return at


def _content_dir() -> Path:
    from bots.settings import read_settings  # a folder given by hand must not need settings that are right

    return read_settings().content_dir
