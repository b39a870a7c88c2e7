"""The preview's HTTP: one page, JSON in, server-sent events out. It decides nothing about what is said."""

from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Final, TypeVar
from urllib.parse import quote

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bots.local.clock import MovableClock
from bots.local.desk import Desk
from bots.local.guard import FILE_HEADERS, HEADERS, guard
from bots.local.inbound import ClockMove, Filled, Offered, Post, Said, Stand, Tapped, ThroughDoor, Typing
from bots.local.passing import PassingTime
from bots.local.people import CAPABILITIES, PEOPLE
from bots.local.render import Json, files_of
from bots.local.stream import EventStreams
from core.model.message import Outbound

_PAGE: Final = {
    "/": ("index.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    "/page.js": ("page.js", "text/javascript"),
    "/composer.js": ("composer.js", "text/javascript"),
    "/draw.js": ("draw.js", "text/javascript"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}

LONGEST_FILE_POST: Final = 8 * 1024 * 1024
"""Bytes of the JSON in which a file is posted: five million and a bit, a third longer in letters."""

T = TypeVar("T", bound=BaseModel)


class PreviewSite:
    """The handlers. `port` tells the port once it is known."""

    def __init__(self, desk: Desk, clock: MovableClock, time: PassingTime, port: Callable[[], int]) -> None:
        self._desk = desk
        self._time = time
        self._port = port
        self._streams = EventStreams(desk, clock)

    def application(self) -> web.Application:
        application = web.Application(middlewares=[guard(self._port)], client_max_size=256 * 1024)
        application.add_routes([web.get(path, self._page) for path in _PAGE])
        application.add_routes(
            [
                web.get("/api/scene", self._scene),
                web.get("/api/suggest", self._suggest),
                web.get("/api/events", self._events),
                web.get("/api/file/{entry}/{index}", self._file),
                web.post("/api/say", self._taking(Said)),
                web.post("/api/offer", self._taking(Offered)),
                web.post("/api/tap", self._taking(Tapped)),
                web.post("/api/form", self._taking(Filled)),
                web.post("/api/door", self._taking(ThroughDoor)),
                web.post("/api/clock", self._move_clock),
            ]
        )
        application.on_shutdown.append(self._streams.end)
        return application

    async def _page(self, request: web.Request) -> web.Response:
        name, kind = _PAGE[request.path]
        text = files("bots.local").joinpath("page", name).read_text(encoding="utf-8")
        return web.Response(text=text, content_type=kind, headers=HEADERS)

    async def _scene(self, request: web.Request) -> web.Response:
        stand = _read(Stand, dict(request.query))
        commands = [
            {
                "name": command.name,
                "summary": command.summary,
                "options": [
                    {"name": option.name, "summary": option.summary, "suggests": option.suggests}
                    for option in command.options
                ],
            }
            for command in self._desk.commands(stand)
        ]
        people = [{"id": one.id, "name": one.name, "role": one.role.value} for one in PEOPLE.values()]
        limit = CAPABILITIES[stand.look].text_limit
        return _json({"people": people, "commands": commands, "text_limit": limit})

    async def _suggest(self, request: web.Request) -> web.Response:
        choices = await self._desk.suggest(_read(Typing, dict(request.query)))
        return _json({"choices": [{"value": choice.value, "label": choice.label} for choice in choices]})

    def _taking(self, kind: type[Post]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def take(request: web.Request) -> web.Response:
            if kind is Offered:
                request = request.clone(client_max_size=LONGEST_FILE_POST)
            answer = await self._desk.take(_read(kind, await _posted(request)))
            return _json({"notices": answer.notices, "forms": answer.forms, "heard": answer.heard})

        return take

    async def _move_clock(self, request: web.Request) -> web.Response:
        move = _read(ClockMove, await _posted(request))
        await self._time.move(move.to, await self._desk.zone_of(move))
        self._desk.conversation.tell(None)
        return _json({})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        return await self._streams.serve(request, _read(Stand, dict(request.query)))

    async def _file(self, request: web.Request) -> web.Response:
        """A picture or file of an entry that this person may see."""
        stand = _read(Stand, dict(request.query))
        entry_id, index = request.match_info["entry"], request.match_info["index"]
        entry = self._desk.conversation.seen(int(entry_id), stand.person) if entry_id.isdecimal() else None
        blocks = files_of(entry.content.blocks) if entry is not None and isinstance(entry.content, Outbound) else []
        if not index.isdecimal() or int(index) >= len(blocks):
            raise web.HTTPNotFound
        block = blocks[int(index)]
        kind = getattr(block, "media_type", "image/png")
        inline = "inline" if kind == "image/png" else "attachment"
        named = {"Content-Disposition": f"{inline}; filename*=UTF-8''{quote(block.name, safe='')}"}
        return web.Response(body=block.content, content_type=kind, headers=FILE_HEADERS | named)


def _read(kind: type[T], values: object) -> T:
    """What was posted or asked, checked. The answer to a wrong one names no word of it."""
    try:
        return kind.model_validate(values)
    except ValidationError:
        raise web.HTTPBadRequest from None


async def _posted(request: web.Request) -> object:
    try:
        return await request.json()
    except ValueError:
        raise web.HTTPBadRequest from None


def _json(shown: Json) -> web.Response:
    return web.json_response(shown, headers=HEADERS)
