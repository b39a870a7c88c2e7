"""The discord.py client: which events it listens to, and who gets them.

It needs no privileged intent; with the one that tells of members it hears who joins, and greets them.
"""

import logging
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import discord
from discord import app_commands

from bots.discord import inbound as facts
from bots.discord.answering import Answering
from bots.discord.commands import add_commands, sync_when_changed
from bots.discord.components import TAKEN, SignedButton
from bots.discord.joins import hear_changes, may_speak
from bots.discord.transport import DiscordTransport
from core.bootstrap import SupportBot
from core.delivery.limiter import Rates

log = logging.getLogger(__name__)

RATES: Final = Rates(per_second=45)
"""Below Discord's 50 a second; each channel's own limit is kept by discord.py."""

_LONGEST_PAUSE: Final = 30.0
"""Seconds that discord.py itself waits for a rate limit; the delivery worker waits out longer ones."""


def create_client(
    bot: SupportBot,
    *,
    known_commands: Path | None = None,
    files_from: frozenset[str] | None = None,
    hears_joins: bool = False,
) -> "SpoonlightClient":
    """`known_commands`: the file that remembers which commands Discord has; None registers them at each start.

    `files_from`: the only origins that a member's file is fetched from; None for Discord's own. `hears_joins`: asks
    Discord for the members intent.
    """
    # We have no voice: what voice would lack is no news for an operator.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    return SpoonlightClient(bot, known_commands=known_commands, files_from=files_from, hears_joins=hears_joins)


class SpoonlightClient(discord.Client):
    """Keeps no messages and no members in memory."""

    def __init__(
        self,
        bot: SupportBot,
        *,
        known_commands: Path | None,
        files_from: frozenset[str] | None = None,
        hears_joins: bool = False,
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True, members=hears_joins),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=_LONGEST_PAUSE,
            guild_ready_timeout=0.0,  # nothing waits for "ready"; a server that is new meanwhile is seen as new
        )
        self._known_commands = known_commands
        self.transport = DiscordTransport(self, bot.signer, files_from=files_from, hears_joins=hears_joins)
        self.line = bot.line(self.transport, RATES)
        self.answering = Answering(bot, self.transport, self.line)
        self.tree = _Tree(self)
        add_commands(self.tree, bot, self.answering.command)
        hear_changes(self, lambda *change: self.dispatch("newcomer_changed", *change))

    async def setup_hook(self) -> None:
        """Runs after the login and before the gateway."""
        self.add_dynamic_items(SignedButton)
        await sync_when_changed(self.tree, self._known_commands)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Modals, and buttons that discord.py does not know: too old, or forged."""
        match interaction.type:
            case discord.InteractionType.modal_submit:
                await self.answering.form(interaction)
            case discord.InteractionType.component if TAKEN not in interaction.extras:
                await self.answering.tap(interaction)
            case _:
                pass

    async def on_message(self, message: discord.Message) -> None:
        """Private chats and mentions; nothing else is read (and nothing else is sent to us with its words)."""
        if self.user is None or (said := facts.message_said(message, self.user)) is None:
            return
        if said.origin.address.private:
            self.transport.private_chats.remember(said.origin.account.user_id, message.channel.id)
        await self.answering.text(message, said)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greets in the channels that were a group's chats; else where the server greets, or in the first channel that
        we may write in."""
        if (channel := _first_channel(guild)) is not None:
            await self.answering.came(guild, channel)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Each channel that was a group's chat is none any more."""
        await self.answering.lost(guild, guild.channels)

    async def on_member_join(self, member: discord.Member) -> None:
        """Whoever has to accept the server's rules first is greeted after that."""
        if may_speak(member) and member.joined_at is not None:
            await self.answering.joined(member.guild, member.id, member.joined_at)

    async def on_newcomer_changed(self, guild: discord.Guild, user_id: int, joined_at: datetime) -> None:
        """Perhaps they have just accepted the rules; somebody who was told of before is not told of again."""
        await self.answering.joined(guild, user_id, joined_at)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """The same for one channel."""
        await self.answering.lost(channel.guild, [channel])

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """The text of an error may hold a member's words: only its place and type are logged."""
        log.error("action=event event=%s error=%s", event_method, _current_error())


class _Tree(app_commands.CommandTree[SpoonlightClient]):
    """Answers kindly when Discord shows a command in a shape that we do not have."""

    async def on_error(
        self, interaction: discord.Interaction[SpoonlightClient], error: app_commands.AppCommandError, /
    ) -> None:
        log.error("action=command event=%s error=%s", interaction.id, type(error).__name__)
        if interaction.type is discord.InteractionType.application_command and not interaction.response.is_done():
            await interaction.client.answering.unknown_command(interaction)


def _first_channel(guild: discord.Guild) -> discord.TextChannel | None:
    wanted = [guild.system_channel, *guild.text_channels]
    for channel in wanted:
        if channel is not None and channel.permissions_for(guild.me).send_messages:
            return channel
    return None


def _current_error() -> str:
    kind, _, trace = sys.exc_info()
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return f"{kind.__name__ if kind is not None else '?'} at={where}"
