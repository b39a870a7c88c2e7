"""Hands in the database: values swapped, flipped, cut or foreign are refused, and nobody else is harmed."""

import random
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from core.errors import SealBroken
from core.model.identity import Account, Platform
from core.storage import Storage
from core.storage.seal import Seal
from tests.core.storage_values import AGREED, NOW, TODAY

Hand = Callable[[str, str, random.Random], str]
"""(the value that stands there, somebody else's value, chance) -> what a hand puts there."""

FIELDS = (
    ("checkins", "answers"),
    ("checkins", "note"),
    ("accounts", "user_id"),
    ("members", "zone"),
)


async def test_of_1000_values_that_a_hand_was_in_none_opens_and_all_others_do(storage: Storage) -> None:
    """40 members; each hand touches one field of one of them, looks, and puts the value back."""
    ids = await _forty_members(storage)
    chance = random.Random(3)
    opened: list[tuple[str, str]] = []
    async with storage.unit_of_work() as uow:
        for number in range(1000):
            mine, other = chance.sample(ids, 2)
            table, column = FIELDS[number % len(FIELDS)]
            hand = HANDS[number // len(FIELDS) % len(HANDS)]
            before, theirs = await _value(uow, table, column, mine), await _value(uow, table, column, other)
            await _put(uow, table, column, mine, hand(before, theirs, chance))
            if await _said(uow, mine) == WHOLE:
                opened.append((hand.__name__, column))
            assert await _said(uow, other) == WHOLE
            await _put(uow, table, column, mine, before)
    assert opened == []


async def test_a_member_without_a_key_is_refused_and_the_others_are_read(storage: Storage) -> None:
    ids = await _forty_members(storage)
    async with storage.unit_of_work() as uow:
        await uow._transaction.run(  # type: ignore[attr-defined]  # behind the port, as a thief would
            text("DELETE FROM data_keys WHERE member_id = :id"), {"id": ids[0]}
        )
        await uow.commit()
    storage._vault.drop(("member_id", ids[0]))
    async with storage.unit_of_work() as uow:
        (broken,) = await uow.checkins.all_of(ids[0])
        (whole,) = await uow.checkins.all_of(ids[1])
        assert (broken.answers, broken.note) == ((), "")
        assert (len(whole.answers), whole.note) == (1, "a note")
        with pytest.raises(SealBroken):
            await uow.members.set_zone(ids[0], "Europe/Berlin")


def swapped(_: str, theirs: str, __: random.Random) -> str:
    return theirs


def flipped(mine: str, _: str, chance: random.Random) -> str:
    raw = bytearray(b64decode(mine))
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return b64encode(raw).decode()


def cut(mine: str, _: str, chance: random.Random) -> str:
    return mine[: chance.randrange(len(mine))]


def of_an_older_key(_: str, __: str, chance: random.Random) -> str:
    return Seal(chance.randbytes(32), "older").close("checkins.answers", 1, "[]")


HANDS: tuple[Hand, ...] = (swapped, flipped, cut, of_an_older_key)
WHOLE = ((("pain", 7),), "a note", "Europe/Berlin", 1)
"""What the stores say of a member whose values are all as they were."""


async def _said(uow: Any, member_id: int) -> tuple[Any, ...]:
    (checkin,) = await uow.checkins.all_of(member_id)
    member = await uow.members.get(member_id)
    answers = tuple((answer.measure, answer.value) for answer in checkin.answers)
    return (answers, checkin.note, member.zone, len(await uow.members.accounts_of(member_id)))


def _owned(table: str) -> str:
    return "id = :id" if table == "members" else "member_id = :id"


async def _value(uow: Any, table: str, column: str, member_id: int) -> str:
    statement = text(f"SELECT {column} FROM {table} WHERE {_owned(table)}")  # noqa: S608 our own names
    return str(await uow._transaction.value(statement, {"id": member_id}))


async def _put(uow: Any, table: str, column: str, member_id: int, value: str) -> None:
    statement = text(f"UPDATE {table} SET {column} = :value WHERE {_owned(table)}")  # noqa: S608 our own names
    await uow._transaction.run(statement, {"id": member_id, "value": value})


async def _forty_members(storage: Storage) -> list[int]:
    ids: list[int] = []
    async with storage.unit_of_work() as uow:
        for number in range(40):
            member = await uow.members.welcome(Account(platform=Platform.LOCAL, user_id=str(number)), now=NOW)
            await uow.members.set_zone(member.id, "Europe/Berlin")
            await uow.consents.give(member.id, AGREED)
            checkin = await uow.checkins.open(member.id, "daily", local_date=TODAY, now=NOW)
            await uow.checkins.record(checkin.id, "pain", 7, member_id=member.id, now=NOW)
            await uow.checkins.write_note(checkin.id, "a note", member_id=member.id)
            ids.append(member.id)
        await uow.commit()
    return ids
