"""Answers that stood in rows of their own are moved onto sheets: none is lost, whatever became of its member."""

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, Table, insert, text
from sqlalchemy.engine import Connection

from core.errors import SettingsError
from core.model.checkin import Answer
from core.ports import MasterKeys
from core.storage import Storage
from core.storage.engine import open_engine
from core.storage.migrate import MIGRATIONS, current_step
from core.storage.seal import Seal
from core.storage.types import utc_text
from core.storage.vault import new_key, open_vault
from tests.core.storage_values import NOW, TODAY
from tests.fakes import FIRST_KEY, MasterKeysInMemory, masters

ANA, BEN, CLEO = 1, 2, 3  # these numbers stand in the statements below, too
DAYS = 1100
"""Check-ins of Ana: more than twice what one portion holds."""


@dataclass(kw_only=True)
class _Old:
    """A database at step 0003."""

    connection: Connection
    keys: MasterKeys
    seals: dict[int, Seal] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)

    def comes(self, member_id: int) -> None:
        """Somebody with a key and a consent."""
        self.put("members", id=member_id, welcomed_at=NOW)
        master = self.keys.newest()
        assert master is not None
        key, row = new_key(master)
        self.seals[member_id] = Seal(key, row["ref"])
        self.put("data_keys", member_id=member_id, **row)
        yes = {"purpose": "checkins", "version": 1, "text_hash": "0" * 64, "given_at": NOW}
        self.put("consents", member_id=member_id, **yes)

    def answers(self, number: int, member_id: int, *told: tuple[str, str], days: int = 0) -> None:
        """A check-in with these answers, each a row sealed as it was then."""
        opened = NOW - timedelta(days=days)
        self.put(
            "checkins",
            id=number,
            member_id=member_id,
            questionnaire="daily",
            local_date=opened.date(),
            opened_at=opened,
        )
        for place, (measure, value) in enumerate(told):
            row, seal = f"{number}/hash{place}", self.seals[member_id]
            sealed = {"measure": seal.close("answers.measure", row, measure)}
            sealed |= {"value": seal.close("answers.value", row, value), "measure_hash": f"hash{place}"}
            self.put("answers", checkin_id=number, answered_at=opened + timedelta(minutes=place), **sealed)

    def put(self, name: str, **values: Any) -> None:
        """A row as the driver wants it."""
        if name not in self.tables:
            self.tables[name] = Table(name, MetaData(), autoload_with=self.connection)
        if self.connection.dialect.name == "sqlite":
            values = {key: utc_text(value) if hasattr(value, "hour") else value for key, value in values.items()}
        self.connection.execute(insert(self.tables[name]), values)


@pytest.fixture
async def old_database(database_url: str) -> str:
    """Ana has years; Ben withdrew his consent this week; Cleo's key is lost; one answer of Ana's is broken."""
    engine = open_engine(database_url)
    async with engine.begin() as connection:
        await connection.run_sync(_fill)
    await engine.dispose()
    return database_url


async def test_all_answers_come_along_with_their_moments_and_in_their_order(old_database: str) -> None:
    storage = await Storage.open(old_database, masters())
    async with storage.unit_of_work() as uow:
        theirs = await uow.checkins.between(ANA, TODAY - timedelta(days=DAYS), TODAY - timedelta(days=1))
        assert len(theirs) == DAYS
        for days, one in enumerate(reversed(theirs), start=1):
            assert one.answers == (Answer(measure="pain", value=days % 11), Answer(measure="mood", value=None))
            assert [answer.answered_at for answer in one.answers] == [
                one.opened_at,
                one.opened_at + timedelta(minutes=1),
            ]
        assert await uow.checkins.count_of(ANA) == DAYS + 1, "a check-in without an answer has no sheet"
        (kept,) = await uow.checkins.all_of(BEN)
        assert kept.answers == (Answer(measure="pain", value=5),), "it goes a week after the withdrawal, not before"
    await storage.close()


async def test_what_did_not_open_before_is_named_by_its_row_and_harms_nothing(
    old_database: str, caplog: pytest.LogCaptureFixture
) -> None:
    storage = await Storage.open(old_database, masters())
    told = [one.getMessage() for one in caplog.records if one.levelno == logging.ERROR]
    assert sum("does not open" in one for one in told) == 2, "one of Ana's, one of Cleo's"
    async with storage.unit_of_work() as uow:
        today = await uow.checkins.on(ANA, TODAY)
        assert [one.answers for one in today] == [(Answer(measure="fog", value=2),), ()]
        (nothing,) = await uow.checkins.all_of(CLEO)
        assert nothing.answers == ()
    await storage.close()


async def test_the_wall_stands_around_the_sheets(old_database: str) -> None:
    storage = await Storage.open(old_database, masters())
    await storage.close()
    engine = open_engine(old_database)
    for statement, refused in (
        ("UPDATE checkins SET answers = 'new' WHERE member_id = 2", True),
        ("UPDATE checkins SET note = 'new' WHERE member_id = 2", True),
        ("UPDATE checkins SET answers = 'new' WHERE member_id = 1", False),
        ("UPDATE checkins SET answers = NULL WHERE member_id = 2", False),
    ):
        async with engine.connect() as connection:
            if refused:
                with pytest.raises(Exception, match="no live consent"):
                    await connection.execute(text(statement))
            else:
                await connection.execute(text(statement))
            await connection.rollback()
    await engine.dispose()


async def test_a_missing_master_key_stops_the_move_and_changes_nothing(old_database: str) -> None:
    """After half a rotation: the house has the new key, a member still the old one, and its file was left behind."""
    engine = open_engine(old_database)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE data_keys SET master_version = 7 WHERE member_id = 2"))
    with pytest.raises(SettingsError, match="the master key of version 7 is missing"):
        await Storage.open(old_database, MasterKeysInMemory(FIRST_KEY))
    async with engine.connect() as connection:
        assert await connection.run_sync(current_step) == "0003"
        kept = (await connection.execute(text("SELECT count(*) FROM answers"))).scalar()
        assert kept == 2 * DAYS + 4
    await engine.dispose()


def _fill(connection: Connection) -> None:
    keys = masters()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    config.attributes["masters"] = keys
    command.upgrade(config, "0003")
    open_vault(connection, keys)
    old = _Old(connection=connection, keys=keys)
    for member_id in (ANA, BEN, CLEO):
        old.comes(member_id)
    for days in range(1, DAYS + 1):
        old.answers(days, ANA, ("pain", str(days % 11)), ("mood", ""), days=days)
    old.answers(5000, ANA, ("pain", "1"), ("fog", "2"))
    old.answers(5001, ANA)
    old.answers(5002, BEN, ("pain", "5"))
    old.answers(5003, CLEO, ("pain", "5"))
    _run(
        connection,
        "UPDATE answers SET value = measure WHERE checkin_id = 5000 AND measure_hash = 'hash0'",
        "DELETE FROM data_keys WHERE member_id = 3",
        "UPDATE consents SET withdrawn_at = given_at WHERE member_id = 2",
    )


def _run(connection: Connection, *statements: str) -> None:
    for statement in statements:
        connection.execute(text(statement))
