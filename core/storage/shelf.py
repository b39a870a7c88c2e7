"""How the links of resources are, and which resources somebody should look at. It asks no network."""

import logging
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, or_, select, update

from core.errors import SealBroken
from core.model.link_check import SEEN_TWICE, LinkToCheck, LinkTrouble, ShelfItem
from core.model.resource import Resource, ResourceState
from core.storage.keyring import Keyring
from core.storage.resources import SqlResources
from core.storage.shelf_tables import link_checks
from core.storage.tables import resources
from core.storage.transaction import Transaction, insert_into

_log = logging.getLogger(__name__)
_KEPT: Final = resources.c.state == ResourceState.KEPT.value
_CHECKED: Final = link_checks.c.resource_id == resources.c.id


class SqlShelf:
    """core.ports.ShelfStore on SQL."""

    def __init__(self, transaction: Transaction, keys: Keyring, kept: SqlResources) -> None:
        self._transaction = transaction
        self._keys = keys
        self._resources = kept

    async def to_check(self, *, well_before: datetime, ill_before: datetime, limit: int) -> Sequence[LinkToCheck]:
        once = link_checks.c.trouble.is_not(None) & (link_checks.c.times < SEEN_TWICE)
        at = link_checks.c.checked_at
        due = or_(at.is_(None), at <= well_before, and_(once, at <= ill_before))
        chosen = select(resources.c.id).outerjoin(link_checks, _CHECKED).where(_KEPT, due)
        rows = await self._transaction.rows(chosen.order_by(at.nulls_first(), resources.c.id).limit(limit))
        found = [await self._resource(row.id) for row in rows]
        return [LinkToCheck(resource_id=one.id, link=one.link) for one in found if one is not None]

    async def note(self, resource_id: int, link: str, trouble: LinkTrouble | None, *, now: datetime) -> None:
        """A resource that has gone meanwhile is left alone."""
        group_id = await self._transaction.value(select(resources.c.group_id).where(resources.c.id == resource_id))
        if group_id is None:
            return
        link_hash, is_ill = self._hash(resource_id, link), trouble is not None
        same = select(link_checks.c.times).where(link_checks.c.resource_id == resource_id)
        before = await self._transaction.value(same.where(link_checks.c.link_hash == link_hash))
        values = {
            "link_hash": link_hash,
            "checked_at": now,
            "trouble": trouble.value if trouble is not None else None,
            "times": min((before or 0) + 1, SEEN_TWICE) if is_ill else 0,
        }
        new = insert_into(link_checks, self._transaction.dialect)
        new = new.values(group_id=group_id, resource_id=resource_id, **values)
        await self._transaction.run(new.on_conflict_do_update(index_elements=[link_checks.c.resource_id], set_=values))

    async def groups_with_items(self, today: date) -> Sequence[int]:
        chosen = select(resources.c.group_id).outerjoin(link_checks, _CHECKED).where(_KEPT, _needs_a_look(today))
        rows = await self._transaction.rows(chosen.distinct().order_by(resources.c.group_id))
        return [row.group_id for row in rows]

    async def items(self, group_id: int, today: date) -> Sequence[ShelfItem]:
        here = (resources.c.group_id == group_id) & _KEPT & _needs_a_look(today)
        rows = await self._transaction.rows(_with_checks().where(here).order_by(resources.c.id))
        found = [await self._item(row, today) for row in rows]
        return [one for one in found if one is not None and (one.trouble is not None or one.stale_since is not None)]

    async def item(self, resource_id: int, today: date) -> ShelfItem | None:
        row = await self._transaction.first(_with_checks().where(resources.c.id == resource_id, _KEPT))
        return await self._item(row, today) if row is not None else None

    async def is_fine(self, resource_id: int, *, until: date) -> None:
        mine = link_checks.c.resource_id == resource_id
        await self._transaction.run(update(link_checks).where(mine).values(fine_until=until))
        dated = (resources.c.id == resource_id) & resources.c.review_by.is_not(None) & (resources.c.review_by < until)
        await self._transaction.run(update(resources).where(dated).values(review_by=until))

    async def _item(self, row: Row[Any], today: date) -> ShelfItem | None:
        resource = await self._resource(row.id)
        if resource is None:
            return None
        seen = (
            row.trouble is not None and row.times >= SEEN_TWICE and row.link_hash == self._hash(row.id, resource.link)
        )
        asked = row.fine_until is None or row.fine_until <= today
        stale = resource.review_by if resource.review_by is not None and resource.review_by <= today else None
        return ShelfItem(
            resource=resource, trouble=LinkTrouble(row.trouble) if seen and asked else None, stale_since=stale
        )

    async def _resource(self, resource_id: int) -> Resource | None:
        """None also for one whose seal is broken."""
        try:
            return await self._resources.get(resource_id)
        except SealBroken:
            _log.error("resource %s does not open", resource_id, extra={"action": "seal_broken"})
            return None

    def _hash(self, resource_id: int, link: str) -> str:
        return self._keys.lookup.of("link_checks", str(resource_id), link)


def _with_checks() -> Any:
    found = (link_checks.c.trouble, link_checks.c.times, link_checks.c.link_hash, link_checks.c.fine_until)
    return select(resources.c.id, *found).outerjoin(link_checks, _CHECKED)


def _needs_a_look(today: date) -> ColumnElement[bool]:
    ill = link_checks.c.trouble.is_not(None) & (link_checks.c.times >= SEEN_TWICE)
    asked = or_(link_checks.c.fine_until.is_(None), link_checks.c.fine_until <= today)
    return or_(resources.c.review_by <= today, and_(ill, asked))
