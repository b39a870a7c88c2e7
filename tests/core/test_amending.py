"""A post is changed or taken back wherever it stands: in the queue, on its way, or sent; and a crash loses nothing."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import ChatReplaced, MessageGone, MessageRefused, NotSent, OutcomeUnknown, Throttled
from core.library.words import Words
from core.model.delivery import Act, Receipt
from core.model.identity import Address
from core.model.message import Outbound, message
from core.storage import Storage
from tests.core.storage_values import OTHER_ROOM
from tests.fakes import FakeTransport, MovableClock, words_of
from tests.outbox import CHAT, GatedLimiter, Outbox, new_delivery, until

POST = 7
NEWER = message("the newer words")
NEWEST = message("the newest words")


@pytest.fixture
def outbox(storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport) -> Outbox:
    return Outbox(storage, clock, words, transport)


async def post(outbox: Outbox, *places: Address, act: Act = Act.SEND, key: str = "post", post_id: int = POST) -> None:
    await outbox.put(
        *(
            replace(new_delivery(f"{key}/{place.to_text()}", to=place), post_id=post_id, act=act)
            for place in places or (CHAT,)
        )
    )


async def amend(outbox: Outbox, said: Outbound | None, *, post_id: int = POST) -> int:
    now = outbox.clock.now()
    async with outbox.storage.unit_of_work() as uow:
        number = await uow.outbox.amend("test", post_id, said, now=now, expires_at=now + timedelta(days=2))
        await uow.commit()
    return number


async def stands(outbox: Outbox, post_id: int = POST) -> list[Receipt]:
    async with outbox.storage.unit_of_work() as uow:
        return list(await uow.outbox.receipts("test", post_id))


def sent(outbox: Outbox) -> list[str]:
    return [each.text for each in outbox.transport.sent]


def edited(outbox: Outbox) -> list[tuple[str, str]]:
    return [(receipt.message_ids[0], words_of(said)) for receipt, said in outbox.transport.edited]


async def test_what_has_not_left_is_changed_in_the_queue(outbox: Outbox) -> None:
    await post(outbox, CHAT, OTHER_ROOM)
    assert await amend(outbox, NEWER) == 2
    await outbox.worker.send_due()
    assert sent(outbox) == ["the newer words"] * 2
    assert edited(outbox) == []
    assert await outbox.counts() == {"sent": 2}


async def test_what_has_not_left_is_taken_back_in_the_queue(outbox: Outbox) -> None:
    await post(outbox)
    assert await amend(outbox, None) == 1
    assert await outbox.worker.send_due() == 0
    assert sent(outbox) == []
    assert await outbox.counts() == {"dropped": 1}


async def test_what_was_sent_is_changed_in_each_place(outbox: Outbox) -> None:
    await post(outbox, CHAT, OTHER_ROOM)
    await outbox.worker.send_due()
    assert await amend(outbox, NEWER) == 2
    await outbox.worker.send_due()
    assert sorted(edited(outbox)) == [("1", "the newer words"), ("2", "the newer words")]
    assert len(await stands(outbox)) == 2


async def test_what_was_sent_is_taken_away_and_stands_nowhere_then(outbox: Outbox) -> None:
    await post(outbox)
    await outbox.worker.send_due()
    assert await amend(outbox, None) == 1
    await outbox.worker.send_due()
    assert outbox.transport.withdrawn == [Receipt(address=CHAT, message_ids=("1",))]
    assert await stands(outbox) == []
    assert await amend(outbox, NEWER) == 0


async def test_another_post_and_another_purpose_stay_as_they_are(outbox: Outbox) -> None:
    await post(outbox, post_id=POST)
    await post(outbox, key="other", post_id=8)
    await outbox.put(replace(new_delivery("else", to=CHAT), purpose="else", post_id=POST))
    await outbox.worker.send_due()
    assert await amend(outbox, None) == 1
    await outbox.worker.send_due()
    assert [receipt.message_ids for receipt in outbox.transport.withdrawn] == [("1",)]
    assert len(await stands(outbox, 8)) == 1


async def test_a_claim_that_waits_for_its_turn_leaves_with_the_newer_words(outbox: Outbox) -> None:
    await post(outbox)
    await outbox.claimed_by_a_worker_that_crashes(in_sending=False)
    assert await amend(outbox, NEWER) == 1
    await outbox.worker.send_due()
    assert sent(outbox) == ["the newer words"]


async def test_a_claim_that_waits_for_its_turn_never_leaves_once_it_is_taken_back(outbox: Outbox) -> None:
    await post(outbox)
    async with outbox.storage.unit_of_work() as uow:
        claims = await uow.outbox.claim([CHAT.platform], now=outbox.clock.now(), lease=timedelta(hours=1), limit=9)
        await uow.commit()
    await amend(outbox, None)
    async with outbox.storage.unit_of_work() as uow:
        assert await uow.outbox.begin(claims) == frozenset()


async def test_a_worker_that_claimed_it_anew_while_it_waited_sends_the_newer_words(outbox: Outbox) -> None:
    await post(outbox)
    limiter = GatedLimiter()
    worker = outbox.another_worker(limiter=limiter)
    running = asyncio.create_task(worker.run())
    await until(lambda: limiter.waiting == 1)
    await amend(outbox, NEWER)
    worker.wake()
    while (await outbox.counts()).get("leased", 0) != 1:  # noqa: ASYNC110 - the database does not tell
        await asyncio.sleep(0.005)
    limiter.gate.set()
    await until(lambda: len(outbox.transport.sent) == 1)
    running.cancel()
    await asyncio.wait([running])
    assert sent(outbox) == ["the newer words"]
    assert await outbox.counts() == {"sent": 1}


async def test_what_is_just_being_sent_is_changed_after_its_receipt_came(outbox: Outbox) -> None:
    await post(outbox)
    outbox.transport.gate = asyncio.Event()
    sending = asyncio.create_task(outbox.worker.send_due())
    await until(lambda: len(outbox.transport.tried) == 1)
    assert await amend(outbox, NEWER) == 1
    assert await outbox.another_worker().send_due() == 1, "the change is looked at, and waits"
    assert edited(outbox) == []
    outbox.transport.gate.set()
    await sending
    outbox.clock.forward(seconds=2)
    await outbox.worker.send_due()
    assert sent(outbox) == ["words of " + f"post/{CHAT.to_text()}"]
    assert edited(outbox) == [("1", "the newer words")]
    assert await outbox.counts() == {"sent": 2}


async def test_a_change_of_what_never_arrived_comes_to_nothing(outbox: Outbox) -> None:
    await post(outbox)
    outbox.transport.gate = asyncio.Event()
    outbox.transport.fails(MessageRefused("no"))
    sending = asyncio.create_task(outbox.worker.send_due())
    await until(lambda: len(outbox.transport.tried) == 1)
    await amend(outbox, NEWER)
    outbox.transport.gate.set()
    await sending
    await outbox.worker.send_due()
    assert edited(outbox) == []
    assert await outbox.counts() == {"dead": 1, "dropped": 1}


async def test_of_two_changes_the_newer_one_wins_and_goes_once(outbox: Outbox) -> None:
    await post(outbox)
    await outbox.worker.send_due()
    await amend(outbox, NEWER)
    await amend(outbox, NEWEST)
    await outbox.worker.send_due()
    assert edited(outbox) == [("1", "the newest words")]


async def test_a_withdrawal_that_has_not_gone_becomes_a_change_again(outbox: Outbox) -> None:
    await post(outbox)
    await outbox.worker.send_due()
    await amend(outbox, None)
    assert await amend(outbox, NEWER) == 1
    await outbox.worker.send_due()
    assert outbox.transport.withdrawn == []
    assert edited(outbox) == [("1", "the newer words")]


async def test_a_change_that_crashed_on_its_way_never_comes_after_a_newer_one(outbox: Outbox) -> None:
    await post(outbox)
    await outbox.worker.send_due()
    await amend(outbox, NEWER)
    await outbox.claimed_by_a_worker_that_crashes(in_sending=True)
    await amend(outbox, NEWEST)
    await outbox.worker.send_due()
    assert edited(outbox) == [], "the older one may still be on its way"
    outbox.clock.forward(minutes=2)
    await outbox.worker.send_due()
    outbox.clock.forward(minutes=2)
    await outbox.worker.send_due()
    assert edited(outbox) == [("1", "the newest words")]
    assert await outbox.counts() == {"sent": 2, "dropped": 1}


async def test_a_change_that_crashed_on_its_way_is_made_again(outbox: Outbox) -> None:
    await post(outbox)
    await outbox.worker.send_due()
    await amend(outbox, NEWER)
    for _ in range(3):
        await outbox.claimed_by_a_worker_that_crashes(in_sending=True)
        outbox.clock.forward(minutes=2)
    await outbox.worker.send_due()
    assert edited(outbox) == [("1", "the newer words")]


@pytest.mark.parametrize("error", [NotSent("no line"), OutcomeUnknown("silence"), Throttled(1)])
async def test_a_change_is_tried_again_for_it_is_safe_to_repeat(outbox: Outbox, error: Exception) -> None:
    await post(outbox)
    await outbox.worker.send_due()
    outbox.transport.edits_fail = [error, error]
    await amend(outbox, NEWER)
    for _ in range(4):
        await outbox.worker.send_due()
        outbox.clock.forward(seconds=30)
        await asyncio.sleep(0.3 if isinstance(error, Throttled) else 0)
    if isinstance(error, Throttled):
        await asyncio.sleep(1)
        await outbox.another_worker().send_due()
    assert edited(outbox) == [("1", "the newer words")]


async def test_what_somebody_took_away_counts_as_done_and_stands_nowhere(outbox: Outbox) -> None:
    await post(outbox)
    await outbox.worker.send_due()
    outbox.transport.edits_fail = [MessageGone("gone")]
    await amend(outbox, NEWER)
    await outbox.worker.send_due()
    assert await outbox.counts() == {"sent": 2}
    assert await stands(outbox) == []


async def test_where_the_platform_refuses_to_delete_the_message_says_that_it_was_taken_back(outbox: Outbox) -> None:
    await post(outbox)
    await outbox.worker.send_due()
    outbox.transport.withdrawals_fail = [MessageRefused("too old")]
    await amend(outbox, None)
    await outbox.worker.send_due()
    assert edited(outbox) == [("1", "This was taken back by the moderators.")]
    assert await stands(outbox) == []


async def test_a_new_post_takes_the_one_before_it_away_once_it_has_arrived(outbox: Outbox) -> None:
    await post(outbox, act=Act.RENEW, key="monday")
    await outbox.worker.send_due()
    await post(outbox, act=Act.RENEW, key="tuesday")
    outbox.transport.fails(NotSent("no line"))
    await outbox.worker.send_due()
    assert outbox.transport.withdrawn == [], "not before the new one is there"
    outbox.clock.forward(minutes=1)
    await outbox.worker.send_due()
    await outbox.worker.send_due()
    assert [receipt.message_ids for receipt in outbox.transport.withdrawn] == [("1",)]
    assert [receipt.message_ids for receipt in await stands(outbox)] == [("2",)]


async def test_a_change_of_a_message_in_a_group_that_became_a_supergroup_ends(outbox: Outbox) -> None:
    async with outbox.storage.unit_of_work() as uow:
        group = await uow.groups.founded(CHAT, now=outbox.clock.now())
        await uow.commit()
    await outbox.put(replace(new_delivery("old", to=CHAT), post_id=POST, group_id=group.id))
    await outbox.worker.send_due()
    await outbox.put(replace(new_delivery("new", to=CHAT), post_id=POST, group_id=group.id))
    await amend(outbox, NEWER)
    outbox.transport.fails(ChatReplaced("-1007"))
    outbox.transport.edits_fail = [ChatReplaced("-1007")]
    for _ in range(3):
        await outbox.worker.send_due()
        outbox.clock.forward(minutes=2)
    assert [(each.address.conversation, each.text) for each in outbox.transport.sent][1:] == [
        ("-1007", "the newer words")
    ]
    assert edited(outbox) == []
    assert [receipt.address.conversation for receipt in await stands(outbox)] == ["-1007"]
    assert await outbox.counts() == {"sent": 2, "dropped": 1}
