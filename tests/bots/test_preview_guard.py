"""The preview is for the one at this computer: other sites, other names and other machines are turned away."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession

from bots.local import LocalApp, MovableClock
from bots.local.people import PEOPLE
from core.errors import SettingsError
from core.model.identity import private_address
from core.model.message import Document, message
from tests.bots.preview_client import serving
from tests.bots.spoonlight_bot import running_bot

SAID = {"person": "robin", "text": "/start"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1:1"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
async def test_a_request_from_elsewhere_is_turned_away(tmp_path: Path, headers: dict[str, str], status: int) -> None:
    async with serving(tmp_path) as (app, _), ClientSession() as session:
        async with session.post(f"{app.address}api/say", json=SAID, headers=headers) as answer:
            assert answer.status == status
        own = {"Origin": app.address.rstrip("/"), "Sec-Fetch-Site": "same-origin"}
        async with session.post(f"{app.address}api/say", json=SAID, headers=own) as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    "wrong",
    [{}, {"person": "nobody", "text": "x"}, {"person": "robin", "text": ""}, {"person": "robin", "text": "x" * 20_001}],
)
async def test_a_broken_post_is_refused_without_repeating_it(tmp_path: Path, wrong: dict[str, str]) -> None:
    async with serving(tmp_path) as (app, _), ClientSession() as session:
        async with session.post(f"{app.address}api/say", json=wrong) as answer:
            assert (answer.status, await answer.json()) == (400, {"error": "Bad Request"})
        async with session.post(
            f"{app.address}api/say", data=b"{", headers={"Content-Type": "application/json"}
        ) as answer:
            assert answer.status == 400


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "example.org", "::"])
async def test_it_does_not_open_itself_to_other_computers(tmp_path: Path, host: str) -> None:
    clock = MovableClock()
    async with running_bot(tmp_path, clock) as bot:
        with pytest.raises(SettingsError, match="PREVIEW_HOST"):
            LocalApp(bot, clock, host=host)


async def test_a_port_that_is_taken_is_said_with_what_to_do(tmp_path: Path) -> None:
    async with serving(tmp_path) as (app, clock), running_bot(tmp_path / "second", clock) as bot:
        with pytest.raises(SettingsError, match="PREVIEW_PORT"):
            await LocalApp(bot, clock, port=urlsplit(app.address).port or 0).run()


async def test_a_stop_does_not_wait_for_open_pages(tmp_path: Path) -> None:
    async with ClientSession() as session:
        async with asyncio.timeout(20):
            async with serving(tmp_path) as (app, _):
                stream = await session.get(f"{app.address}api/events", params={"person": "robin"})
                await stream.content.readline()
        assert not app.started.is_set()
        stream.close()


async def test_a_file_is_given_to_those_who_may_see_its_message_and_to_nobody_else(tmp_path: Path) -> None:
    report = Document(content=b"%PDF-1.7", name="my report.pdf", media_type="application/pdf", alt="Your report")
    async with serving(tmp_path) as (app, clock), ClientSession() as session:
        address = private_address(PEOPLE["robin"].account)
        # No feature sends a file yet: it is put there by the test itself.
        entry = app._desk.conversation.add(address, message(report), at=clock.now())
        path = f"{app.address}api/file/{entry.id}"
        async with session.get(f"{path}/0", params={"person": "robin"}) as answer:
            assert (await answer.read(), answer.content_type) == (b"%PDF-1.7", "application/pdf")
            assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''my%20report.pdf"
        for wrong, person in (("/0", "mika"), ("/1", "robin"), ("/x", "robin")):
            async with session.get(path + wrong, params={"person": person}) as answer:
                assert answer.status == 404
