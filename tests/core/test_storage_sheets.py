"""The sheet of answers of a check-in: read by days, changed by one at a time, and bound to its own place."""

import asyncio
import logging
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.errors import SealBroken
from core.model.checkin import Answer, Checkin
from core.model.consent import ConsentPurpose
from core.storage import Storage
from core.storage.seal import Seal
from core.storage.sheets import close_sheet, open_sheet
from core.storage.transaction import Transaction
from tests.core.storage_people import account
from tests.core.storage_values import AGREED, NOW, TODAY, at

SEAL = Seal(b"k" * 32, "a key")
DAY = timedelta(days=1)


def earlier(minutes: int, *, days: int = 0, pain: int | None = 3) -> Checkin:
    opened = NOW - days * DAY + timedelta(minutes=minutes)
    return Checkin(
        id=0,
        member_id=0,
        questionnaire="daily",
        local_date=TODAY - days * DAY,
        opened_at=opened,
        closed_at=None,
        answers=(Answer(measure="pain", value=pain, answered_at=opened + timedelta(microseconds=7)),),
    )


async def agreed(storage: Storage, name: str = "ana") -> int:
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(account(name), now=NOW)
        await uow.consents.give(member.id, AGREED)
        await uow.commit()
    return member.id


async def opened(storage: Storage, member_id: int) -> int:
    async with storage.unit_of_work() as uow:
        checkin = await uow.checkins.open(member_id, "daily", local_date=TODAY, now=NOW)
        await uow.commit()
    return checkin.id


def test_a_sheet_says_what_was_answered_when_and_in_which_order() -> None:
    told = (
        Answer(measure="own-x1", value=0, answered_at=at(1)),
        Answer(measure="pain", value=None, answered_at=at(0.123456)),
        Answer(measure="fog", value=99),
    )
    sealed = close_sheet(SEAL, 7, told, at=NOW)
    assert sealed is not None
    read = open_sheet(SEAL, 7, sealed)
    assert read == told
    assert [one.answered_at for one in read] == [at(1), at(0.123456), NOW]
    assert hash(read[0]) == hash(told[0])


def test_a_sheet_opens_for_its_own_check_in_alone_and_an_empty_one_is_none() -> None:
    sealed = close_sheet(SEAL, 7, [Answer(measure="pain", value=1)], at=NOW)
    assert sealed is not None
    with pytest.raises(SealBroken):
        open_sheet(SEAL, 8, sealed)
    assert close_sheet(SEAL, 7, [], at=NOW) is None


def test_the_length_of_a_sheet_does_not_tell_what_was_answered() -> None:
    lengths = {
        len(close_sheet(SEAL, 7, [Answer(measure=name, value=value)], at=NOW) or "")
        for name in ("pain", "fog", "own-abc123")
        for value in (None, 0, 10)
    }
    assert len(lengths) == 1


async def test_days_are_read_with_both_ends_and_in_order(storage: Storage) -> None:
    ana, ben = await agreed(storage), await agreed(storage, "ben")
    async with storage.unit_of_work() as uow:
        days = [earlier(5, days=2), earlier(0, days=4), earlier(1, days=3), earlier(0, days=2), earlier(0, days=1)]
        await uow.checkins.bring_back(ana, days)
        await uow.checkins.bring_back(ben, [earlier(9, days=3)])
        some = await uow.checkins.between(ana, TODAY - 3 * DAY, TODAY - 2 * DAY)
        assert [one.opened_at for one in some] == [days[at_].opened_at for at_ in (2, 0, 3)]
        assert {one.answers[0].value for one in some} == {3}
        assert await uow.checkins.between(ana, TODAY, TODAY + DAY) == []
        assert await uow.checkins.between(ana, TODAY - DAY, TODAY - 3 * DAY) == []


async def test_years_with_many_check_ins_on_one_day_are_read_whole_and_each_once(storage: Storage) -> None:
    """More than twice what is read at one go, and one day that is longer than that by itself."""
    ana = await agreed(storage)
    many = [earlier(number, days=number % 2, pain=number % 11) for number in range(1200)]
    async with storage.unit_of_work() as uow:
        assert await uow.checkins.bring_back(ana, many) == 1200
        assert await uow.checkins.bring_back(ana, many) == 0
        read = await uow.checkins.all_of(ana)
        assert [(one.local_date, one.id) for one in read] == sorted((one.local_date, one.id) for one in read)
        assert {(one.opened_at, one.answers) for one in read} == {(one.opened_at, one.answers) for one in many}
        assert all(one.answers[0].answered_at == one.opened_at + timedelta(microseconds=7) for one in read)
        assert len(read) == await uow.checkins.count_of(ana) == 1200


async def test_only_a_check_in_that_says_something_counts(storage: Storage) -> None:
    ana = await agreed(storage)
    for _ in range(3):
        await opened(storage, ana)
    async with storage.unit_of_work() as uow:
        first, second, _ = [one.id for one in await uow.checkins.all_of(ana)]
        assert await uow.checkins.count_of(ana) == 0
        await uow.checkins.record(first, "pain", None, member_id=ana, now=NOW)
        await uow.checkins.write_note(second, "a note", member_id=ana)
        assert await uow.checkins.count_of(ana) == 2


async def test_of_taps_at_the_same_time_all_answers_stay(storage: Storage) -> None:
    ana = await agreed(storage)
    number = await opened(storage, ana)

    async def tap(measure: str, value: int) -> None:
        async with storage.unit_of_work() as uow:
            await uow.checkins.record(number, measure, value, member_id=ana, now=NOW)
            await asyncio.sleep(0)
            await uow.commit()

    told = {f"measure{value}": value for value in range(10)}
    await asyncio.gather(*(tap(measure, value) for measure, value in told.items()))
    async with storage.unit_of_work() as uow:
        (checkin,) = await uow.checkins.all_of(ana)
    assert {one.measure: one.value for one in checkin.answers} == told


async def test_nobody_answers_in_the_check_in_of_somebody_else(storage: Storage) -> None:
    ana, ben = await agreed(storage), await agreed(storage, "ben")
    number = await opened(storage, ana)
    async with storage.unit_of_work() as uow:
        with pytest.raises(LookupError):
            await uow.checkins.record(number, "pain", 3, member_id=ben, now=NOW)
        with pytest.raises(LookupError):
            await uow.checkins.record(number + 99, "pain", 3, member_id=ana, now=NOW)
        (checkin,) = await uow.checkins.all_of(ana)
        assert checkin.answers == ()


async def test_an_answer_on_a_broken_sheet_begins_a_new_one_and_says_that_the_old_is_lost(
    storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    ana = await agreed(storage)
    number, other = await opened(storage, ana), await opened(storage, ana)
    async with storage.unit_of_work() as uow:
        for one in (number, other):
            await uow.checkins.record(one, "pain", 3, member_id=ana, now=NOW)
        swap = text("UPDATE checkins SET answers = (SELECT answers FROM checkins WHERE id = :other) WHERE id = :id")
        await _behind(uow).run(swap, {"id": number, "other": other})
        broken, whole = await uow.checkins.on(ana, TODAY)
        assert (broken.answers, whole.answers) == ((), (Answer(measure="pain", value=3),))
        assert _actions(caplog) == {"seal_broken"}
        after = await uow.checkins.record(number, "mood", 4, member_id=ana, now=NOW)
        assert _actions(caplog) == {"seal_broken", "sheet_lost"}
        mended, whole = await uow.checkins.on(ana, TODAY)
        assert after == mended
        assert mended.answers == (Answer(measure="mood", value=4),)
        assert whole.answers == (Answer(measure="pain", value=3),)
    assert "mood" not in caplog.text


async def test_answers_may_be_taken_away_without_a_yes_but_none_put_there(storage: Storage) -> None:
    ana = await agreed(storage)
    number = await opened(storage, ana)
    async with storage.unit_of_work() as uow:
        await uow.checkins.record(number, "pain", 3, member_id=ana, now=NOW)
        await uow.consents.withdraw(ana, ConsentPurpose.CHECKINS, now=NOW)
        await _behind(uow).run(text("UPDATE checkins SET answers = NULL"))
        await uow.commit()
    async with storage.unit_of_work() as uow:
        with pytest.raises(Exception, match="no live consent"):
            await _behind(uow).run(text("UPDATE checkins SET answers = 'something'"))


def _behind(uow: object) -> Transaction:
    """The statements behind the port, as a hand in the database would use them."""
    found = vars(uow)["_transaction"]
    assert isinstance(found, Transaction)
    return found


def _actions(caplog: pytest.LogCaptureFixture) -> set[str]:
    return {vars(record)["action"] for record in caplog.records if record.levelno == logging.ERROR}
