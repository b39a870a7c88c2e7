"""Asks each platform, by a few plain questions over HTTP, what the bot may do there. It changes nothing there.

It needs neither platform's library; no answer's text is printed but the names of the bot and of its groups.
"""

from collections.abc import Mapping
from typing import Any, Final

import aiohttp

from bots.findings import Finding, Verdict

PATIENCE: Final = aiohttp.ClientTimeout(total=15)

_ADMINISTRATOR: Final = 1 << 3
_MEMBERS_INTENT: Final = 1 << 14 | 1 << 15
"""Discord's flags of an application that may be told who joins: a big one, and one in fewer than 100 servers."""

_NEEDED: Final[Mapping[str, int]] = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Send Messages in Threads": 1 << 38,
}
"""Discord's names and bits of what Spoonlight needs in a server; Pin and Manage rights are not among them."""


async def telegram_findings(address: str) -> list[Finding]:
    """`address` is the API's, with the token. Asks who the bot is, what it reads, and whether private answers work."""
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        me = await _asked(session, f"{address}/getMe")
        if not isinstance(me, dict) or not isinstance(result := me.get("result"), dict):
            return [_refused("telegram", me, "TELEGRAM_TOKEN", "@BotFather")]
        scope = {"scope": '{"type":"all_group_chats"}'}
        commands = await _asked(session, f"{address}/getMyCommands", params=scope)
        hook = await _asked(session, f"{address}/getWebhookInfo")
    found = [_ok("telegram", f"the token works; the bot is @{result.get('username', '?')}"), _privacy(result)]
    if result.get("can_join_groups") is False:
        text = "the bot cannot be added to groups. In @BotFather: /setjoingroups, Enable."
        found.append(_warn("telegram", text))
    if isinstance(hook, dict) and isinstance(told := hook.get("result"), dict) and told.get("url"):
        text = "another program has set a webhook for this bot. Stop that program, or give Spoonlight a bot of its own."
        found.append(_warn("telegram", text))
    return [*found, _ephemeral(commands)]


def _privacy(me: Mapping[str, Any]) -> Finding:
    if me.get("can_read_all_group_messages"):
        text = "privacy mode is off, so every word in a group reaches the bot. In @BotFather: /setprivacy, Enable."
        return _warn("telegram", text)
    return _ok("telegram", "privacy mode is on: in groups it sees commands, mentions and replies only")


def _ephemeral(answer: object) -> Finding:
    listed = answer.get("result") if isinstance(answer, dict) else None
    if not listed:
        return _warn("telegram", "its commands are not set yet; start Spoonlight once, then check again")
    if any(isinstance(one, dict) and one.get("is_ephemeral") for one in listed):
        return _ok("telegram", "private answers in groups work (ephemeral commands)")
    text = (
        "this server does not know ephemeral commands; answers about health go through the private chat. "
        "Nothing is lost; a newer Bot API server (10.2) would show them in the group to the asker alone."
    )
    return _warn("telegram", text)


async def discord_findings(address: str, token: str, *, hears_joins: bool = False) -> list[Finding]:
    """`address` is the API's, with its version. Asks who the bot is, and what it may do in each server.

    `hears_joins`: whether it is to be told who joins, to greet them.
    """
    headers = {"Authorization": f"Bot {token}"}
    async with aiohttp.ClientSession(timeout=PATIENCE, headers=headers) as session:
        me = await _asked(session, f"{address}/users/@me")
        if not isinstance(me, dict) or "id" not in me:
            return [_refused("discord", me, "DISCORD_TOKEN", "discord.com/developers")]
        application = await _asked(session, f"{address}/applications/@me")
        guilds = await _asked(session, f"{address}/users/@me/guilds")
    app_id = str(application.get("id", me["id"]) if isinstance(application, dict) else me["id"])
    found = [_ok("discord", f"the token works; the bot is {me.get('username', '?')}")]
    if hears_joins:
        found.append(_joins(application))
    if not isinstance(guilds, list):
        return [*found, _warn("discord", "it did not say which servers the bot is in; check again later")]
    if not guilds:
        found.append(_warn("discord", f"the bot is in no server yet. Invite it: {invite_link(app_id)}"))
    return [*found, *(_guild(guild, app_id) for guild in guilds if isinstance(guild, dict))]


def _joins(application: object) -> Finding:
    given = int(application.get("flags", 0)) if isinstance(application, dict) else 0
    if given & _MEMBERS_INTENT:
        return _ok("discord", "it is told who joins a server, so it can greet them where moderators want that")
    text = (
        "DISCORD_HEARS_JOINS is on, but Discord does not tell the bot who joins. At discord.com/developers, under Bot: "
        "switch on Server Members Intent, then start Spoonlight again. Or set DISCORD_HEARS_JOINS to no."
    )
    return _warn("discord", text)


def invite_link(app_id: str) -> str:
    """Opens Discord's page that adds the bot to a server, or gives it the rights that it lacks there."""
    wanted = sum(_NEEDED.values())
    return (
        f"https://discord.com/oauth2/authorize?client_id={app_id}&scope=bot+applications.commands&permissions={wanted}"
    )


def _guild(guild: Mapping[str, Any], app_id: str) -> Finding:
    given = int(guild.get("permissions", 0))
    lacking = [] if given & _ADMINISTRATOR else [name for name, bit in _NEEDED.items() if not given & bit]
    where = f"in {guild.get('name', '?')} (server {guild.get('id', '?')})"
    if lacking:
        return _warn("discord", f"{where} it lacks {', '.join(lacking)}. Invite it again: {invite_link(app_id)}")
    if given & _ADMINISTRATOR:
        text = f"{where} it is an administrator, which is more than it needs. Its own rights: {invite_link(app_id)}"
        return _warn("discord", text)
    return _ok("discord", f"{where} it has all the rights that it needs")


async def _asked(session: aiohttp.ClientSession, url: str, **more: Any) -> object:
    """The JSON that came back; None when nothing did, and the HTTP status when it was refused."""
    try:
        async with session.get(url, **more) as response:
            return await response.json(content_type=None) if response.status < 400 else response.status
    except (TimeoutError, aiohttp.ClientError, ValueError):
        return None  # its text would hold the address, and the address of Telegram holds the token


def _refused(part: str, answer: object, setting: str, place: str) -> Finding:
    if answer in (401, 403, 404):
        return Finding(
            verdict=Verdict.FAIL, part=part, text=f"{setting} is not accepted. Get a new one from {place} into .env."
        )
    text = "it cannot be reached now. Check the network and the address in the settings, then try again."
    return Finding(verdict=Verdict.FAIL, part=part, text=text)


def _ok(part: str, text: str) -> Finding:
    return Finding(verdict=Verdict.OK, part=part, text=text)


def _warn(part: str, text: str) -> Finding:
    return Finding(verdict=Verdict.WARN, part=part, text=text)
