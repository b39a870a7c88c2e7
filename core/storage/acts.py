"""The record of what moderators did."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, delete, insert, select

from core.model.group_act import ActKind, GroupAct
from core.storage.keyring import Keyring
from core.storage.moderating_tables import act_hands, acts
from core.storage.transaction import Transaction

_ABOUT: Final = "acts.about"


class SqlActs:
    """core.ports.ActStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def add(self, group_id: int, kind: ActKind, *, by: int | None, about: str = "", now: datetime) -> None:
        new_id = await self._transaction.next_id(acts)
        sealed = (await self._keys.of_group(group_id)).close(_ABOUT, new_id, about)
        new = insert(acts).values(id=new_id, group_id=group_id, kind=kind.value, at=now, about=sealed)
        await self._transaction.run(new)
        if by is not None:
            await self._transaction.run(insert(act_hands).values(act_id=new_id, member_id=by))

    async def latest(self, group_id: int, *, limit: int, offset: int = 0) -> Sequence[GroupAct]:
        chosen = _with_hands().where(acts.c.group_id == group_id).order_by(acts.c.id.desc())
        return await self._read(await self._transaction.rows(chosen.limit(limit).offset(offset)))

    async def of_member(self, member_id: int) -> Sequence[GroupAct]:
        chosen = _with_hands().where(act_hands.c.member_id == member_id).order_by(acts.c.id)
        return await self._read(await self._transaction.rows(chosen))

    async def forget_before(self, at: datetime) -> int:
        return (await self._transaction.run(delete(acts).where(acts.c.at < at))).rowcount

    async def _read(self, rows: Sequence[Row[Any]]) -> list[GroupAct]:
        await self._keys.fetch(groups={row.group_id for row in rows})
        return [
            GroupAct(
                id=row.id,
                kind=ActKind(row.kind),
                at=row.at,
                by=row.member_id,
                about=self._keys.group(row.group_id).open(_ABOUT, row.id, row.about),
            )
            for row in rows
        ]


def _with_hands() -> Select[Any]:
    return select(acts, act_hands.c.member_id).outerjoin(act_hands, act_hands.c.act_id == acts.c.id)
