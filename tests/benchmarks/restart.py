"""Measures a start on a database with a million schedules, beside one on an empty database.

Run in a process of its own: `python -m tests.benchmarks.restart FOLDER fill`, then `... empty` and `... full`.
"""

import asyncio
import contextlib
import resource
import sqlite3
import sys
import time
from datetime import UTC, datetime
from datetime import time as wall_time
from pathlib import Path

from core.model.identity import Account, Platform, private_address
from core.model.schedule import Daily, NewSchedule, Recurrence
from core.scheduling.recurrence import next_due
from core.storage import Storage
from tests.benchmarks.report import report
from tests.fakes import masters

SCHEDULES = 1_000_000
_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_ANA = Account(platform=Platform.TELEGRAM, user_id="1")
_COPIES = """
WITH RECURSIVE number(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
INSERT INTO schedules
  (member_id, purpose, recurrence, chat_hash, place, payload, next_due_at, next_local_date, next_slot, added_at)
SELECT member_id, purpose, recurrence, chat_hash || n, place, payload, next_due_at, next_local_date, next_slot, added_at
FROM schedules, number
"""


async def fill(folder: Path) -> None:
    """Makes both databases. The copies are never due while it is measured, so that nobody opens them."""
    for name in ("empty", "full"):
        storage = await Storage.open(_url(folder, name), masters())
        if name == "full":
            await _one(storage)
        await storage.close()
    with contextlib.closing(sqlite3.connect(folder / "full.db")) as database, database:
        database.execute(_COPIES, (SCHEDULES,))


async def start(folder: Path, name: str) -> None:
    """`seconds`: from opening to knowing when the next one falls due; `memory`: the most that the process held."""
    started = time.perf_counter()
    storage = await Storage.open(_url(folder, name), masters())
    async with storage.unit_of_work() as uow:
        await uow.schedules.next_due_at()
    seconds = time.perf_counter() - started
    await storage.close()
    report(seconds=seconds, memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


async def _one(storage: Storage) -> None:
    recurrence = Recurrence(rule=Daily(times=(wall_time(9, 0),)), zone="UTC")
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(_ANA, now=_NOW)
        new = NewSchedule(purpose="bench", recurrence=recurrence, address=private_address(_ANA), member_id=member.id)
        await uow.schedules.add(new, next_slot=next_due(recurrence, _NOW), now=_NOW)
        await uow.commit()


def _url(folder: Path, name: str) -> str:
    return f"sqlite:///{folder / name}.db"


if __name__ == "__main__":
    where, what = Path(sys.argv[1]), sys.argv[2]
    if what == "fill":
        asyncio.run(fill(where))
        report(filled=SCHEDULES)
    else:
        asyncio.run(start(where, what))
