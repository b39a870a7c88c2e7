"""The stage on the local preview: the page's own HTTP interface, in the look of Telegram or of Discord."""

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from bots.local.app import LocalApp
from bots.local.clock import MovableClock
from core.bootstrap import SupportBot
from core.model.identity import Platform
from tests.bots.behaviour.delivering import all_delivered
from tests.bots.behaviour.stage import NotPossibleHere, Person, Shown, Traits
from tests.bots.spoonlight_bot import running_bot
from tests.fakes import NINE

Json = dict[str, Any]

_CAST = {"Ana": "robin", "Ben": "sam", "Maya": "mika"}
"""The preview has three people of its own, who play ours."""


class PreviewStage:
    """One page for each person, all on one preview."""

    def __init__(self, bot: SupportBot, clock: MovableClock, web: aiohttp.ClientSession, look: str) -> None:
        self.traits = Traits(forms=look == "discord", whispers=True)
        self.start = NINE
        self.people: list[Person] = []
        self.web = web
        self.look = look
        self._bot = bot
        self._clock = clock

    def member(self, name: str) -> Person:
        self.people.append(Person(name, PreviewHands(self, _CAST[name]), self))
        return self.people[-1]

    def moderator(self, name: str) -> Person:
        return self.member(name)

    async def settled(self) -> None:
        await all_delivered(self._bot, Platform.LOCAL)

    async def moves_to(self, at: datetime) -> None:
        self._clock.move_to(at)
        self._bot.wake()
        await self.settled()


class PreviewHands:
    """One person in front of the page."""

    def __init__(self, stage: PreviewStage, person: str) -> None:
        self.stage = stage
        self.person = person
        self.toasts: list[str] = []
        self.forms: list[tuple[Json, bool]] = []

    async def screen(self) -> Sequence[Shown]:
        entries = [(entry, place == "group") for place in ("private", "group") for entry in await self._entries(place)]
        return [_shown(entry, in_group=here) for entry, here in sorted(entries, key=lambda one: one[0]["id"])]

    def notices(self) -> Sequence[str]:
        return self.toasts

    async def types(self, text: str, *, in_group: bool) -> None:
        await self._posts("say", in_group=in_group, text=f"@Spoonlight {text}" if in_group else text)

    async def gives(self, command: str, options: Mapping[str, str], *, in_group: bool) -> None:
        await self._posts("say", in_group=in_group, text=" ".join([f"/{command}", *options.values()]))

    async def presses(self, shown: Shown, label: str) -> None:
        entry, button = shown.native, _button(shown, label)
        match button["kind"]:
            case "tap":
                await self._posts("tap", in_group=shown.in_group, entry=entry["id"], packed=button["packed"])
            case "door":
                await self._posts("door", in_group=False, payload=button["payload"])
            case _:
                pass

    async def forges(self, shown: Shown, copied_from: Shown | None, label: str) -> None:
        packed = "AAAAAAAA*.checkin.answer:1:pain:5"
        if copied_from is not None:
            packed = _button(copied_from, label)["packed"]
        await self._posts("tap", in_group=shown.in_group, entry=shown.native["id"], packed=packed)

    async def sends_file(self, name: str, words: str, *, content: bytes, in_group: bool) -> None:
        letters = b64encode(content).decode()
        await self._posts("offer", in_group=in_group, name=name, size=len(content), text=words, content=letters)

    async def files(self) -> Mapping[str, bytes]:
        return {block["name"]: content for block, content in await self._fetched("file")}

    async def pictures(self) -> Sequence[bytes]:
        return [content for _, content in await self._fetched("picture")]

    async def _fetched(self, kind: str) -> list[tuple[Json, bytes]]:
        blocks = [block for entry in await self._entries("private") for part in entry["parts"] for block in part]
        found: list[tuple[Json, bytes]] = []
        for block in (one for one in blocks if one["kind"] == kind):
            async with self.stage.web.get(block["url"]) as response:
                found.append((block, await response.read()))
        return found

    def open_form(self) -> Sequence[str] | None:
        return [field["label"] for field in self.forms[-1][0]["fields"]] if self.forms else None

    async def submits(self, values: Mapping[str, str]) -> None:
        if not self.forms:
            raise NotPossibleHere("no form is open")
        form, in_group = self.forms.pop()
        named = {field["name"]: values.get(field["label"], "") for field in form["fields"]}
        await self._posts("form", in_group=in_group, packed=form["packed"], values=named)

    async def _posts(self, what: str, *, in_group: bool, **more: object) -> None:
        async with self.stage.web.post(f"/api/{what}", json=self._stand(in_group=in_group) | more) as response:
            response.raise_for_status()
            answer = await response.json()
        self.toasts += answer["notices"]
        self.forms += [(form, in_group) for form in answer["forms"]]

    async def _entries(self, place: str) -> list[Json]:
        """What the page draws first: the stream begins with all that this person may see."""
        stand = self._stand(in_group=place == "group")
        async with self.stage.web.get("/api/events", params=stand) as stream:
            async for line in stream.content:
                if line.startswith(b"data: "):
                    entries: list[Json] = json.loads(line.removeprefix(b"data: "))["entries"]
                    return [entry for entry in entries if entry["bot"]]
        raise AssertionError("the stream ended before it began")

    def _stand(self, *, in_group: bool) -> dict[str, str]:
        return {"person": self.person, "place": "group" if in_group else "private", "look": self.stage.look}


def _shown(entry: Json, *, in_group: bool) -> Shown:
    blocks = [block for part in entry["parts"] for block in part]
    lines = ["".join(span["text"] for span in block.get("spans", [])) or block.get("alt", "") for block in blocks]
    return Shown(
        text="\n".join(lines),
        buttons=tuple(button["label"] for row in entry["buttons"] for button in row),
        in_group=in_group,
        alone=not in_group or entry["only_you"],
        native=entry,
    )


def _button(shown: Shown, label: str) -> Json:
    found: Json = next(one for row in shown.native["buttons"] for one in row if one["label"] == label)
    return found


@asynccontextmanager
async def on_preview(folder: Path, look: str) -> AsyncIterator[PreviewStage]:
    """The whole process part, on a free port."""
    clock = MovableClock(real_time=lambda: NINE)
    async with running_bot(folder, clock) as bot:
        app = LocalApp(bot, clock, port=0)
        running = asyncio.create_task(app.run())
        try:
            await asyncio.wait_for(app.started.wait(), 5)
            async with aiohttp.ClientSession(app.address) as web:
                yield PreviewStage(bot, clock, web, look)
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
