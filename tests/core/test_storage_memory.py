"""What one transaction read and remembers is what stands there: each change makes it look again."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.model.identity import Account, Platform
from core.storage import Storage
from tests.core.company import Company
from tests.core.storage_values import AGREED, NOW, TODAY

ANA = Account(platform=Platform.TELEGRAM, user_id="ana")
MOST_VISITS = 6
"""Begin with the mark of the event, the member, the check-in, the consent, the answer, and the commit."""


async def test_a_tap_asks_the_database_for_nothing_twice(here: Company, caplog: pytest.LogCaptureFixture) -> None:
    ana = await here.member("ana").agrees()
    await ana.command("checkin")
    with caplog.at_level(logging.DEBUG, "aiosqlite"):
        await ana.taps("6")
    visits = sum(one.getMessage().startswith("executing") for one in caplog.records if one.name == "aiosqlite")
    assert 0 < visits <= MOST_VISITS


async def test_a_member_is_read_anew_after_each_change_in_the_same_transaction(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        assert await uow.members.of(ANA) is None
        member = await uow.members.welcome(ANA, now=NOW)
        assert await uow.members.of(ANA) == member
        await uow.members.set_zone(member.id, "Europe/Paris")
        changed = await uow.members.of(ANA)
        assert changed is not None
        assert changed.zone == "Europe/Paris"
        await uow.members.leave(member.id, at=NOW)
        leaving = await uow.members.of(ANA)
        assert leaving is not None
        assert leaving.leaves_at == NOW
        await uow.members.stay(member.id)
        assert await uow.members.of(ANA) == changed
        assert await uow.members.is_reachable(ANA)
        await uow.members.set_reachable(ANA, False)
        assert not await uow.members.is_reachable(ANA)
        await uow.members.forget(member.id, now=NOW)
        assert await uow.members.of(ANA) is None


async def test_what_another_transaction_changed_after_the_commit_is_seen(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(ANA, now=NOW)
        await uow.members.of(ANA)
        await uow.commit()
        async with storage.unit_of_work() as other:
            await other.members.set_plain_text(member.id, True)
            await other.commit()
        seen = await uow.members.of(ANA)
        assert seen is not None
        assert seen.plain_text


async def test_a_statement_that_names_no_table_makes_it_look_again(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        await uow.members.welcome(ANA, now=NOW)
        await uow.members.of(ANA)
        await uow._transaction.run(text("DELETE FROM accounts"))  # type: ignore[attr-defined]  # behind the port
        assert await uow.members.of(ANA) is None


async def test_a_check_in_is_read_anew_after_each_change_in_the_same_transaction(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(ANA, now=NOW)
        await uow.consents.give(member.id, AGREED)
        begun = await uow.checkins.open(member.id, "daily", local_date=TODAY, now=NOW)
        assert await uow.checkins.get(begun.id, member_id=member.id) == begun
        assert await uow.checkins.get(begun.id, member_id=member.id + 1) is None
        told = await uow.checkins.record(begun.id, "pain", 6, member_id=member.id, now=NOW)
        told = await uow.checkins.record(begun.id, "sleep", 3, member_id=member.id, now=NOW)
        assert [(one.measure, one.value) for one in told.answers] == [("pain", 6), ("sleep", 3)]
        assert await uow.checkins.get(begun.id, member_id=member.id) == told
        await uow.checkins.write_note(begun.id, "rain", member_id=member.id)
        noted = await uow.checkins.get(begun.id, member_id=member.id)
        assert noted is not None
        assert (noted.note, noted.answers) == ("rain", told.answers)
        await uow.checkins.close(begun.id, now=NOW + timedelta(minutes=1))
        closed = await uow.checkins.get(begun.id, member_id=member.id)
        assert closed is not None
        assert closed.closed_at == NOW + timedelta(minutes=1)
        await uow.checkins.remove(begun.id, member_id=member.id)
        assert await uow.checkins.get(begun.id, member_id=member.id) is None
