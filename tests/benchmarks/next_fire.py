"""Measures one reckoning of a next fire, ours beside APScheduler's CronTrigger: daily rules in ten zones."""

import time
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from core.model.schedule import Daily, Recurrence
from core.scheduling.recurrence import next_due
from tests.benchmarks.report import report

_ZONES = (
    *("Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Tokyo"),
    *("Asia/Kolkata", "Australia/Sydney", "Africa/Cairo", "America/Sao_Paulo", "Pacific/Auckland"),
)
_TIMES = 2_000
_START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def measure() -> None:
    """Prints seconds for one reckoning: `ours` and `cron` (a kept trigger, asked as a scheduler asks it)."""
    ours = [Recurrence(rule=Daily(times=(wall_time(9, 0),)), zone=name) for name in _ZONES]
    theirs = [CronTrigger(hour=9, minute=0, timezone=ZoneInfo(name)) for name in _ZONES]
    moments = [_START + timedelta(hours=7 * number) for number in range(_TIMES // len(_ZONES))]
    best_ours = best_theirs = float("inf")
    for _ in range(5):
        started = time.perf_counter()
        for moment in moments:
            for recurrence in ours:
                next_due(recurrence, moment)
        best_ours = min(best_ours, (time.perf_counter() - started) / _TIMES)
        started = time.perf_counter()
        for moment in moments:
            for trigger in theirs:
                trigger.get_next_fire_time(None, moment)
        best_theirs = min(best_theirs, (time.perf_counter() - started) / _TIMES)
    report(ours=best_ours, cron=best_theirs, ratio=best_theirs / best_ours)


if __name__ == "__main__":
    measure()
