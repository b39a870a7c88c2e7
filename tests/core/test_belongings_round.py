"""Export, forget, agree anew, import, export: the same, by the files and by the stores, whatever was kept."""

import asyncio
import json
import tempfile
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.knowledge import Knowledge, load_knowledge
from core.model.checkin import Answer, Checkin
from core.model.consent import ConsentPurpose
from core.model.identity import Member, private_address
from core.model.inbound import FileOffered
from core.model.message import Document
from core.model.reply import Say
from core.model.schedule import Daily, Interval, Monthly, NewSchedule, Once, Recurrence, Unit, Weekday, Weekly
from core.ports import UnitOfWork
from core.scheduling.recurrence import next_due
from tests.core.company import Company, Person, company
from tests.fakes import CONTENT, NINE, MovableClock
from tests.stage import account_of

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
TIMES = st.sets(MINUTES, min_size=1, max_size=3).map(lambda times: tuple(sorted(times)))
MEASURES = st.sampled_from(["pain", "tiredness", "sleep", "mood", "fog"])
ANSWERS = st.dictionaries(MEASURES, st.none() | st.integers(0, 10))
MOMENTS = st.dates(date(2026, 4, 1), date(2027, 1, 1)).map(lambda day: datetime.combine(day, time(10, 30)))
RULES = st.one_of(
    st.builds(Daily, times=TIMES),
    st.builds(Daily, times=TIMES, every=st.integers(2, 9), anchor=st.just(date(2026, 3, 1))),
    st.builds(Weekly, times=TIMES, days=st.frozensets(st.sampled_from(Weekday), min_size=1)),
    st.builds(Monthly, times=TIMES, day=st.none() | st.integers(1, 31)),
    st.builds(
        Interval,
        every=st.integers(1, 6),
        unit=st.just(Unit.HOURS),
        window_start=st.just(time(8)),
        window_end=st.just(time(20)),
    ),
    st.builds(Once, at=MOMENTS),
)
REMINDERS = st.lists(st.tuples(RULES, TEXT, st.sampled_from(["Europe/London", "Pacific/Apia", "UTC"])), max_size=6)
DAYS_AGO = st.integers(1, 300)
CHECKINS = st.lists(st.tuples(DAYS_AGO, ANSWERS, TEXT | st.just("")), max_size=6, unique_by=lambda one: one[0])


@cache
def knowledge() -> Knowledge:
    return load_knowledge(CONTENT)


@settings(max_examples=8, deadline=None)
@given(checkins=CHECKINS, reminders=REMINDERS)
def test_whatever_was_kept_comes_back_the_same(checkins: list[Any], reminders: list[Any]) -> None:
    asyncio.run(_round(checkins, reminders))


async def _round(checkins: list[Any], reminders: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with company(knowledge(), Path(folder), MovableClock()) as here:
            ana = here.member()
            await _agrees(here)
            await _keeps(here, checkins, reminders)
            stored, file = await _stored(here), await _exported(ana)
            await ana.command("forget")
            for tap in ("Forget everything", "Yes"):
                await ana.taps(tap)
            await _agrees(here)
            await ana.command("import")
            here.transport.files["a-ref"] = file
            await ana.does(FileOffered(origin=ana._origin(), name="x.json", size=len(file), ref="a-ref"))
            if "Bring it in" in ana.buttons:
                await ana.taps("Bring it in")
            assert await _stored(here) == stored
            again = await _exported(ana)
            assert _brought(again) == _brought(file)


async def _agrees(here: Company) -> None:
    async with here.bot.open_unit() as uow:
        member = await uow.members.welcome(account_of("ana"), now=NINE)
        await uow.consents.give(member.id, knowledge().content.consents[ConsentPurpose.CHECKINS].given(NINE))
        await uow.commit()


async def _keeps(here: Company, checkins: list[Any], reminders: list[Any]) -> None:
    async with here.bot.open_unit() as uow:
        member = await _member(uow)
        await uow.checkins.bring_back(member.id, [_checkin(member, *one) for one in checkins])
        kept = set()
        for rule, what, zone in reminders:
            recurrence = Recurrence(rule=rule, zone=zone)
            if (recurrence, what) in kept or (slot := next_due(recurrence, NINE)) is None:
                continue
            kept.add((recurrence, what))
            new = NewSchedule(
                purpose="reminder",
                recurrence=recurrence,
                address=private_address(account_of("ana")),
                member_id=member.id,
                payload={"target": "own", "what": what},
            )
            await uow.schedules.add(new, next_slot=slot, now=NINE)
        await uow.commit()


def _checkin(member: Member, days_ago: int, answers: dict[str, int | None], note: str) -> Checkin:
    at = NINE - timedelta(days=days_ago, minutes=days_ago)
    told = tuple(Answer(measure=measure, value=value, answered_at=at) for measure, value in answers.items())
    return Checkin(
        id=0,
        member_id=member.id,
        questionnaire="daily",
        local_date=at.date(),
        opened_at=at,
        closed_at=at + timedelta(minutes=3) if answers else None,
        answers=told,
        note=note,
    )


async def _stored(here: Company) -> tuple[Any, Any]:
    """As the stores have it, without the ids that each row is given anew."""
    async with here.bot.open_unit() as uow:
        member = await _member(uow)
        told = [
            (one.questionnaire, one.local_date, one.opened_at, one.closed_at, one.note, one.answers)
            for one in await uow.checkins.all_of(member.id)
        ]
        timed = [[answer.answered_at for answer in one.answers] for one in await uow.checkins.all_of(member.id)]
        kept = [
            (one.purpose, one.recurrence, one.address, dict(one.payload), one.next_slot)
            for one in await uow.schedules.of_member(member.id)
        ]
        return (told, timed), kept


async def _member(uow: UnitOfWork) -> Member:
    member = await uow.members.of(account_of("ana"))
    assert member is not None
    return member


async def _exported(ana: Person) -> bytes:
    await ana.command("export")
    blocks = [block for reply in ana.replies if isinstance(reply, Say) for block in reply.message.blocks]
    return next(block.content for block in blocks if isinstance(block, Document))


def _brought(file: bytes) -> dict[str, Any]:
    sections = json.loads(file)["sections"]
    return {name: sections[name] for name in ("checkins", "reminders")}
