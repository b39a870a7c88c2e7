"""A schedule whose posts replace each other: the older one goes when the newer one has arrived."""

from datetime import timedelta

from core.library.words import Words
from core.model.delivery import Lane, Promise
from core.model.message import Outbound, message
from core.ports import Composition, Purpose
from core.scheduling.planner import Planner
from core.scheduling.recurrence import next_due
from core.storage import Storage
from tests.core.storage_values import daily
from tests.fakes import FakeTransport, MovableClock
from tests.outbox import CHAT, Outbox


async def test_a_scheduled_post_is_known_by_its_schedule_and_may_take_the_one_before_it_away(
    storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport
) -> None:
    outbox = Outbox(storage, clock, words, transport)

    async def compose(due: Composition) -> Outbound:
        return message(f"the post of {due.slot.local_date}")

    purpose = Purpose(
        name="checkin",
        compose=compose,
        lane=Lane.BROADCAST,
        promise=Promise.AT_MOST_ONCE,
        good_for=timedelta(hours=6),
        renews=lambda _: True,
    )
    async with outbox.storage.unit_of_work() as uow:
        group = await uow.groups.founded(CHAT, now=clock.now())
        new = daily(CHAT, group_id=group.id)
        kept = await uow.schedules.add(new, next_slot=next_due(new.recurrence, clock.now()), now=clock.now())
        await uow.commit()
    planner = Planner(open_unit=outbox.storage.unit_of_work, clock=clock, purposes={"checkin": purpose}, words=words)
    for _ in range(2):
        clock.forward(days=1)
        await planner.plan_due()
        await outbox.worker.send_due()
    await outbox.worker.send_due()
    assert len(outbox.transport.sent) == 2
    assert [receipt.message_ids for receipt in outbox.transport.withdrawn] == [("1",)]
    async with outbox.storage.unit_of_work() as uow:
        assert [one.message_ids for one in await uow.outbox.receipts("checkin", kept.id)] == [("2",)]
