"""Times of day: what "evening" stands for, and which half of the day a bare number means. Never guesses a half."""

from datetime import datetime, time

from core.scheduling.phrases.found import Choice, Question, Unclear
from core.scheduling.phrases.reading import Facts
from core.scheduling.phrases.tokens import Said, Token

MORNING = time(9)
PART_TIMES = {
    "morning": MORNING,
    "afternoon": time(15),
    "evening": time(19),
    "night": time(21),
    "bed": time(21, 30),
    "breakfast": time(8),
    "lunch": time(12, 30),
    "dinner": time(18),
}
EXACT = {"noon": time(12), "midnight": time(0)}
# the hours (24 h clock) that a part of the day can mean beside a clock time
_PART_HOURS = {
    "morning": range(1, 12),
    "afternoon": range(12, 19),
    "evening": range(16, 24),
    "night": (*range(18, 24), 0, 1, 2, 3, 4),
    "bed": (*range(18, 24), 0, 1, 2),
    "breakfast": range(5, 12),
    "lunch": range(11, 16),
    "dinner": range(16, 22),
}
SPREAD = {
    1: (MORNING,),
    2: (MORNING, time(21)),
    3: (MORNING, time(15), time(21)),
    4: (MORNING, time(13), time(17), time(21)),
}
_EARLIEST = 6  # a bare 6 to 11 is the morning, as it is written; 1 to 5 may be either half of the day


def times_said(facts: Facts, now: datetime) -> tuple[time, ...]:
    """All times of the phrase, in order, each once; empty when none was said. Raises Unclear."""
    clocks = facts.clocks
    exact = {EXACT[part.name] for part in facts.parts if part.name in EXACT}
    parts = [part for part in facts.parts if part.name not in EXACT]
    if any(part.name == "bed" for part in parts):
        parts = [part for part in parts if part.name != "night"]
    if not clocks:
        return tuple(sorted({PART_TIMES[part.name] for part in parts} | exact))
    if len(parts) not in (0, 1, len(clocks)):
        raise Unclear(Question.WHICH_TIME)
    if len(parts) <= 1:
        parts = parts * len(clocks)
    found = []
    for index, token in enumerate(clocks):
        part = parts[index].name if parts else ""
        found.append(_resolve(facts, token, part, now))
    return tuple(sorted(exact.union(found)))


def window_said(facts: Facts) -> tuple[time | None, time | None]:
    """Start and end of the window of an interval; "9 to 5" ends in the afternoon."""
    said = [token.said for token in facts.window if token.said is not None]
    if not said:
        return None, None
    if len(said) == 1:
        return None, _plain(said[0]) if said[0].half else _later(said[0])
    start, end = said
    if not start.half and 1 <= start.hour < _EARLIEST:
        raise Unclear(Question.WHICH_HALF)
    first, last = _plain(start), _plain(end)
    if not end.half and last <= first:
        last = _later(end)
    return first, last


def _resolve(facts: Facts, token: Token, part: str, now: datetime) -> time:
    said = token.said
    if said is None:
        raise Unclear(Question.WHICH_TIME)
    if part:
        return _in_part(said, part)
    if said.half:
        return _plain(said)
    early, late = time(said.hour % 12, said.minute), _later(said)
    if facts.ahead == 0:
        coming = [each for each in (early, late) if each > now.time()]
        if len(coming) == 1:
            return coming[0]
        if not coming:
            raise Unclear(Question.ALREADY_PAST)
    alone = said.bare and not facts.placed and len(facts.clocks) == 1
    if said.hour == 12 and not alone:
        return late
    if alone or said.hour < _EARLIEST:
        raise Unclear(Question.WHICH_HALF, *(_instead(facts, token, each) for each in (early, late)))
    return early


def _in_part(said: Said, part: str) -> time:
    hours = (
        {said.hour}
        if said.half == "24"
        else {_plain(said).hour}
        if said.half
        else {said.hour % 12, said.hour % 12 + 12}
    )
    fitting = [hour for hour in hours if hour in _PART_HOURS[part]]
    if len(fitting) != 1:
        raise Unclear(Question.WHICH_TIME)
    return time(fitting[0], said.minute)


def _plain(said: Said) -> time:
    match said.half:
        case "am":
            return time(said.hour % 12, said.minute)
        case "pm":
            return _later(said)
        case _:
            return time(said.hour, said.minute)


def _later(said: Said) -> time:
    return time(said.hour % 12 + 12, said.minute)


def _instead(facts: Facts, token: Token, at: time) -> Choice:
    """The same phrase with the time made certain."""
    text = facts.text
    return Choice(phrase=f"{text[: token.start]}{at.isoformat('minutes')}{text[token.end :]}", at=at)
