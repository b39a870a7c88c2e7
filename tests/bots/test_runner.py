"""Supervision: a fault is answered by a later and later start, and one platform never pulls down another."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bots.clockwork import INBOX_KEPT, Clockwork, scheduler_of
from bots.runner import opened, platform_services
from bots.settings import Settings, read_settings
from bots.supervision import FIRST_PAUSE, LONGEST_PAUSE, Service, keep_all_running, keep_running, pause_before
from core.bootstrap import SupportBot
from core.errors import SettingsError, TokenRevoked
from core.model.identity import Platform
from tests.fakes import NINE, MovableClock


class App:
    """A platform's app with a memory: each run ends as the script says; beyond it, it runs until it is cancelled."""

    def __init__(self, *script: BaseException | None, before_end: Callable[[], None] = lambda: None) -> None:
        self._script = list(script)
        self._before_end = before_end
        self.starts = 0
        self.cancelled = False

    async def run(self) -> None:
        self.starts += 1
        if not self._script:
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError:
                self.cancelled = True
                raise
        self._before_end()
        ending = self._script.pop(0)
        if ending is not None:
            raise ending

    def as_service(self, name: str = "telegram", mend: str = "get a new one") -> Service:
        return Service(name=name, run=self.run, mend=mend)


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.fixture
async def supervised() -> AsyncIterator[Callable[[Service, MovableClock], "asyncio.Task[None]"]]:
    """Starts a supervisor that is cancelled at the end of the test."""
    tasks: list[asyncio.Task[None]] = []

    def start(service: Service, clock: MovableClock) -> "asyncio.Task[None]":
        tasks.append(asyncio.create_task(keep_running(service, clock, lambda: 0.0)))
        return tasks[-1]

    yield start
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


Start = Callable[[Service, MovableClock], "asyncio.Task[None]"]


async def test_after_a_fault_it_starts_again_later_and_later(supervised: Start) -> None:
    app, clock, waits = App(RuntimeError(), OSError(), None), MovableClock(), []
    supervised(app.as_service(), clock)
    for _ in range(3):
        await settled()
        assert clock.waits_for is not None
        waits.append((clock.waits_for - clock.now()).total_seconds())
        clock.move_to(clock.waits_for)
    await settled()
    assert waits == [5, 10, 20]
    assert app.starts == 4


async def test_a_fault_after_a_long_good_run_counts_as_the_first(supervised: Start) -> None:
    clock = MovableClock()
    app = App(RuntimeError(), RuntimeError(), before_end=lambda: clock.forward(hours=1))
    supervised(app.as_service(), clock)
    for _ in range(2):
        await settled()
        assert clock.waits_for == clock.now() + timedelta(seconds=FIRST_PAUSE)
        clock.move_to(clock.waits_for)


def test_the_pause_grows_to_five_minutes_and_differs_by_chance() -> None:
    assert [pause_before(fault, 0.0) for fault in (1, 2, 3, 7, 50)] == [5, 10, 20, 300, 300]
    assert pause_before(1, 1.0) == 6.25
    assert pause_before(999, 1.0) <= LONGEST_PAUSE * 1.25


async def test_something_cancelled_deep_inside_is_a_fault_like_any_other(supervised: Start) -> None:
    app, clock = App(asyncio.CancelledError()), MovableClock()
    task = supervised(app.as_service(), clock)
    await settled()
    assert not task.done()
    clock.forward(seconds=5)
    await settled()
    assert app.starts == 2


@pytest.mark.parametrize(
    "fault",
    [TokenRevoked("no"), ExceptionGroup("both loops", [OSError(), ExceptionGroup("", [TokenRevoked("no")])])],
)
async def test_a_refused_token_ends_it_with_advice_and_without_another_try(
    fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    app, clock = App(fault), MovableClock()
    await keep_running(app.as_service(), clock)
    assert app.starts == 1
    assert "get a new one" in caplog.text


async def test_a_wrong_setting_ends_it_with_its_own_sentence(caplog: pytest.LogCaptureFixture) -> None:
    app = App(SettingsError("PREVIEW_PORT 80 cannot be used"))
    await keep_running(app.as_service(), MovableClock())
    assert app.starts == 1
    assert "PREVIEW_PORT 80 cannot be used" in caplog.text


async def test_the_log_names_a_fault_but_not_its_words(supervised: Start, caplog: pytest.LogCaptureFixture) -> None:
    app = App(RuntimeError("my pain is 9"))
    supervised(app.as_service(), MovableClock())
    await settled()
    (line,) = (record for record in caplog.records if record.levelno == logging.ERROR)
    assert "error=RuntimeError" in line.getMessage()
    assert "my pain" not in line.getMessage()


async def test_one_platform_without_a_token_leaves_the_other_running() -> None:
    revoked, well, loop, stop = App(TokenRevoked("no")), App(), App(), asyncio.Event()
    running = asyncio.create_task(
        keep_all_running(
            [revoked.as_service(), well.as_service("discord")], [loop.as_service("planner")], MovableClock(), stop
        )
    )
    await settled()
    assert not running.done()
    assert (revoked.starts, well.starts, loop.starts) == (1, 1, 1)
    stop.set()
    assert await running is True
    assert well.cancelled
    assert loop.cancelled


async def test_it_ends_by_itself_when_no_platform_can_run() -> None:
    loop = App()
    revoked = [App(TokenRevoked("no")).as_service(name) for name in ("telegram", "discord")]
    assert await keep_all_running(revoked, [loop.as_service("planner")], MovableClock(), asyncio.Event()) is False
    assert loop.cancelled


async def test_a_stop_that_was_asked_for_before_the_start_is_not_lost() -> None:
    stop = asyncio.Event()
    stop.set()
    assert await keep_all_running([App().as_service()], [], MovableClock(), stop) is True


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("SPOONLIGHT_DATA_DIR", str(tmp_path / "kept"))
    return read_settings(tmp_path / "none.env")


@pytest.fixture
async def bot(settings: Settings) -> AsyncIterator[SupportBot]:
    """The whole bot, standing at nine o'clock."""
    async with opened(settings, settings.database, MovableClock()) as whole:
        yield whole


async def test_only_platforms_with_a_token_get_a_service(settings: Settings, bot: SupportBot) -> None:
    assert platform_services(settings, bot) == []
    both = settings.model_copy(update={"telegram_token": _Held("1:a"), "discord_token": _Held("a.b.c")})
    assert [one.name for one in platform_services(both, bot)] == ["telegram", "discord"]


class _Held:
    """Stands in for a SecretStr."""

    def __init__(self, value: str) -> None:
        self.get_secret_value = lambda: value


async def test_the_housekeeping_is_late_rather_than_left_out(bot: SupportBot) -> None:
    jobs = scheduler_of(Clockwork(bot))
    jobs.start(paused=True)
    try:
        assert {job.id for job in jobs.get_jobs()} == {"tick", "forget_old_events", "tidy"}
        assert all(job.misfire_grace_time is None and job.coalesce for job in jobs.get_jobs())
    finally:
        jobs.shutdown(wait=False)


async def test_handled_events_are_forgotten_after_a_week_and_not_before(bot: SupportBot) -> None:
    for event, at in (("old", NINE - INBOX_KEPT - timedelta(hours=1)), ("new", NINE - timedelta(days=1))):
        async with bot.open_unit() as uow:
            assert await uow.inbox.first_time(Platform.TELEGRAM, event, now=at)
            await uow.commit()
    await Clockwork(bot).forget_old_events()
    async with bot.open_unit() as uow:
        assert await uow.inbox.first_time(Platform.TELEGRAM, "old", now=NINE)
        assert not await uow.inbox.first_time(Platform.TELEGRAM, "new", now=NINE)
