"""What reached us, sealed with the house's key. A handled event keeps its id, so that it is never handled twice, and
loses its words."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Executable, Row, bindparam, delete, select, update

from core.errors import SealBroken
from core.model.identity import Platform
from core.ports.stores import WaitingEvent
from core.storage.keyring import Keyring
from core.storage.tables import inbox
from core.storage.transaction import Transaction, insert_into

_log = logging.getLogger(__name__)
_NATIVE: Final = "inbox.native"


class SqlInbox:
    """core.ports.InboxStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys

    async def take_in(self, platform: Platform, events: Mapping[str, str], *, now: datetime) -> None:
        if not events:
            return
        rows = [
            {
                "platform": platform.value,
                "event_id": event_id,
                "native": self._keys.house.close(_NATIVE, f"{platform}/{event_id}", native),
                "taken_at": now,
            }
            for event_id, native in events.items()
        ]
        await self._transaction.run(insert_into(inbox, self._transaction.dialect).on_conflict_do_nothing(), rows)

    async def waiting(self, platform: Platform, *, limit: int) -> Sequence[WaitingEvent]:
        waits = (inbox.c.platform == platform.value) & inbox.c.handled_at.is_(None) & inbox.c.native.is_not(None)
        chosen = select(inbox.c.event_id, inbox.c.native, inbox.c.tries).where(waits)
        rows = await self._transaction.rows(chosen.order_by(inbox.c.id).limit(limit))
        opened = [(row, self._opened(platform, row)) for row in rows]
        broken = [row.event_id for row, native in opened if native is None]
        if broken:
            _log.error("events %s do not open", broken, extra={"action": "seal_broken"})
            here = (inbox.c.platform == platform.value) & inbox.c.event_id.in_(broken)
            await self._transaction.run(update(inbox).where(here).values(native=None))
        return [WaitingEvent(event_id=row.event_id, native=native, tries=row.tries) for row, native in opened if native]

    async def first_time(self, platform: Platform, event_id: str, *, now: datetime) -> bool:
        told = {"platform": platform.value, "event_id": event_id, "taken_at": now, "handled_at": now}
        return await self._transaction.lean_first(_marking(self._transaction.dialect), told) is not None

    async def count_try(self, platform: Platform, event_id: str) -> int:
        """1 for an event that was never taken in: this was its only try."""
        counted = update(inbox).where(_is(platform, event_id)).values(tries=inbox.c.tries + 1)
        tries = await self._transaction.value(counted.returning(inbox.c.tries))
        return 1 if tries is None else int(tries)

    async def forget_before(self, at: datetime) -> int:
        return (await self._transaction.run(delete(inbox).where(inbox.c.handled_at < at))).rowcount

    def _opened(self, platform: Platform, row: Row[Any]) -> str | None:
        try:
            return self._keys.house.open(_NATIVE, f"{platform}/{row.event_id}", row.native)
        except SealBroken:
            return None


def _is(platform: Platform, event_id: str) -> ColumnElement[bool]:
    return (inbox.c.platform == platform.value) & (inbox.c.event_id == event_id)


@cache
def _marking(dialect: str) -> Executable:
    """A row for what was handled that is not there yet, or is there and waits."""
    named: dict[str, Any] = {name: bindparam(name) for name in ("platform", "event_id", "taken_at", "handled_at")}
    new = insert_into(inbox, dialect).values(named)
    marked = new.on_conflict_do_update(
        index_elements=[inbox.c.platform, inbox.c.event_id],
        set_={"handled_at": new.excluded.handled_at, "native": None},
        where=inbox.c.handled_at.is_(None),
    )
    return marked.returning(inbox.c.id)
