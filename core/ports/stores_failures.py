"""The store of what did not arrive in a group. The outbox writes it, in the transaction that ends a delivery."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.model.failure import Failure


class FailureStore(Protocol):
    """One row for each cause and place; it goes when a post arrives there, or when moderators put it away."""

    def fresh(self) -> Sequence[Failure]:
        """Those that this very transaction found first: whom to tell of. Each is handed out once."""
        ...

    async def of_group(self, group_id: int, *, limit: int) -> Sequence[Failure]:
        """Newest first."""
        ...

    async def put_away(self, group_id: int) -> int:
        """Removes all of a group; returns how many. What fails again is told again."""
        ...

    async def forget_before(self, at: datetime) -> int:
        """Removes what failed before `at`; returns how many."""
        ...
