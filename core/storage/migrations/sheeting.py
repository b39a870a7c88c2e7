"""How step 0004 moves the answers of step 0002, a row each, onto one sealed sheet for each check-in, in portions.

What does not open was left out by every reading before, and is left out here; it is logged by its row.
"""

import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from core.errors import SealBroken, SettingsError
from core.model.checkin import Answer
from core.ports import MasterKeys
from core.storage.seal import Seal
from core.storage.sheets import close_sheet
from core.storage.trust_tables import data_keys
from core.storage.types import UtcDateTime
from core.storage.vault import Vault, open_vault

_log = logging.getLogger(__name__)

_PORTION: Final = 500
"""Check-ins at one go."""

_CHECKINS: Final = sa.table(
    "checkins",
    *(sa.column(name, sa.BigInteger()) for name in ("id", "member_id")),
    sa.column("opened_at", UtcDateTime()),
    sa.column("answers", sa.Text()),
)
_ANSWERS: Final = sa.table(
    "answers",
    *(sa.column(name, sa.BigInteger()) for name in ("id", "checkin_id")),
    *(sa.column(name, sa.Text()) for name in ("measure_hash", "measure", "value")),
    sa.column("answered_at", UtcDateTime()),
)


def fill_sheets(connection: Connection, masters: MasterKeys) -> None:
    """Raises SettingsError when a master key is missing that answers are sealed with: nothing is changed then."""
    vault = open_vault(connection, masters)
    last = 0
    answered = sa.exists().where(_ANSWERS.c.checkin_id == _CHECKINS.c.id)
    wanted = (_CHECKINS.c.id, _CHECKINS.c.member_id, _CHECKINS.c.opened_at)
    some = sa.select(*wanted).where(answered).order_by(_CHECKINS.c.id).limit(_PORTION)
    while rows := connection.execute(some.where(_CHECKINS.c.id > last)).all():
        _fill(connection, vault, {row.id: row for row in rows})
        last = rows[-1].id


def _fill(connection: Connection, vault: Vault, portion: Mapping[int, Any]) -> None:
    seals = _seals(connection, vault, {row.member_id for row in portion.values()})
    told: dict[int, list[Answer]] = {}
    given = sa.select(_ANSWERS).where(_ANSWERS.c.checkin_id.between(min(portion), max(portion)))
    for row in connection.execute(given.order_by(_ANSWERS.c.id)):
        if (answer := _opened(row, seals, portion[row.checkin_id].member_id)) is not None:
            told.setdefault(row.checkin_id, []).append(answer)
    sheets = [
        {"number": number, "sheet": close_sheet(seals[one.member_id], number, told[number], at=one.opened_at)}
        for number, one in portion.items()
        if number in told
    ]
    if sheets:
        written = sa.update(_CHECKINS).where(_CHECKINS.c.id == sa.bindparam("number"))
        connection.execute(written.values(answers=sa.bindparam("sheet")), sheets)


def _seals(connection: Connection, vault: Vault, members: Iterable[int]) -> dict[int, Seal]:
    """Their keys, as far as they have one that opens."""
    found = {one: seal for one in members if (seal := vault.known(("member_id", one))) is not None}
    missing = [one for one in members if one not in found]
    for row in connection.execute(sa.select(data_keys).where(data_keys.c.member_id.in_(missing))):
        if vault.masters.get(row.master_version) is None:
            raise SettingsError(
                f"SPOONLIGHT_KEYS_DIR: the master key of version {row.master_version} is missing, and answers are "
                "sealed with it. Put it back from where you keep its copy. Nothing was changed."
            )
        try:
            found[row.member_id] = seal = vault.unwrap(row)
        except SealBroken:
            continue  # each of their answers is logged
        vault.remember(("member_id", row.member_id), seal)
    return found


def _opened(row: sa.Row[Any], seals: Mapping[int, Seal], member_id: int) -> Answer | None:
    place = f"{row.checkin_id}/{row.measure_hash}"
    try:
        seal = seals[member_id]
        measure = seal.open("answers.measure", place, row.measure)
        said = seal.open("answers.value", place, row.value)
    except (KeyError, SealBroken):
        _log.error("answer %s does not open", row.id, extra={"action": "seal_broken"})
        return None
    return Answer(measure=measure, value=int(said) if said else None, answered_at=row.answered_at)
