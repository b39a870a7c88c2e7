"""One member who sends faster than can be answered: nobody else waits, nothing piles up, and help is never let go."""

import asyncio
from pathlib import Path

import pytest

from core.dispatch.scene import Scene
from core.dispatch.table import CommandRoute, Feature
from core.dispatch.turns import MOST
from core.library.words import Words
from core.model.command import Command
from core.model.inbound import CommandGiven
from core.model.message import message
from core.model.reply import Replies, Say
from core.storage import Storage
from tests.diary import DIARY
from tests.fakes import FakeTransport, MovableClock
from tests.stage import Stage, read

FLOOD = 1_000
OTHERS = 20


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what is tested here is the order of things."""
    return f"sqlite:///{tmp_path / 'spoonlight.db'}"


class Slow:
    """A command that remembers by whom it was begun, in order."""

    def __init__(self) -> None:
        self.begun: list[str] = []

    async def __call__(self, given: CommandGiven, scene: Scene) -> Replies:  # noqa: ARG002  (the shape of the table)
        who = given.origin.account.user_id
        self.begun.append(who)
        return [Say(message=message(f"for {who}"), private=True)]


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def stage(slow: Slow, storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport) -> Stage:
    route = CommandRoute(command=Command(name="slow", summary="Takes its time"), handle=slow)
    features = [DIARY, Feature(name="slow", commands=(route,))]
    return Stage(features, open_unit=storage.unit_of_work, clock=clock, words=words, transport=transport)


async def test_others_are_answered_among_the_first_of_a_flood_whose_rest_is_let_go(stage: Stage, slow: Slow) -> None:
    flood = [asyncio.create_task(stage.command("slow", origin=stage.origin(by="flooder"))) for _ in range(FLOOD)]
    names = [f"other-{number}" for number in range(OTHERS)]
    others = [asyncio.create_task(stage.command("slow", origin=stage.origin(by=name))) for name in names]
    call = asyncio.create_task(stage.says("reflex please", origin=stage.origin(by="flooder")))
    async with asyncio.timeout(20):
        assert [read(answer) for answer in await asyncio.gather(*others)] == [[f"for {name}"] for name in names]
        assert slow.begun[: 2 * OTHERS + 2].count("flooder") <= OTHERS + 2
        assert read(await call) == ["at once"]
        answers = [list(answer) for answer in await asyncio.gather(*flood)]
    assert sum(bool(answer) for answer in answers) == slow.begun.count("flooder") == MOST
    assert read(await stage.command("slow", origin=stage.origin(by="flooder"))) == ["for flooder"]
