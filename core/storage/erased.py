"""Erasures as the database knows them: hashes that name nobody, until the ledger outside has them, too."""

from collections.abc import Sequence

from sqlalchemy import select, update

from core.ports.stores import Erasure
from core.storage.transaction import Transaction
from core.storage.trust_tables import erasures


class SqlErasures:
    """core.ports.ErasureStore on SQL."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def unnoted(self) -> Sequence[Erasure]:
        chosen = select(erasures.c.ref_hash, erasures.c.erased_at).where(~erasures.c.noted).order_by(erasures.c.id)
        rows = await self._transaction.rows(chosen)
        return [Erasure(ref_hash=row.ref_hash, erased_at=row.erased_at) for row in rows]

    async def noted(self, ref_hashes: Sequence[str]) -> None:
        ours = erasures.c.ref_hash.in_(ref_hashes)
        await self._transaction.run(update(erasures).where(ours).values(noted=True))
