"""How the world of the stand-in looks on the wire, in the shapes of Discord's API v10; it changes nothing."""

from datetime import datetime
from typing import Any

from tests.standins.discord_world import (
    DM,
    EPHEMERAL,
    Attachment,
    Channel,
    Guild,
    Json,
    Member,
    Message,
    Role,
    User,
    World,
)


def stamp(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def user(one: User) -> Json:
    return {
        "id": str(one.id), "username": one.name.lower().replace(" ", "_"), "global_name": one.name,
        "discriminator": "0", "avatar": None, "bot": one.is_bot, "system": False, "public_flags": 0,
    }  # fmt: skip


def role(one: Role) -> Json:
    return {
        "id": str(one.id), "name": one.name, "permissions": str(int(one.permissions)), "position": 0,
        "color": 0, "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False, "managed": False, "mentionable": one.mentionable, "flags": 0,
        "icon": None, "unicode_emoji": None,
    }  # fmt: skip


def member(one: Member, *, with_user: bool = True) -> Json:
    shown: Json = {
        "roles": [str(r.id) for r in one.roles], "nick": None, "avatar": None, "flags": 0,
        "joined_at": stamp(one.joined_at), "premium_since": None, "deaf": False, "mute": False,
        "pending": one.pending, "communication_disabled_until": None,
    }  # fmt: skip
    if with_user:
        shown["user"] = user(one.user)
    return shown


def channel(one: Channel) -> Json:
    shown: Json = {
        "id": str(one.id), "type": one.kind, "flags": 0,
        "last_message_id": str(one.messages[-1].id) if one.messages else None,
    }  # fmt: skip
    if one.kind == DM:
        return shown | {"recipients": [user(one.recipient)] if one.recipient else []}
    assert one.guild is not None
    shown |= {"guild_id": str(one.guild.id), "name": one.name, "rate_limit_per_user": 0}
    shown["parent_id"] = str(one.parent.id) if one.parent else None
    if one.is_thread:
        return shown | _thread(one)
    return shown | {
        "position": 0, "topic": None, "nsfw": one.nsfw,
        "permission_overwrites": [
            {"id": str(i), "type": int(i not in one.guild.roles), "allow": str(int(a)), "deny": str(int(d))}
            for i, (a, d) in one.overwrites.items()
        ],
    }  # fmt: skip


def guild(one: Guild, world: World, *, wants_members: bool) -> Json:
    """A GUILD_CREATE; without the members intent the real one lists only the bot itself."""
    members = list(one.members.values()) if wants_members else [one.members[world.bot.id]]
    rooms = [c for c in one.channels.values() if not c.is_thread]
    threads = [c for c in one.channels.values() if c.is_thread and not c.archived]
    return guild_settings(one) | {
        "joined_at": stamp(one.members[world.bot.id].joined_at), "large": False,
        "member_count": len(one.members), "voice_states": [], "presences": [], "stage_instances": [],
        "guild_scheduled_events": [], "soundboard_sounds": [],
        "members": [member(m) for m in members],
        "channels": [channel(c) for c in rooms], "threads": [channel(c) for c in threads],
    }  # fmt: skip


def guild_settings(one: Guild) -> Json:
    return {
        "id": str(one.id), "name": one.name, "owner_id": str(one.owner.id), "icon": None, "splash": None,
        "description": None, "features": [], "emojis": [], "stickers": [], "verification_level": 0,
        "default_message_notifications": 1, "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0,
        "afk_channel_id": None, "afk_timeout": 300, "system_channel_id": None, "system_channel_flags": 0,
        "rules_channel_id": None, "public_updates_channel_id": None, "premium_tier": 0,
        "preferred_locale": one.locale, "roles": [role(r) for r in one.roles.values()],
    }  # fmt: skip


def attachment(one: Attachment) -> Json:
    shown: Json = {
        "id": str(one.id), "filename": one.filename, "size": len(one.content), "url": one.url,
        "proxy_url": one.url, "content_type": "application/octet-stream",
    }  # fmt: skip
    return shown | ({"description": one.description} if one.description else {})


def message(one: Message, world: World) -> Json:
    mentioned = [world.users[int(p)] for p in sorted(one.pings) if p.isdigit() and int(p) in world.users]
    roles = one.channel.guild.roles if one.channel.guild else {}
    shown: Json = {
        "id": str(one.id), "channel_id": str(one.channel.id), "author": user(one.author), "type": 0,
        "content": one.content, "timestamp": stamp(one.created_at), "edited_timestamp": stamp(one.edited_at),
        "tts": False, "mention_everyone": bool({"@everyone", "@here"} & one.pings),
        "mentions": [user(m) for m in mentioned],
        "mention_roles": [p for p in sorted(one.pings) if p.isdigit() and int(p) in roles],
        "attachments": [attachment(a) for a in one.attachments], "embeds": one.embeds,
        "components": one.components, "pinned": one.pinned, "flags": one.flags, "reactions": [],
    }  # fmt: skip
    if one.channel.guild and not one.flags & EPHEMERAL:
        shown["guild_id"] = str(one.channel.guild.id)
    if one.nonce is not None:
        shown["nonce"] = one.nonce
    if one.reply_to is not None:
        shown["message_reference"] = {"channel_id": str(one.channel.id), "message_id": str(one.reply_to)}
        shown["type"] = 19
        if one.channel.guild:
            shown["message_reference"]["guild_id"] = str(one.channel.guild.id)
    if one.asked_by is not None:
        shown |= {"interaction_metadata": one.asked_by, "application_id": str(world.bot.id)}
        shown["webhook_id"] = str(world.bot.id)
    return shown


def application(world: World) -> Json:
    return {
        "id": str(world.bot.id), "name": world.bot.name, "icon": None, "description": "", "flags": 0,
        "bot_public": True, "bot_require_code_grant": False, "verify_key": "0" * 64, "tags": [],
        "rpc_origins": [], "owner": user(world.bot), "team": None,
        "integration_types_config": {"0": {}, "1": {}}, "approximate_guild_count": len(world.guilds),
    }  # fmt: skip


def _thread(one: Channel) -> dict[str, Any]:
    now = "2026-01-01T00:00:00+00:00"
    return {
        "owner_id": str(one.guild.owner.id) if one.guild else None, "message_count": len(one.messages),
        "member_count": 1, "total_message_sent": len(one.messages), "applied_tags": [],
        "thread_metadata": {
            "archived": one.archived, "auto_archive_duration": 1440, "archive_timestamp": now,
            "locked": False, "create_timestamp": now, "invitable": True,
        },
    }  # fmt: skip
