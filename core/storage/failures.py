"""What did not arrive in a group: noted in the transaction that ends the delivery, once for each cause and place."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, or_, select

from core.model.failure import Failure, FailureCause
from core.model.identity import Address
from core.storage.delivery_rows import PLACE
from core.storage.keyring import Keyring
from core.storage.places import hash_of_chat, hash_of_place, read_address
from core.storage.queue_tables import deliveries, failures
from core.storage.transaction import Transaction, insert_into

_PLACE: Final = "failures.place"
_ENDS: Final = [cause.value for cause in FailureCause if cause.ends_with_success]


class SqlFailures:
    """core.ports.FailureStore on SQL, and what the outbox writes there."""

    def __init__(self, transaction: Transaction, keys: Keyring) -> None:
        self._transaction = transaction
        self._keys = keys
        self._fresh: list[Failure] = []

    def fresh(self) -> Sequence[Failure]:
        found, self._fresh = self._fresh, []
        return found

    async def of_group(self, group_id: int, *, limit: int) -> Sequence[Failure]:
        chosen = select(failures).where(failures.c.group_id == group_id).order_by(failures.c.id.desc()).limit(limit)
        rows = await self._transaction.rows(chosen)
        await self._keys.fetch(groups={row.group_id for row in rows})
        return [
            Failure(
                id=row.id,
                group_id=row.group_id,
                cause=FailureCause(row.cause),
                place=read_address(self._keys.group(row.group_id).open(_PLACE, row.found_by, row.place)),
                at=row.at,
            )
            for row in rows
        ]

    async def put_away(self, group_id: int) -> int:
        return (await self._transaction.run(delete(failures).where(failures.c.group_id == group_id))).rowcount

    async def forget_before(self, at: datetime) -> int:
        return (await self._transaction.run(delete(failures).where(failures.c.at < at))).rowcount

    async def rows_of(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """The groups' deliveries among them, read before their end empties them."""
        if not ids:
            return ()
        named = (deliveries.c[name] for name in ("id", "key", "place", "group_id", "member_id", "due_at"))
        ours = deliveries.c.id.in_(ids) & deliveries.c.group_id.is_not(None) & deliveries.c.place.is_not(None)
        return await self._transaction.rows(select(*named).where(ours))

    async def note(self, rows: Sequence[Row[Any]], causes: Mapping[int, FailureCause]) -> None:
        """`rows` as `rows_of` read them."""
        await self._keys.fetch(groups={row.group_id for row in rows}, members={row.member_id for row in rows})
        for row in rows:
            seal = self._keys.owner(row.member_id, row.group_id)
            place = read_address(seal.open(PLACE, row.key, row.place))
            await self._note_one(row, causes[row.id], place)

    async def arrived(self, groups: Collection[int], places: Collection[Address]) -> None:
        """What arrived there ends what stood against it."""
        if not groups:
            return
        lookup = self._keys.lookup
        chats = {hash_of_chat(lookup, place) for place in places}
        very = {found for place in places if (found := hash_of_place(lookup, place)) is not None}
        over = failures.c.chat_hash.in_(chats) & failures.c.cause.in_(_ENDS)
        back = failures.c.found_by.in_(very) & (failures.c.cause == FailureCause.TOPIC_GONE.value)
        await self._transaction.run(delete(failures).where(failures.c.group_id.in_(groups), or_(over, back)))

    async def _note_one(self, row: Row[Any], cause: FailureCause, place: Address) -> None:
        lookup = self._keys.lookup
        chat_hash = hash_of_chat(lookup, place)
        found_by = chat_hash
        if cause is FailureCause.TOPIC_GONE:  # all else is told once for the whole chat
            found_by = hash_of_place(lookup, place) or chat_hash
        new = insert_into(failures, self._transaction.dialect).values(
            group_id=row.group_id,
            cause=cause.value,
            chat_hash=chat_hash,
            found_by=found_by,
            place=self._keys.group(row.group_id).close(_PLACE, found_by, place.to_text()),
            at=row.due_at,
        )
        one = [failures.c.group_id, failures.c.found_by, failures.c.cause]
        kept = new.on_conflict_do_nothing(index_elements=one).returning(failures.c.id)
        new_id = await self._transaction.value(kept)
        if new_id is not None:
            self._fresh.append(Failure(id=new_id, group_id=row.group_id, cause=cause, place=place, at=row.due_at))
