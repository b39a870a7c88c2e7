"""Who came into a server, from the moment when they may speak there. Only bots with the members intent are told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import discord

LATELY: Final = timedelta(days=7)
"""How long after joining somebody's change may mean that they have just passed the screening; later it means a role."""

_UPDATE: Final = "GUILD_MEMBER_UPDATE"


def may_speak(member: discord.Member) -> bool:
    """A person, and not before the rules of the server anymore."""
    return not member.bot and not member.pending


def hear_changes(client: discord.Client, changed: Callable[[discord.Guild, int, datetime], None]) -> None:
    """Calls `changed` (server, person, joined at) for each change of a person who joined lately and may speak.

    discord.py tells of changes only if it keeps all members in memory, and we keep none: so the event is read beside
    it. `_connection.parsers` is a private name; the lock pins the version, and a test tells when it changes.
    """
    state = client._connection
    usual = state.parsers[_UPDATE]

    def heard(data: Any) -> None:
        usual(data)
        guild = client.get_guild(int(data["guild_id"]))
        joined_at = discord.utils.parse_time(data.get("joined_at"))
        if guild is None or joined_at is None or data.get("pending") or data["user"].get("bot"):
            return
        if discord.utils.utcnow() - joined_at <= LATELY:
            changed(guild, int(data["user"]["id"]), joined_at)

    state.parsers[_UPDATE] = heard
