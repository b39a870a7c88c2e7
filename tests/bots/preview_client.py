"""The preview over real HTTP, as its page speaks with it: what is posted, and what the stream of events brings."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import ClientSession

from bots.local import LocalApp, MovableClock
from tests.bots.spoonlight_bot import everybody_agreed, running_bot

Shown = dict[str, Any]
T = TypeVar("T")


class Tab:
    """One tab of the page: a person in a place, in a look. `entries` is what its stream has brought, by id."""

    def __init__(self, session: ClientSession, address: str, *, person: str, place: str, look: str) -> None:
        self.stand = {"person": person, "place": place, "look": look, "zone": "Europe/London"}
        self.entries: dict[int, Shown] = {}
        self.clock: Shown = {}
        self._session = session
        self._address = address
        self._changed = asyncio.Event()

    async def post(self, path: str, **fields: object) -> Shown:
        async with self._session.post(f"{self._address}api/{path}", json={**self.stand, **fields}) as answer:
            assert answer.status == 200, await answer.text()
            shown: Shown = await answer.json()
            return shown

    async def get(self, path: str, **fields: str) -> Shown:
        async with self._session.get(f"{self._address}api/{path}", params={**self.stand, **fields}) as answer:
            assert answer.status == 200, await answer.text()
            shown: Shown = await answer.json()
            return shown

    async def says(self, text: str) -> Shown:
        return await self.post("say", text=text)

    async def taps(self, label: str) -> Shown:
        """The newest button of that label."""
        entry, button = await self.button(label)
        return await self.post("tap", entry=entry["id"], packed=button["packed"])

    async def button(self, label: str) -> tuple[Shown, Shown]:
        def find() -> tuple[Shown, Shown] | None:
            for entry in reversed(self.entries.values()):
                for button in (one for row in entry["buttons"] for one in row):
                    if button["label"] == label:
                        return entry, button
            return None

        return await self._until(find, f"a button {label!r}")

    async def sees(self, words: str) -> Shown:
        """The newest entry with these words, as soon as it is there."""

        def find() -> Shown | None:
            return next((one for one in reversed(self.entries.values()) if words in text_of(one)), None)

        return await self._until(find, repr(words))

    async def until_clock_moved(self) -> None:
        await self._until(lambda: self.clock["moved"] or None, "a moved clock")

    @property
    def text(self) -> str:
        return "\n".join(text_of(entry) for entry in self.entries.values())

    async def _until(self, find: Callable[[], T | None], wanted: str) -> T:
        try:
            async with asyncio.timeout(5):
                while (found := find()) is None:
                    self._changed.clear()
                    await self._changed.wait()
                return found
        except TimeoutError:
            raise AssertionError(f"{wanted} did not come; there is:\n{self.text}") from None

    async def listen(self) -> None:
        """Reads the stream until it ends."""
        async with self._session.get(f"{self._address}api/events", params=self.stand) as stream:
            kind = ""
            async for raw in stream.content:
                line = raw.decode().rstrip("\n")
                if line.startswith("event: "):
                    kind = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    self._hear(kind, json.loads(line.removeprefix("data: ")))

    def _hear(self, kind: str, told: Shown) -> None:
        match kind:
            case "all":
                self.entries = {entry["id"]: entry for entry in told["entries"]}
                self.clock = told["clock"]
            case "entry":
                self.entries[told["id"]] = told
            case "gone":
                self.entries.pop(told["id"], None)
            case "clock":
                self.clock = told
        self._changed.set()


class Preview:
    """A running preview; `tab` opens another tab on it."""

    def __init__(self, app: LocalApp, clock: MovableClock, session: ClientSession) -> None:
        self.app = app
        self.clock = clock
        self.session = session
        self.listening: list[asyncio.Task[None]] = []

    async def tab(self, person: str = "robin", place: str = "private", look: str = "telegram") -> Tab:
        tab = Tab(self.session, self.app.address, person=person, place=place, look=look)
        self.listening.append(asyncio.create_task(tab.listen()))
        await tab._until(lambda: tab.clock or None, "the first event")
        return tab


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[tuple[LocalApp, MovableClock]]:
    """A preview on a free port, its planner running."""
    clock = MovableClock()
    async with running_bot(folder, clock) as bot:
        app = LocalApp(everybody_agreed(bot), clock, port=0)
        running = asyncio.create_task(app.run())
        starting = asyncio.create_task(app.started.wait())
        await asyncio.wait((running, starting), timeout=20, return_when=asyncio.FIRST_COMPLETED)
        try:
            assert app.started.is_set(), running.result() if running.done() else "it did not start"
            yield app, clock
        finally:
            for task in (starting, running):
                task.cancel()
            await asyncio.gather(starting, running, return_exceptions=True)


@asynccontextmanager
async def preview_in(folder: Path) -> AsyncIterator[Preview]:
    async with serving(folder) as (app, clock), ClientSession() as session:
        preview = Preview(app, clock, session)
        try:
            yield preview
        finally:
            for task in preview.listening:
                task.cancel()
            await asyncio.gather(*preview.listening, return_exceptions=True)


def text_of(entry: Shown) -> str:
    """What a person reads in an entry, without its buttons."""
    spans = [span for part in entry["parts"] for block in part for span in block.get("spans", [])]
    return "\n".join(span["text"] for span in spans)
