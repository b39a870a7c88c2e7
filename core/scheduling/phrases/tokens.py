"""Cuts a phrase into tokens with places in the text. It knows the shapes of clocks and dates, not their meaning."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from core.model.schedule import Weekday
from core.scheduling.phrases.found import Question, Unclear
from core.scheduling.phrases.vocabulary import look_up

LEAP = 2000  # the year of a date that was said without one
WORKING = frozenset(Weekday(day) for day in range(5))
_LONGEST = 300  # characters; a phrase about time is never longer, and an essay is not one
_SHAPES = re.compile(
    r"""(?P<short>\b2mor+o?w?\b)|(?P<iso>\b\d{4}-\d{1,2}-\d{1,2})
    |(?P<dotted>\b\d{1,2}(?:\.\d{1,2}\.|/\d{1,2}/|-\d{1,2}-)\d{4}\b)
    |(?P<slashed>\b\d{1,2}/\d{1,2}\b(?!/))
    |\b(?P<mixed>\d{1,2}h\d{1,2}m(?:ins?)?)\b
    |\b(?P<clock>\d{1,2}[:.h]\d{2})(?!\d)(?:\s*(?P<half>[ap]m?)\b|h\b)?
    |\b(?P<hour>\d{1,2})\s*(?P<half2>[ap]m)(?:ish)?\b|\b(?P<hour3>\d{1,2})(?P<half3>[ap])\b
    |\b(?P<ordinal>\d{1,2})(?:st|nd|rd|th)\b
    |\b(?P<number>\d+(?:\.\d+)?)(?=ish\b|\b|[a-z])(?:ish\b)?
    |(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
    |(?P<sign>[,;&+/@\u2013\u2014-])""",
    re.VERBOSE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A clock time as it was said. `half` is am, pm, "24" (certain as written) or "" (either half of the day)."""

    hour: int
    minute: int = 0
    half: str = ""
    bare: bool = False  # a number alone: no minutes, no am or pm


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One piece of the phrase, or several that were read as one. `tag` is explained in `grammar`."""

    tag: str
    start: int
    end: int
    number: float = 0
    name: str = ""
    plural: bool = False
    said: Said | None = None
    day: date | None = None
    days: frozenset[Weekday] = frozenset()


def tidy(text: str) -> str:
    """Lower case, plain quotes, and the spellings that would confuse the cutting."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'").strip()
    plain = re.sub(r"(?<![a-z])([ap])\.\s?m\b\.?", r"\1m", plain)
    plain = re.sub(r"(\d{4}-\d{1,2}-\d{1,2})t(?=\d)", r"\1 ", plain)
    plain = re.sub(r"\bm\s?-\s?f\b", "weekdays", plain)
    plain = re.sub(r"\bweek\s(day|end)(s?)\b", r"week\1\2", plain)
    plain = re.sub(r"\b(bed|lunch|dinner|night)\stime\b", r"\1", plain)
    plain = re.sub(r"\beverynight\b", "every night", plain)
    return re.sub(r"\bevery(day|morning|evening|week|hour)\b", r"every \1", plain)


def cut(text: str) -> list[Token]:
    """The tokens of a tidied phrase. Raises Unclear for what cannot be a phrase about time."""
    if len(text) > _LONGEST or re.search(r"(?<![\w-])-\d", text):
        raise Unclear(Question.NOT_UNDERSTOOD)
    return [_token(match) for match in _SHAPES.finditer(text)]


def _token(match: re.Match[str]) -> Token:
    start, end = match.span()
    got = {name: value for name, value in match.groupdict().items() if value is not None}
    match got:
        case {"word": word} | {"short": word}:
            return _word(word, start, end)
        case {"iso": shape}:
            year, month, day = (int(part) for part in shape.split("-"))
            return Token(tag="A", start=start, end=end, day=calendar_date(year, month, day))
        case {"dotted": shape} | {"slashed": shape}:
            return Token(tag="A", start=start, end=end, **_numeric_date(shape))
        case {"mixed": shape}:
            hours, minutes = (int(part) for part in re.findall(r"\d+", shape))
            return Token(tag="V", start=start, end=end, number=hours * 60 + minutes, name="minutes")
        case {"clock": shape}:
            hour, minute = re.split("[:.h]", shape)
            return Token(tag="C", start=start, end=end, said=said(hour, minute, got.get("half", "")))
        case {"hour": hour} | {"hour3": hour}:
            half = got.get("half2") or got.get("half3") or ""
            return Token(tag="C", start=start, end=end, said=said(hour, "", half))
        case {"ordinal": shape}:
            return Token(tag="R", start=start, end=end, number=int(shape))
        case {"number": shape}:
            return Token(tag="N", start=start, end=end, number=float(shape), name=shape)
        case _:
            sign = match.group("sign")
            return Token(tag={"@": "a", "-": "-", "\u2013": "-", "\u2014": "-"}.get(sign, "&"), start=start, end=end)


def said(hour: str, minute: str, half: str) -> Said:
    """A clock time from its digits. Raises Unclear when no clock shows it."""
    h, m = int(hour), int(minute or 0)
    half = f"{half[0]}m" if half else ""
    if h > 24 or m > 59 or (h == 24 and m) or (half == "am" and h > 12):
        raise Unclear(Question.WHICH_TIME)
    if h > 12 or h == 0 or (not half and hour.startswith("0")):
        half = "24"
    return Said(hour=h % 24, minute=m, half=half, bare=not half and not minute)


def _word(word: str, start: int, end: int) -> Token:
    meaning = look_up(word)
    if meaning is None:
        return Token(tag="?", start=start, end=end, name=word)
    days = frozenset[Weekday]()
    match meaning:
        case ("D", number, _, _):
            days = frozenset({Weekday(int(number))})
        case ("G", _, "weekdays", _):
            days = WORKING
        case ("G", _, _, _):
            days = frozenset({Weekday.SAT, Weekday.SUN})
    return Token(
        tag=meaning.tag,
        start=start,
        end=end,
        number=meaning.number,
        name=meaning.name,
        plural=meaning.plural,
        days=days,
    )


class _DateParts(TypedDict, total=False):
    day: date
    name: str


def _numeric_date(shape: str) -> _DateParts:
    """5.12.2026 is day first; with a slash or a dash the order must be plain from the numbers themselves."""
    first, second, *year = (int(part) for part in re.findall(r"\d+", shape))
    swapped = second > 12
    if "." not in shape and first <= 12 and second <= 12 and first != second:
        raise Unclear(Question.WHICH_DATE)
    day, month = (second, first) if swapped else (first, second)
    if not year:
        return {"day": calendar_date(LEAP, month, day), "name": "yearless"}
    return {"day": calendar_date(year[0], month, day)}


def calendar_date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as problem:
        raise Unclear(Question.WHICH_DATE) from problem
