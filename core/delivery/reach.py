"""What the end of one send teaches about its place: a chat has moved, or somebody cannot be reached there, so that no
second call is made in vain, and all of it comes to their other account where they have one. It sends nothing."""

import asyncio
import logging
from collections.abc import Collection
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from weakref import WeakValueDictionary

from core.errors import ChatReplaced, TransportError, Unreachable
from core.model.delivery import Delivery, NewDelivery
from core.model.identity import Account, Address, Platform
from core.model.message import Paragraph, note
from core.ports import Phrasebook, UnitOfWork, UnitOfWorkFactory

log = logging.getLogger(__name__)


async def remember(error: TransportError, claim: Delivery, open_unit: UnitOfWorkFactory, words: Phrasebook) -> None:
    """Commits it before the send is settled: a crash in between makes no second call. A failure here must not hide how
    the send ended."""
    if not isinstance(error, ChatReplaced) and not (isinstance(error, Unreachable) and claim.address.private):
        return
    try:
        async with open_unit() as uow:
            if isinstance(error, ChatReplaced):
                await uow.groups.move_chat(claim.address.whole_chat, error.conversation)
            else:
                await uow.members.set_reachable(_account(claim.address), False)
                if (there := await uow.links.fall_back(claim.address)) is None:
                    asleep = await uow.schedules.fall_asleep(claim.address)
                    log.info("action=fall_asleep delivery=%d schedules=%d", claim.id, asleep)
                else:
                    await uow.outbox.put([_to(there, claim, why=elsewhere_line(claim.address.platform, words))])
                    log.info("action=fall_back delivery=%d", claim.id)
            await uow.commit()
    except Exception as fault:
        log.error("action=heed delivery=%d error=%s", claim.id, type(fault).__name__)


async def follow(claim: Delivery, open_unit: UnitOfWorkFactory) -> None:
    """A message that could not be written to one account goes to the member's other one, once."""
    try:
        async with open_unit() as uow:
            if (there := await uow.links.elsewhere(claim.address)) is not None:
                await uow.outbox.put([_to(there, claim)])
                await uow.commit()
    except Exception as fault:
        log.error("action=follow delivery=%d error=%s", claim.id, type(fault).__name__)


def elsewhere_line(platform: Platform, words: Phrasebook) -> Paragraph:
    """Why something comes to this account, and not to the one on `platform`."""
    return note(words("linking.elsewhere", platform=words(f"linking.on_{platform.value}")))


async def unreachable_of(places: Collection[Address], uow: UnitOfWork) -> set[Address]:
    """The private places among them that are known to be out of reach."""
    accounts = {_account(place): place for place in places}
    return {accounts[one] for one in await uow.members.unreachable(accounts)}


class OneAtATime:
    """Sends to one person follow each other, so that the first in vain is the last. Nobody waits for
    somebody else."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Address, asyncio.Lock] = WeakValueDictionary()

    def at(self, place: Address) -> AbstractAsyncContextManager[object]:
        """To be entered around a send."""
        if not place.private:
            return nullcontext()
        lock = self._locks.get(place)
        if lock is None:
            lock = self._locks[place] = asyncio.Lock()
        return lock


def _to(there: Address, claim: Delivery, *, why: Paragraph | None = None) -> NewDelivery:
    """The same message at another place. Its key names both: told twice, it is queued once."""
    shown = claim.message if why is None else replace(claim.message, blocks=(why, *claim.message.blocks))
    return NewDelivery(
        key=f"{claim.key}/{there.platform.value}",
        address=there,
        message=shown,
        purpose=claim.purpose,
        lane=claim.lane,
        promise=claim.promise,
        due_at=claim.due_at,
        expires_at=claim.expires_at,
        member_id=claim.member_id,
    )


def _account(place: Address) -> Account:
    return Account(platform=place.platform, user_id=place.conversation)
