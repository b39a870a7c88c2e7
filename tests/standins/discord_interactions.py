"""Interactions of the stand-in: asked by a person, answered by the bot within 3 seconds, followed up for 15 minutes.

It keeps Discord's rules of answering; what a person types or taps is prepared elsewhere.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.standins import discord_errors as errors
from tests.standins import discord_payloads as payloads
from tests.standins import discord_rules as rules
from tests.standins.discord_messages import Draft, Messages
from tests.standins.discord_world import EPHEMERAL, LOADING, Channel, Json, Message, User, World

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
ANSWER_WITHIN = timedelta(seconds=3)
TOKEN_LIVES = timedelta(minutes=15)


@dataclass(slots=True, kw_only=True, eq=False)
class Interaction:
    """One act of a person, and what the bot made of it."""

    id: int
    token: str
    kind: int
    person: User
    channel: Channel
    at: datetime
    source: Message | None = None  # the message whose button was tapped
    answered_with: int | None = None  # the callback type
    is_ephemeral: bool = False
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    form: Json | None = None  # the modal that the bot opened
    choices: list[Json] = field(default_factory=list)
    failed: bool = False  # the person read "This interaction failed"

    @property
    def is_answered(self) -> bool:
        return self.answered_with is not None


class Interactions:
    """Every interaction by id and by token."""

    def __init__(self, world: World, messages: Messages) -> None:
        self._world, self._messages = world, messages
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    @property
    def every(self) -> list[Interaction]:
        return list(self._by_id.values())

    def ask(
        self, kind: int, person: User, channel: Channel, data: Json, *, source: Message | None = None
    ) -> Interaction:
        """Send INTERACTION_CREATE to the bot; the answer comes later through REST."""
        asked = Interaction(
            id=self._world.snowflake(),
            token=secrets.token_urlsafe(24),
            kind=kind,
            person=person,
            channel=channel,
            at=self._world.clock(),
            source=source,
        )
        self._by_id[asked.id] = self._by_token[asked.token] = asked
        self._world.announce("INTERACTION_CREATE", self._payload(asked, data))
        return asked

    def answer(self, interaction_id: int, token: str, draft: Draft) -> Json:
        """The one initial callback; late, foreign and second ones are refused as Discord refuses them."""
        asked = self._by_id.get(interaction_id)
        if asked is None or asked.token != token or asked.failed:
            raise errors.unknown("Interaction")
        if asked.is_answered:
            raise errors.already_acknowledged()
        if self._world.clock() - asked.at > ANSWER_WITHIN:
            raise errors.unknown("Interaction")
        kind = int(draft.body.get("type") or 0)
        self._check_kind(asked, kind)
        message = self._carry_out(asked, kind, Draft(body=draft.body.get("data") or {}, files=draft.files))
        asked.answered_with = kind
        self._world.changes.tell()
        return self._receipt(asked, message)

    def by_token(self, token: str) -> Interaction:
        asked = self._by_token.get(token)
        if asked is None:
            raise errors.unknown("Webhook")
        if self._world.clock() - asked.at > TOKEN_LIVES:
            raise errors.invalid_webhook_token()
        return asked

    def follow_up(self, token: str, draft: Draft) -> Message:
        """A later message; right after a defer it fills in the waiting one."""
        asked = self.by_token(token)
        if not asked.is_answered:
            raise errors.unknown("Webhook")
        waiting = asked.original
        if waiting is not None and waiting.flags & LOADING and not waiting.deleted:
            return self._messages.edit(waiting, draft)
        is_private = bool((draft.body.get("flags") or 0) & EPHEMERAL)
        message = self._post(asked, draft, is_private=is_private)
        asked.followups.append(message)
        return message

    def message(self, token: str, which: str) -> Message:
        """The original response (`@original`) or a follow-up by its id."""
        asked = self.by_token(token)
        mine = [m for m in (asked.original, *asked.followups) if m is not None and not m.deleted]
        for message in mine:
            if which == str(message.id) or (which == "@original" and message is asked.original):
                return message
        raise errors.unknown("Message")

    def _carry_out(self, asked: Interaction, kind: int, draft: Draft) -> Message | None:
        asked.is_ephemeral = bool((draft.body.get("flags") or 0) & EPHEMERAL)
        match kind:
            case 4:
                asked.original = self._post(asked, draft, is_private=asked.is_ephemeral)
                return asked.original
            case 5:
                asked.original = self._post(asked, Draft(body={}), is_private=asked.is_ephemeral, loading=True)
            case 6:
                asked.original = asked.source
            case 7:
                assert asked.source is not None
                asked.original = self._messages.edit(asked.source, draft)
                return asked.original
            case 8:
                choices = draft.body.get("choices") or []
                if len(choices) > 25:
                    raise errors.invalid_form("data.choices", "Must be 25 or fewer in length.")
                asked.choices = choices
            case 9:
                rules.check_modal(draft.body)
                asked.form = draft.body
        return None

    def _post(self, asked: Interaction, draft: Draft, *, is_private: bool, loading: bool = False) -> Message:
        by: Json = {
            "id": str(asked.id), "type": asked.kind, "user": payloads.user(asked.person),
            "authorizing_integration_owners": {},
        }  # fmt: skip
        only_for = asked.person if is_private else None
        return self._messages.post_as_answer(asked.channel, draft, asked_by=by, only_for=only_for, loading=loading)

    @staticmethod
    def _check_kind(asked: Interaction, kind: int) -> None:
        fits = {
            COMMAND: {MESSAGE, DEFER, MODAL},
            COMPONENT: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL},
            AUTOCOMPLETE: {CHOICES},
            MODAL_SUBMIT: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE},
        }[asked.kind]
        if kind not in fits or (kind in (DEFER_UPDATE, UPDATE) and asked.source is None):
            raise errors.invalid_form("type", f"{kind} is no answer to an interaction of type {asked.kind}")

    @staticmethod
    def _id_of(message: Message | None) -> str | None:
        return str(message.id) if message else None

    def _receipt(self, asked: Interaction, message: Message | None) -> Json:
        receipt: Json = {
            "interaction": {
                "id": str(asked.id), "type": asked.kind, "response_message_id": self._id_of(asked.original),
                "response_message_loading": asked.answered_with == DEFER,
                "response_message_ephemeral": asked.is_ephemeral,
            }
        }  # fmt: skip
        if message is not None:
            shown = payloads.message(message, self._world)
            receipt["resource"] = {"type": asked.answered_with, "message": shown}
        return receipt

    def _payload(self, asked: Interaction, data: Json) -> Json:
        bot, guild, person = self._world.bot, asked.channel.guild, asked.person
        payload: Json = {
            "id": str(asked.id), "application_id": str(bot.id), "type": asked.kind, "token": asked.token,
            "version": 1, "data": data, "channel_id": str(asked.channel.id), "locale": person.locale,
            "channel": payloads.channel(asked.channel), "entitlements": [],
            "attachment_size_limit": 10 * 1024 * 1024, "context": 1 if guild is None else 0,
            "authorizing_integration_owners": {"0": str(guild.id) if guild else "0"},
            "app_permissions": str(int(self._world.permissions(asked.channel, bot))),
        }  # fmt: skip
        if asked.source is not None:
            payload["message"] = payloads.message(asked.source, self._world)
        if guild is None:
            return payload | {"user": payloads.user(person)}
        may = str(int(self._world.permissions(asked.channel, person)))
        return payload | {
            "guild_id": str(guild.id), "guild_locale": guild.locale,
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "member": payloads.member(guild.members[person.id]) | {"permissions": may},
        }  # fmt: skip
