"""Keeps the page to the person at this computer: no other site, no other machine, no other name may speak to it."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Middleware

from core.errors import SettingsError

log = logging.getLogger(__name__)

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
FILE_HEADERS: Final = HEADERS | {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox"}
"""Of a file that a member may save: whatever is in it, it runs nowhere."""

_READING: Final = ("GET", "HEAD")
_PORT_OF_THE_WEB: Final = 80
_NAMES_OF_THIS_COMPUTER: Final = ("127.0.0.1", "localhost", "::1")


def loopback(host: str) -> str:
    """The host, when it is this computer alone. Raises SettingsError: the page has no password."""
    if host in _NAMES_OF_THIS_COMPUTER:
        return host
    raise SettingsError(
        f"PREVIEW_HOST {host!r} will not do: the preview has no password, so it stays on this computer. Use 127.0.0.1."
    )


def guard(port: Callable[[], int]) -> Middleware:
    """Checks each request before any handler runs. `port` tells the port once it is known.

    The page has no cookie and no password: nothing that a browser adds by itself makes a request ours. What keeps other
    sites out is the name that was asked for, the site that asks, and a kind of content that no form can post.
    """

    @web.middleware
    async def checked(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if (refusal := _refusal(request, port())) is not None:
            return web.json_response({"error": refusal.reason}, status=refusal.status, headers=HEADERS)
        try:
            return await handler(request)
        except web.HTTPException as error:
            return web.json_response({"error": error.reason}, status=error.status, headers=HEADERS)
        except ConnectionError:
            raise  # the page is gone; there is nobody to answer
        except Exception as error:
            # The text of an error may hold a member's words: its type only.
            log.error("action=serve route=%s error=%s", _route(request), type(error).__name__)
            return web.json_response({"error": "Internal Server Error"}, status=500, headers=HEADERS)

    return checked


def _refusal(request: web.Request, port: int) -> web.HTTPException | None:
    hosts = request.headers.getall("Host", [])
    if len(hosts) != 1 or hosts[0] not in _names(port):
        return web.HTTPMisdirectedRequest()  # a foreign name that leads here (DNS rebinding)
    if any(origin != f"http://{hosts[0]}" for origin in request.headers.getall("Origin", [])):
        return web.HTTPForbidden()
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return web.HTTPForbidden()
    if request.method not in _READING and request.content_type != "application/json":
        return web.HTTPUnsupportedMediaType()
    return None


def _route(request: web.Request) -> str:
    """As it was declared: a path as it was asked for may hold anything."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "none"


def _names(port: int) -> set[str]:
    """As a browser on this computer writes the page's place; the usual port of the web is left out."""
    hosts = [f"[{name}]" if ":" in name else name for name in _NAMES_OF_THIS_COMPUTER]
    return {f"{host}:{port}" for host in hosts} | (set(hosts) if port == _PORT_OF_THE_WEB else set())
