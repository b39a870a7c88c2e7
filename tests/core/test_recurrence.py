"""Next fires, held against an oracle of their own around every clock change of every zone."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from core.model.schedule import Daily, DueSlot, Interval, Monthly, Once, Recurrence, Rule, Unit, Weekday, Weekly
from core.scheduling.recurrence import next_due, to_rrule

DAY = timedelta(days=1)
HALF_HOURS = tuple(time(minute // 60, minute % 60) for minute in range(0, 1440, 30))
RISKY = (time(0), time(0, 30), time(1, 30), time(2, 30), time(3), time(23, 30))


@cache
def clock_changes(years: range) -> list[tuple[str, date]]:
    """One zone for each distinct history, with the dates on which its clocks change."""
    seen: dict[tuple[tuple[date, timedelta | None], ...], str] = {}
    first, last = datetime(years[0], 1, 1, 12, tzinfo=UTC), datetime(years[-1], 12, 31, 12, tzinfo=UTC)
    for name in sorted(available_timezones()):
        place = ZoneInfo(name)
        history: list[tuple[date, timedelta | None]] = []
        before = None
        for ahead in range(0, (last - first).days + 1):
            now = first + ahead * DAY
            offset = now.astimezone(place).utcoffset()
            if offset != before:
                history.append((now.date(), offset))
                before = offset
        seen.setdefault(tuple(history), name)
    return [(name, day) for history, name in seen.items() for day, _ in history[1:]]


def expected(day: date, wall: time, place: ZoneInfo) -> datetime:
    """The first instant that shows this wall time; in a gap, the wall time read with the offset before it."""
    naive = datetime.combine(day, wall)
    noon = datetime.combine(day, time(12), UTC)
    offsets = [(noon + n * DAY).astimezone(place).utcoffset() or timedelta() for n in (-2, -1, 0, 1, 2)]
    instants = sorted({(naive - offset).replace(tzinfo=UTC) for offset in offsets})
    real = [each for each in instants if each.astimezone(place).replace(tzinfo=None) == naive]
    return real[0] if real else (naive - offsets[0]).replace(tzinfo=UTC)


def fires(rule: Rule, zone: str, start: datetime, end: datetime) -> list[DueSlot]:
    found, after = [], start
    while (due := next_due(Recurrence(rule=rule, zone=zone), after)) is not None and due.at < end:
        assert due.at > after
        found.append(due)
        after = due.at
    return found


def sweep(years: range, walls: tuple[time, ...]) -> int:
    checked = 0
    for name, change in clock_changes(years):
        place = ZoneInfo(name)
        days = [change + n * DAY for n in range(-3, 4)]
        for wall in walls:
            start = expected(days[0], wall, place) - timedelta(seconds=1)
            due = fires(Daily(times=(wall,)), name, start, expected(days[-1], wall, place) + timedelta(seconds=1))
            assert [(each.local_date, each.at) for each in due] == [
                (day, expected(day, wall, place)) for day in days
            ], (name, change, wall)
            checked += 1
    return checked


def test_each_date_fires_exactly_once_around_every_clock_change_of_the_next_years() -> None:
    assert sweep(range(2026, 2028), RISKY) > 300


@pytest.mark.sweep
def test_each_date_fires_exactly_once_around_every_clock_change_until_2037() -> None:
    assert sweep(range(2024, 2038), HALF_HOURS) > 10_000


@pytest.mark.parametrize(
    ("zone", "day", "wall", "local"),
    [
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), "2026-03-29T03:30:00+02:00"),  # gap
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-04T02:45:00+11:00"),  # gap of 30 min
        ("Africa/Cairo", date(2026, 4, 24), time(0, 30), "2026-04-24T01:30:00+03:00"),  # gap at midnight
        ("America/Nuuk", date(2026, 3, 28), time(23, 30), "2026-03-29T00:30:00-01:00"),  # gap over midnight
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T01:30:00-04:00"),  # fold, the first
    ],
)
def test_a_missing_time_is_shifted_and_a_repeated_one_is_the_first(
    zone: str, day: date, wall: time, local: str
) -> None:
    start = datetime.combine(day - 2 * DAY, time(12), UTC)
    due = [each for each in fires(Daily(times=(wall,)), zone, start, start + 5 * DAY) if each.local_date == day]
    assert [each.at.astimezone(ZoneInfo(zone)).isoformat() for each in due] == [local]


def test_a_date_that_does_not_exist_is_left_out() -> None:
    start = datetime(2011, 12, 29, 0, tzinfo=UTC)
    due = fires(Daily(times=(time(9),)), "Pacific/Apia", start, start + 3 * DAY)
    assert [each.local_date.day for each in due] == [29, 31, 1]


def test_two_times_that_a_gap_moves_together_are_one_fire() -> None:
    rule = Daily(times=(time(2, 30), time(3), time(3, 30)))
    start = datetime(2026, 3, 29, 0, tzinfo=UTC)
    assert [each.slot for each in fires(rule, "Europe/Berlin", start, start + timedelta(hours=6))] == [
        "03:00",
        "02:30",
    ]


def dates_of(rule: Rule, count: int, after: datetime = datetime(2026, 1, 10, tzinfo=UTC)) -> list[str]:
    return [each.local_date.isoformat()[5:] for each in fires(rule, "UTC", after, after + 900 * DAY)[:count]]


def test_steps_count_from_their_anchor() -> None:
    nine = (time(9),)
    assert dates_of(Daily(times=nine, every=3, anchor=date(2026, 1, 1)), 3) == ["01-10", "01-13", "01-16"]
    fortnight = Weekly(times=nine, days=frozenset({Weekday.TUE}), every=2, anchor=date(2026, 1, 6))
    assert dates_of(fortnight, 3) == ["01-20", "02-03", "02-17"]


def test_a_month_without_the_day_uses_its_last_one() -> None:
    assert dates_of(Monthly(times=(time(9),), day=31), 4) == ["01-31", "02-28", "03-31", "04-30"]
    assert dates_of(Monthly(times=(time(9),), day=None), 2) == ["01-31", "02-28"]


def test_an_interval_keeps_to_its_window_even_over_midnight() -> None:
    rule = Interval(every=2, unit=Unit.HOURS, window_start=time(22), window_end=time(2))
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert [each.slot for each in fires(rule, "UTC", start, start + DAY)] == ["22:00", "00:00", "02:00"]


def test_bounds_and_exceptions_are_kept_and_an_empty_rule_never_fires() -> None:
    nine, after = (time(9),), datetime(2026, 1, 1, tzinfo=UTC)
    bounded = Recurrence(
        rule=Daily(times=nine),
        zone="UTC",
        starts_on=date(2026, 1, 3),
        ends_on=date(2026, 1, 4),
        exceptions=frozenset({date(2026, 1, 3)}),
    )
    due = next_due(bounded, after)
    assert due is not None
    assert due.local_date == date(2026, 1, 4)
    assert next_due(bounded, due.at) is None
    assert next_due(Recurrence(rule=Weekly(times=nine, days=frozenset()), zone="UTC"), after) is None
    assert next_due(Recurrence(rule=Daily(times=()), zone="UTC"), after) is None


def test_a_single_moment_fires_once() -> None:
    once = Recurrence(rule=Once(at=datetime(2026, 3, 29, 2, 30)), zone="Europe/Berlin")  # noqa: DTZ001 - wall time
    due = next_due(once, datetime(2026, 1, 1, tzinfo=UTC))
    assert due == DueSlot(at=datetime(2026, 3, 29, 1, 30, tzinfo=UTC), local_date=date(2026, 3, 29), slot="02:30")
    assert next_due(once, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)) is None


def test_a_repeating_rule_is_written_as_rfc_5545() -> None:
    def lines(rule: Rule, **more: date) -> list[str]:
        return to_rrule(Recurrence(rule=rule, zone="Europe/London", ends_on=more.get("ends_on"))).split("\n")

    two = (time(8), time(20, 30))
    assert lines(Daily(times=two)) == [
        "RRULE:FREQ=DAILY;BYHOUR=8;BYMINUTE=0",
        "RRULE:FREQ=DAILY;BYHOUR=20;BYMINUTE=30",
    ]
    assert lines(Weekly(times=(time(9),), days=frozenset({Weekday.MON}), every=2, anchor=date(2026, 1, 5))) == [
        "DTSTART;TZID=Europe/London:20260105T090000",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0",
    ]
    assert lines(Monthly(times=(time(9),), day=30), ends_on=date(2026, 7, 1)) == [
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1;UNTIL=20260701T225959Z;BYHOUR=9;BYMINUTE=0"
    ]
    with pytest.raises(ValueError, match="single moment"):
        lines(Once(at=datetime(2026, 1, 1)))  # noqa: DTZ001 - wall time
