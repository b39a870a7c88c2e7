"""Keeps the page to the person at this computer: no other site, no other machine, no other name may speak to it."""

import logging
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Middleware

from core.errors import SettingsError

log = logging.getLogger(__name__)

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

_READING: Final = ("GET", "HEAD")


def loopback(host: str) -> str:
    """The host, when it is this computer alone. Raises SettingsError: the page has no password."""
    try:
        if host == "localhost" or ip_address(host).is_loopback:
            return host
    except ValueError:
        pass
    raise SettingsError(
        f"PREVIEW_HOST {host!r} would open the preview to other computers, and it has no password. Use 127.0.0.1."
    )


def guard(port: Callable[[], int]) -> Middleware:
    """Checks each request before any handler runs. `port` tells the port once it is known."""

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
            log.error("action=serve path=%s error=%s", request.path, type(error).__name__)
            return web.json_response({"error": "Internal Server Error"}, status=500, headers=HEADERS)

    return checked


def _refusal(request: web.Request, port: int) -> web.HTTPException | None:
    names = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
    if request.headers.get("Host", "") not in names:
        return web.HTTPMisdirectedRequest()  # a foreign name that leads here (DNS rebinding)
    origin = request.headers.get("Origin")
    if origin is not None and origin not in {f"http://{name}" for name in names}:
        return web.HTTPForbidden()
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return web.HTTPForbidden()
    if request.method not in _READING and request.content_type != "application/json":
        return web.HTTPUnsupportedMediaType()
    return None
