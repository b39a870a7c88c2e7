"""The loop that sends what is queued for one platform: claim, wait for the turn, commit "sending", send, record.

What it promises is in outcome.py; it composes nothing and decides nothing else.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from core.delivery.ledger import DeliveryLedger
from core.delivery.limiter import RateLimiter
from core.delivery.outcome import after_error, after_receipt, before_sending
from core.errors import ChatReplaced, OutcomeUnknown, PlaceGone, Throttled, TokenRevoked, TransportError, Unreachable
from core.model.delivery import Delivery, DeliveryState, Receipt, Settlement
from core.model.identity import Account
from core.model.message import note
from core.ports import Clock, Phrasebook, Transport, UnitOfWorkFactory, sleep_or_alarm

log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=2)
"""Longer than the longest send (20 s) and its wait for a turn; a crashed worker's claims come back after it."""

BATCH: Final = 30
"""Claimed at once: about one second of Telegram's pace, so that what is claimed is soon sent."""


class DeliveryWorker:
    """One for each platform, so that one platform's trouble never holds up another's."""

    def __init__(
        self,
        *,
        transport: Transport,
        limiter: RateLimiter,
        open_unit: UnitOfWorkFactory,
        clock: Clock,
        words: Phrasebook,
    ) -> None:
        self._transport = transport
        self._limiter = limiter
        self._open_unit = open_unit
        self._clock = clock
        self._words = words
        self._ledger = DeliveryLedger(open_unit)
        self._alarm = asyncio.Event()

    def wake(self) -> None:
        """Looks again at once: something was queued, or the clock was moved."""
        self._alarm.set()

    async def run(self) -> None:
        """Sends for ever. Raises TokenRevoked when the platform does not know us any more."""
        while True:
            self._alarm.clear()
            await self.send_due()
            async with self._open_unit() as uow:
                at = await uow.outbox.next_at([self._transport.platform])
            await sleep_or_alarm(self._clock, at, self._alarm)

    async def send_due(self) -> int:
        """Sends everything that may go now; returns how many deliveries were handled."""
        handled = 0
        while claims := await self._claim():
            async with asyncio.TaskGroup() as sends:
                for claim in claims:
                    sends.create_task(self._deliver(claim))
            handled += len(claims)
        return handled

    async def _claim(self) -> Sequence[Delivery]:
        async with self._open_unit() as uow:
            claims = await uow.outbox.claim([self._transport.platform], now=self._clock.now(), lease=LEASE, limit=BATCH)
            await uow.commit()
            return claims

    async def _deliver(self, claim: Delivery) -> None:
        capabilities = self._transport.capabilities
        if (ended := before_sending(claim, capabilities, self._clock.now())) is not None:
            await self._settle(claim, ended)
            return
        await self._limiter.turn(claim.lane, claim.address)
        if not await self._ledger.begin(claim):
            return
        try:
            settlement = after_receipt(claim, await self._send(claim))
        except ChatReplaced as error:
            settlement = await self._follow(claim, error.conversation)
        except TransportError as error:
            settlement = after_error(claim, error, capabilities, self._clock.now())
            await self._heed(claim, error)
            if isinstance(error, TokenRevoked):
                await self._settle(claim, settlement)
                raise
        except Exception as error:
            # A fault of ours must not stop the others' messages; whether bytes left is not known.
            log.error("action=send delivery=%d error=%s", claim.id, type(error).__name__)
            settlement = after_error(claim, OutcomeUnknown("a fault of ours"), capabilities, self._clock.now())
        await self._settle(claim, settlement)

    async def _send(self, claim: Delivery) -> Receipt:
        message = claim.message
        if claim.maybe_sent and not self._transport.capabilities.dedupes:
            message = replace(message, blocks=(note(self._words("delivery.repeat")), *message.blocks))
        try:
            return await self._transport.send(claim.address, message, key=claim.key)
        except PlaceGone:
            # The topic is gone, the group is not: better in its main room than nowhere.
            return await self._transport.send(claim.address.whole_chat, message, key=claim.key)

    async def _heed(self, claim: Delivery, error: TransportError) -> None:
        match error:
            case Throttled(seconds=seconds, everywhere=everywhere):
                self._limiter.pause(seconds, None if everywhere else claim.address)
            case Unreachable() if claim.address.private:
                account = Account(platform=claim.address.platform, user_id=claim.address.conversation)
                async with self._open_unit() as uow:
                    await uow.members.set_reachable(account, False)
                    await uow.commit()
            case _:
                pass

    async def _follow(self, claim: Delivery, conversation: str) -> Settlement:
        """The chat has a new id: everything that is kept for it moves there, and this delivery goes again."""
        async with self._open_unit() as uow:
            await uow.groups.move_chat(claim.address.whole_chat, conversation)
            await uow.commit()
        return Settlement(
            delivery_id=claim.id,
            fence=claim.fence,
            state=DeliveryState.DUE,
            retry_at=self._clock.now(),
            counts=False,
            cause="the chat has a new id",
        )

    async def _settle(self, claim: Delivery, settlement: Settlement) -> None:
        ours = await self._ledger.settle(settlement)
        level = logging.INFO if settlement.state in (DeliveryState.SENT, DeliveryState.DUE) else logging.WARNING
        log.log(
            level,
            "action=settle delivery=%d purpose=%s state=%s ours=%s cause=%s",
            claim.id,
            claim.purpose,
            settlement.state,
            ours,
            settlement.cause,
        )
