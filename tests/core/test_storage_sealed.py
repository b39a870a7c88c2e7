"""What the database's files give away to whoever finds them: no word, no number, no zone of anybody."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, String, Text, text

from core.errors import SettingsError
from core.model.action import action
from core.model.appointment import NewAppointment
from core.model.delivery import DeliveryState, Settlement
from core.model.identity import Account, Platform, private_address
from core.model.resource import NewResource
from core.storage import Storage
from core.storage.schema import metadata
from core.storage.table_kit import Sealed
from tests.bots.byte_scan import found_in_files
from tests.core.storage_values import AGREED, LEASE, NOW, ROOM, TELEGRAM, TODAY, at, daily, delivery, slot
from tests.fakes import FIRST_KEY, MasterKeysInMemory, masters

CANARY = "quiet marmalade"
BEN = Account(platform=Platform.TELEGRAM, user_id="7706100125")

OPEN_TEXTS = {
    *("accounts.platform", "accounts.user_hash", "chats.chat_hash", "rotations.kind", "rotations.item"),
    *("checkins.questionnaire", "resources.state", "resources.language", "forms.platform", "forms.user_hash"),
    *("form_values.name", "inbox.platform", "inbox.event_id", "schedules.purpose", "schedules.chat_hash"),
    *("schedules.next_slot", "schedules.parked", "deliveries.key", "deliveries.platform", "deliveries.chat_hash"),
    *("deliveries.place_hash", "deliveries.purpose", "deliveries.promise", "deliveries.state", "deliveries.cause"),
    *("deliveries.parked", "receipts.chat_hash", "data_keys.name", "data_keys.ref", "data_keys.wrapped"),
    *("consents.purpose", "consents.text_hash", "erasures.ref_hash"),
    *("occurrences.slot", "missed.purpose", "counted.platform"),
    *("tracked.key_hash", "tracked.kind", "habits.opens"),
    *("link_codes.platform", "link_codes.code_hash", "merges.other_ref_hash", "merged_rows.kind", "homes.platform"),
    *("anonymous_ways.kind", "anonymous_notes.kind", "anonymous_notes.state", "anonymous_notes.ticket_hash"),
    *("acts.kind", "desk.chat_hash", "deliveries.act", "receipts.purpose"),
    "rotations.slot",
    *("failures.cause", "failures.chat_hash", "failures.found_by"),
    *("named_ranks.rank_hash", "setups.step", "group_codes.code_hash"),
    "welcomed.who_hash",
    *("resource_hands.part", "saved.thing_hash"),
    *("suggestions.state", "link_checks.link_hash", "link_checks.trouble"),
}
"""Columns of text that need no seal: kinds, states, names out of data/, hashes under a key, and wrapped keys."""


def test_every_column_of_text_is_sealed_or_known_to_tell_nothing_of_a_person() -> None:
    texts = {str(column) for table in metadata.tables.values() for column in table.columns if _holds_text(column)}
    assert texts == OPEN_TEXTS


async def live_through_it(storage: Storage) -> int:
    """A member with something in every field that can hold a word; returns their id."""
    async with storage.unit_of_work() as uow:
        member = await uow.members.welcome(BEN, now=NOW)
        group = await uow.groups.founded(ROOM, now=NOW)
        await uow.members.set_zone(member.id, "Antarctica/Troll")
        await uow.groups.set_zone(group.id, "Antarctica/Troll")
        await uow.consents.give(member.id, AGREED)
        checkin = await uow.checkins.open(member.id, "daily", local_date=TODAY, now=NOW)
        await uow.checkins.record(checkin.id, f"{CANARY} ache", 6, member_id=member.id, now=NOW)
        await uow.checkins.write_note(checkin.id, f"{CANARY} note", member_id=member.id)
        await uow.questions.add(member.id, f"{CANARY} question", now=NOW)
        visit = NewAppointment(member_id=member.id, day=TODAY, zone="Antarctica/Troll", whom=CANARY)
        await uow.appointments.add(visit, now=NOW)
        mine = daily(private_address(BEN), member_id=member.id)
        await uow.schedules.add(_with_words(mine), next_slot=slot(), now=NOW)
        await uow.outbox.put([delivery(CANARY.replace(" ", "-"), address=private_address(BEN))])
        fields = {"title": CANARY, "link": CANARY, "why": CANARY, "content_warning": CANARY, "tags": (CANARY,)}
        await uow.resources.add(NewResource(group_id=group.id, **fields), now=NOW)  # type: ignore[arg-type]
        await uow.forms.open(BEN, action=action("remind.add", CANARY), now=NOW, known={"what": CANARY})
        await uow.inbox.take_in(Platform.TELEGRAM, {"9": f'{{"text": "{CANARY}"}}'}, now=NOW)
        await uow.commit()
    return member.id


async def test_the_files_hold_no_word_no_number_and_no_zone_of_anybody(tmp_path: Path) -> None:
    storage = await Storage.open(f"sqlite:///{tmp_path / 'sealed.db'}", masters())
    await live_through_it(storage)
    words = (CANARY, BEN.user_id, "Antarctica", "telegram/private", "the words of", FIRST_KEY.key.decode())
    assert [name for name, _ in found_in_files(tmp_path, ["ck_data_keys_one_owner"])] != [], "the scan reads the files"
    assert found_in_files(tmp_path, words) == []
    await storage.close()
    assert found_in_files(tmp_path, words) == []


async def test_the_scan_would_find_what_is_open(tmp_path: Path) -> None:
    (tmp_path / "open.txt").write_text(f"a {CANARY} jar")
    assert found_in_files(tmp_path, [CANARY]) == [("open.txt", CANARY)]


async def test_a_missing_master_key_stops_the_start_and_makes_no_new_one(storage: Storage, database_url: str) -> None:
    await storage.close()
    empty = MasterKeysInMemory()
    with pytest.raises(SettingsError, match="master key is missing"):
        await Storage.open(database_url, empty)
    assert empty.made == 0


async def test_a_wrong_master_key_stops_the_start_and_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "sealed.db"
    await (await Storage.open(f"sqlite:///{file}", masters())).close()
    before = file.read_bytes()
    wrong = MasterKeysInMemory(type(FIRST_KEY)(version=1, key=b"some other key that nobody knows"))
    with pytest.raises(SettingsError, match="not the one"):
        await Storage.open(f"sqlite:///{file}", wrong)
    assert file.read_bytes() == before


async def test_a_first_start_makes_the_key_once_and_two_databases_share_it(tmp_path: Path) -> None:
    keys = MasterKeysInMemory()
    for name in ("one", "two"):
        await (await Storage.open(f"sqlite:///{tmp_path / name}.db", keys)).close()
    assert keys.made == 1


async def test_a_delivery_that_has_ended_keeps_neither_words_nor_address(storage: Storage) -> None:
    async with storage.unit_of_work() as uow:
        await uow.outbox.put([delivery("a"), delivery("b"), delivery("c")])
        claims = await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=9)
        ends = (DeliveryState.SENT, DeliveryState.DEAD)
        await uow.outbox.settle(
            [
                *(
                    Settlement(delivery_id=one.id, fence=one.fence, state=end)
                    for one, end in zip(claims, ends, strict=False)
                ),
                Settlement(delivery_id=claims[2].id, fence=claims[2].fence, state=DeliveryState.DUE, retry_at=at(1)),
            ]
        )
        kept = await uow._transaction.rows(  # type: ignore[attr-defined]
            text("SELECT key, chat_hash, place_hash, place, message FROM deliveries ORDER BY id")
        )
        assert [tuple(row) for row in kept[:2]] == [("a", None, None, None, None), ("b", None, None, None, None)]
        assert None not in (kept[2].chat_hash, kept[2].place, kept[2].message)


def _holds_text(column: Column[Any]) -> bool:
    return isinstance(column.type, (String, Text)) and not isinstance(column.type, Sealed)


def _with_words(schedule: Any) -> Any:
    return replace(schedule, payload={"what": CANARY})
