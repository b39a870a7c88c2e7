"""The wall of consent: the database itself refuses an answer that nobody agreed to."""

from datetime import timedelta

import pytest

from core.errors import ConsentMissing
from core.model.consent import Consent, ConsentPurpose
from core.model.gentleness import Gentleness
from core.model.measure import MeasureKind
from core.storage import Storage
from tests.core.storage_values import AGREED, ANA, NOW, TODAY, at


async def test_the_database_itself_refuses_an_answer_without_a_live_consent(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(ANA, now=NOW)
        await uow.commit()
        with pytest.raises(ConsentMissing):
            await uow.checkins.open(member.id, "daily", local_date=TODAY, now=NOW)
    async with storage.unit_of_work() as uow:
        await uow.consents.give(member.id, AGREED)
        checkin = await uow.checkins.open(member.id, "daily", local_date=TODAY, now=NOW)
        await uow.checkins.record(checkin.id, "pain", 4, member_id=member.id, now=NOW)
        assert await uow.consents.withdraw(member.id, ConsentPurpose.CHECKINS, now=at(1))
        assert not await uow.consents.withdraw(member.id, ConsentPurpose.CHECKINS, now=at(2))
        await uow.commit()
        with pytest.raises(ConsentMissing):
            await uow.checkins.record(checkin.id, "pain", 5, member_id=member.id, now=at(2))
    async with storage.unit_of_work() as uow:
        with pytest.raises(ConsentMissing):
            await uow.checkins.write_note(checkin.id, "late", member_id=member.id)
    async with storage.unit_of_work() as uow:
        assert await uow.checkins.write_note(checkin.id, "", member_id=member.id), "taking a note away needs no yes"
    async with storage.unit_of_work() as uow:
        (kept,) = await uow.checkins.all_of(member.id)
        assert [answer.value for answer in kept.answers] == [4]
        await uow.checkins.close(checkin.id, now=at(3))


async def test_a_consent_to_something_else_opens_nothing(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(ANA, now=NOW)
        other = Consent(purpose=ConsentPurpose.LINKING, version=1, text_hash="0" * 64, given_at=NOW)
        await uow.consents.give(member.id, other)
        with pytest.raises(ConsentMissing):
            await uow.checkins.open(member.id, "daily", local_date=TODAY, now=NOW)


async def test_each_yes_is_kept_with_its_time_and_version_and_only_the_last_is_alive(storage: Storage) -> None:
    newer = Consent(purpose=ConsentPurpose.CHECKINS, version=2, text_hash="1" * 64, given_at=at(5))
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(ANA, now=NOW)
        for one in (AGREED, newer):
            await uow.consents.give(member.id, one)
        assert await uow.consents.live(member.id, ConsentPurpose.CHECKINS) == newer
        first, second = await uow.consents.of(member.id)
        assert (first.version, first.withdrawn_at, second) == (1, at(5), newer)


async def test_what_a_withdrawn_consent_left_is_named_after_its_days_and_not_before(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(ANA, now=NOW)
        await uow.consents.give(member.id, AGREED)
        await uow.checkins.open(member.id, "daily", local_date=TODAY, now=NOW)
        assert await uow.consents.withdrawn_before(at(99), ConsentPurpose.CHECKINS, limit=9) == []
        await uow.consents.withdraw(member.id, ConsentPurpose.CHECKINS, now=at(10))
        assert await uow.consents.withdrawn_before(at(10), ConsentPurpose.CHECKINS, limit=9) == []
        assert await uow.consents.withdrawn_before(at(11), ConsentPurpose.CHECKINS, limit=9) == [member.id]
        await uow.consents.remove_kept(member.id, ConsentPurpose.CHECKINS)
        assert await uow.consents.withdrawn_before(at(11), ConsentPurpose.CHECKINS, limit=9) == []


async def test_low_energy_and_own_words_go_with_the_answers_and_answers_alone_are_counted(storage: Storage) -> None:
    purpose = ConsentPurpose.CHECKINS
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(ANA, now=NOW)
        await uow.consents.give(member.id, AGREED)
        await uow.gentleness.keep(member.id, Gentleness(low_energy=True))
        await uow.tracked.add(member.id, MeasureKind.SCALE, "Stiffness")
        assert await uow.consents.count_kept(member.id, purpose) == 0
        checkin = await uow.checkins.open(member.id, "daily", local_date=TODAY, now=NOW)
        assert await uow.consents.count_kept(member.id, purpose) == 0, "nothing was said in it yet"
        await uow.checkins.record(checkin.id, "pain", 4, member_id=member.id, now=NOW)
        await uow.flares.begin(member.id, TODAY, TODAY)
        await uow.questions.add(member.id, "How long?", now=NOW)
        gone = await uow.questions.add(member.id, "How often?", now=NOW)
        await uow.questions.remove([gone.id], member_id=member.id, now=NOW)
        assert await uow.consents.count_kept(member.id, purpose) == 3
        await uow.consents.withdraw(member.id, purpose, now=at(10))
        await uow.consents.remove_kept(member.id, purpose)
        assert await uow.gentleness.of(member.id) == Gentleness()
        assert await uow.tracked.of(member.id) == []
        assert await uow.consents.withdrawn_before(at(11), purpose, limit=9) == []


async def test_check_ins_are_kept_as_long_as_their_member_says(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(ANA, now=NOW)
        await uow.consents.give(member.id, AGREED)
        for days in (364, 366, 400):
            day = NOW - timedelta(days=days)
            await uow.checkins.open(member.id, "daily", local_date=day.date(), now=day)
        assert await uow.checkins.remove_outlived(NOW, limit=1) == 1
        assert await uow.checkins.remove_outlived(NOW, limit=9) == 1
        await uow.members.keep_answers(member.id, None)
        assert await uow.checkins.remove_outlived(NOW, limit=9) == 0
        await uow.members.keep_answers(member.id, 90)
        assert await uow.checkins.remove_outlived(NOW, limit=9) == 1
