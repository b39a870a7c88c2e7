"""Messages, rules and small payloads as versioned JSON text, exact in both directions.

Written by hand and not through pydantic, because a thousand messages may fall due in one minute. An unknown version
or kind raises StoredUnreadable, so that the row can be parked.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Final, assert_never

from core.errors import StoredUnreadable
from core.model.action import Action
from core.model.message import (
    AnyButton,
    Block,
    Button,
    CopyButton,
    Document,
    DoorButton,
    Emphasis,
    Link,
    LinkButton,
    Moment,
    Outbound,
    Paragraph,
    Picture,
    Span,
    Style,
)
from core.model.schedule import Daily, Interval, Monthly, Once, Recurrence, Rule, Unit, Weekday, Weekly
from core.storage.types import utc_text

VERSION: Final = 1

_dump: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def message_to_json(message: Outbound) -> str:
    """One line of ASCII."""
    return _dump(
        {
            "v": VERSION,
            "blocks": [_block(block) for block in message.blocks],
            "buttons": [[_button(button) for button in row] for row in message.buttons],
            "quiet": message.quiet,
        }
    )


def message_from_json(stored: str) -> Outbound:
    """Reads what `message_to_json` wrote. Raises StoredUnreadable."""
    try:
        known = _opened(stored)
        return Outbound(
            blocks=tuple(_read_block(block) for block in known["blocks"]),
            buttons=tuple(tuple(_read_button(button) for button in row) for row in known["buttons"]),
            quiet=known["quiet"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoredUnreadable(f"a stored message cannot be read ({type(error).__name__})") from None


def recurrence_to_json(recurrence: Recurrence) -> str:
    """One line of ASCII."""
    return _dump(
        {
            "v": VERSION,
            "rule": _rule(recurrence.rule),
            "zone": recurrence.zone,
            "starts_on": _day(recurrence.starts_on),
            "ends_on": _day(recurrence.ends_on),
            "exceptions": sorted(day.isoformat() for day in recurrence.exceptions),
        }
    )


@lru_cache(maxsize=1024)  # many members share a rule, and it is never changed in place
def recurrence_from_json(stored: str) -> Recurrence:
    """Reads what `recurrence_to_json` wrote. Raises StoredUnreadable."""
    try:
        known = _opened(stored)
        return Recurrence(
            rule=_read_rule(known["rule"]),
            zone=known["zone"],
            starts_on=_read_day(known["starts_on"]),
            ends_on=_read_day(known["ends_on"]),
            exceptions=frozenset(date.fromisoformat(day) for day in known["exceptions"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoredUnreadable(f"a stored rule cannot be read ({type(error).__name__})") from None


def action_to_json(action: Action) -> str:
    """One line of ASCII; unlike `Action.pack` it has no limit."""
    return _dump({"v": VERSION, "action": [action.route, *action.args]})


def action_from_json(stored: str) -> Action:
    """Reads what `action_to_json` wrote. Raises StoredUnreadable."""
    try:
        return _read_action(_opened(stored)["action"])
    except (KeyError, TypeError, ValueError) as error:
        raise StoredUnreadable(f"a stored action cannot be read ({type(error).__name__})") from None


def texts_to_json(texts: Mapping[str, str]) -> str:
    """A flat table of short texts."""
    return _dump({"v": VERSION, "texts": dict(texts)})


def texts_from_json(stored: str) -> Mapping[str, str]:
    """Reads what `texts_to_json` wrote. Raises StoredUnreadable."""
    return dict(_texts(stored))


@lru_cache(maxsize=1024)  # many schedules carry the same few texts
def _texts(stored: str) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(_opened(stored)["texts"].items())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoredUnreadable(f"stored texts cannot be read ({type(error).__name__})") from None


def _opened(stored: str) -> dict[str, Any]:
    known = json.loads(stored)
    if not isinstance(known, dict) or known.get("v") != VERSION:
        raise ValueError("another version")
    return known


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "style": block.style, "spans": [_span(span) for span in block.spans]}
        case Picture():
            return {"kind": "picture", "content": _bytes(block.content), "alt": block.alt, "name": block.name}
        case Document():
            return {
                "kind": "document",
                "content": _bytes(block.content),
                "name": block.name,
                "media_type": block.media_type,
                "alt": block.alt,
            }
    assert_never(block)


def _read_block(known: dict[str, Any]) -> Block:
    match known.pop("kind"):
        case "paragraph":
            return Paragraph(spans=tuple(_read_span(span) for span in known["spans"]), style=Style(known["style"]))
        case "picture":
            return Picture(content=b64decode(known.pop("content"), validate=True), **known)
        case "document":
            return Document(content=b64decode(known.pop("content"), validate=True), **known)
    raise ValueError("another kind of block")


def _span(span: Span) -> str | dict[str, str]:
    match span:
        case str():
            return span
        case Moment():
            return {"kind": "moment", "at": utc_text(span.at), "zone": span.zone}
        case Link():
            return {"kind": "link", "label": span.label, "url": span.url}
    assert_never(span)


def _read_span(known: str | dict[str, str]) -> Span:
    if isinstance(known, str):
        return known
    match known.pop("kind"):
        case "moment":
            return Moment(at=datetime.fromisoformat(known["at"]), zone=known["zone"])
        case "link":
            return Link(**known)
    raise ValueError("another kind of span")


def _button(button: AnyButton) -> list[Any]:
    """A list and not a table: there may be ten of these in each of a thousand messages."""
    match button:
        case Button():
            return ["button", button.label, [button.action.route, *button.action.args], button.emphasis]
        case LinkButton():
            return ["link", button.label, button.url]
        case DoorButton():
            return ["door", button.label, [button.action.route, *button.action.args]]
        case CopyButton():
            return ["copy", button.label, button.text]
    assert_never(button)


def _read_button(known: list[Any]) -> AnyButton:
    match known:
        case ["button", label, action, emphasis]:
            return Button(label=label, action=_read_action(action), emphasis=Emphasis(emphasis))
        case ["link", label, url]:
            return LinkButton(label=label, url=url)
        case ["door", label, action]:
            return DoorButton(label=label, action=_read_action(action))
        case ["copy", label, text]:
            return CopyButton(label=label, text=text)
    raise ValueError("another kind of button")


def _read_action(known: list[str]) -> Action:
    route, *args = known
    return Action(route=route, args=tuple(args))


def _rule(rule: Rule) -> dict[str, Any]:
    match rule:
        case Once():
            return {"kind": "once", "at": rule.at.isoformat()}
        case Daily():
            return {"kind": "daily", "times": _times(rule.times), "every": rule.every, "anchor": _day(rule.anchor)}
        case Weekly():
            days = sorted(day.value for day in rule.days)
            counted = {"every": rule.every, "anchor": _day(rule.anchor)}
            return {"kind": "weekly", "times": _times(rule.times), "days": days, **counted}
        case Monthly():
            return {"kind": "monthly", "times": _times(rule.times), "day": rule.day}
        case Interval():
            window = [rule.window_start.isoformat(), rule.window_end.isoformat()]
            return {"kind": "interval", "every": rule.every, "unit": rule.unit, "window": window}
    assert_never(rule)


def _read_rule(known: dict[str, Any]) -> Rule:
    match known["kind"]:
        case "once":
            return Once(at=datetime.fromisoformat(known["at"]))
        case "daily":
            return Daily(times=_read_times(known), every=known["every"], anchor=_read_day(known["anchor"]))
        case "weekly":
            days = frozenset(Weekday(day) for day in known["days"])
            anchor = _read_day(known["anchor"])
            return Weekly(times=_read_times(known), days=days, every=known["every"], anchor=anchor)
        case "monthly":
            return Monthly(times=_read_times(known), day=known["day"])
        case "interval":
            start, end = (time.fromisoformat(edge) for edge in known["window"])
            return Interval(every=known["every"], unit=Unit(known["unit"]), window_start=start, window_end=end)
    raise ValueError("another kind of rule")


def _bytes(content: bytes) -> str:
    return b64encode(content).decode("ascii")


def _times(times: tuple[time, ...]) -> list[str]:
    return [at.isoformat() for at in times]


def _read_times(known: dict[str, Any]) -> tuple[time, ...]:
    return tuple(time.fromisoformat(at) for at in known["times"])


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read_day(known: str | None) -> date | None:
    return None if known is None else date.fromisoformat(known)
