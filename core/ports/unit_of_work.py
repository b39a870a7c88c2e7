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
    ResourceStore,
)
from core.ports.stores_anonymous import AnonymousStore
from core.ports.stores_failures import FailureStore
from core.ports.stores_gentle import FlareStore, GentlenessStore
from core.ports.stores_links import LinkStore
from core.ports.stores_members import MemberStore
from core.ports.stores_moderating import ActStore, DeskStore, NamingStore
from core.ports.stores_posts import PostStore
from core.ports.stores_saved import SavedStore
from core.ports.stores_setup import SetupStore
from core.ports.stores_shelf import ShelfStore, SuggestionStore
from core.ports.stores_totals import TotalsStore
from core.ports.stores_tracked import HabitStore, TrackedStore
from core.ports.stores_visits import AppointmentStore, QuestionStore
from core.ports.stores_welcomes import WelcomeStore


class UnitOfWork(Protocol):
    """All or nothing: what is not committed at the end of the block never happened."""

    members: MemberStore
    consents: ConsentStore
    erasures: ErasureStore
    checkins: CheckinStore
    questions: QuestionStore
    appointments: AppointmentStore
    flares: FlareStore
    gentleness: GentlenessStore
    tracked: TrackedStore
    habits: HabitStore
    groups: GroupStore
    setup: SetupStore
    resources: ResourceStore
    saved: SavedStore
    acts: ActStore
    desk: DeskStore
    anonymous: AnonymousStore
    naming: NamingStore
    suggestions: SuggestionStore
    shelf: ShelfStore
    forms: FormStore
    inbox: InboxStore
    schedules: ScheduleStore
    occurrences: OccurrenceStore
    missed: MissedStore
    outbox: OutboxStore
    failures: FailureStore
    links: LinkStore
    totals: TotalsStore
    welcomes: WelcomeStore
    posts: PostStore

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
