"""Several things at the same time: one person's in their order, nobody's behind another's, nothing half done."""

import asyncio
from pathlib import Path

import pytest

from core.dispatch.scene import Scene
from core.dispatch.table import CommandRoute, Feature
from core.library.words import Words
from core.model.action import action
from core.model.command import Command
from core.model.identity import Role
from core.model.inbound import CommandGiven
from core.model.reply import Replies
from core.storage import Storage
from tests.diary import DIARY, founded, lines_of, write_line
from tests.fakes import FakeTransport, MovableClock
from tests.stage import Stage, read


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what is tested here is the router; the stores have a suite of their own."""
    return f"sqlite:///{tmp_path / 'spoonlight.db'}"


@pytest.fixture
def stage(storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport) -> Stage:
    return Stage([DIARY], open_unit=storage.unit_of_work, clock=clock, words=words, transport=transport)


async def test_what_one_person_does_quickly_is_handled_in_its_order(stage: Stage) -> None:
    taps = [CommandGiven(origin=stage.origin(), name="write", rest=f"{number}") for number in range(12)]
    await stage.together(*taps)
    assert await lines_of(stage) == [f"{number}" for number in range(12)]


async def test_two_people_do_not_wait_for_each_other(stage: Stage) -> None:
    wanted = action("diary.rule", await founded(stage))
    asked, answered = asyncio.Event(), asyncio.Event()

    class Slow(FakeTransport):
        async def role_of(self, *_: object) -> Role | None:
            asked.set()
            await answered.wait()
            return Role.MODERATOR

    stage.transport = Slow()
    slow = asyncio.create_task(stage.taps(wanted))
    await asked.wait()
    assert read(await stage.command("write", origin=stage.origin(by="ben"))) == ["kept"]
    answered.set()
    assert read(await slow) == ["done as moderator"]


async def test_a_stopped_handling_leaves_nothing_and_can_be_told_again(stage: Stage) -> None:
    reached = asyncio.Event()

    async def hangs(given: CommandGiven, scene: Scene) -> Replies:
        await write_line(given, scene)
        reached.set()
        await asyncio.get_running_loop().create_future()
        return ()

    hanging = Feature(
        name="hanging", commands=(CommandRoute(command=Command(name="hang", summary="Hangs"), handle=hangs),)
    )
    other = Stage(
        [hanging, DIARY], open_unit=stage.open_unit, clock=stage.clock, words=stage._words, transport=stage.transport
    )
    origin = other.origin(event="stopped")
    task = asyncio.create_task(other.command("hang", origin=origin))
    await reached.wait()
    task.cancel()
    await asyncio.wait([task])
    assert await lines_of(other) == []
    assert read(await other.command("write", origin=origin)) == ["kept"]
