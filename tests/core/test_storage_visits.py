"""Questions for a doctor and appointments as they are kept: behind the wall, sealed, out of sight and gone in time."""

from datetime import date, time, timedelta

import pytest

from core.errors import ConsentMissing
from core.model.appointment import NewAppointment
from core.model.consent import ConsentPurpose
from core.model.identity import Member
from core.storage import Storage
from tests.core.storage_people import account
from tests.core.storage_values import AGREED, NOW, TODAY, at


async def comes(storage: Storage, name: str = "ana", *, agreed: bool = True) -> Member:
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(account(name), now=NOW)
        if agreed:
            await uow.consents.give(member.id, AGREED)
        await uow.commit()
    return member


def visit(member: Member, day: date = TODAY) -> NewAppointment:
    return NewAppointment(member_id=member.id, day=day, zone="Europe/Berlin", clock=time(10, 30), whom="Dr. Khan")


async def test_the_database_refuses_both_without_a_live_consent(storage: Storage) -> None:
    member = await comes(storage, agreed=False)
    async with storage.unit_of_work() as uow:
        with pytest.raises(ConsentMissing):
            await uow.questions.add(member.id, "Why?", now=NOW)
    async with storage.unit_of_work() as uow:
        with pytest.raises(ConsentMissing):
            await uow.appointments.add(visit(member), now=NOW)


async def test_new_words_need_the_consent_and_taking_away_needs_none(storage: Storage) -> None:
    member = await comes(storage)
    async with storage.unit_of_work() as uow:
        kept = await uow.questions.add(member.id, "Why?", now=NOW)
        await uow.consents.withdraw(member.id, ConsentPurpose.CHECKINS, now=at(1))
        await uow.commit()
    async with storage.unit_of_work() as uow:
        with pytest.raises(ConsentMissing):
            await uow.questions.reword(kept.id, "Why now?", member_id=member.id)
    async with storage.unit_of_work() as uow:
        assert await uow.questions.remove([kept.id], member_id=member.id, now=at(2)) == 1
        assert await uow.questions.of(member.id) == []


async def test_questions_keep_their_order_and_one_can_be_put_first(storage: Storage) -> None:
    member = await comes(storage)
    async with storage.unit_of_work() as uow:
        for text in ("One?", "Two?", "Three?"):
            last = await uow.questions.add(member.id, text, now=NOW)
        assert await uow.questions.put_first(last.id, member_id=member.id)
        assert [one.text for one in await uow.questions.of(member.id)] == ["Three?", "One?", "Two?"]


async def test_nobody_reaches_anothers(storage: Storage) -> None:
    ana, ben = await comes(storage), await comes(storage, "ben")
    async with storage.unit_of_work() as uow:
        kept = await uow.questions.add(ana.id, "Why?", now=NOW)
        seen = await uow.appointments.add(visit(ana), now=NOW)
        assert await uow.questions.get(kept.id, member_id=ben.id) is None
        assert await uow.questions.reword(kept.id, "Ha", member_id=ben.id) is False
        assert await uow.questions.mark(kept.id, NOW, member_id=ben.id) is False
        assert await uow.questions.remove([kept.id], member_id=ben.id, now=NOW) == 0
        assert await uow.appointments.get(seen.id, member_id=ben.id) is None
        assert await uow.appointments.remove(seen.id, member_id=ben.id, now=NOW) is False
        assert [one.text for one in await uow.questions.of(ana.id)] == ["Why?"]


async def test_what_was_removed_together_comes_back_together(storage: Storage) -> None:
    member = await comes(storage)
    async with storage.unit_of_work() as uow:
        ids = [(await uow.questions.add(member.id, f"{number}?", now=NOW)).id for number in range(3)]
        await uow.questions.remove(ids[:1], member_id=member.id, now=at(1))
        await uow.questions.remove(ids[1:], member_id=member.id, now=at(2))
        assert await uow.questions.put_back(ids[2], member_id=member.id) == 2
        assert [one.id for one in await uow.questions.of(member.id)] == ids[1:]
        assert await uow.questions.put_back(ids[2], member_id=member.id) == 0


async def test_an_appointment_is_read_back_whole(storage: Storage) -> None:
    member = await comes(storage)
    async with storage.unit_of_work() as uow:
        later = await uow.appointments.add(visit(member, TODAY + timedelta(days=9)), now=NOW)
        sooner = await uow.appointments.add(visit(member), now=NOW)
        assert await uow.appointments.of(member.id) == [sooner, later]
        assert (sooner.day, sooner.clock, sooner.whom, sooner.zone) == (
            TODAY,
            time(10, 30),
            "Dr. Khan",
            "Europe/Berlin",
        )


async def test_what_was_removed_goes_within_the_hour_and_the_old_after_its_time(storage: Storage) -> None:
    member = await comes(storage)
    async with storage.unit_of_work() as uow:
        kept = await uow.questions.add(member.id, "Why?", now=NOW)
        gone = await uow.questions.add(member.id, "Gone?", now=NOW)
        await uow.questions.remove([gone.id], member_id=member.id, now=NOW)
        await uow.appointments.add(visit(member), now=NOW)
        assert await uow.questions.remove_outlived(at(59), limit=9) == 0
        assert await uow.questions.remove_outlived(at(60), limit=9) == 1
        assert await uow.questions.put_back(gone.id, member_id=member.id) == 0
        late = NOW + timedelta(days=366)
        assert await uow.questions.remove_outlived(late, limit=9) == 1
        assert await uow.appointments.remove_outlived(late, limit=9) == 1
        assert await uow.questions.get(kept.id, member_id=member.id) is None


async def test_a_withdrawn_consent_takes_all_that_was_kept_under_it(storage: Storage) -> None:
    member = await comes(storage)
    async with storage.unit_of_work() as uow:
        await uow.questions.add(member.id, "Why?", now=NOW)
        await uow.appointments.add(visit(member), now=NOW)
        await uow.consents.withdraw(member.id, ConsentPurpose.CHECKINS, now=at(1))
        assert await uow.consents.withdrawn_before(at(2), ConsentPurpose.CHECKINS, limit=9) == [member.id]
        assert await uow.consents.remove_kept(member.id, ConsentPurpose.CHECKINS) == 2
        assert await uow.consents.withdrawn_before(at(2), ConsentPurpose.CHECKINS, limit=9) == []
