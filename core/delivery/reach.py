"""What the end of one send teaches about its place: a chat has moved, or somebody cannot be reached, so that no second
call is made in vain. It sends nothing."""

import asyncio
import logging
from collections.abc import Collection
from contextlib import AbstractAsyncContextManager, nullcontext
from weakref import WeakValueDictionary

from core.errors import ChatReplaced, TransportError, Unreachable
from core.model.delivery import Delivery
from core.model.identity import Account, Address
from core.ports import UnitOfWork, UnitOfWorkFactory

log = logging.getLogger(__name__)


async def remember(error: TransportError, claim: Delivery, open_unit: UnitOfWorkFactory) -> None:
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
                asleep = await uow.schedules.fall_asleep(claim.address)
                log.info("action=fall_asleep delivery=%d schedules=%d", claim.id, asleep)
            await uow.commit()
    except Exception as fault:
        log.error("action=heed delivery=%d error=%s", claim.id, type(fault).__name__)


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


def _account(place: Address) -> Account:
    return Account(platform=place.platform, user_id=place.conversation)
