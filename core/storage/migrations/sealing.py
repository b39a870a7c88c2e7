"""How step 0002 takes the open rows of step 0001 out of their tables, and puts them back sealed. Nothing is lost.

Whoever checked in before consent was asked gets a consent of version 0 that ended with this step: they are asked at
their next check-in, and what they do not agree to goes a week later, like after any withdrawal.
"""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from core.errors import SettingsError
from core.model.identity import Account, Address, Platform
from core.ports import MasterKeys
from core.storage.members import hash_of_account
from core.storage.places import hash_of_chat, hash_of_place
from core.storage.schema import metadata
from core.storage.seal import Seal
from core.storage.table_kit import Id
from core.storage.trust_tables import ALIVE, data_keys, wall
from core.storage.types import UtcDateTime
from core.storage.vault import Vault, new_key, open_vault

_OLD: Final = (
    *("form_values", "forms", "answers", "checkins", "rotations", "resources", "deliveries", "schedules", "inbox"),
    *("chats", "accounts", "groups", "members"),
)
"""In an order in which they can be dropped."""

_ANSWERS: Final = sa.Table(
    "answers",
    sa.MetaData(),
    sa.Column("id", Id, primary_key=True),
    sa.Column("checkin_id", Id),
    *(sa.Column(name, sa.Text()) for name in ("measure_hash", "measure", "value")),
    sa.Column("answered_at", UtcDateTime),
)
"""As this step made it. (Step 0004 takes it away.)"""

_OF_ITS_CHECKIN: Final = ALIVE.replace("NEW.member_id", "(SELECT member_id FROM checkins WHERE id = NEW.checkin_id)")

Taken = dict[str, list[dict[str, Any]]]


def take_out(connection: Connection) -> Taken:
    """Every row of the old tables, which are dropped; and the last ids that they gave out, under "last_ids"."""
    taken: Taken = {"last_ids": []}
    for name in _OLD:
        old = sa.Table(name, sa.MetaData(), autoload_with=connection)
        taken[name] = [dict(row._mapping) for row in connection.execute(sa.select(old).order_by(old.c.id))]
        taken["last_ids"].append({"name": name, "last": _last_id(connection, name)})
    for name in _OLD:
        connection.execute(sa.text(f"DROP TABLE {name}"))
    return taken


def put_back(connection: Connection, taken: Taken, masters: MasterKeys) -> None:
    """Into the new tables, sealed; and no id is given out twice."""
    vault = open_vault(connection, masters)
    sealing = _Sealing(connection, vault)
    for name in reversed(_OLD):
        rows = [row for old in taken[name] if (row := getattr(sealing, name)(old)) is not None]
        if rows:
            connection.execute(sa.insert(_ANSWERS if name == "answers" else metadata.tables[name]), rows)
        for row in rows if name in ("members", "groups") else ():
            sealing.give_key(f"{name[:-1]}_id", row["id"])
        if name in ("members", "groups"):
            sealing.seal_zones(name, taken[name])
    sealing.give_ended_consents(taken["checkins"])
    for last in taken["last_ids"]:
        _go_on_from(connection, last["name"], last["last"])


def first_wall(dialect: str) -> list[str]:
    """The wall of consent as this step built it."""
    return [
        *wall("checkins_insert", "checkins", "INSERT", ALIVE, dialect),
        *wall("checkins_update", "checkins", "UPDATE OF note", f"NEW.note IS NULL OR {ALIVE}", dialect),
        *wall("answers_insert", "answers", "INSERT", _OF_ITS_CHECKIN, dialect),
        *wall("answers_update", "answers", "UPDATE", _OF_ITS_CHECKIN, dialect),
    ]


class _Sealing:
    """One method for each table of step 0001: an old row in, a new one out, None for what has gone."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self._seals: dict[tuple[str, int], Seal] = {}
        self._owner_of_checkin: dict[int, int] = {}
        self._owner_of_form: dict[int, int] = {}
        self._owner_of_account: dict[str, int] = {}

    def give_key(self, kind: str, owner_id: int) -> None:
        master = self._vault.masters.newest()
        if master is None:
            raise SettingsError("SPOONLIGHT_KEYS_DIR: the master key has gone while the database was being sealed.")
        key, row = new_key(master)
        self._connection.execute(sa.insert(data_keys).values(**row, **{kind: owner_id}))
        self._seals[kind, owner_id] = Seal(key, row["ref"])

    def seal_zones(self, name: str, rows: list[dict[str, Any]]) -> None:
        table = metadata.tables[name]
        for row in rows:
            if row["zone"] is not None:
                sealed = self._seals[f"{name[:-1]}_id", row["id"]].close(f"{name}.zone", row["id"], row["zone"])
                self._connection.execute(sa.update(table).where(table.c.id == row["id"]).values(zone=sealed))

    def give_ended_consents(self, checkins: list[dict[str, Any]]) -> None:
        first: dict[int, datetime] = {}
        for row in checkins:
            first.setdefault(row["member_id"], _moment(row["opened_at"]))
        now = _moment(self._connection.execute(sa.select(sa.func.current_timestamp())).scalar())
        ended = {"purpose": "checkins", "version": 0, "text_hash": sha256(b"").hexdigest(), "withdrawn_at": now}
        rows = [{"member_id": member_id, "given_at": at, **ended} for member_id, at in first.items()]
        if rows:
            self._connection.execute(sa.insert(metadata.tables["consents"]), rows)

    def members(self, old: dict[str, Any]) -> dict[str, Any]:
        return {"id": old["id"], "welcomed_at": _moment(old["welcomed_at"])}

    def groups(self, old: dict[str, Any]) -> dict[str, Any]:
        return {"id": old["id"], "founded_at": _moment(old["founded_at"])}

    def accounts(self, old: dict[str, Any]) -> dict[str, Any]:
        account = Account(platform=Platform(old["platform"]), user_id=old.pop("user_id"))
        found_by = hash_of_account(self._vault.lookup, account)
        seal = self._seals["member_id", old["member_id"]]
        self._owner_of_account[found_by] = old["member_id"]
        return {**old, "user_hash": found_by, "user_id": seal.close("accounts.user_id", found_by, account.user_id)}

    def chats(self, old: dict[str, Any]) -> dict[str, Any]:
        chat = old.pop("chat")
        found_by = hash_of_chat(self._vault.lookup, Address.from_text(chat))
        seal = self._seals["group_id", old["group_id"]]
        return {**old, "chat_hash": found_by, "chat": seal.close("chats.chat", found_by, chat)}

    def rotations(self, old: dict[str, Any]) -> dict[str, Any]:
        return {**old, "chosen_at": _moment(old["chosen_at"])}

    def inbox(self, old: dict[str, Any]) -> dict[str, Any]:
        if old["native"] is not None:
            place = f"{old['platform']}/{old['event_id']}"
            old["native"] = self._vault.house.close("inbox.native", place, old["native"])
        return _with_moments(old, "taken_at", "handled_at")

    def checkins(self, old: dict[str, Any]) -> dict[str, Any]:
        self._owner_of_checkin[old["id"]] = old["member_id"]
        return _with_moments(old, "opened_at", "closed_at")

    def answers(self, old: dict[str, Any]) -> dict[str, Any]:
        seal = self._seals["member_id", self._owner_of_checkin[old["checkin_id"]]]
        found_by = self._vault.lookup.of("measure", str(old["checkin_id"]), old["measure"])
        row = f"{old['checkin_id']}/{found_by}"
        said = "" if old["value"] is None else str(old["value"])
        sealed = {"measure": seal.close("answers.measure", row, old["measure"])}
        sealed |= {"value": seal.close("answers.value", row, said), "measure_hash": found_by}
        return _with_moments({**old, **sealed}, "answered_at")

    def resources(self, old: dict[str, Any]) -> dict[str, Any]:
        seal = self._seals["group_id", old["group_id"]]
        names = ("title", "link", "why", "tags", "content_warning")
        sealed = {name: seal.close(f"resources.{name}", old["id"], old[name]) for name in names}
        return _with_moments({**old, **sealed}, "added_at")

    def forms(self, old: dict[str, Any]) -> dict[str, Any] | None:
        """A stranger's half-filled form has nobody to keep it for."""
        account = Account(platform=Platform(old["platform"]), user_id=old.pop("user_id"))
        found_by = hash_of_account(self._vault.lookup, account)
        member_id = self._owner_of_account.get(found_by)
        if member_id is None:
            return None
        self._owner_of_form[old["id"]] = member_id
        action = self._seals["member_id", member_id].close("forms.action", found_by, old["action"])
        return _with_moments({**old, "member_id": member_id, "user_hash": found_by, "action": action}, "opened_at")

    def form_values(self, old: dict[str, Any]) -> dict[str, Any] | None:
        member_id = self._owner_of_form.get(old["form_id"])
        if member_id is None:
            return None
        place = f"{old['form_id']}/{old['name']}"
        return {**old, "value": self._seals["member_id", member_id].close("form_values.value", place, old["value"])}

    def schedules(self, old: dict[str, Any]) -> dict[str, Any]:
        seal, address = self._owner(old), _address(old)
        sealed = {name: seal.close(f"schedules.{name}", old["id"], old[name]) for name in ("recurrence", "payload")}
        sealed["place"] = seal.close("schedules.place", old["id"], address.to_text())
        sealed["chat_hash"] = hash_of_chat(self._vault.lookup, address)
        return _with_moments({**old, **sealed}, "next_due_at", "added_at")

    def deliveries(self, old: dict[str, Any]) -> dict[str, Any]:
        """Receipts of what was sent are not carried over; nothing reads them yet."""
        address = _address(old)
        message = old.pop("message")
        for name in ("sent_chat", "sent_thread", "message_ids"):
            old.pop(name)
        sealed: dict[str, str | None] = dict.fromkeys(("chat_hash", "place_hash", "place", "message"))
        if old["ready_at"] is not None:
            seal, lookup = self._owner(old), self._vault.lookup
            sealed["chat_hash"], sealed["place_hash"] = hash_of_chat(lookup, address), hash_of_place(lookup, address)
            sealed["place"] = seal.close("deliveries.place", old["key"], address.to_text())
            sealed["message"] = seal.close("deliveries.message", old["key"], message)
        return _with_moments({**old, **sealed}, "due_at", "expires_at", "ready_at")

    def _owner(self, old: dict[str, Any]) -> Seal:
        for kind in ("member_id", "group_id"):
            if old[kind] is not None:
                return self._seals[kind, old[kind]]
        return self._vault.house


def _address(old: dict[str, Any]) -> Address:
    chat, thread = old.pop("chat"), old.pop("thread")
    return Address.from_text(f"{chat}/{thread}" if thread else chat)


def _with_moments(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {**row, **{name: _moment(row[name]) for name in names if row[name] is not None}}


def _moment(stored: Any) -> datetime:
    at = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _last_id(connection: Connection, name: str) -> int:
    if connection.dialect.name == "sqlite":
        asked = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        used = connection.execute(asked, {"name": name}).scalar()
    else:
        sequence = sa.table(f"{name}_id_seq", sa.column("last_value"), sa.column("is_called"))
        used = connection.execute(sa.select(sequence.c.last_value).where(sequence.c.is_called)).scalar()
    return int(used or 0)


def _go_on_from(connection: Connection, name: str, last: int) -> None:
    if last == 0:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
        given = {"name": name, "last": last}
        connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), given)
    else:
        connection.execute(sa.select(sa.func.setval(f"{name}_id_seq", last)))
