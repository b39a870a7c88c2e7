"""Measures what keeping costs: sealing an answer, exporting five years, forgetting one member among a million answers.

Run in a process of its own: `python -m tests.benchmarks.theirs_to_keep sealing | export | forget`.
"""

import asyncio
import contextlib
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core.knowledge import load_knowledge
from core.model.checkin import Answer, Checkin
from core.model.consent import Consent, ConsentPurpose
from core.model.identity import Account, Platform
from core.model.message import Document
from core.storage.seal import Lookup, Seal
from tests.benchmarks.report import report
from tests.core.company import Company, Person, company
from tests.fakes import CONTENT, MovableClock

_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_MEASURES = ("pain", "sleep", "fatigue", "mood", "fog", "stress")
_YEARS = 5 * 365 + 1
_OTHERS = 1_000
_ANSWERS_OF_OTHERS = 1_000_000
_ROUNDS = 12
_ROUND = 1_000

_MANY_CHECKINS = """
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
INSERT INTO checkins (member_id, questionnaire, local_date, opened_at)
SELECT 2 + n % ?, 'daily', date('2026-03-01', '-' || (n / ?) || ' days'), '2026-03-01T09:00:00.000000+00:00'
FROM number
"""
_MANY_ANSWERS = """
INSERT INTO answers (checkin_id, measure_hash, measure, value, answered_at)
SELECT checkins.id, hex(randomblob(32)), hex(randomblob(28)), hex(randomblob(22)), opened_at
FROM checkins, (VALUES (1), (2), (3), (4), (5), (6)) WHERE member_id > 1
"""


async def measure_sealing() -> None:
    """`adds`: CPU seconds of all that sealing does for one answer: found by a hash, sealed twice, and opened again."""
    lookup, seal = Lookup(b"l" * 32), Seal(b"k" * 32, "0123456789abcdef" * 2)
    rounds: list[float] = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        for number in range(_ROUND):
            found_by = lookup.of("measure", str(number), "pain")
            row = f"{number}/{found_by}"
            for place, said in (("answers.measure", "pain"), ("answers.value", str(number % 11))):
                seal.open(place, row, seal.close(place, row, said))
        rounds.append((time.process_time() - started) / _ROUND)
    report(adds=statistics.median(rounds))


async def measure_export() -> None:
    """`seconds`: from /export of five years of daily check-ins with notes to the files; `bytes`: of them."""
    async with _opened() as (house, _):
        ana = await _with_years(house)
        started = time.perf_counter()
        await ana.command("export")
        seconds = time.perf_counter() - started
        files = [block for reply in ana.replies for block in _blocks(reply) if isinstance(block, Document)]
    report(seconds=seconds, bytes=sum(len(one.content) for one in files), files=len(files))


async def measure_forget() -> None:
    """`seconds`: from the last yes until the member is gone and the log is scrubbed, beside the answers of others."""
    async with _opened() as (house, file):
        ana = await _with_years(house)
        await _add_others(house, file)
        await ana.command("forget")
        await ana.taps("Forget everything")
        started = time.perf_counter()
        await ana.taps("Yes, forget everything")
        await house.bot.erasures_noted([])
        seconds = time.perf_counter() - started
    report(seconds=seconds, answers_of_others=float(_ANSWERS_OF_OTHERS))


@contextlib.asynccontextmanager
async def _opened() -> AsyncIterator[tuple[Company, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        async with company(load_knowledge(CONTENT), Path(folder), MovableClock(_NOW)) as house:
            yield house, Path(folder) / "company.db"


async def _with_years(house: Company) -> Person:
    ana = house.member("ana")
    await ana.command("start")
    await ana.agrees()
    async with house.bot.open_unit() as uow:
        member = await uow.members.of(ana.account)
        assert member is not None
        await uow.checkins.bring_back(member.id, [_checkin(day) for day in range(_YEARS)])
        await uow.commit()
    return ana


async def _add_others(house: Company, file: Path) -> None:
    async with house.bot.open_unit() as uow:
        for number in range(_OTHERS):
            await _agreed(uow, f"other {number}")
        await uow.commit()
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        checkins = _ANSWERS_OF_OTHERS // 6 + 1
        database.execute(_MANY_CHECKINS, (checkins, _OTHERS, _OTHERS))
        database.execute(_MANY_ANSWERS)


async def _agreed(uow: Any, name: str = "ana") -> int:
    member = await uow.members.welcome(Account(platform=Platform.TELEGRAM, user_id=name), now=_NOW)
    agreed = Consent(purpose=ConsentPurpose.CHECKINS, version=1, text_hash="0" * 64, given_at=_NOW)
    await uow.consents.give(member.id, agreed)
    return int(member.id)


def _checkin(day: int) -> Checkin:
    at = _NOW - timedelta(days=day + 1)
    return Checkin(
        id=0,
        member_id=0,
        questionnaire="daily",
        local_date=at.date(),
        opened_at=at,
        closed_at=at,
        answers=tuple(Answer(measure=name, value=day % 11, answered_at=at) for name in _MEASURES),
        note="Stood a lot at work, slept badly, the rain did not help." if day % 3 == 0 else "",
    )


def _blocks(reply: Any) -> tuple[Any, ...]:
    return tuple(reply.message.blocks)


_MEASURED = {"sealing": measure_sealing, "export": measure_export, "forget": measure_forget}

if __name__ == "__main__":
    asyncio.run(_MEASURED[sys.argv[1]]())
