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
        self.asks_to_write = False
        self.asked = 0
        self.may_end = threading.Event()
        self.may_end.set()
        self._now = 0
        self._lock = threading.Lock()

    def draw(self) -> str:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            self.threads.append(threading.get_ident())
        self.may_end.wait(timeout=20)
        if self.asks_to_write:
            with sqlite3.connect(self.database, timeout=0, isolation_level=None) as direct:
                direct.execute("BEGIN IMMEDIATE").connection.rollback()
        with self._lock:
            self._now -= 1
        if self.refuses:
            raise NotToday("no paper")
        return f"picture {len(self.threads)}"

    async def handle(self, given: CommandGiven, scene: Scene) -> Replies:
        await write_line(given, scene)
        self.asked += 1
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
    pencil.asks_to_write = True
    assert read(await stage.command("draw")) == ["picture 1"]
    assert len(pencil.threads) == 1
    assert threading.get_ident() not in pencil.threads
    assert await lines_of(stage) == ["note"]


async def test_what_it_raises_on_purpose_reaches_the_handler(stage: Stage, pencil: Pencil) -> None:
    pencil.refuses = True
    assert read(await stage.command("draw")) == ["another time"]


async def test_two_are_made_at_once_and_never_more(stage: Stage, pencil: Pencil) -> None:
    pencil.may_end.clear()
    drawn = [asyncio.create_task(stage.command("draw", origin=stage.origin(by=f"person{one}"))) for one in range(6)]
    while pencil.asked < 6:
        await stage.command("write")
    for _ in range(5):
        assert read(await stage.command("write")) == ["kept"]
    assert pencil.most == 2
    pencil.may_end.set()
    assert [len(read(one)) for one in await asyncio.gather(*drawn)] == [1] * 6
    assert (pencil.most, len(pencil.threads)) == (2, 6)
