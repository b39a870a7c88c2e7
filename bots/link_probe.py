"""Looks at shared links, as core.ports.link_probe.LinkProbe: is there still a page behind them?

Whoever types a link chooses where this machine connects to. So every name is resolved first, each of its addresses must
be out in the public network, and the socket goes to one of those very addresses: there is no second look-up. Each
redirect is judged anew. It says no cookie and no password, reads the head of an answer alone, and soon gives up.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from bots.public_addresses import is_public
from core.model.link_check import LinkTrouble

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""The numeric addresses of a host. Raises socket.gaierror as getaddrinfo does."""

MOST_REDIRECTS: Final = 5
SECONDS: Final = 10.0
MOST_BYTES: Final = 64 * 1024
"""Of one answer; what comes after its head is left on the wire."""

_FOR_THE_HEAD_ALONE: Final = 0.4
"""Of all seconds: some sites never answer a question for the head alone."""

_SAID: Final = ("User-Agent: Spoonlight link check", "Accept: */*", "Connection: close")
_KEPT: Final = "/%:=~+!$,;'@()*&?[]"
"""Signs of an address that stay as they are; all else is written in percents, so that no line can be broken."""

_ADDRESSES_TRIED: Final = 3
_PORTS: Final = {"http": 80, "https": 443}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_STATUS: Final = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)(?: [^\r\n]*)?\r\n")
_LOCATION: Final = re.compile(rb"^location:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_BROKEN_OFF: Final = (TimeoutError, EOFError, asyncio.LimitOverrunError, ValueError, ConnectionResetError)


class WebProbe:
    """`resolve`, `permits` and `ports` are for tests, whose servers stand on this very machine."""

    def __init__(
        self,
        *,
        resolve: Resolve | None = None,
        permits: Callable[[str], bool] = is_public,
        ports: frozenset[int] = frozenset(_PORTS.values()),
        seconds: float = SECONDS,
    ) -> None:
        self._resolve = resolve or resolved_by_the_system
        self._permits = permits
        self._ports = ports
        self._seconds = seconds

    async def look(self, link: str) -> LinkTrouble | None:
        """None: it leads somewhere, as far as a machine may see."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._follow(link)
        except _NotLookedAt as found:
            return found.trouble
        except ssl.SSLError:
            return LinkTrouble.INSECURE
        except (*_BROKEN_OFF, OSError):
            return LinkTrouble.SILENT

    async def _follow(self, link: str) -> LinkTrouble | None:
        for _ in range(MOST_REDIRECTS + 1):
            page = self._looked_over(link)
            status, onward = await self._ask(page, await self._addresses(page))
            if status not in _REDIRECTS or not onward:
                return _judged(status)
            link = _joined(link, onward)
        return LinkTrouble.ROUND

    def _looked_over(self, link: str) -> "_Page":
        """Judges the address by its letters alone."""
        try:
            parts = urlsplit(link)
            host = (parts.hostname or "").encode("idna").decode("ascii")
            port = parts.port if parts.port is not None else _PORTS.get(parts.scheme, 0)
        except (ValueError, UnicodeError):
            raise _NotLookedAt(LinkTrouble.ODD) from None
        if parts.scheme not in _PORTS or not host or "@" in parts.netloc or port not in self._ports:
            raise _NotLookedAt(LinkTrouble.ODD)
        target = quote(parts.path or "/", safe=_KEPT)
        if parts.query:
            target += f"?{quote(parts.query, safe=_KEPT)}"
        return _Page(host=host, port=port, target=target, tls=parts.scheme == "https")

    async def _addresses(self, page: "_Page") -> Sequence[str]:
        """All of them must be public: a name with one address inside is none to connect to."""
        try:
            found = await self._resolve(page.host, page.port)
        except socket.gaierror as error:
            later = error.errno == socket.EAI_AGAIN
            raise _NotLookedAt(LinkTrouble.SILENT if later else LinkTrouble.NO_SITE) from None
        if not found:
            raise _NotLookedAt(LinkTrouble.NO_SITE)
        if not all(self._permits(one) for one in found):
            raise _NotLookedAt(LinkTrouble.INSIDE)
        return found[:_ADDRESSES_TRIED]

    async def _ask(self, page: "_Page", addresses: Sequence[str]) -> tuple[int, str]:
        """Asks for the head of the page; where that is not liked, for the page, of which the head alone is read."""
        with suppress(*_BROKEN_OFF):
            async with asyncio.timeout(self._seconds * _FOR_THE_HEAD_ALONE):
                status, onward = await _head("HEAD", page, addresses)
            if status < 400:
                return status, onward
        return await _head("GET", page, addresses)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """`host` is ASCII; `target` is what stands in the first line of a request."""

    host: str
    port: int
    target: str
    tls: bool

    @property
    def named(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port in _PORTS.values() else f"{host}:{self.port}"


class _NotLookedAt(Exception):
    """The address is not one to connect to; says why."""

    def __init__(self, trouble: LinkTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


async def resolved_by_the_system(host: str, port: int) -> Sequence[str]:
    """As this machine resolves names; a number, however it is written, is a name like any other."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


async def _head(method: str, page: _Page, addresses: Sequence[str]) -> tuple[int, str]:
    """The status of the answer, and where it leads."""
    reader, writer = await _connected(page, addresses)
    try:
        lines = (f"{method} {page.target} HTTP/1.1", f"Host: {page.named}", *_SAID, "", "")
        writer.write("\r\n".join(lines).encode("ascii"))
        await writer.drain()
        return await _first_answer(reader)
    finally:
        writer.transport.abort()  # whatever else it has to say


async def _connected(page: _Page, addresses: Sequence[str]) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """To the first that lets us in. They are numbers: nothing is looked up here."""
    for number, address in enumerate(addresses):
        opened = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        try:
            opened.setblocking(False)
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, MOST_BYTES // 4)
            await asyncio.get_running_loop().sock_connect(opened, (address, page.port))
            name = page.host if page.tls else None
            trust = _trust() if page.tls else None
            return await asyncio.open_connection(sock=opened, ssl=trust, server_hostname=name, limit=MOST_BYTES // 4)
        except ssl.SSLError:
            opened.close()
            raise
        except OSError:
            opened.close()
            if number == len(addresses) - 1:
                raise
        except BaseException:
            opened.close()
            raise
    raise ConnectionRefusedError


async def _first_answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    """Leaves out what only says that an answer will come. Raises ValueError for what is no answer, or too long."""
    left = MOST_BYTES
    while True:
        head = await reader.readuntil(b"\r\n\r\n")
        left -= len(head)
        status = _STATUS.match(head)
        if status is None or left < 0:
            raise ValueError("not an answer")
        if (said := int(status[1])) >= 200:
            onward = _LOCATION.search(head)
            return said, onward[1].decode("latin-1").strip() if onward else ""


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _joined(link: str, onward: str) -> str:
    try:
        return urljoin(link, onward)
    except ValueError:
        raise _NotLookedAt(LinkTrouble.ODD) from None


def _judged(status: int) -> LinkTrouble | None:
    if status in (404, 410):
        return LinkTrouble.GONE
    return LinkTrouble.FAILING if status >= 500 else None
