"""A house for measuring: a member with five years of daily check-ins, beside a million answers of others."""

import contextlib
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.knowledge import load_knowledge
from core.model.checkin import Answer, Checkin
from core.model.consent import Consent, ConsentPurpose
from core.model.identity import Account, Platform
from core.ports import UnitOfWork
from tests.core.company import Company, Person, company
from tests.fakes import CONTENT, MovableClock

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
YEARS = 5 * 365 + 1
MEASURES = ("pain", "sleep", "fatigue", "mood", "fog", "stress")
ANSWERS_OF_OTHERS = 1_000_000
_OTHERS = 1_000

_MANY_CHECKINS = """
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
INSERT INTO checkins (member_id, questionnaire, local_date, opened_at, answers)
SELECT 2 + n % ?, 'daily', date('2026-03-01', '-' || (n / ?) || ' days'), '2026-03-01T09:00:00.000000+00:00',
hex(randomblob(232))
FROM number
"""
"""Each with a sheet as long as one of six answers."""


@contextlib.asynccontextmanager
async def opened_house() -> AsyncIterator[tuple[Company, Path]]:
    """The whole bot on an SQLite file of its own, and that file."""
    with tempfile.TemporaryDirectory() as folder:
        async with company(load_knowledge(CONTENT), Path(folder), MovableClock(NOW)) as house:
            yield house, Path(folder) / "company.db"


async def with_years(house: Company, name: str = "ana", *, measures: Sequence[str] = MEASURES) -> Person:
    """Somebody who said yes, and checked in on each day of five years. The first of the house, please."""
    ana = house.member(name)
    await ana.command("start")
    await ana.agrees()
    async with house.bot.open_unit() as uow:
        member = await uow.members.of(ana.account)
        assert member is not None
        await uow.checkins.bring_back(member.id, [_checkin(day, measures) for day in range(YEARS)])
        await uow.commit()
    return ana


async def add_others(house: Company, file: Path) -> None:
    """A thousand members with a million answers."""
    async with house.bot.open_unit() as uow:
        for number in range(_OTHERS):
            await _agreed(uow, f"other {number}")
        await uow.commit()
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        checkins = ANSWERS_OF_OTHERS // len(MEASURES) + 1
        database.execute(_MANY_CHECKINS, (checkins, _OTHERS, _OTHERS))


async def _agreed(uow: UnitOfWork, name: str) -> None:
    member = await uow.members.welcome(Account(platform=Platform.TELEGRAM, user_id=name), now=NOW)
    agreed = Consent(purpose=ConsentPurpose.CHECKINS, version=1, text_hash="0" * 64, given_at=NOW)
    await uow.consents.give(member.id, agreed)


def _checkin(day: int, measures: Sequence[str]) -> Checkin:
    at = NOW - timedelta(days=day + 1)
    return Checkin(
        id=0,
        member_id=0,
        questionnaire="daily",
        local_date=at.date(),
        opened_at=at,
        closed_at=at,
        answers=tuple(Answer(measure=name, value=day % 11, answered_at=at) for name in measures),
        note="Stood a lot at work, slept badly, the rain did not help." if day % 3 == 0 else "",
    )
