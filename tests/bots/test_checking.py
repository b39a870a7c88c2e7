"""`spoonlight check` with tokens: what each platform says the bot may do, and what to do about the rest."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from bots.checking_rights import discord_findings, invite_link, telegram_findings
from bots.findings import Finding, Verdict
from tests.standins.telegram_server import TelegramServer

TOKEN = "canary.discord.token"
ALL_RIGHTS = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 38


def said(findings: list[Finding], verdict: Verdict) -> str:
    return "\n".join(finding.text for finding in findings if finding.verdict is verdict)


async def test_telegram_with_privacy_mode_on_is_well_but_has_no_commands_yet() -> None:
    async with TelegramServer() as server:
        found = await telegram_findings(server.base_url + server.token)
    assert "privacy mode is on" in said(found, Verdict.OK)
    assert "start Spoonlight once" in said(found, Verdict.WARN)
    assert not said(found, Verdict.FAIL)


async def test_telegram_without_privacy_mode_says_where_to_switch_it_on() -> None:
    async with TelegramServer(privacy=False) as server:
        found = await telegram_findings(server.base_url + server.token)
    assert "/setprivacy" in said(found, Verdict.WARN)


async def test_a_wrong_telegram_token_fails_and_is_not_repeated() -> None:
    async with TelegramServer() as server:
        found = await telegram_findings(f"{server.base_url}999:canary")
    assert "TELEGRAM_TOKEN is not accepted" in said(found, Verdict.FAIL)
    assert "canary" not in str(found)


async def test_a_server_that_is_not_there_fails_without_its_address() -> None:
    found = await telegram_findings("http://127.0.0.1:9/bot999:canary")
    assert "cannot be reached" in said(found, Verdict.FAIL)
    assert "canary" not in str(found)


Serve = Callable[[list[dict[str, Any]]], Awaitable[str]]


@pytest.fixture
async def discord() -> AsyncIterator[Serve]:
    """A Discord that knows one bot, in the given servers."""
    runners: list[web.AppRunner] = []

    async def start(guilds: list[dict[str, Any]]) -> str:
        async def answer(request: web.Request) -> web.Response:
            if request.headers["Authorization"] != f"Bot {TOKEN}":
                return web.json_response({"message": "401: Unauthorized"}, status=401)
            me = {"id": "77", "username": "spoonlight"}
            return web.json_response(guilds if request.path.endswith("guilds") else me)

        app = web.Application()
        for path in ("/users/@me", "/applications/@me", "/users/@me/guilds"):
            app.router.add_get(path, answer)
        runners.append(web.AppRunner(app, access_log=None))
        await runners[-1].setup()
        await web.TCPSite(runners[-1], "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runners[-1].addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


async def test_a_discord_server_with_all_rights_is_well(discord: Serve) -> None:
    found = await discord_findings(await discord([{"id": "1", "name": "Fibro", "permissions": str(ALL_RIGHTS)}]), TOKEN)
    assert {finding.verdict for finding in found} == {Verdict.OK}


async def test_a_missing_right_is_named_with_the_link_that_mends_it(discord: Serve) -> None:
    lacking = str(ALL_RIGHTS & ~(1 << 15))
    found = await discord_findings(await discord([{"id": "1", "name": "Fibro", "permissions": lacking}]), TOKEN)
    assert "in Fibro (server 1) it lacks Attach Files" in said(found, Verdict.WARN)
    assert invite_link("77") in said(found, Verdict.WARN)
    assert f"permissions={ALL_RIGHTS}" in invite_link("77")


async def test_a_bot_that_is_nowhere_gets_its_invite_link(discord: Serve) -> None:
    found = await discord_findings(await discord([]), TOKEN)
    assert invite_link("77") in said(found, Verdict.WARN)


async def test_a_refused_discord_token_fails(discord: Serve) -> None:
    found = await discord_findings(await discord([]), "another.one.canary")
    assert "DISCORD_TOKEN is not accepted" in said(found, Verdict.FAIL)
    assert "canary" not in str(found)
