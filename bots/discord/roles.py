"""Who is a moderator where, and who has which role, as Discord says it now; kept for at most 60 seconds."""

import asyncio
from dataclasses import dataclass
from typing import Final

import discord

from bots.discord.errors import translated
from bots.discord.inbound import ranks_of, role_in
from core.errors import Unreachable
from core.model.identity import Account, Address, Platform, Role
from core.model.naming import Rank, RankThere

KEPT_SECONDS: Final = 60.0
_UNKNOWN_MEMBER: Final = frozenset({10007, 10013})
_MANY: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What Discord says of somebody in a server: one answer to both questions."""

    role: Role | None
    ranks: frozenset[str] = frozenset()


_STRANGER: Final = Standing(role=None)


class Roles:
    """Asks by REST, because without the members intent the cache does not hold people."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._known: dict[tuple[str, int], tuple[Standing, float]] = {}

    async def role_of(self, account: Account, address: Address) -> Role | None:
        """None for a stranger and in private chats. Raises TransportError."""
        return (await self._standing(account, address)).role

    async def ranks_of(self, account: Account, address: Address) -> frozenset[str]:
        """None for a stranger and in private chats. Raises TransportError."""
        return (await self._standing(account, address)).ranks

    async def ranks_in(self, address: Address) -> tuple[RankThere, ...]:
        """Highest first: what people have, not what everybody or a bot has. Raises TransportError."""
        if address.private:
            return ()
        guild = await self._guild_of(int(address.conversation))
        named = [role for role in guild.roles if not role.is_default() and not role.managed]
        return tuple(
            RankThere(rank=Rank(platform=Platform.DISCORD, id=str(role.id)), name=role.name)
            for role in sorted(named, reverse=True)
        )

    async def _standing(self, account: Account, address: Address) -> Standing:
        if address.private:
            return _STRANGER
        guild = await self._guild_of(int(address.conversation))
        now = asyncio.get_running_loop().time()
        standing, until = self._known.get((account.user_id, guild.id), (_STRANGER, 0.0))
        if until > now:
            return standing
        standing = await self._asked(int(account.user_id), guild)
        if len(self._known) > _MANY:
            self._known = {who: kept for who, kept in self._known.items() if kept[1] > now}
        self._known[account.user_id, guild.id] = (standing, now + KEPT_SECONDS)
        return standing

    async def _guild_of(self, channel_id: int) -> discord.Guild:
        channel = self._client.get_channel(channel_id)
        if channel is None:
            with translated():
                channel = await self._client.fetch_channel(channel_id)
        if not isinstance(channel, discord.abc.GuildChannel):
            raise Unreachable("not a channel of a server")
        return channel.guild

    async def _asked(self, user_id: int, guild: discord.Guild) -> Standing:
        with translated():
            try:
                member = await guild.fetch_member(user_id)
            except discord.NotFound as error:
                if error.code in _UNKNOWN_MEMBER:
                    return _STRANGER
                raise
        return Standing(role=role_in(member.guild_permissions), ranks=ranks_of(member))
