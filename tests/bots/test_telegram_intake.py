"""What waits between Telegram and the handling: tried again when it failed, given up at last, kept over restarts."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bots.telegram import intake as intake_module
from bots.telegram.intake import IN_LINE, TRIES, Intake, Press
from core.errors import FactNotHandled
from core.model.identity import Platform
from core.ports.stores import WaitingEvent
from core.storage import Storage
from tests.fakes import MovableClock, masters

CLOCK = MovableClock()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses too short to be waited for."""
    monkeypatch.setattr(intake_module, "TRY_AGAIN", (0.001, 0.001, 0.001))


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await Storage.open(f"sqlite:///{tmp_path / 'inbox.db'}", masters())
    yield opened
    await opened.close()


class Handler:
    """Marks what it was given, as the router does. `fails`: how often each event still fails; `hangs`: at which one."""

    def __init__(self, storage: Storage, *, fails: dict[str, int] | None = None, hangs: str = "") -> None:
        self._storage = storage
        self._fails = Counter(fails or {})
        self._hangs = hangs
        self.given: list[str] = []
        self.reached = asyncio.Event()
        self.handled: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def handle(self, event: WaitingEvent, _arrived: float) -> None:
        self.given.append(event.event_id)
        if event.event_id == self._hangs:
            self.reached.set()
            await asyncio.get_running_loop().create_future()
        if self._fails[event.event_id]:
            self._fails[event.event_id] -= 1
            self.reached.set()
            raise FactNotHandled("BotAdded")
        async with self._storage.unit_of_work() as uow:
            await uow.inbox.first_time(Platform.TELEGRAM, event.event_id, now=CLOCK.now())
            await uow.commit()
        self.handled[event.event_id].set()


@asynccontextmanager
async def handling(storage: Storage, handler: Handler) -> AsyncIterator[Intake]:
    """One life of the process; every event stands in one line."""
    one = Intake(open_unit=storage.unit_of_work, clock=CLOCK, handle=handler.handle, line_of=lambda _: "changes")
    running = asyncio.create_task(one.run())
    try:
        yield one
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def waiting(storage: Storage) -> list[str]:
    async with storage.unit_of_work() as uow:
        return [row.event_id for row in await uow.inbox.waiting(Platform.TELEGRAM, limit=10)]


async def test_a_fact_that_could_not_be_handled_is_tried_again_before_what_came_after_it(storage: Storage) -> None:
    handler = Handler(storage, fails={"1": 2})
    async with handling(storage, handler) as intake:
        await intake.take_in({"1": "added", "2": "removed"})
        await intake.idle()
    assert handler.given == ["1", "1", "1", "2"]


async def test_a_fact_that_always_fails_is_given_up_and_the_next_one_is_handled(storage: Storage) -> None:
    handler = Handler(storage, fails={"1": 99})
    async with handling(storage, handler) as intake:
        await intake.take_in({"0": "joined"})
        await intake.idle()
        await intake.take_in({"1": "added", "2": "removed"})
        await handler.handled["2"].wait()
        await intake.take_in({"3": "added"})
        await intake.idle()
    assert handler.given == ["0", *["1"] * (1 + TRIES), "2", "3"]


async def test_a_fact_that_waits_for_its_next_try_outlives_a_stop(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "TRY_AGAIN", (60.0,))
    handler = Handler(storage, fails={"1": 1})
    async with handling(storage, handler) as intake:
        await intake.take_in({"1": "added"})
        await handler.reached.wait()
    assert await waiting(storage) == ["1"]
    async with handling(storage, handler) as intake:
        await intake.idle()
    assert handler.given == ["1", "1"]


async def test_many_quick_ends_of_the_process_lose_nothing_that_was_not_begun(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "GRACE", 0.0)
    async with storage.unit_of_work() as uow:
        await uow.inbox.take_in(Platform.TELEGRAM, {"1": "poison", "2": "words"}, now=CLOCK.now())
        await uow.commit()
    for _ in range(TRIES):
        poisoned = Handler(storage, hangs="1")
        async with handling(storage, poisoned):
            await poisoned.reached.wait()
        assert poisoned.given == ["1"]
    handler = Handler(storage, hangs="1")
    async with handling(storage, handler) as intake:
        await handler.handled["2"].wait()
        await intake.take_in({})
        await intake.idle()
    assert handler.given == ["2"]


class Flood:
    """Handles events; the flooder's first one takes as long as the gate is closed."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.handled: list[str] = []
        self.gate, self.first, self.others, self.help_too = (asyncio.Event() for _ in range(4))

    async def handle(self, event: WaitingEvent, _: float) -> None:
        if event.native == "flooder":
            self.first.set()
            await self.gate.wait()
        async with self._storage.unit_of_work() as uow:
            await uow.inbox.first_time(Platform.TELEGRAM, event.event_id, now=CLOCK.now())
            await uow.commit()
        self.handled.append(event.native)
        if event.native.startswith("help"):
            self.help_too.set()
        if sum(one.startswith("other") for one in self.handled) == 100:
            self.others.set()


async def test_a_flood_by_one_member_holds_up_nobody_and_is_let_go_but_for_calls_for_help(storage: Storage) -> None:
    flood = Flood(storage)
    one = Intake(
        open_unit=storage.unit_of_work,
        clock=CLOCK,
        handle=flood.handle,
        line_of=lambda native: native.removeprefix("help of "),
        press_of=lambda native: Press.AT_ONCE if native.startswith("help") else Press.CAN_BE_SENT_AGAIN,
    )
    for batch in range(100):
        await one.take_in({str(1000 + batch * 100 + at): "flooder" for at in range(100)})
        await one.take_in({str(20_000 + batch): f"other {batch}"})
    await one.take_in({"30000": "help of flooder"})
    running = asyncio.create_task(one.run())
    try:
        async with asyncio.timeout(5):
            await asyncio.gather(flood.first.wait(), flood.others.wait(), flood.help_too.wait())
        assert "flooder" not in flood.handled
        flood.gate.set()
        async with asyncio.timeout(5):
            await one.idle()
        assert flood.handled.count("flooder") == IN_LINE
        await one.take_in({"40000": "flooder"})
        async with asyncio.timeout(5):
            await one.idle()
        assert flood.handled.count("flooder") == IN_LINE + 1
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
