"""Whatever the preview serves, now or later: another site, another name or another machine gets nothing of it."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession

from bots.local import LocalApp
from bots.local.people import PEOPLE
from core.model.identity import private_address
from core.model.message import Document, message
from tests.bots.preview_client import serving

SAID = {"person": "robin", "text": "/start"}
WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}
MAKES_IT_RUN = ("'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "data:", "blob:", "*")


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[LocalApp]:
    async with serving(tmp_path) as (running, _):
        yield running


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


def routes(app: LocalApp) -> list[tuple[str, str]]:
    """Every method and path that is served, and one that is not."""
    resources = app._site.application().router.resources()  # nothing but the site itself knows what it serves
    found = {(route.method, resource.canonical) for resource in resources for route in resource}
    assert {("GET", "/api/events"), ("POST", "/api/say"), ("GET", "/")} <= found
    filled = {(method, path.replace("{entry}", "1").replace("{index}", "0")) for method, path in found}
    return sorted(filled | {("GET", "/nothing/here"), ("OPTIONS", "/api/say"), ("PUT", "/api/clock")})


def own(app: LocalApp) -> str:
    return app.address.rstrip("/")


async def test_no_route_answers_another_site_or_another_name(app: LocalApp, session: ClientSession) -> None:
    port = urlsplit(app.address).port
    elsewhere: list[tuple[dict[str, str], int]] = [
        ({"Host": "evil.example"}, 421),
        ({"Host": f"evil.example:{port}"}, 421),
        ({"Host": f"127.0.0.1.evil.example:{port}"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": f"http://127.0.0.1:{port}0"}, 403),
        ({"Origin": f"https://127.0.0.1:{port}"}, 403),
        ({"Origin": f"http://localhost:{port}"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ]
    for method, path in routes(app):
        for upgrade in ({}, WEBSOCKET):
            for headers, status in elsewhere:
                given = {"Content-Type": "application/json"} | upgrade | headers
                asked = session.request(method, own(app) + path, data=json.dumps(SAID), headers=given)
                async with asked as answer:
                    assert answer.status == status, (method, path, headers)


async def test_every_answer_keeps_the_page_to_itself_and_hands_out_no_cookie(
    app: LocalApp, session: ClientSession
) -> None:
    for method, path in routes(app):
        asked = session.request(method, own(app) + path, headers={"Content-Type": "application/json"}, data="{}")
        async with asked as answer:
            given = answer.headers
            policy = given["Content-Security-Policy"]
            assert "default-src 'none'" in policy, path
            assert "frame-ancestors 'none'" in policy, path
            assert not any(source in policy for source in MAKES_IT_RUN), path
            assert given["X-Content-Type-Options"] == "nosniff", path
            assert given["Referrer-Policy"] == "no-referrer", path
            assert given["Cross-Origin-Resource-Policy"] == "same-origin", path
            assert "Set-Cookie" not in given, path
            assert not any(name.startswith("Access-Control") for name in given), path


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "text/json", ""]
)
async def test_what_a_form_of_another_site_could_post_is_no_post_to_us(
    app: LocalApp, session: ClientSession, kind: str
) -> None:
    for method, path in routes(app):
        if method == "POST":
            async with session.post(own(app) + path, data=json.dumps(SAID), headers={"Content-Type": kind}) as answer:
                assert answer.status == 415, path


async def test_a_body_that_is_too_big_is_refused(app: LocalApp, session: ClientSession) -> None:
    for method, path in routes(app):
        if method == "POST":
            length = 9_000_000 if path == "/api/offer" else 300_000  # a file may be long
            body = json.dumps(SAID | {"more": "x" * length})
            async with session.post(
                own(app) + path, data=io.BytesIO(body.encode()), headers={"Content-Type": "application/json"}
            ) as answer:
                assert answer.status == 413, path


async def test_two_names_in_one_request_are_refused(app: LocalApp) -> None:
    host = urlsplit(app.address).netloc
    for first, second in ((host, "evil.example"), ("evil.example", host)):
        status = await _status(app, f"GET /api/scene?person=robin HTTP/1.1\r\nHost: {first}\r\nHost: {second}\r\n\r\n")
        assert status in (400, 421)
    assert await _status(app, "GET /api/scene?person=robin HTTP/1.0\r\n\r\n") == 421


async def test_what_is_in_a_saved_file_runs_nowhere(app: LocalApp, session: ClientSession) -> None:
    page = Document(content=b"<script>1</script>", name="a.html", media_type="text/html", alt="A page")
    address = private_address(PEOPLE["robin"].account)
    entry = app._desk.conversation.add(address, message(page), at=app._desk.bot.clock.now())  # as no feature does yet
    async with session.get(f"{own(app)}/api/file/{entry.id}/0", params={"person": "robin"}) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_page_builds_no_markup_from_words_and_holds_nothing_inline() -> None:
    folder = Path(__file__).parents[2] / "bots" / "local" / "page"
    for file in folder.glob("*.js"):
        text = file.read_text(encoding="utf-8")
        for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "DOMParser", "cookie"):
            assert sink not in text, (file.name, sink)
    html = (folder / "index.html").read_text(encoding="utf-8")
    for inline in ("<style", " style=", " onclick=", " onload=", "javascript:", "http://", "https://"):
        assert inline not in html, inline
    assert html.count("<script") == html.count('<script type="module" src="/') == 1


async def _status(app: LocalApp, request: str) -> int:
    """The status of a request that no browser would write."""
    parts = urlsplit(app.address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        writer.write(request.encode())
        line = await asyncio.wait_for(reader.readline(), 10)
        return int(line.split()[1])
    finally:
        writer.close()
        await writer.wait_closed()
