"""Who is a moderator where, as Discord says it now; an answer is kept for at most 60 seconds."""

import asyncio
from typing import Final

import discord

from bots.discord.errors import translated
from bots.discord.inbound import role_in
from core.errors import Unreachable
from core.model.identity import Account, Address, Role

KEPT_SECONDS: Final = 60.0
_UNKNOWN_MEMBER: Final = frozenset({10007, 10013})
_MANY: Final = 10_000


class Roles:
    """Asks by REST, because without the members intent the cache does not hold people."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._known: dict[tuple[str, int], tuple[Role | None, float]] = {}

    async def role_of(self, account: Account, address: Address) -> Role | None:
        """None for a stranger and in private chats. Raises TransportError."""
        if address.private:
            return None
        guild = await self._guild_of(int(address.conversation))
        now = asyncio.get_running_loop().time()
        role, until = self._known.get((account.user_id, guild.id), (None, 0.0))
        if until > now:
            return role
        role = await self._asked(int(account.user_id), guild)
        if len(self._known) > _MANY:
            self._known = {who: kept for who, kept in self._known.items() if kept[1] > now}
        self._known[account.user_id, guild.id] = (role, now + KEPT_SECONDS)
        return role

    async def _guild_of(self, channel_id: int) -> discord.Guild:
        channel = self._client.get_channel(channel_id)
        if channel is None:
            with translated():
                channel = await self._client.fetch_channel(channel_id)
        if not isinstance(channel, discord.abc.GuildChannel):
            raise Unreachable("not a channel of a server")
        return channel.guild

    async def _asked(self, user_id: int, guild: discord.Guild) -> Role | None:
        with translated():
            try:
                member = await guild.fetch_member(user_id)
            except discord.NotFound as error:
                if error.code in _UNKNOWN_MEMBER:
                    return None
                raise
        return role_in(member.guild_permissions)
