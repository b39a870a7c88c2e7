"""Hands what happened to the bot and carries out its replies, always with a first answer inside Discord's 3 seconds.

A form can only be opened by the very first answer, so nothing may be promised too early: the bot gets 1.5 seconds, and
what is not ready by then is promised ("thinking") and follows. A form that is late waits behind a button.
"""

import asyncio
import logging
from collections.abc import Awaitable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, assert_never

import discord

from bots.discord import inbound as facts
from bots.discord.components import KEPT, kept_view
from bots.discord.exchange import Exchange
from bots.discord.kept import KeptReplies, Missing
from bots.discord.modals import modal_of
from bots.discord.render import Part
from bots.discord.transport import DiscordTransport
from core.bootstrap import Line, SupportBot
from core.errors import FactNotHandled, TransportError
from core.model.delivery import Lane
from core.model.identity import Account, Address, Platform, private_address
from core.model.inbound import FileOffered, Inbound, TextSaid
from core.model.message import Outbound
from core.model.reply import Edit, Handoff, Notice, OpenForm, Replies, Reply, Say
from core.ports import Phrasebook

log = logging.getLogger(__name__)

PATIENCE: Final = 1.5
"""Seconds that the bot has before its answer is promised; Discord waits three."""

GRACE: Final = 10.0
"""Seconds that a stopping process gives to answers that are under way."""

TELL_AGAIN: Final = (1.0, 5.0)
"""Seconds before a guild event that could not be handled is tried again."""

Interaction = discord.Interaction[Any]


class Answering:
    """One for each client."""

    def __init__(self, bot: SupportBot, transport: DiscordTransport, line: Line) -> None:
        self._bot = bot
        self._transport = transport
        self._line = line
        self._kept = KeptReplies(bot.clock.now)
        self._under_way: set[asyncio.Task[Any]] = set()

    async def command(self, interaction: Interaction, name: str, options: Mapping[str, Any]) -> None:
        """A slash command."""
        with self._counted():
            await self._answer(interaction, facts.command_given(interaction, name, options))

    async def form(self, interaction: Interaction) -> None:
        """A modal that was handed in."""
        with self._counted():
            await self._answer(interaction, facts.form_submitted(interaction))

    async def tap(self, interaction: Interaction) -> None:
        """A button, ours or not, old or new: it never stays without an answer."""
        custom_id = facts.custom_id_of(interaction)
        if not custom_id.startswith(KEPT):
            with self._counted():
                await self._answer(interaction, facts.button_tapped(interaction))
            return
        exchange, words = self._exchange(interaction), self._words(interaction)
        match self._kept.shown_to(str(interaction.user.id), custom_id):
            case Missing.GONE:
                await self._safely(exchange.notice(words("discord.gone")), interaction.id)
            case Missing.NOT_YOURS:
                await self._safely(exchange.notice(words("discord.not_yours")), interaction.id)
            case replies:
                await self._safely(self._carry_out_all(exchange, replies), interaction.id)

    async def unknown_command(self, interaction: Interaction) -> None:
        """A command that Discord still shows and that we do not have any more."""
        text = self._words(interaction)("dispatch.unknown_command")
        await self._safely(self._exchange(interaction).notice(text), interaction.id)

    async def text(self, message: discord.Message, said: TextSaid | FileOffered) -> None:
        """Plain words, or a file: in a private chat answered there, in a server as privately as the reply wants it."""
        with self._counted():
            hidden: list[Reply] = []
            for number, reply in enumerate(await self._bot.handle(said, self._transport)):
                if said.origin.address.private or (isinstance(reply, Say) and not reply.private):
                    await self._safely(self._speak(said, reply, number), message.id)
                else:
                    hidden.append(reply)
            if hidden:
                await self._safely(self._offer(message, said, hidden), message.id)

    async def happened(self, fact: Inbound) -> None:
        """A guild event; what there is to say is said in the fact's own place."""
        with self._counted():
            for number, reply in enumerate(await self._told(fact)):
                if isinstance(reply, Say) and not reply.private:
                    await self._safely(self._speak(fact, reply, number))

    async def came(self, guild: discord.Guild, first: discord.TextChannel) -> None:
        """We are in this server; its groups come back where they lived, if it had any."""
        with self._counted():
            async with self._bot.open_unit() as uow:
                left = await uow.groups.left([facts.address_of(channel) for channel in guild.text_channels])
            back = [channel for channel in guild.text_channels if facts.address_of(channel) in left]
            for channel in back or [first]:
                await self.happened(facts.bot_added(guild, channel))

    async def lost(self, guild: discord.Guild, channels: Iterable[discord.abc.GuildChannel]) -> None:
        """Channels that are out of reach for good; those that were a group's chat are none any more."""
        with self._counted():
            for channel in channels:
                async with self._bot.open_unit() as uow:
                    known = await uow.groups.of_chat(facts.address_of(channel))
                if known is not None:
                    await self.happened(facts.bot_removed(guild, channel))

    async def joined(self, guild: discord.Guild, user_id: int, joined_at: datetime) -> None:
        """Somebody may speak in the server now: told to those of its channels whose groups greet people."""
        with self._counted():
            async with self._bot.open_unit() as uow:
                greeting = await uow.welcomes.greeting([facts.address_of(channel) for channel in guild.channels])
            for chat in greeting:
                await self.happened(facts.member_joined(user_id, joined_at, chat))

    async def finish(self) -> None:
        """Waits for what is under way, at most 10 seconds, so that nobody's answer is lost by a restart."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=GRACE)

    async def _told(self, fact: Inbound) -> Replies:
        """Discord tells a guild event once, so that one that fails is told again here. Raises FactNotHandled."""
        for pause in TELL_AGAIN:
            try:
                return await self._bot.handle(fact, self._transport)
            except FactNotHandled:
                await asyncio.sleep(pause)
        return await self._bot.handle(fact, self._transport)

    async def _answer(self, interaction: Interaction, fact: Inbound) -> None:
        handling = asyncio.create_task(self._bot.handle(fact, self._transport))
        exchange = self._exchange(interaction)
        await asyncio.wait({handling}, timeout=PATIENCE)
        if not handling.done():
            await self._safely(exchange.promise(), interaction.id)
        done = await self._safely(self._carry_out_all(exchange, await handling), interaction.id)
        if not done and (exchange.promised or not exchange.answered):
            sorry = self._words(interaction)("dispatch.went_wrong")
            await self._safely(exchange.notice(sorry), interaction.id)

    async def _carry_out_all(self, exchange: Exchange, replies: Replies) -> None:
        """An edit or a form goes first: only the first answer can be one of these."""
        for reply in sorted(replies, key=lambda one: not isinstance(one, Edit | OpenForm)):
            await self._carry_out(exchange, reply)
        if not exchange.answered or exchange.promised:
            await exchange.close()

    async def _carry_out(self, exchange: Exchange, reply: Reply) -> None:
        match reply:
            case Say(message=message, private=private, lasting=lasting):
                await exchange.say(message, private=private)
                if lasting and private and not exchange.address.private:
                    await exchange.notice(self._words(exchange.interaction)(await self._copied(exchange, message)))
            case Edit(message=message):
                await exchange.edit(message)
            case Notice(text=text):
                await exchange.notice(text)
            case OpenForm():
                await self._open_form(exchange, reply)
            case Handoff():
                raise TypeError("a handoff never leaves the router")
            case _:
                assert_never(reply)

    async def _open_form(self, exchange: Exchange, wanted: OpenForm) -> None:
        user_id = str(exchange.interaction.user.id)
        if exchange.answered:
            words = self._words(exchange.interaction)
            view = kept_view(words("discord.button_form"), self._kept.keep(user_id, [wanted]))
            await exchange.say_part(Part(content=words("discord.form_ready")), view, ephemeral=True)
            return
        conversation = exchange.address.conversation
        custom_id = self._bot.signer.sign(wanted.form.action, conversation=conversation, only_for=user_id)
        await exchange.interaction.response.send_modal(modal_of(wanted.form, custom_id))

    async def _copied(self, exchange: Exchange, message: Outbound) -> str:
        """What must last goes to the private chat too: an ephemeral message is gone when the app restarts."""
        account = Account(platform=Platform.DISCORD, user_id=str(exchange.interaction.user.id))
        try:
            await self._send(private_address(account), message, f"copy/{exchange.interaction.id}")
        except TransportError:
            return "discord.copy_not_sent"
        return "discord.copy_sent"

    async def _offer(self, message: discord.Message, said: TextSaid | FileOffered, hidden: Replies) -> None:
        """A mention cannot be answered ephemerally, a tap can: so the answer waits behind a button."""
        words = self._bot.knowledge.words_in(said.origin.locale)
        view = kept_view(words("discord.button_show"), self._kept.keep(said.origin.account.user_id, hidden))
        await self._line.limiter.turn(Lane.REPLY, said.origin.address)
        await self._transport.send_line(message, said.origin.address, words("discord.for_you_alone"), view)

    async def _speak(self, fact: Inbound, reply: Reply, number: int) -> None:
        if not isinstance(reply, Say):  # in answer to words the router makes a Say of everything
            raise TypeError(f"{type(reply).__name__} cannot answer words")
        await self._send(fact.origin.address, reply.message, f"{fact.origin.event_id}/{number}")

    async def _send(self, address: Address, message: Outbound, key: str) -> None:
        await self._line.limiter.turn(Lane.REPLY, address)
        await self._transport.send(address, message, key=key)

    async def _safely(self, doing: Awaitable[None], event: int = 0) -> bool:
        """A reply that cannot be delivered must not end anything else. Texts of errors may hold members' words."""
        try:
            await doing
        except Exception as error:
            code = getattr(error, "code", "")
            log.error("action=reply event=%s error=%s code=%s", event, type(error).__name__, code)
            return False
        return True

    def _exchange(self, interaction: Interaction) -> Exchange:
        origin = facts.origin_of(interaction)
        if origin.address.private and interaction.channel_id is not None:
            self._transport.private_chats.remember(origin.account.user_id, interaction.channel_id)
        return Exchange(interaction=interaction, address=origin.address, signer=self._bot.signer)

    def _words(self, interaction: Interaction) -> Phrasebook:
        return self._bot.knowledge.words_in(interaction.locale.value)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        task = asyncio.current_task()
        if task is None or task in self._under_way:
            yield
            return
        self._under_way.add(task)
        try:
            yield
        finally:
            self._under_way.discard(task)
