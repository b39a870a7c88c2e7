"""Posting, editing and deleting messages in the stand-in's world, with nonces, files and pings.

It checks Discord's rules; who may post where as a bot is asked of the world. It speaks no HTTP.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from tests.standins import discord_errors as errors
from tests.standins import discord_payloads as payloads
from tests.standins import discord_rules as rules
from tests.standins.discord_world import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    SILENT,
    Attachment,
    Channel,
    Json,
    Message,
    Permission,
    User,
    World,
)

NONCE_IS_KNOWN_FOR = timedelta(seconds=180)
KEPT_FLAGS = SILENT | COMPONENTS_V2 | 1 << 2  # suppress_embeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a request wants said: its JSON body and its files by upload number."""

    body: Json
    files: dict[int, tuple[str, bytes]] = field(default_factory=dict)


class Messages:
    """All writing goes through here, so that gateway and waiting tests hear of it."""

    def __init__(self, world: World, *, file_base: str = "") -> None:
        self._world = world
        self._nonces: dict[tuple[int, str], Message] = {}
        self.file_base = file_base  # where attachments can be fetched
        self.every: list[Message] = []

    def find(self, channel: Channel, message_id: int) -> Message:
        for message in channel.messages:
            if message.id == message_id and not message.deleted:
                return message
        raise errors.unknown("Message")

    def post_as_bot(self, channel: Channel, draft: Draft) -> Message:
        """A message by the bot's own hand; the same enforced nonce returns the first message again."""
        self._bot_may_post(channel, has_files=bool(draft.files))
        nonce = draft.body.get("nonce")
        channel.archived = False
        earlier = self._same_nonce(channel, draft.body)
        if earlier is not None:
            return earlier
        message = self._drafted(channel, self._world.bot, draft)
        message.nonce = None if nonce is None else str(nonce)
        message.reply_to = self._replied_to(channel, draft.body)
        message.pings = self._pings(message, draft.body.get("allowed_mentions"), by_webhook=False)
        if nonce is not None:
            self._nonces[channel.id, str(nonce)] = message
        return self._publish(message)

    def post_as_answer(
        self, channel: Channel, draft: Draft, *, asked_by: Json, only_for: User | None, loading: bool = False
    ) -> Message:
        """A message by way of an interaction; `only_for` makes it ephemeral."""
        message = self._drafted(channel, self._world.bot, draft, empty_is_fine=loading)
        message.asked_by, message.only_for = asked_by, only_for
        message.flags |= (EPHEMERAL if only_for else 0) | (LOADING if loading else 0)
        if only_for is None:
            message.pings = self._pings(message, draft.body.get("allowed_mentions"), by_webhook=True)
        return self._publish(message)

    def post_as_person(
        self,
        channel: Channel,
        author: User,
        text: str,
        reply_to: int | None = None,
        files: dict[int, tuple[str, bytes]] | None = None,
    ) -> Message:
        message = Message(
            id=self._world.snowflake(), channel=channel, author=author, created_at=self._world.clock(), content=text
        )  # fmt: skip
        message.reply_to = reply_to
        message.attachments = self._attached(channel, Draft(body={}, files=files or {}))
        message.pings = self._pings(message, None, by_webhook=False)
        return self._publish(message)

    def edit(self, message: Message, draft: Draft) -> Message:
        """Change only the named parts; an ephemeral message never becomes public by an edit."""
        body = draft.body
        if message.channel.archived:
            raise errors.thread_is_archived()
        after: Json = {
            "content": message.content, "embeds": message.embeds, "components": message.components,
            "flags": message.flags,
        }  # fmt: skip
        after |= {key: body[key] for key in ("content", "embeds", "components") if key in body}
        wanted = body.get("flags") or message.flags
        after["flags"] = message.flags & ~KEPT_FLAGS | wanted & KEPT_FLAGS | message.flags & COMPONENTS_V2
        kept = self._kept_files(message, body)
        rules.check_message(after, has_files=bool(kept or draft.files))
        message.content, message.embeds = after["content"] or "", after["embeds"] or []
        message.components, message.flags = after["components"] or [], after["flags"] & ~LOADING
        message.attachments = kept + self._attached(message.channel, draft)
        message.edited_at = self._world.clock()
        self._tell("MESSAGE_UPDATE", message)
        return message

    def delete(self, message: Message) -> None:
        message.deleted = True
        gone: Json = {"id": str(message.id), "channel_id": str(message.channel.id)}
        if message.channel.guild:
            gone["guild_id"] = str(message.channel.guild.id)
        if message.only_for is None:
            self._world.announce("MESSAGE_DELETE", gone)
        self._world.changes.tell()

    def _bot_may_post(self, channel: Channel, *, has_files: bool) -> None:
        person = channel.recipient
        if person is not None:
            if not person.takes_dms:
                raise errors.dms_are_closed()
            if not (person.knows_the_bot or self._world.share_a_guild(person)):
                raise errors.no_mutual_guilds()
            return
        may = self._world.permissions(channel, self._world.bot)
        if Permission.VIEW_CHANNEL not in may:
            raise errors.missing_access()
        sends = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
        if sends not in may or (has_files and Permission.ATTACH_FILES not in may):
            raise errors.missing_permissions()

    def _same_nonce(self, channel: Channel, body: Json) -> Message | None:
        nonce = body.get("nonce")
        if nonce is not None and len(str(nonce)) > 25:
            raise errors.invalid_form("nonce", "Must be 25 or fewer in length.")
        earlier = self._nonces.get((channel.id, str(nonce))) if body.get("enforce_nonce") else None
        if earlier is None or self._world.clock() - earlier.created_at > NONCE_IS_KNOWN_FOR:
            return None
        if earlier.deleted:
            raise errors.unknown("Message")
        return earlier

    def _drafted(self, channel: Channel, author: User, draft: Draft, *, empty_is_fine: bool = False) -> Message:
        body = draft.body
        if not empty_is_fine:
            rules.check_message(body, has_files=bool(draft.files))
        return Message(
            id=self._world.snowflake(),
            channel=channel,
            author=author,
            created_at=self._world.clock(),
            content=body.get("content") or "",
            embeds=body.get("embeds") or [],
            components=body.get("components") or [],
            attachments=self._attached(channel, draft),
            flags=(body.get("flags") or 0) & KEPT_FLAGS,
        )

    def _publish(self, message: Message) -> Message:
        message.channel.messages.append(message)
        self.every.append(message)
        self._tell("MESSAGE_CREATE", message)
        return message

    def _tell(self, event: str, message: Message) -> None:
        if message.only_for is None:
            shown = payloads.message(message, self._world)
            guild = message.channel.guild
            if guild and message.author.id in guild.members:
                shown["member"] = payloads.member(guild.members[message.author.id], with_user=False)
            self._world.announce(event, shown)
        self._world.changes.tell()

    def _replied_to(self, channel: Channel, body: Json) -> int | None:
        reference = body.get("message_reference")
        if not reference:
            return None
        try:
            return self.find(channel, int(reference["message_id"])).id
        except errors.DiscordError:
            if reference.get("fail_if_not_exists", True):
                raise errors.invalid_form("message_reference", "Unknown message") from None
            return None

    def _attached(self, channel: Channel, draft: Draft) -> list[Attachment]:
        if len(draft.files) > 10:
            raise errors.invalid_form("attachments", "Must be 10 or fewer in length.")
        about = {str(a.get("id")): a for a in draft.body.get("attachments") or []}
        made = []
        for number, (filename, content) in sorted(draft.files.items()):
            description = about.get(str(number), {}).get("description")
            if len(description or "") > 1024:
                raise errors.invalid_form(f"attachments.{number}.description", "Must be 1024 or fewer.")
            new_id = self._world.snowflake()
            url = f"{self.file_base}/attachments/{channel.id}/{new_id}/{filename}"
            made.append(Attachment(id=new_id, filename=filename, content=content, url=url, description=description))
        return made

    @staticmethod
    def _kept_files(message: Message, body: Json) -> list[Attachment]:
        if body.get("attachments") is None:
            return message.attachments if "attachments" not in body else []
        kept = {str(a.get("id")) for a in body["attachments"]}
        return [a for a in message.attachments if str(a.id) in kept]

    def _pings(self, message: Message, allowed: Json | None, *, by_webhook: bool) -> frozenset[str]:
        """Whom the message really rings: what its text names, cut down by `allowed_mentions` and rights."""
        text = rules.text_of(message.content, [], message.components)
        replies_ring = True if allowed is None else allowed.get("replied_user", False)
        allowed = allowed or {"parse": ["users"] if by_webhook else ["users", "roles", "everyone"]}
        parse = set(allowed.get("parse") or [])
        guild = message.channel.guild
        may = self._world.permissions(message.channel, message.author)
        rings: set[str] = set()
        for kind, pattern in (("users", r"<@!?(\d+)>"), ("roles", r"<@&(\d+)>")):
            named = {str(i) for i in allowed.get(kind) or []}
            if named and kind in parse:
                raise errors.invalid_form("allowed_mentions", f"parse:[{kind}] and {kind}: are exclusive")
            rings |= {i for i in re.findall(pattern, text) if kind in parse or i in named}
        if guild is not None:
            loud = Permission.MENTION_EVERYONE in may
            rings -= {str(r.id) for r in guild.roles.values() if not (r.mentionable or loud)}
            if loud and "everyone" in parse:
                rings |= set(re.findall(r"@everyone|@here", text))
        if message.reply_to is not None and replies_ring:
            rings.add(str(self.find(message.channel, message.reply_to).author.id))
        return frozenset(rings)


def can_see(world: World, person: User, message: Message) -> bool:
    """Whether this message is on that person's screen."""
    if message.deleted or (message.only_for is not None and message.only_for is not person):
        return False
    return Permission.VIEW_CHANNEL in world.permissions(message.channel, person)
