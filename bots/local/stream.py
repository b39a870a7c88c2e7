"""Server-sent events: what one person may see in one place, and each change of it as it comes."""

import asyncio
import json
from typing import Final

from aiohttp import web

from bots.local.clock import MovableClock
from bots.local.conversation import Change, Entry, Gone
from bots.local.desk import Desk
from bots.local.guard import HEADERS
from bots.local.inbound import Stand
from bots.local.people import address_of
from bots.local.render import Json

STILL_THERE: Final = 15.0
"""Seconds of silence after which the stream says that it is still there; a page that is gone shows itself then."""

_HEADERS: Final = HEADERS | {"Content-Type": "text/event-stream; charset=utf-8"}


class EventStreams:
    """All open streams. A page that loses its stream comes back by itself and gets everything anew."""

    def __init__(self, desk: Desk, clock: MovableClock) -> None:
        self._desk = desk
        self._clock = clock
        self._open: set[asyncio.Future[None]] = set()

    async def serve(self, request: web.Request, stand: Stand) -> web.StreamResponse:
        """Writes until the page goes or the preview ends."""
        response = web.StreamResponse(headers=_HEADERS)
        await response.prepare(request)
        writing = asyncio.ensure_future(self._write(response, stand))
        self._open.add(writing)
        try:
            await writing
        except ConnectionError:
            pass  # the page was closed
        except asyncio.CancelledError:
            if not writing.cancelled():
                raise
        finally:
            self._open.discard(writing)
        return response

    async def end(self, _: web.Application) -> None:
        """Ends all streams; without it a stop would wait for them."""
        for stream in self._open:
            stream.cancel()

    async def _write(self, response: web.StreamResponse, stand: Stand) -> None:
        address = address_of(stand.person, stand.place)
        with self._desk.conversation.watched() as changes:
            view = await self._desk.view(stand)
            seen = self._desk.conversation.seen_in(address, stand.person)
            shown = {"entries": [view.entry(entry) for entry in seen], "clock": await self._clock_shown(stand)}
            await _send(response, "all", shown)
            while True:
                try:
                    async with asyncio.timeout(STILL_THERE):
                        change = await changes.get()
                except TimeoutError:
                    await response.write(b": still here\n\n")
                else:
                    await self._pass_on(change, response, stand)

    async def _pass_on(self, change: Change, response: web.StreamResponse, stand: Stand) -> None:
        """Only what this person may see leaves the server."""
        address = address_of(stand.person, stand.place)
        match change:
            case Entry() if change.address == address and change.seen_by(stand.person):
                await _send(response, "entry", (await self._desk.view(stand)).entry(change))
            case Gone(entry) if entry.address == address and entry.seen_by(stand.person):
                await _send(response, "gone", {"id": entry.id})
            case None:
                await _send(response, "clock", await self._clock_shown(stand))
            case _:
                pass  # somewhere else, or not for these eyes

    async def _clock_shown(self, stand: Stand) -> Json:
        """The page lets it tick on by itself."""
        zone = await self._desk.zone_of(stand)
        moved = self._clock.offset.total_seconds() != 0
        return {"at": self._clock.now().isoformat(), "zone": zone, "moved": moved}


async def _send(response: web.StreamResponse, event: str, shown: Json) -> None:
    await response.write(f"event: {event}\ndata: {json.dumps(shown)}\n\n".encode())
