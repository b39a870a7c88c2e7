"""The REST paths of the stand-in Discord, each a short function from a request to JSON; no limits, no sockets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.standins import discord_errors as errors
from tests.standins import discord_payloads as payloads
from tests.standins.discord_gateway import without_content
from tests.standins.discord_messages import Draft
from tests.standins.discord_world import (
    EPHEMERAL,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    Channel,
    Guild,
    Json,
    Message,
    Permission,
)

if TYPE_CHECKING:
    from tests.standins.discord_server import DiscordServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, already read and authorised."""

    server: "DiscordServer"
    path: dict[str, str]
    query: dict[str, str]
    draft: Draft

    @property
    def body(self) -> Any:
        return self.draft.body

    @property
    def channel(self) -> Channel:
        """The channel of the path, as far as the bot may see it."""
        channel = self.server.world.find_channel(int(self.path["channel"]))
        if Permission.VIEW_CHANNEL not in self.server.world.permissions(channel, self.server.world.bot):
            raise errors.missing_access()
        return channel

    @property
    def guild(self) -> Guild:
        return self.server.world.find_guild(int(self.path["guild"]))

    @property
    def guild_id(self) -> int | None:
        return self.guild.id if "guild" in self.path else None

    @property
    def message(self) -> Message:
        """A message of the channel; ephemeral ones are not found by this way."""
        found = self.server.messages.find(self.channel, int(self.path["message"]))
        if found.flags & EPHEMERAL:
            raise errors.unknown("Message")
        return found

    def shown(self, message: Message) -> Json:
        shown = payloads.message(message, self.server.world)
        if "message_content" in self.server.granted:
            return shown
        return without_content(shown, str(self.server.world.bot.id))


def me(call: Call) -> Json:
    return payloads.user(call.server.world.bot) | {"verified": True, "mfa_enabled": False, "locale": "en-US"}


_LIMITED_INTENTS = {"presences": 1 << 13, "members": 1 << 15, "message_content": 1 << 19}
"""What an application's flags say of privileged intents, for a bot in fewer than 100 servers."""


def application(call: Call) -> Json:
    granted = sum(flag for name, flag in _LIMITED_INTENTS.items() if name in call.server.granted)
    return payloads.application(call.server.world) | {"flags": granted}


def gateway_bot(call: Call) -> Json:
    left = max(0, 1000 - call.server.gateway.identifies)
    limit = {"total": 1000, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": call.server.gateway.url, "shards": call.server.shards, "session_start_limit": limit}


def user(call: Call) -> Json:
    found = call.server.world.users.get(int(call.path["user"]))
    if found is None:
        raise errors.unknown("User")
    return payloads.user(found)


def open_dm(call: Call) -> Json:
    person = call.server.world.users.get(int(call.body["recipient_id"]))
    if person is None or person.is_bot:
        raise errors.dms_are_closed()
    return payloads.channel(call.server.world.dm_with(person))


def commands(call: Call) -> list[Json]:
    return call.server.commands.listed(call.guild_id)


def put_commands(call: Call) -> list[Json]:
    return call.server.commands.put(call.guild_id, call.body)


def add_command(call: Call) -> Json:
    return call.server.commands.upsert(call.guild_id, call.body)


def remove_command(call: Call) -> None:
    call.server.commands.remove(call.guild_id, call.path["command"])


def answer(call: Call) -> Json | None:
    asked, token = int(call.path["interaction"]), call.path["token"]
    receipt = call.server.interactions.answer(asked, token, call.draft)
    return receipt if call.query.get("with_response", "").lower() in ("1", "true") else None


def follow_up(call: Call) -> Json:
    message = call.server.interactions.follow_up(call.path["token"], call.draft)
    return payloads.message(message, call.server.world)


def response(call: Call) -> Json:
    message = call.server.interactions.message(call.path["token"], call.path["message"])
    return payloads.message(message, call.server.world)


def edit_response(call: Call) -> Json:
    message = call.server.interactions.message(call.path["token"], call.path["message"])
    return payloads.message(call.server.messages.edit(message, call.draft), call.server.world)


def delete_response(call: Call) -> None:
    message = call.server.interactions.message(call.path["token"], call.path["message"])
    call.server.messages.delete(message)


def channel(call: Call) -> Json:
    return payloads.channel(call.channel)


def history(call: Call) -> list[Json]:
    """Newest first, with `before`, `after` and `limit`."""
    seen = [m for m in call.channel.messages if not (m.deleted or m.flags & EPHEMERAL)]
    before, after = int(call.query.get("before", 1 << 63)), int(call.query.get("after", 0))
    seen = [m for m in seen if after < m.id < before]
    limit = int(call.query.get("limit", 50))
    seen = seen[:limit] if "after" in call.query else seen[-limit:]
    return [call.shown(m) for m in reversed(seen)]


def post(call: Call) -> Json:
    channel = call.server.world.find_channel(int(call.path["channel"]))
    return payloads.message(call.server.messages.post_as_bot(channel, call.draft), call.server.world)


def message(call: Call) -> Json:
    return call.shown(call.message)


def edit(call: Call) -> Json:
    found = call.message
    if found.author is not call.server.world.bot:
        raise errors.someone_elses_message()
    return payloads.message(call.server.messages.edit(found, call.draft), call.server.world)


def delete(call: Call) -> None:
    found = call.message
    may = call.server.world.permissions(found.channel, call.server.world.bot)
    if found.author is not call.server.world.bot and (
        Permission.MANAGE_MESSAGES not in may or found.channel.guild is None
    ):
        raise errors.missing_permissions()
    call.server.messages.delete(found)


def pin(call: Call) -> None:
    may = call.server.world.permissions(call.channel, call.server.world.bot)
    if not may & (Permission.PIN_MESSAGES | Permission.MANAGE_MESSAGES):
        raise errors.missing_permissions()
    call.message.pinned = True
    call.server.world.changes.tell()


def typing(call: Call) -> None:
    assert call.channel


def start_thread(call: Call) -> Json:
    parent = call.channel
    is_private = call.body.get("type", PRIVATE_THREAD) == PRIVATE_THREAD and "message" not in call.path
    needed = Permission.CREATE_PRIVATE_THREADS if is_private else Permission.CREATE_PUBLIC_THREADS
    if needed not in call.server.world.permissions(parent, call.server.world.bot) or parent.guild is None:
        raise errors.missing_permissions()
    kind = PRIVATE_THREAD if is_private else PUBLIC_THREAD
    thread = call.server.world.add_channel(parent.guild, call.body["name"], kind=kind, parent=parent)
    thread.invited.add(call.server.world.bot.id)
    call.server.world.announce("THREAD_CREATE", payloads.channel(thread) | {"newly_created": True})
    return payloads.channel(thread)


def guild(call: Call) -> Json:
    return payloads.guild_settings(call.guild)


def guild_channels(call: Call) -> list[Json]:
    return [payloads.channel(c) for c in call.guild.channels.values() if not c.is_thread]


def guild_roles(call: Call) -> list[Json]:
    return [payloads.role(r) for r in call.guild.roles.values()]


def members(call: Call) -> list[Json]:
    """The list needs the members intent, as the real one does."""
    if "members" not in call.server.granted:
        raise errors.missing_access()
    after, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 1))
    ids = sorted(i for i in call.guild.members if i > after)
    return [payloads.member(call.guild.members[i]) for i in ids[:limit]]


def member(call: Call) -> Json:
    found = call.guild.members.get(int(call.path["user"]))
    if found is None:
        raise errors.unknown("Member")
    return payloads.member(found)


def wake_thread(call: Call) -> Json:
    """All that can be changed of a channel here: whether a thread rests."""
    call.channel.archived = bool(call.body["archived"])
    return payloads.channel(call.channel)


def routes() -> dict[tuple[str, str], Callable[[Call], Any]]:
    """Method and path (below /api/v10) of everything that the stand-in answers."""
    commands_at = "/applications/{app}/commands"
    guild_commands_at = "/applications/{app}/guilds/{guild}/commands"
    one_message = "/channels/{channel}/messages/{message}"
    one_response = "/webhooks/{app}/{token}/messages/{message}"
    table: dict[tuple[str, str], Callable[[Call], Any]] = {
        ("GET", "/users/@me"): me,
        ("GET", "/users/{user}"): user,
        ("POST", "/users/@me/channels"): open_dm,
        ("GET", "/oauth2/applications/@me"): application,
        ("GET", "/applications/@me"): application,
        ("GET", "/gateway/bot"): gateway_bot,
        ("POST", "/interactions/{interaction}/{token}/callback"): answer,
        ("POST", "/webhooks/{app}/{token}"): follow_up,
        ("GET", one_response): response,
        ("PATCH", one_response): edit_response,
        ("DELETE", one_response): delete_response,
        ("GET", "/channels/{channel}"): channel,
        ("PATCH", "/channels/{channel}"): wake_thread,
        ("GET", "/channels/{channel}/messages"): history,
        ("POST", "/channels/{channel}/messages"): post,
        ("GET", one_message): message,
        ("PATCH", one_message): edit,
        ("DELETE", one_message): delete,
        ("PUT", "/channels/{channel}/messages/pins/{message}"): pin,
        ("PUT", "/channels/{channel}/pins/{message}"): pin,
        ("POST", "/channels/{channel}/typing"): typing,
        ("POST", "/channels/{channel}/threads"): start_thread,
        ("POST", one_message + "/threads"): start_thread,
        ("GET", "/guilds/{guild}"): guild,
        ("GET", "/guilds/{guild}/channels"): guild_channels,
        ("GET", "/guilds/{guild}/roles"): guild_roles,
        ("GET", "/guilds/{guild}/members"): members,
        ("GET", "/guilds/{guild}/members/{user}"): member,
    }
    for path in (commands_at, guild_commands_at):
        table |= {("GET", path): commands, ("PUT", path): put_commands, ("POST", path): add_command}
        table["DELETE", path + "/{command}"] = remove_command
    return table
