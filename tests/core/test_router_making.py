"""What takes long to make is made outside of transactions, in a thread, once, and never too many at a time."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from core.dispatch.scene import Scene
from core.dispatch.table import CommandRoute, Feature
from core.errors import SpoonlightError
from core.library.words import Words
from core.model.command import Command
from core.model.inbound import CommandGiven
from core.model.message import message
from core.model.reply import Replies, Say
from core.storage import Storage
from tests.diary import DIARY, lines_of, write_line
from tests.fakes import FakeTransport, MovableClock
from tests.stage import Stage, read


class NotToday(SpoonlightError):
    """What a drawing may raise on purpose."""


class Pencil:
    """Draws, and remembers by which threads, how many at once, and whether the database was free to write."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.threads: list[int] = []
        self.most = 0
        self.refuses = False
        self.together = threading.Barrier(1)
        self._now = 0
        self._lock = threading.Lock()

    def draw(self) -> str:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            self.threads.append(threading.get_ident())
        self.together.wait(timeout=20)
        with sqlite3.connect(self.database, timeout=0, isolation_level=None) as direct:
            direct.execute("BEGIN IMMEDIATE").connection.rollback()
        with self._lock:
            self._now -= 1
        if self.refuses:
            raise NotToday("no paper")
        return f"picture {len(self.threads)}"

    async def handle(self, given: CommandGiven, scene: Scene) -> Replies:
        await write_line(given, scene)
        try:
            return [Say(message=message(await scene.errands.make("picture", self.draw)), private=True)]
        except NotToday:
            return [Say(message=message("another time"), private=True)]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what is tested here is the router."""
    return f"sqlite:///{tmp_path / 'spoonlight.db'}"


@pytest.fixture
def pencil(tmp_path: Path) -> Pencil:
    return Pencil(tmp_path / "spoonlight.db")


@pytest.fixture
def stage(storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport, pencil: Pencil) -> Stage:
    drawing = Feature(
        name="drawing",
        commands=(CommandRoute(command=Command(name="draw", summary="Draws"), handle=pencil.handle),),
    )
    return Stage([DIARY, drawing], open_unit=storage.unit_of_work, clock=clock, words=words, transport=transport)


async def test_it_is_made_once_in_a_thread_while_others_may_write(stage: Stage, pencil: Pencil) -> None:
    assert read(await stage.command("draw")) == ["picture 1"]
    assert len(pencil.threads) == 1
    assert threading.get_ident() not in pencil.threads
    assert await lines_of(stage) == ["note"]


async def test_what_it_raises_on_purpose_reaches_the_handler(stage: Stage, pencil: Pencil) -> None:
    pencil.refuses = True
    assert read(await stage.command("draw")) == ["another time"]


async def test_two_are_made_at_once_and_never_more(stage: Stage, pencil: Pencil) -> None:
    pencil.together = threading.Barrier(2)
    people = [f"person{number}" for number in range(6)]
    drawn = await asyncio.gather(*(stage.command("draw", person=one) for one in people))
    assert pencil.most == 2
    assert [len(read(one)) for one in drawn] == [1] * 6
