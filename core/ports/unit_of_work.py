"""One transaction with its stores."""

from types import TracebackType
from typing import Protocol, Self

from core.ports.queues import MissedStore, OccurrenceStore, OutboxStore, ScheduleStore
from core.ports.stores import (
    CheckinStore,
    ConsentStore,
    ErasureStore,
    FormStore,
    GroupStore,
    InboxStore,
    MemberStore,
    ResourceStore,
)
from core.ports.stores_totals import TotalsStore


class UnitOfWork(Protocol):
    """All or nothing: what is not committed at the end of the block never happened."""

    members: MemberStore
    consents: ConsentStore
    erasures: ErasureStore
    checkins: CheckinStore
    groups: GroupStore
    resources: ResourceStore
    forms: FormStore
    inbox: InboxStore
    schedules: ScheduleStore
    occurrences: OccurrenceStore
    missed: MissedStore
    outbox: OutboxStore
    totals: TotalsStore

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def commit(self) -> None:
        """Makes everything so far durable. After it the block may go on with a new transaction."""
        ...


class UnitOfWorkFactory(Protocol):
    """Opens units of work."""

    def __call__(self) -> UnitOfWork: ...
