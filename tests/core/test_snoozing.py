"""When a reminder that is put off comes again: always later, at the time that was said, in every zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.features.reminders.snoozing import EVENING, MORNING, Until, choices, once, put_off
from core.model.rhythm import USUAL_QUIET, QuietHours
from core.model.schedule import Once
from core.scheduling.phrases import WhenFound, understand
from core.scheduling.recurrence import next_due

ZONES = ("UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia")
moments = st.datetimes(datetime(2024, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
quiets = st.none() | st.builds(QuietHours, starts=st.times(), ends=st.times())


@settings(max_examples=400, deadline=None)
@given(now=moments, zone=st.sampled_from(ZONES), quiet=quiets, until=st.sampled_from(Until))
def test_it_comes_again_later_and_within_two_days(
    now: datetime, zone: str, quiet: QuietHours | None, until: Until
) -> None:
    when = put_off(until, now=now, zone=zone, quiet=quiet)
    if when is None:
        assert until is Until.EVENING
        assert until not in choices(now, zone)
        return
    assert now < when.at < now + timedelta(days=2, hours=12)
    due = next_due(once(when.at), now)
    assert due is not None
    assert due.at == when.at
    local = when.at.astimezone(ZoneInfo(zone)).time()
    assert when.loud is (until in (Until.SOON, Until.HOUR))
    assert when.loud or quiet is None or not quiet.hold(local)


@pytest.mark.parametrize(("phrase", "wall"), [("this evening", EVENING), ("tomorrow morning", MORNING)])
def test_the_words_mean_what_they_mean_when_they_are_typed(phrase: str, wall: time) -> None:
    found = understand(phrase, now=datetime(2026, 3, 2, 10, tzinfo=UTC), zone="UTC")
    assert isinstance(found, WhenFound)
    assert isinstance(found.recurrence.rule, Once)
    assert found.recurrence.rule.at.time() == wall


def test_a_minute_in_an_hour_that_comes_twice_is_not_lost() -> None:
    second_half_past_one = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # London has had 1:30 once already
    when = put_off(Until.SOON, now=second_half_past_one, zone="Europe/London", quiet=USUAL_QUIET)
    assert when is not None
    assert when.at == second_half_past_one + timedelta(minutes=10)


def test_in_the_small_hours_the_morning_is_the_one_to_come() -> None:
    night = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
    when = put_off(Until.MORNING, now=night, zone="UTC", quiet=None)
    assert when is not None
    assert when.at == datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


def test_what_is_put_off_into_quiet_hours_comes_when_they_end() -> None:
    long_sleep = QuietHours(starts=time(20), ends=time(11))
    when = put_off(Until.MORNING, now=datetime(2026, 3, 2, 12, tzinfo=UTC), zone="UTC", quiet=long_sleep)
    assert when is not None
    assert when.at == datetime(2026, 3, 3, 11, 0, tzinfo=UTC)
