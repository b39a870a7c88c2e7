"""Two accounts of one person, lived in at random, and everything that each of them would take along in an export."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from core.knowledge import Knowledge
from core.model.action import action
from core.model.appointment import NewAppointment
from core.model.consent import Consent, ConsentPurpose
from core.model.delivery import NewDelivery
from core.model.gentleness import Gentleness
from core.model.identity import Account, Member, Platform, private_address
from core.model.measure import Measure, MeasureKind
from core.model.occurrence import NewOccurrence, Outcome
from core.ports import UnitOfWork
from core.storage import Storage
from tests.core.storage_values import AGREED, NOW, TODAY, daily, delivery, slot

HERE = Account(platform=Platform.TELEGRAM, user_id="1001")
THERE = Account(platform=Platform.DISCORD, user_id="2002")
ZONES = ("Europe/Berlin", "Asia/Tokyo", "America/Lima", None)
WORDS = ("stairs", "a \N{PILL} and tea", "\u0635\u0628\u0627\u062d", "rain again")
MEASURES = ("pain", "energy", "sleep", "mood")


async def lives(storage: Storage, account: Account, chance: random.Random, *, days: int = 12) -> Member:
    """Checks in on some days, sets reminders and answers them, has a half-filled form and a message that waits."""
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(account, now=NOW)
        if (zone := chance.choice(ZONES)) is not None:
            await uow.members.set_zone(member.id, zone)
        await uow.members.keep_answers(member.id, chance.choice((91, 365, None)))
        if chance.random() < 0.8:
            await agrees(uow, member.id, version=chance.choice((1, 2)))
            for back in range(days):
                if chance.random() < 0.7:
                    await checks_in(uow, member.id, TODAY - timedelta(days=back), chance)
            await sees_a_doctor(uow, member.id, chance)
            await has_hard_days(uow, member.id, chance)
        for _ in range(chance.randrange(4)):
            await is_reminded(uow, member.id, account, chance)
        if chance.random() < 0.5:
            asked = action("remind.new", chance.choice(WORDS))
            await uow.forms.open(account, action=asked, now=NOW, known={"what": chance.choice(WORDS)})
        await uow.commit()
    return member


async def agrees(uow: UnitOfWork, member_id: int, *, version: int = 1) -> None:
    given = Consent(
        purpose=ConsentPurpose.CHECKINS, version=version, text_hash=AGREED.text_hash, given_at=NOW - timedelta(days=30)
    )
    await uow.consents.give(member_id, given)


async def checks_in(uow: UnitOfWork, member_id: int, day: date, chance: random.Random) -> None:
    opened = NOW - timedelta(days=(TODAY - day).days)
    checkin = await uow.checkins.open(member_id, "daily", local_date=day, now=opened)
    for measure in chance.sample(MEASURES, chance.randrange(len(MEASURES))):
        value = chance.choice((None, 3, 7))
        await uow.checkins.record(checkin.id, measure, value, member_id=member_id, now=opened)
    if chance.random() < 0.4:
        await uow.checkins.write_note(checkin.id, chance.choice(WORDS), member_id=member_id)


async def sees_a_doctor(uow: UnitOfWork, member_id: int, chance: random.Random) -> None:
    """Questions, some asked, and visits; of both some removed a moment ago."""
    for words in chance.sample(WORDS, chance.randrange(len(WORDS))):
        question = await uow.questions.add(member_id, words, now=NOW)
        if chance.random() < 0.5:
            await uow.questions.mark(question.id, NOW, member_id=member_id)
        if chance.random() < 0.2:
            await uow.questions.remove([question.id], member_id=member_id, now=NOW)
    for ahead in chance.sample(range(1, 60), chance.randrange(3)):
        day, whom = TODAY + timedelta(days=ahead), chance.choice((*WORDS, ""))
        visit = NewAppointment(member_id=member_id, day=day, zone="Europe/Berlin", clock=None, whom=whom)
        await uow.appointments.add(visit, now=NOW)


async def has_hard_days(uow: UnitOfWork, member_id: int, chance: random.Random) -> None:
    """Flares, a set of their own with words of their own, and what makes it gentler."""
    if chance.random() < 0.7:
        began = TODAY - timedelta(days=chance.randrange(5))
        await uow.flares.begin(member_id, began, TODAY + timedelta(days=chance.randrange(3)))
    if chance.random() < 0.5:
        own = await uow.tracked.add(member_id, MeasureKind.SCALE, chance.choice(WORDS))
        await uow.tracked.place(member_id, [own.measure, Measure(key="pain", kind=MeasureKind.SCALE, label="Pain")])
        await uow.habits.change(member_id, opens="own")
    if chance.random() < 0.5:
        await uow.gentleness.keep(member_id, Gentleness(low_energy=True))


async def is_reminded(uow: UnitOfWork, member_id: int, account: Account, chance: random.Random) -> int:
    place = private_address(account)
    kept = await uow.schedules.add(daily(place, member_id=member_id), next_slot=slot(1), now=NOW)
    for back in range(chance.randrange(3)):
        came = NewOccurrence(
            member_id=member_id,
            schedule_id=kept.id,
            local_date=TODAY - timedelta(days=back),
            slot="09:00",
            due_at=NOW,
            label=chance.choice(WORDS),
        )
        noted = await uow.occurrences.note([came])
        if chance.random() < 0.5:
            await uow.occurrences.answer(noted[0].id, Outcome.DONE, member_id=member_id, now=NOW)
    await uow.outbox.put([_for(member_id, f"{kept.id}/{TODAY}/09:00", account)])
    return kept.id


async def life_of(storage: Storage, knowledge: Knowledge, account: Account) -> dict[str, Any]:
    """All that an export of the member behind this account holds, and where each schedule and message comes."""
    async with storage.unit_of_work() as uow:
        member = await uow.members.of(account)
        assert member is not None
        life: dict[str, Any] = {
            held.name: [dict(record) for record in await held.export(uow, member)] for held in knowledge.table.holdings
        }
        life["places"] = [one.address.to_text() for one in await uow.schedules.of_member(member.id)]
    return life


async def joins(storage: Storage, *, settings_of: Account = HERE) -> None:
    async with storage.unit_of_work() as uow:
        kept, other = await uow.members.of(HERE), await uow.members.of(THERE)
        assert kept is not None
        assert other is not None
        clock = kept if settings_of == HERE else other
        await uow.links.join(kept.id, other.id, settings_of=clock.id, now=NOW)
        await uow.commit()


async def separates(storage: Storage, by: Account = HERE) -> bool:
    async with storage.unit_of_work() as uow:
        member = await uow.members.of(by)
        assert member is not None
        separated = await uow.links.separate(member.id)
        await uow.commit()
    return separated


def _for(member_id: int, key: str, account: Account) -> NewDelivery:
    return replace(delivery(key, address=private_address(account)), member_id=member_id)
