"""discord.py's events -> the neutral facts of core.model.inbound. Pure: nothing is asked, kept or sent."""

import re
from collections.abc import Mapping
from typing import Any, Final

import discord

from bots.discord.modals import values_of
from core.model.identity import Account, Address, Platform, Role, private_address
from core.model.inbound import (
    BotAdded,
    BotRemoved,
    ButtonTapped,
    CommandGiven,
    FileOffered,
    FormSubmitted,
    OptionTyped,
    Origin,
    TextSaid,
)

Interaction = discord.Interaction[Any]

_SAID: Final = frozenset({discord.MessageType.default, discord.MessageType.reply})


def command_given(interaction: Interaction, name: str, options: Mapping[str, Any]) -> CommandGiven:
    """A slash command; options that were left out are not in it."""
    given = {option: str(value) for option, value in options.items() if value is not None}
    return CommandGiven(origin=origin_of(interaction), name=name, options=given)


def option_typed(interaction: Interaction, command: str, option: str, typed: str) -> OptionTyped:
    """Somebody is typing an option."""
    return OptionTyped(origin=origin_of(interaction), command=command, option=option, text=typed)


def button_tapped(interaction: Interaction) -> ButtonTapped:
    """A tap, its custom_id unread. The message is private when it is ephemeral or in a private chat."""
    message = interaction.message
    private = interaction.guild_id is None or (message is not None and message.flags.ephemeral)
    return ButtonTapped(origin=origin_of(interaction), packed=custom_id_of(interaction), message_private=private)


def form_submitted(interaction: Interaction) -> FormSubmitted:
    """A modal that was handed in, whoever opened it and whenever."""
    data: dict[str, Any] = dict(interaction.data or {})
    return FormSubmitted(
        origin=origin_of(interaction), packed=custom_id_of(interaction), values=values_of(data.get("components", []))
    )


def message_said(message: discord.Message, me: discord.abc.Snowflake) -> TextSaid | FileOffered | None:
    """Words or a file in a private chat, or words that mention us (the mention cut off); None for everything else."""
    if message.author.bot or message.webhook_id is not None or message.type not in _SAID:
        return None
    if message.guild is not None and me.id not in [user.id for user in message.mentions]:
        return None
    text = re.sub(rf"<@!?{me.id}>", " ", message.content)
    account = Account(platform=Platform.DISCORD, user_id=str(message.author.id))
    address = private_address(account) if message.guild is None else address_of(message.channel)
    role, ranks = None, None
    if isinstance(message.author, discord.Member):
        role, ranks = role_in(message.author.guild_permissions), ranks_of(message.author)
    origin = Origin(
        event_id=f"m/{message.id}", account=account, address=address, at=message.created_at, role=role, ranks=ranks
    )
    if message.guild is not None:
        return TextSaid(origin=origin, text=" ".join(text.split()))
    return _offered(origin, message, text.strip()) or TextSaid(origin=origin, text=text.strip())


def bot_added(guild: discord.Guild, channel: discord.abc.GuildChannel) -> BotAdded:
    """We came into a guild; `channel` is where the greeting goes."""
    return BotAdded(origin=_house_origin(guild, channel, "joined"))


def bot_removed(guild: discord.Guild, channel: discord.abc.GuildChannel) -> BotRemoved:
    """We are no longer in the guild, or the channel is gone."""
    return BotRemoved(origin=_house_origin(guild, channel, "left"))


def origin_of(interaction: Interaction) -> Origin:
    """Who, where and with which rights; Discord tells the rights with each interaction in a guild."""
    account = Account(platform=Platform.DISCORD, user_id=str(interaction.user.id))
    if interaction.guild_id is None:
        address, role, ranks = private_address(account), None, None
    else:
        address, role = address_of(interaction.channel), role_in(interaction.permissions)
        ranks = ranks_of(interaction.user) if isinstance(interaction.user, discord.Member) else None
    return Origin(
        event_id=f"i/{interaction.id}",
        account=account,
        address=address,
        at=interaction.created_at,
        role=role,
        ranks=ranks,
        locale=interaction.locale.value,
    )


def address_of(channel: Any) -> Address:
    """A guild's channel; a thread is a room of the channel that holds it."""
    if isinstance(channel, discord.Thread):
        return Address(platform=Platform.DISCORD, conversation=str(channel.parent_id), thread=str(channel.id))
    return Address(platform=Platform.DISCORD, conversation=str(channel.id))


def ranks_of(member: discord.Member) -> frozenset[str]:
    """The server's own roles that somebody has; what everybody has is none."""
    return frozenset(str(role.id) for role in member.roles if not role.is_default())


def role_in(permissions: discord.Permissions) -> Role:
    """Moderators are those who may manage the server."""
    return Role.MODERATOR if permissions.manage_guild or permissions.administrator else Role.MEMBER


def custom_id_of(interaction: Interaction) -> str:
    """What a button or a modal carries."""
    data: Mapping[str, Any] = interaction.data or {}
    return str(data.get("custom_id", ""))


def _offered(origin: Origin, message: discord.Message, words: str) -> FileOffered | None:
    """The first of what came with the words; the others would be answered in the same way."""
    if message.attachments:
        file = message.attachments[0]
        return FileOffered(origin=origin, name=file.filename, size=file.size, ref=file.url, words=words)
    if message.stickers:
        sticker = message.stickers[0]
        return FileOffered(origin=origin, name=sticker.name, size=0, ref=sticker.url, words=words)
    return None


def _house_origin(guild: discord.Guild, channel: discord.abc.GuildChannel, what: str) -> Origin:
    """Of a guild event, which has no id: one for each time that we are in the guild."""
    joined = guild.me.joined_at if guild.me else None
    stay = int(joined.timestamp()) if joined else 0
    return Origin(
        event_id=f"g/{guild.id}/{channel.id}/{what}/{stay}",
        account=Account(platform=Platform.DISCORD, user_id=str(guild.me.id if guild.me else guild.id)),
        address=address_of(channel),
        at=discord.utils.utcnow(),
        anonymous=True,
    )
