"""Which single date a phrase means, seen from today. Always the coming one; a date that is past is a question."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

from core.scheduling.phrases.found import Choice, Question, Unclear
from core.scheduling.phrases.hours import MORNING
from core.scheduling.phrases.reading import Facts
from core.scheduling.phrases.tokens import Token

_YEARS_AHEAD = 8  # the longest wait for a 29 February


def moment(facts: Facts, at: time | None, here: datetime) -> datetime:
    """The naive wall time of a single reminder; `here` is now in the asker's zone. Raises Unclear."""
    today, clock = here.date(), here.time().replace(tzinfo=None)
    if facts.from_now is not None:
        return _from_now(facts, at, here)
    if facts.day is not None:
        return _on_date(facts, facts.day, at or MORNING, here)
    if facts.ahead is not None:
        if at is None and facts.ahead == 0:
            raise Unclear(Question.WHICH_TIME)
        day = today + timedelta(days=facts.ahead)
        if facts.days and day.weekday() not in facts.days:
            raise Unclear(Question.WHICH_DATE)
        return _not_past(datetime.combine(day, at or MORNING), here)
    if facts.days:
        return _on_weekday(facts, at or MORNING, here)
    if at is None:
        raise Unclear(Question.NOT_UNDERSTOOD)
    return datetime.combine(today if at > clock else today + timedelta(days=1), at)


def day_named(token: Token, today: date) -> date:
    """The date of "from Monday", "until 5 December", "starting tomorrow". Raises Unclear."""
    if token.days:
        ahead = min((day - today.weekday()) % 7 for day in token.days)
        return today + timedelta(days=ahead or 7)
    if token.day is not None or token.name in ("day", "last"):
        return next(each for each in _candidates(token, today) if each >= today)
    return today + timedelta(days=1 if token.name == "W" else int(token.number))


def later(day: date, amount: float, unit: str) -> date:
    """So many days, weeks, months or years on; a short month ends earlier. Raises Unclear for parts of a day."""
    if amount != int(amount) or unit not in ("days", "weeks", "months", "years"):
        raise Unclear(Question.WHICH_DATE)
    if unit in ("days", "weeks"):
        return day + timedelta(days=int(amount) * (7 if unit == "weeks" else 1))
    months = day.year * 12 + day.month - 1 + int(amount) * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    if year > date.max.year:
        raise Unclear(Question.WHICH_DATE)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _from_now(facts: Facts, at: time | None, here: datetime) -> datetime:
    amount, unit = facts.from_now or (0, "")
    if amount <= 0 or facts.days or facts.day or unit == "seconds":
        raise Unclear(Question.NOT_UNDERSTOOD)
    if unit in ("minutes", "hours"):
        if at is not None:
            raise Unclear(Question.WHICH_TIME)
        elapsed = timedelta(minutes=amount * (60 if unit == "hours" else 1))
        return (here.astimezone(UTC) + elapsed).astimezone(here.tzinfo).replace(tzinfo=None)
    return datetime.combine(later(here.date(), amount, unit), at or here.time())


def _on_date(facts: Facts, token: Token, at: time, here: datetime) -> datetime:
    coming = [datetime.combine(day, at) for day in _candidates(token, here.date())]
    now = here.replace(tzinfo=None)
    found = next((each for each in coming if each > now), None)
    if found is None:
        raise Unclear(Question.ALREADY_PAST)
    if facts.days and found.weekday() not in facts.days:
        raise Unclear(Question.WHICH_DATE)
    return found


def _candidates(token: Token, today: date) -> list[date]:
    """The date itself, or its coming ones when no year or no month was said."""
    if token.name == "last":
        return [today.replace(day=monthrange(today.year, today.month)[1])]
    if token.name == "day":
        wanted = int(token.number)
        months = [divmod(today.year * 12 + today.month - 1 + ahead, 12) for ahead in range(4)]
        return [date(y, m + 1, wanted) for y, m in months if wanted <= monthrange(y, m + 1)[1]]
    if token.day is None:
        raise Unclear(Question.WHICH_DATE)
    if token.name != "yearless":
        return [token.day]
    month, day = token.day.month, token.day.day
    years = range(today.year, today.year + _YEARS_AHEAD + 1)
    return [date(year, month, day) for year in years if day <= monthrange(year, month)[1]]


def _on_weekday(facts: Facts, at: time, here: datetime) -> datetime:
    today = here.date()
    (wanted,) = facts.days
    names = {token.name for token in facts.day_tokens}
    if "week after" in names:
        monday = today + timedelta(days=7 - today.weekday())
        return datetime.combine(monday + timedelta(days=int(wanted)), at)
    ahead = (wanted - today.weekday()) % 7
    if not ahead and ("next" in names or at <= here.time().replace(tzinfo=None)):
        ahead = 7
    return datetime.combine(today + timedelta(days=ahead), at)


def _not_past(found: datetime, here: datetime) -> datetime:
    if found <= here.replace(tzinfo=None):
        at = found.time()
        raise Unclear(
            Question.ALREADY_PAST,
            Choice(phrase=f"tomorrow {at.isoformat('minutes')}", at=at),
            Choice(phrase="in 1 hour"),
        )
    return found
