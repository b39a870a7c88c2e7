"""A database of the first Spoonlight, with people in it, is sealed on the way to the newest step; nothing is lost."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, Table, insert, text
from sqlalchemy.engine import Connection

from core.model.action import action
from core.model.checkin import Answer
from core.model.consent import ConsentPurpose
from core.model.delivery import DeliveryState
from core.model.identity import Platform
from core.model.message import message
from core.model.resource import ResourceState
from core.storage import Storage
from core.storage.engine import open_engine
from core.storage.message_json import message_to_json
from core.storage.migrate import MIGRATIONS
from core.storage.stored_json import action_to_json, recurrence_to_json, texts_to_json
from core.storage.types import utc_text
from tests.bots.byte_scan import found_in_files
from tests.core.storage_values import ANA, LEASE, NOW, ROOM, TELEGRAM, TODAY, TOPIC, at, daily, slot
from tests.fakes import masters

WORDS = "quiet marmalade"
_DAY, _AT = TODAY.isoformat(), utc_text(NOW)

OLD_ROWS: dict[str, list[dict[str, Any]]] = {
    "members": [{"id": 3, "zone": "Europe/Berlin", "welcomed_at": _AT}],
    "accounts": [{"id": 5, "member_id": 3, "platform": "telegram", "user_id": "42", "reachable": False}],
    "groups": [{"id": 2, "zone": "America/New_York", "founded_at": _AT}],
    "chats": [{"id": 4, "group_id": 2, "chat": "telegram/group/-100", "present": True}],
    "rotations": [{"id": 1, "group_id": 2, "kind": "snippet", "item": "pacing", "chosen_at": _AT}],
    "checkins": [{"id": 7, "member_id": 3, "questionnaire": "daily", "local_date": _DAY, "opened_at": _AT}],
    "answers": [
        {"id": 1, "checkin_id": 7, "measure": "pain", "value": 6, "answered_at": _AT},
        {"id": 2, "checkin_id": 7, "measure": "mood", "value": None, "answered_at": _AT},
    ],
    "resources": [
        {
            **{"id": 9, "group_id": 2, "title": WORDS, "link": "", "why": WORDS, "tags": '["sleep"]'},
            **{"content_warning": "", "state": "kept", "added_at": _AT},
        }
    ],
    "forms": [
        {
            **{"id": 6, "platform": "telegram", "user_id": "42", "step": 1, "opened_at": _AT},
            **{"action": action_to_json(action("remind.add"))},
        },
        {
            **{"id": 8, "platform": "telegram", "user_id": "a stranger", "step": 0, "opened_at": _AT},
            **{"action": action_to_json(action("remind.add"))},
        },
    ],
    "form_values": [{"id": 1, "form_id": 6, "name": "what", "value": WORDS}],
    "inbox": [{"id": 1, "platform": "telegram", "event_id": "11", "native": WORDS, "tries": 1, "taken_at": _AT}],
    "schedules": [
        {
            **{"id": 12, "member_id": 3, "purpose": "reminder", "chat": "telegram/private/42", "added_at": _AT},
            **{"recurrence": recurrence_to_json(daily().recurrence), "payload": texts_to_json({"what": WORDS})},
            **{"next_due_at": utc_text(slot().at), "next_local_date": _DAY, "next_slot": "09:00"},
        }
    ],
    "deliveries": [
        {
            **{"id": 20 + number, "key": f"k{number}", "platform": "telegram", "chat": "telegram/group/-100"},
            **{"thread": "7", "message": message_to_json(message(WORDS)), "purpose": "p", "lane": 1},
            **{"promise": "at_least_once", "due_at": _AT, "expires_at": utc_text(at(60)), "group_id": 2},
            **{"state": state, "ready_at": ready, "fence": 0, "attempts": 0, "maybe_sent": False, "cause": ""},
        }
        for number, (state, ready) in enumerate((("due", _AT), ("sent", None)))
    ],
}
"""One of everything, as step 0001 kept it: open."""


@pytest.fixture
async def old_database(database_url: str) -> str:
    """A database at step 0001 with people in it."""
    engine = open_engine(database_url)
    async with engine.begin() as connection:
        await connection.run_sync(_fill)
    await engine.dispose()
    return database_url


async def test_people_and_groups_keep_all_of_theirs(old_database: str) -> None:
    storage = await Storage.open(old_database, masters())
    async with storage.unit_of_work() as uow:
        ana = await uow.members.of(ANA)
        assert ana is not None
        assert (ana.id, ana.zone, ana.answers_kept_days) == (3, "Europe/Berlin", 365)
        assert not await uow.members.is_reachable(ANA)
        (checkin,) = await uow.checkins.all_of(3)
        assert checkin.answers == (Answer(measure="pain", value=6), Answer(measure="mood", value=None))
        (mine,) = await uow.schedules.of_member(3)
        assert (mine.id, mine.payload, mine.recurrence) == (12, {"what": WORDS}, daily().recurrence)
        form = await uow.forms.current(ANA)
        assert form is not None
        assert (form.form_id, form.step, form.values) == (6, 1, {"what": WORDS})
        group = await uow.groups.of_chat(ROOM)
        assert group is not None
        assert (group.id, group.zone) == (2, "America/New_York")
        assert await uow.groups.chosen_lately(2, "snippet", limit=1) == ["pacing"]
        (kept,) = await uow.resources.kept(2, limit=9)
        assert (kept.id, kept.title, kept.tags, kept.state) == (9, WORDS, ("sleep",), ResourceState.KEPT)
    await storage.close()


async def test_what_waited_still_waits(old_database: str) -> None:
    storage = await Storage.open(old_database, masters())
    async with storage.unit_of_work() as uow:
        (event,) = await uow.inbox.waiting(Platform.TELEGRAM, limit=9)
        assert (event.event_id, event.native, event.tries) == ("11", WORDS, 1)
        (claim,) = await uow.outbox.claim(TELEGRAM, now=NOW, lease=LEASE, limit=9)
        assert (claim.key, claim.address, claim.message) == ("k0", TOPIC, message(WORDS))
        assert (await uow.outbox.counts())[DeliveryState.SENT] == 1
    await storage.close()


async def test_no_id_is_given_out_twice(old_database: str) -> None:
    storage = await Storage.open(old_database, masters())
    async with storage.unit_of_work() as uow:
        added = await uow.schedules.add(daily(member_id=3), next_slot=slot(), now=NOW)
        assert added.id == 13
        form = await uow.forms.open(ANA, action=action("x"), now=NOW)
        assert form.form_id == 9, "the stranger's form was dropped, its number is not used again"
    await storage.close()


async def test_who_checked_in_before_consent_was_asked_is_asked_and_loses_nothing_today(old_database: str) -> None:
    storage = await Storage.open(old_database, masters())
    async with storage.unit_of_work() as uow:
        assert await uow.consents.live(3, ConsentPurpose.CHECKINS) is None
        (ended,) = await uow.consents.of(3)
        assert (ended.version, ended.given_at) == (0, NOW)
        assert ended.withdrawn_at is not None
        assert await uow.consents.withdrawn_before(ended.withdrawn_at, ConsentPurpose.CHECKINS, limit=9) == []
    await storage.close()


async def test_nothing_open_stays_in_the_files(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    engine = open_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(_fill)
    assert found_in_files(tmp_path, [WORDS]) != []
    await engine.dispose()
    storage = await Storage.open(url, masters())
    await storage.scrub()
    assert found_in_files(tmp_path, [WORDS, "Europe/Berlin", "telegram/private/42"]) == []
    await storage.close()


def _fill(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")
    for name, rows in OLD_ROWS.items():
        table = Table(name, MetaData(), autoload_with=connection)
        for row in rows:
            connection.execute(insert(table), {key: _native(connection, value) for key, value in row.items()})
        last = max(row["id"] for row in rows)
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT setval('{name}_id_seq', {last})"))


def _native(connection: Connection, value: Any) -> Any:
    """PostgreSQL wants moments and dates as such."""
    if connection.dialect.name == "sqlite" or not isinstance(value, str):
        return _date(value) if value == _DAY else value
    if value == _DAY:
        return _date(value)
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except ValueError:
        return value


def _date(value: str) -> Any:
    return datetime.fromisoformat(value).date()
