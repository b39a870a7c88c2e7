"""Scripted trouble for the stand-in Discord: which request fails, how, and how often; it answers nothing else."""

import asyncio
import json
import re
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

Handler = Callable[[], Awaitable[web.StreamResponse]]
TROUBLED_HEADERS = {"Via": "1.1 stand-in"}  # discord.py takes a 429 without Via for a ban by Cloudflare


@dataclass(slots=True, kw_only=True, eq=False)
class Fault:
    """One line of the script; `seen` counts the requests that it matched."""

    method: str
    path: re.Pattern[str]
    kind: str
    first: int
    times: float
    status: int = 0
    body: bytes = b""
    headers: dict[str, str] | None = None
    seen: int = 0
    struck: int = 0

    def strikes(self, method: str, path: str) -> bool:
        if method != self.method or not self.path.fullmatch(path):
            return False
        self.seen += 1
        if self.seen < self.first or self.struck >= self.times:
            return False
        self.struck += 1
        return True


class Faults:
    """The script. `on` is "POST /channels/*/messages"; `nth` counts from 1; `times` how many in a row."""

    def __init__(self) -> None:
        self._script: list[Fault] = []
        self._released = asyncio.Event()

    def rate_limits(
        self, on: str, *, retry_after: float, everywhere: bool = False, nth: int = 1, times: float = 1
    ) -> Fault:
        """Answer 429; `everywhere` makes it the global limit."""
        body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": everywhere}
        headers = {"Retry-After": str(int(retry_after) + 1), "X-RateLimit-Scope": "user"}
        if everywhere:
            headers |= {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
        return self._add(on, "answer", nth, times, 429, json.dumps(body), headers)

    def answers(
        self, on: str, status: int, *, code: int = 0, message: str = "", nth: int = 1, times: float = 1
    ) -> Fault:
        """Answer with this status and Discord code; below 500 the work is not done, and neither is it above."""
        body = json.dumps({"code": code, "message": message or f"{status}: scripted"})
        return self._add(on, "answer", nth, times, status, body, {})

    def hangs(self, on: str, *, nth: int = 1, times: float = 1) -> Fault:
        """Take the request and say nothing until `release()` or the server's end; the work is not done."""
        return self._add(on, "hang", nth, times)

    def hangs_after_the_work(self, on: str, *, nth: int = 1, times: float = 1) -> Fault:
        """Do the work, then say nothing: the sender cannot know."""
        return self._add(on, "work, hang", nth, times)

    def resets(self, on: str, *, nth: int = 1, times: float = 1) -> Fault:
        """A TCP reset before the work."""
        return self._add(on, "reset", nth, times)

    def drops_before_accepting(self, on: str, *, nth: int = 1, times: float = 1) -> Fault:
        """The connection closes before the work, without an answer."""
        return self._add(on, "drop", nth, times)

    def drops_after_the_work(self, on: str, *, nth: int = 1, times: float = 1) -> Fault:
        """The work is done, and the answer never leaves: the case that makes doubles."""
        return self._add(on, "work, drop", nth, times)

    def release(self) -> None:
        """Let all that hangs go on: those before the work are dropped, those after it too."""
        self._released.set()
        self._released = asyncio.Event()

    def clear(self) -> None:
        self._script.clear()

    def pick(self, method: str, path: str) -> Fault | None:
        """The first line of the script that strikes this request; lines count all that they match."""
        struck = [fault for fault in self._script if fault.strikes(method, path)]
        return struck[0] if struck else None

    async def act(self, fault: Fault, request: web.Request, work: Handler) -> web.StreamResponse:
        if fault.kind == "answer":
            return web.Response(
                status=fault.status,
                body=fault.body,
                headers=TROUBLED_HEADERS | (fault.headers or {}) | {"Content-Type": "application/json"},
            )
        if fault.kind.startswith("work"):
            await work()
        if fault.kind.endswith("hang"):
            await self._released.wait()
        cut(request, with_reset=fault.kind == "reset")
        return web.Response(status=499)  # nobody is there to read it

    def _add(
        self, on: str, kind: str, nth: int, times: float, status: int = 0, body: str = "",
        headers: dict[str, str] | None = None,
    ) -> Fault:  # fmt: skip
        method, glob = on.split()
        pattern = re.compile("[^/]+".join(map(re.escape, glob.split("*"))))
        fault = Fault(
            method=method, path=pattern, kind=kind, first=nth, times=times, status=status,
            body=body.encode(), headers=headers,
        )  # fmt: skip
        self._script.append(fault)
        return fault


def cut(request: web.Request, *, with_reset: bool = False) -> None:
    """Close the client's connection at once, with a reset when asked for."""
    if request.transport is None:
        return
    if with_reset:
        plug = request.transport.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.transport.abort()
