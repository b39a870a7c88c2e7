"""Readers of the grammar: each takes a few tokens and answers the one or two that they mean, or None."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NoReturn

from core.model.schedule import Weekday
from core.scheduling.phrases.found import Question, Unclear
from core.scheduling.phrases.tokens import LEAP, Said, Token, calendar_date

Read = Callable[[Sequence[Token]], list[Token] | None]


def one(tokens: Sequence[Token], tag: str, **known: object) -> Token:
    """A token that stands for all of `tokens`."""
    bare = Token(tag=tag, start=tokens[0].start, end=tokens[-1].end)
    return replace(bare, **known)  # type: ignore[arg-type]  # the field names are checked by the dataclass itself


def find(tokens: Sequence[Token], tags: str) -> list[Token]:
    return [token for token in tokens if token.tag in tags]


def _number(tokens: Sequence[Token]) -> float:
    return next((token.number for token in tokens if token.tag in "NR"), 1)


def hour_sign(tokens: Sequence[Token]) -> list[Token] | None:
    """20h is a clock time, 2h is an amount."""
    number, unit = tokens
    if unit.name != "hours" or number.number < 13 or unit.start != number.end:
        return None
    return [_clock(tokens, number.number)]


def amount(tokens: Sequence[Token]) -> list[Token] | None:
    unit = find(tokens, "U")[0]
    half = 0.5 if find(tokens, "H") else 0.0
    whole = _number(tokens) if find(tokens, "N") or len(find(tokens, "A")) > half * 2 - 1 else 0.0
    if half and not find(tokens, "&"):
        whole = 0.0
    return [one(tokens, "V", number=(whole + half) * unit.number, name=unit.name)]


def total(tokens: Sequence[Token]) -> list[Token] | None:
    units = {"hours": 60, "minutes": 1}
    amounts = find(tokens, "V")
    if any(amount.name not in units for amount in amounts):
        return None
    total = sum(amount.number * units[amount.name] for amount in amounts)
    return [one(tokens, "V", number=total, name="minutes")]


def monthly(tokens: Sequence[Token]) -> list[Token] | None:
    units = [token.name for token in tokens if token.tag in "UY"]
    if "months" not in units or any(unit not in ("months", "days") for unit in units):
        return None
    this = bool(find(tokens, "h"))
    if find(tokens, "lz"):
        return [one(tokens, "A", name="last")] if this else [one(tokens, "J", number=0)]
    day = _number(tokens)
    if not 1 <= day <= 31:
        raise Unclear(Question.WHICH_DATE)
    return [one(tokens, "A", name="day", number=day)] if this else [one(tokens, "J", number=day)]


def month_date(tokens: Sequence[Token]) -> list[Token] | None:
    month = int(find(tokens, "M")[0].number)
    numbers = [int(token.number) for token in find(tokens, "NR")]
    if len(numbers) > 1 and numbers[-1] < 1000:
        return None
    if numbers[0] > 31:
        return None
    year = numbers[1] if len(numbers) > 1 else LEAP
    name = "" if len(numbers) > 1 else "yearless"
    return [one(tokens, "A", day=calendar_date(year, month, numbers[0]), name=name)]


def day_alone(tokens: Sequence[Token]) -> list[Token] | None:
    day = _number(tokens)
    if not 1 <= day <= 31:
        raise Unclear(Question.WHICH_DATE)
    return [one(tokens, "A", name="day", number=day)]


def every_date(tokens: Sequence[Token]) -> list[Token] | None:
    return [one(tokens, "J", number=_number(tokens))]


def count(tokens: Sequence[Token]) -> list[Token] | None:
    """Once, twice or three times a day; once a week is a step."""
    number = next(token.number for token in tokens if token.tag in "BN")
    step = tokens[-1]
    if step.name == "days" and step.number == 1:
        return [one(tokens, "y", number=number)]
    if number != 1:
        raise Unclear(Question.WHICH_DAY)
    return [one(tokens, "Y", number=step.number, name=step.name)]


def step(tokens: Sequence[Token]) -> list[Token] | None:
    last = tokens[-1]
    number = last.number
    if find(tokens, "O") or (last.tag == "U" and find(tokens, "R")):
        if _number(tokens) not in (1, 2):
            raise Unclear(Question.NO_SUCH_RULE)
        number = 2 * last.number
    return [one(tokens, "Y", number=number, name=last.name)]


def every_other(tokens: Sequence[Token]) -> list[Token] | None:
    """Every other Tuesday, every second Tuesday, every other evening, every 2 Mondays."""
    ordinal, last = find(tokens, "NR"), tokens[-1]
    number = int(ordinal[0].number) if ordinal else 2
    if ordinal and ordinal[0].tag == "R" and number != 2:
        raise Unclear(Question.NO_SUCH_RULE)
    unit = "days" if last.tag == "P" else "weeks"
    return [one(tokens[:-1], "Y", number=number, name=unit), replace(last, plural=True)]


def habit(tokens: Sequence[Token]) -> list[Token] | None:
    return [replace(tokens[-1], plural=True, start=tokens[0].start)]


def day_range(tokens: Sequence[Token]) -> list[Token] | None:
    first, last = (int(token.number) for token in find(tokens, "D"))
    span = (last - first) % 7
    days = frozenset(Weekday((first + step) % 7) for step in range(span + 1))
    return [one(tokens, "G", days=days, plural=True, name="range")]


def from_now(tokens: Sequence[Token]) -> list[Token] | None:
    amount = find(tokens, "V")[0]
    return [one(tokens, "Z", number=amount.number, name=amount.name)]


def part_of_today(tokens: Sequence[Token]) -> list[Token] | None:
    part = tokens[-1]
    return [one(tokens, "T"), replace(part, tag="P", plural=False)]


def next_day(tokens: Sequence[Token]) -> list[Token] | None:
    day = find(tokens, "D")[0]
    unit = find(tokens, "U")
    if unit and unit[0].name != "weeks":
        return None
    later = "week after" if unit else "next"
    name = later if find(tokens, "k") else "this"
    return [replace(day, name=name, start=tokens[0].start, end=tokens[-1].end)]


def _clock(tokens: Sequence[Token], hour: float, minute: int = 0, *, bare: bool = False) -> Token:
    if not 0 <= hour <= 24 or hour != int(hour):
        raise Unclear(Question.WHICH_TIME)
    half = "24" if hour == 0 or hour > 12 else ""
    return one(tokens, "C", said=Said(hour=int(hour) % 24, minute=minute, half=half, bare=bare and not half))


def past_hour(tokens: Sequence[Token]) -> list[Token] | None:
    """Half past 8, half 8, ten past 8."""
    hour = tokens[-1].number
    lead = tokens[0]
    minutes = {"H": 30, "Q": 15}.get(lead.tag, int(lead.number))
    return None if hour > 24 or minutes > 59 else [_clock(tokens, hour, minutes)]


def to_hour(tokens: Sequence[Token]) -> list[Token] | None:
    """Quarter to 7, ten to 7. "9 to 5" is not one of them."""
    hour, lead = tokens[-1].number, tokens[0]
    minutes = 15 if lead.tag == "Q" else int(lead.number)
    if hour > 24 or minutes not in (5, 10, 15, 20, 25):
        return None
    return [_clock(tokens, 12 if hour == 1 else hour - 1, 60 - minutes)]


def hour_minute(tokens: Sequence[Token]) -> list[Token] | None:
    hour, minute = tokens[0].number, int(tokens[1].number)
    return None if hour > 24 or not 10 <= minute <= 59 else [_clock(tokens, hour, minute)]


def oclock(tokens: Sequence[Token]) -> list[Token] | None:
    lead = tokens[0]
    return [replace(lead, end=tokens[-1].end)] if lead.tag == "C" else [_clock(tokens, lead.number, bare=True)]


def half_of_day(tokens: Sequence[Token]) -> list[Token] | None:
    lead, half = tokens[0], tokens[-1].name
    told = lead.said or Said(hour=int(lead.number))
    if told.hour > 12:
        return None if half == "am" else [replace(lead, tag="C", said=told, end=tokens[-1].end)]
    return [one(tokens, "C", said=replace(told, half=half, bare=False))]


def noon(tokens: Sequence[Token]) -> list[Token] | None:
    part = tokens[-1].name
    if part not in ("noon", "midnight"):
        return None
    if len(tokens) == 1 or (tokens[0].number != 12 or tokens[0].said):
        return None
    return [one(tokens, "C", said=Said(hour=12 if part == "noon" else 0, half="24"))]


def number_clock(tokens: Sequence[Token]) -> list[Token] | None:
    number, shape = tokens[0].number, tokens[0].name
    if number != int(number):
        return None
    if len(shape) in (3, 4):
        hour, minute = divmod(int(number), 100)
        if hour > 23 or minute > 59:
            raise Unclear(Question.WHICH_TIME)
        half = "24" if len(shape) == 4 or hour > 12 else ""
        return [one(tokens, "C", said=Said(hour=hour, minute=minute, half=half))]
    return [_clock(tokens, number, bare=True)] if number <= 24 else None


def day_after(tokens: Sequence[Token]) -> list[Token] | None:
    return [one(tokens, "T", number=2)]


def window(tokens: Sequence[Token]) -> list[Token] | None:
    """Between 9 and 5; the two times stay for the one who knows whether a step was said."""
    first, last = find(tokens, "C")
    return [one(tokens, "5"), replace(first, tag="6"), replace(last, tag="6")]


def left_out(tokens: Sequence[Token]) -> list[Token] | None:
    """Except Sunday."""
    days = frozenset(day for token in tokens for day in token.days)
    return [one(tokens, "4", days=days)]


def nothing(_: Sequence[Token]) -> list[Token] | None:
    """Words that say nothing (from now on)."""
    return []


def tagged(tag: str) -> Read:
    """Reads the last token as `tag`, whatever led to it."""

    def read(tokens: Sequence[Token]) -> list[Token] | None:
        return [replace(tokens[-1], tag=tag, start=tokens[0].start, name=tokens[-1].name or tokens[-1].tag)]

    return read


def refuse(question: Question) -> Read:
    def read(_: Sequence[Token]) -> NoReturn:
        raise Unclear(question)

    return read
