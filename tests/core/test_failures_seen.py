"""What did not arrive in a group: its moderators hear of it once for each cause and chat, and nothing is said twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import MessageRefused, NotAllowed, NotSent, OutcomeUnknown, PlaceGone, TransportError, Unreachable
from core.library.words import Words
from core.model.delivery import Lane, Promise
from core.model.failure import FailureCause
from core.model.identity import Account, Address, Platform, private_address
from core.storage import Storage
from tests.core.storage_values import TOPIC
from tests.fakes import FakeTransport, MovableClock
from tests.outbox import CHAT, Outbox, new_delivery

MODERATOR = Account(platform=Platform.TELEGRAM, user_id="500")
AWAY = Address(platform=Platform.TELEGRAM, conversation="-200")


@pytest.fixture
def outbox(storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport) -> Outbox:
    return Outbox(storage, clock, words, transport)


async def group_with_desk(outbox: Outbox) -> int:
    async with outbox.storage.unit_of_work() as uow:
        group = await uow.groups.founded(CHAT, now=outbox.clock.now())
        member = await uow.members.welcome(MODERATOR, now=outbox.clock.now())
        await uow.desk.add(group.id, private_address(MODERATOR), member_id=member.id)
        await uow.commit()
    return group.id


async def post(outbox: Outbox, group_id: int, key: str, *, to: Address = CHAT) -> None:
    new = new_delivery(key, to=to, promise=Promise.AT_MOST_ONCE, lane=Lane.BROADCAST, due_at=outbox.clock.now())
    await outbox.put(replace(new, group_id=group_id, post_id=3))


def told(outbox: Outbox) -> list[str]:
    return [each.text for each in outbox.transport.sent if each.address == private_address(MODERATOR)]


async def causes(outbox: Outbox, group_id: int) -> list[FailureCause]:
    async with outbox.storage.unit_of_work() as uow:
        return [one.cause for one in await uow.failures.of_group(group_id, limit=9)]


@pytest.mark.parametrize(
    ("error", "cause", "says"),
    [
        (Unreachable("removed"), FailureCause.CLOSED, "Add me again"),
        (NotAllowed("rights"), FailureCause.NO_RIGHTS, "give me the right"),
        (MessageRefused("no"), FailureCause.REFUSED, "did not take a post"),
        (OutcomeUnknown("silence"), FailureCause.UNSURE, "I do not send it twice"),
    ],
)
async def test_a_post_that_did_not_arrive_is_told_with_its_cause_and_what_to_do(
    outbox: Outbox, error: TransportError, cause: FailureCause, says: str
) -> None:
    group_id = await group_with_desk(outbox)
    await post(outbox, group_id, "first")
    outbox.transport.fails(error)
    await outbox.worker.send_due()
    await outbox.worker.send_due()
    assert await causes(outbox, group_id) == [cause]
    (line,) = told(outbox)
    assert says in line
    assert "on Telegram" in line
    assert "words of" not in line


async def test_it_is_told_once_for_each_cause_and_chat(outbox: Outbox) -> None:
    group_id = await group_with_desk(outbox)
    for number in range(3):
        await post(outbox, group_id, f"post/{number}")
    outbox.transport.fails(*[Unreachable("removed")] * 3)
    await outbox.worker.send_due()
    await post(outbox, group_id, "there", to=AWAY)
    outbox.transport.fails(Unreachable("removed"), conversation=AWAY.conversation)
    await outbox.worker.send_due()
    assert len(told(outbox)) == 2, "one for each chat"


async def test_after_a_post_has_arrived_the_same_cause_is_told_again(outbox: Outbox) -> None:
    group_id = await group_with_desk(outbox)
    for key, error in (("a", Unreachable("removed")), ("b", None), ("c", Unreachable("removed"))):
        await post(outbox, group_id, key)
        if error is not None:
            outbox.transport.fails(error, conversation=CHAT.conversation)
        await outbox.worker.send_due()
        if error is None:
            assert await causes(outbox, group_id) == []
    await outbox.worker.send_due()
    assert len(told(outbox)) == 2


async def test_a_topic_that_is_gone_is_told_once_though_its_posts_come_to_the_main_room(outbox: Outbox) -> None:
    group_id = await group_with_desk(outbox)
    for number in range(2):
        await post(outbox, group_id, f"post/{number}", to=TOPIC)
        outbox.transport.fails(PlaceGone("deleted"), conversation=TOPIC.conversation)
        await outbox.worker.send_due()
        await post(outbox, group_id, f"main/{number}")
        await outbox.worker.send_due()
    assert await causes(outbox, group_id) == [FailureCause.TOPIC_GONE]
    (line,) = told(outbox)
    assert "went to the main room" in line
    await post(outbox, group_id, "back", to=TOPIC)
    await outbox.worker.send_due()
    assert await causes(outbox, group_id) == []


async def test_a_post_whose_time_passed_and_one_that_crashed_twice_are_told(outbox: Outbox) -> None:
    group_id = await group_with_desk(outbox)
    await post(outbox, group_id, "late")
    outbox.clock.forward(hours=4)
    await outbox.worker.send_due()
    assert await causes(outbox, group_id) == [FailureCause.LATE]
    new = new_delivery("crashed", to=CHAT, due_at=outbox.clock.now())
    await outbox.put(replace(new, group_id=group_id))
    for _ in range(2):
        await outbox.claimed_by_a_worker_that_crashes(in_sending=True)
        outbox.clock.forward(minutes=2)
    await outbox.worker.send_due()
    await outbox.worker.send_due()
    assert await causes(outbox, group_id) == [FailureCause.UNSURE, FailureCause.LATE]
    assert len(told(outbox)) == 2
    assert await outbox.counts() == {"expired": 1, "unknown": 1, "sent": 2}


async def test_a_withdrawal_that_did_not_reach_its_post_is_told(outbox: Outbox) -> None:
    group_id = await group_with_desk(outbox)
    await post(outbox, group_id, "post")
    await outbox.worker.send_due()
    outbox.transport.withdrawals_fail = [MessageRefused("too old")]
    outbox.transport.edits_fail = [MessageRefused("nor this")]
    async with outbox.storage.unit_of_work() as uow:
        now = outbox.clock.now()
        assert await uow.outbox.amend("test", 3, None, now=now, expires_at=now + timedelta(days=1)) == 1
        await uow.commit()
    await outbox.worker.send_due()
    await outbox.worker.send_due()
    assert await causes(outbox, group_id) == [FailureCause.NOT_CHANGED]
    assert "could not be changed or taken back" in told(outbox)[0]


async def test_a_line_to_a_desk_that_cannot_be_written_to_makes_no_endless_chain(outbox: Outbox) -> None:
    async with outbox.storage.unit_of_work() as uow:
        group = await uow.groups.founded(CHAT, now=outbox.clock.now())
        await uow.desk.add(group.id, AWAY, member_id=None)
        await uow.commit()
    await post(outbox, group.id, "post")
    outbox.transport.fails(*[Unreachable("removed")] * 99)
    for _ in range(9):
        await outbox.worker.send_due()
    assert len(outbox.transport.tried) == 3, "the post, the line about it, and the line about that line"


async def test_a_crash_before_the_end_was_written_loses_neither_the_failure_nor_the_line(outbox: Outbox) -> None:
    group_id = await group_with_desk(outbox)
    await post(outbox, group_id, "post")
    await outbox.claimed_by_a_worker_that_crashes(in_sending=True)
    assert await causes(outbox, group_id) == []
    outbox.clock.forward(minutes=2)
    await outbox.worker.send_due()
    await outbox.worker.send_due()
    assert await causes(outbox, group_id) == [FailureCause.UNSURE], "a post to many is not sent a second time"
    assert len(told(outbox)) == 1


async def test_a_line_that_is_down_is_told_when_the_tries_are_used_up(outbox: Outbox) -> None:
    group_id = await group_with_desk(outbox)
    await post(outbox, group_id, "post")
    outbox.transport.fails(*[NotSent("no line")] * 8)
    for _ in range(8):
        await outbox.worker.send_due()
        outbox.clock.forward(minutes=12)
    assert await causes(outbox, group_id) == [FailureCause.NOT_SENT]
