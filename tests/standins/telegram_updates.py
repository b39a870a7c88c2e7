"""The queue of updates for the bot: long polling with offsets, or a webhook with a secret.

It decides which updates a bot may get by allowed_updates; privacy mode is decided before, by the desk.
"""

import asyncio
import contextlib
import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.standins.telegram_world import Bell

Json = dict[str, Any]
OPT_IN = {"chat_member", "message_reaction", "message_reaction_count"}
ALL_KINDS = OPT_IN | {
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_join_request",
    "poll",
    "poll_answer",
    "inline_query",
    "chosen_inline_result",
}
FIRST_UPDATE = 101
WEBHOOK_PAUSE = 0.05


class Conflict(Exception):
    """Two consumers want the updates; the message is Telegram's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where updates are posted to."""

    url: str
    secret: str
    max_connections: int


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    kind: str
    payload: Json

    def as_json(self) -> Json:
        return {"update_id": self.id, self.kind: self.payload}


class Updates:
    """Updates that the bot has not confirmed yet, oldest first."""

    def __init__(self, bell: Bell) -> None:
        self.pending: list[Update] = []
        self.confirmed: list[int] = []
        self.repeats: list[Update] = []
        self.allowed: set[str] = set()
        self.webhook: Webhook | None = None
        self.last_error = ""
        self.polls_waiting = 0
        self._bell = bell
        self._next = FIRST_UPDATE
        self._poller = 0
        self._closing = False
        self._delivery: asyncio.Task[None] | None = None

    def allow(self, names: list[str] | None) -> None:
        """Keep the setting when None is given; an empty list means the default kinds."""
        if names is not None:
            self.allowed = set(names) & ALL_KINDS

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in OPT_IN

    def publish(self, kind: str, payload: Json) -> int | None:
        """Queue an update; None when the bot did not ask for its kind."""
        if not self.wants(kind):
            return None
        update = Update(self._next, kind, payload)
        self._next += 1
        self.pending.append(update)
        self._bell.ring()
        return update.id

    def replay(self, update_id: int, kind: str, payload: Json) -> None:
        """Send an update once more under an id that the bot has confirmed, in its next poll."""
        self.repeats.append(Update(update_id, kind, payload))
        self._bell.ring()

    async def poll(self, *, offset: int, limit: int, timeout_seconds: int) -> list[Json]:
        """One getUpdates. Confirms all below `offset`. Raises Conflict when a later poll takes over."""
        if self.webhook is not None:
            raise Conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self._poller += 1
        mine = self._poller
        self._bell.ring()
        self._confirm_below(offset)
        if not self.pending and not self.repeats and timeout_seconds > 0:
            self.polls_waiting += 1
            self._bell.ring()
            try:
                await self._bell.until(lambda: self._interrupted(mine), within=timeout_seconds)
            except TimeoutError:
                return []
            finally:
                self.polls_waiting -= 1
        if mine != self._poller:
            who = "setWebhook" if self.webhook else "other getUpdates"
            tail = "" if self.webhook else "; make sure that only one bot instance is running"
            raise Conflict(f"terminated by {who} request{tail}")
        repeats, self.repeats = self.repeats, []
        return [update.as_json() for update in [*repeats, *self.pending][:limit]]

    def _interrupted(self, mine: int) -> bool | None:
        return True if self.pending or self.repeats or mine != self._poller or self._closing else None

    def _confirm_below(self, offset: int) -> None:
        if offset < 0:
            offset = self.pending[offset].id if len(self.pending) >= -offset else 0
        self.confirmed += [update.id for update in self.pending if update.id < offset]
        self.pending = [update for update in self.pending if update.id >= offset]
        self._bell.ring()

    async def set_webhook(self, webhook: Webhook | None, *, drop_pending: bool) -> None:
        """Start or end posting updates; ends a waiting poll."""
        await self._stop_delivery()
        self.webhook = webhook
        self.last_error = ""
        if drop_pending:
            self.pending.clear()
        if webhook is not None:
            self._poller += 1
            self._delivery = asyncio.create_task(self._deliver(webhook))
        self._bell.ring()

    async def open(self) -> None:
        self._closing = False

    async def close(self) -> None:
        """Let waiting polls go and stop posting."""
        self._closing = True
        self._bell.ring()
        await self._stop_delivery()

    async def _stop_delivery(self) -> None:
        if self._delivery is not None:
            self._delivery.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._delivery
            self._delivery = None

    async def _deliver(self, webhook: Webhook) -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                update = await self._bell.until(lambda: next(iter(self.pending), None), within=3600)
                if await self._post(session, webhook, update):
                    self._confirm_below(update.id + 1)
                else:
                    await asyncio.sleep(WEBHOOK_PAUSE)  # the pause of Telegram's own retry

    async def _post(self, session: aiohttp.ClientSession, webhook: Webhook, update: Update) -> bool:
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        try:
            body = json.dumps(update.as_json())
            async with session.post(webhook.url, data=body, headers=headers) as answer:
                if answer.status < 300:
                    return True
                self.last_error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except aiohttp.ClientError as problem:
            self.last_error = f"Connection failed: {type(problem).__name__}"
        self._bell.ring()
        return False
