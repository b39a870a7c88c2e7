"""A local Telegram Bot API server for tests: real HTTP on 127.0.0.1 before a small invented world.

It owns the wire: routing, decoding, faults, the log of requests. The world, the methods and the
people are in the files beside it. It is a stand-in: where it refuses, the specification decides.
"""

import asyncio
import json
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from socket import SO_LINGER, SOL_SOCKET
from typing import Any

from aiohttp import web

from tests.standins.spec_telegram import TelegramSpec
from tests.standins.telegram_desk import ApiError, Desk, Params, Tap, Version
from tests.standins.telegram_faults import Fault, FaultScript, How
from tests.standins.telegram_methods import call, named
from tests.standins.telegram_people import PATIENCE, Person
from tests.standins.telegram_rooms import Group, new_standing
from tests.standins.telegram_seen import Seen
from tests.standins.telegram_updates import Updates
from tests.standins.telegram_world import Kind, StoredFile, World

Json = dict[str, Any]
TOKEN = "123456:made-up-token-for-the-stand-in"
QUIET = 0.05
GIVEN_UP = "given up by the bot"
_NOT_CARRIED_OUT = {How.NEVER_TAKEN, How.SILENCE, How.RESET, How.REFUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it came, when, and what became of it ("ok", an error's description, a fault's name)."""

    method: str
    params: Json
    files: frozenset[str]
    at: datetime
    outcome: str
    result: Any


class TelegramServer:
    """Start it, put people and groups in it, point a bot at `base_url` and `base_file_url`.

        async with TelegramServer() as server:
            ana = server.person("Ana")
            group = server.group("Fibro friends", members=[ana], topics=["Flares"])
            ...  # start the bot, then
            await server.polling()
            await ana.starts()
            await ana.taps("Pain 6")
            await ana.sees("Saved")

    `version` "10.0" is an older server that knows nothing of ephemeral messages and posts them in public.
    `now` is the clock of the world (aware UTC). `privacy` is the bot's privacy mode.
    """

    def __init__(
        self,
        *,
        version: Version = "10.3",
        privacy: bool = True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        token: str = TOKEN,
    ) -> None:
        self.token = token
        self.world = World(now)
        self.updates = Updates(self.world.bell)
        self.desk = Desk(self.world, self.updates, version, privacy)
        self.faults = FaultScript()
        self.spec = TelegramSpec.from_environment()
        self.spec_violations: list[str] = []
        self.log: list[Request] = []
        self.port = 0
        self.bot_idle: Callable[[], Awaitable[object]] | None = None
        self._busy = 0
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> "TelegramServer":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; after a stop again on the same port, with the same world."""
        app = web.Application(client_max_size=60 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._closing.clear()
        await self.updates.open()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening; waiting polls and hanging requests end."""
        self._closing.set()
        await self.updates.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    def person(self, name: str, locale: str = "en", *, username: str = "", started: bool = False) -> Person:
        """Somebody with a phone; `started` as if the private chat had been opened long ago."""
        user = self.world.add_user(name, locale, username or name.lower())
        user.started = started
        return Person(self.desk, user)

    def group(
        self,
        title: str,
        *,
        members: list[Person] | None = None,
        admins: list[Person] | None = None,
        topics: list[str] | None = None,
        kind: Kind = "supergroup",
        bot: str = "member",
    ) -> Group:
        """A group that was there before; the first admin created it. `bot` is the bot's standing ("left": not in)."""
        admins = admins or [self.person(f"Founder of {title}", username="founder")]
        room = self.world.add_room(kind, title, forum=bool(topics))
        for one in members or []:
            room.members[one.id] = new_standing("member")
        for one in admins:
            room.members[one.id] = new_standing("creator" if one is admins[0] else "administrator")
        room.members[self.world.bot.id] = new_standing(bot)
        for name in topics or []:
            self.world.add_topic(room, name, admins[0].user)
        return Group(self.desk, room, admins[0].user)

    def what_sees(self, person: Person, chat: Group | None = None) -> list[Seen]:
        """The messages on somebody's screen, oldest first; without a chat their private one."""
        return person.screen(chat)

    def calls(self, method: str) -> list[Request]:
        return [request for request in self.log if request.method.lower() == method.lower()]

    async def called(self, method: str, *, times: int = 1, within: float = PATIENCE) -> Request:
        """The n-th request for a method, once it was answered or failed."""
        hit = await self.world.bell.until(lambda: self.calls(method)[times - 1 : times] or None, within=within)
        return hit[0]

    async def polling(self, within: float = PATIENCE) -> None:
        """Returns when a bot waits in a long poll."""
        await self.world.bell.until(lambda: self.updates.polls_waiting or None, within=within)

    async def settled(self, within: float = PATIENCE) -> None:
        """Returns when the bot took every update, awaits no answer, and stayed quiet for a moment.

        `bot_idle`, where a test sets it, is awaited instead of the quiet moment: only the bot knows for sure.
        """
        async with asyncio.timeout(within):
            while True:
                await self.world.bell.until(self._at_rest, within=within)
                seen_so_far = len(self.log)
                if self.bot_idle is not None:
                    await self.bot_idle()
                elif await self._stirs(seen_so_far):
                    continue
                if self._at_rest() and len(self.log) == seen_so_far:
                    return

    async def _stirs(self, seen_so_far: int) -> bool:
        def look() -> bool | None:
            return True if len(self.log) > seen_so_far or not self._at_rest() else None

        try:
            return await self.world.bell.until(look, within=QUIET)
        except TimeoutError:
            return False

    def _at_rest(self) -> bool | None:
        waiting = self.updates.pending or self.updates.repeats
        return True if not waiting and self._busy == 0 else None

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        name = named(request.match_info["method"], self.desk.version)
        if request.match_info["token"] != self.token:
            return _error(ApiError(401, "Unauthorized"))
        values, uploads = await self._read(request)
        asked = name or request.match_info["method"]
        if self.spec is not None:
            self.spec_violations += self.spec.problems(asked, values, frozenset(uploads))
        fault = self.faults.strike(asked)
        self._busy += asked != "getUpdates"
        at, outcome, result = self.world.now(), GIVEN_UP, None
        try:
            outcome, result, response = await self._carry_out(name, Params(values, uploads), fault)
        finally:
            self._busy -= asked != "getUpdates"
            self._note(
                Request(method=asked, params=values, files=frozenset(uploads), at=at, outcome=outcome, result=result)
            )
        if self.spec is not None and result is not None:
            self.spec_violations += self.spec.answer_problems(asked, result)
        if fault is not None and fault.how is not How.REFUSED:
            return await self._act_out(request, fault, response)
        return response

    def _note(self, request: Request) -> None:
        """Logs a request; polls that went well or were given up are left out, there are too many."""
        if request.method != "getUpdates" or request.outcome not in {"ok", GIVEN_UP}:
            self.log.append(request)
        self.world.bell.ring()

    async def _carry_out(
        self, name: str | None, params: Params, fault: Fault | None
    ) -> tuple[str, Any, web.StreamResponse]:
        if fault is not None and fault.how in _NOT_CARRIED_OUT:
            problem = ApiError(fault.code, fault.description, fault.parameters)
            return fault.description or fault.how.value, None, _error(problem)
        try:
            result = await call(self.desk, name, params)
        except ApiError as problem:
            return problem.description, None, _error(problem)
        return fault.how.value if fault else "ok", result, _json({"ok": True, "result": result}, 200)

    async def _act_out(self, request: web.Request, fault: Fault, response: web.StreamResponse) -> web.StreamResponse:
        transport = request.transport
        if fault.how is How.GARBLED:
            return web.Response(body=b"<html>not what you", content_type="text/html")
        if fault.how in {How.SILENCE, How.ANSWER_SILENT}:
            await self._closing.wait()
        if transport is not None and fault.how is How.RESET:
            wire = transport.get_extra_info("socket")
            wire.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        elif transport is not None:
            transport.close()
        return response

    async def _read(self, request: web.Request) -> tuple[Json, dict[str, StoredFile]]:
        values: Json = dict(request.query)
        uploads: dict[str, StoredFile] = {}
        if request.content_type == "application/json":
            values |= json.loads(await request.read() or b"{}")
            return values, uploads
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                content = value.file.read()
                value.file.close()
                uploads[name] = self.world.add_file(value.filename, value.content_type, content)
            else:
                values[name] = value
        return values, uploads

    async def _download(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        found = next((f for f in self.world.files.values() if f.path == path), None)
        if found is None or request.match_info["token"] != self.token:
            return web.Response(status=404)
        return web.Response(body=found.content, content_type="application/octet-stream")


def _json(body: Json, status: int) -> web.Response:
    return web.Response(text=json.dumps(body), status=status, content_type="application/json")


def _error(problem: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": problem.code, "description": problem.description}
    if problem.parameters:
        body["parameters"] = problem.parameters
    return _json(body, problem.code or 500)


__all__ = ["TOKEN", "Group", "Person", "Request", "Seen", "Tap", "TelegramServer"]
