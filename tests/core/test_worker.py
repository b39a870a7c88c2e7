"""What becomes of a queued message: sent once and recorded, paced, repeated by its promise, or ended with a cause."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import (
    ChatReplaced,
    MessageRefused,
    NotSent,
    OutcomeUnknown,
    PlaceGone,
    Throttled,
    Unreachable,
)
from core.library.words import Words
from core.model.delivery import Lane, Promise, Receipt
from core.model.identity import Address, Platform
from core.storage import Storage
from tests.fakes import NINE, FakeTransport, MovableClock, masters
from tests.outbox import ANA, BEN, CHAT, GatedLimiter, Outbox, new_delivery, until
from tests.stage import account_of


@pytest.fixture
def outbox(storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport) -> Outbox:
    return Outbox(storage, clock, words, transport)


def sent(outbox: Outbox) -> list[tuple[str, str]]:
    return [(each.address.conversation, each.text) for each in outbox.transport.sent]


async def test_what_is_due_is_sent_once_and_its_receipt_is_kept(outbox: Outbox) -> None:
    post = new_delivery("post/1")
    await outbox.put(replace(post, post_id=4))
    assert await outbox.worker.send_due() == 1
    assert await outbox.worker.send_due() == 0
    assert sent(outbox) == [("ana", "words of post/1")]
    assert await outbox.counts() == {"sent": 1}
    async with outbox.storage.unit_of_work() as uow:
        assert await uow.outbox.receipts("test", 4) == [Receipt(address=ANA, message_ids=("1",))]


async def test_what_is_not_due_yet_waits_for_its_minute(outbox: Outbox) -> None:
    await outbox.put(new_delivery("later", due_at=NINE + timedelta(hours=1)))
    running = asyncio.create_task(outbox.worker.run())
    await until(lambda: outbox.clock.waits_for == NINE + timedelta(hours=1))
    assert sent(outbox) == []
    outbox.clock.forward(hours=1)
    await until(lambda: len(sent(outbox)) == 1)
    running.cancel()
    await asyncio.wait([running])
    assert await outbox.counts() == {"sent": 1}


async def test_a_running_worker_is_woken_by_what_is_queued(outbox: Outbox) -> None:
    running = asyncio.create_task(outbox.worker.run())
    for number in range(3):
        await outbox.put(new_delivery(f"{number}"))
        outbox.worker.wake()
        await until(lambda wanted=number + 1: len(sent(outbox)) == wanted)  # type: ignore[misc]  # a bound number
    running.cancel()
    await asyncio.wait([running])


async def test_hundreds_are_all_sent_once(outbox: Outbox) -> None:
    people = [Address(platform=Platform.TELEGRAM, conversation=f"{number}", private=True) for number in range(200)]
    await outbox.put(*(new_delivery(person.conversation, to=person) for person in people))
    assert await outbox.worker.send_due() == 200
    assert sorted(conversation for conversation, _ in sent(outbox)) == sorted(each.conversation for each in people)
    assert await outbox.counts() == {"sent": 200}


async def test_two_workers_on_one_database_send_each_message_once(outbox: Outbox, database_url: str) -> None:
    second = await Storage.open(database_url, masters())
    other = Outbox(second, outbox.clock, outbox.words, FakeTransport())
    await outbox.put(*(new_delivery(f"{number}", to=BEN) for number in range(40)))
    await asyncio.gather(outbox.worker.send_due(), other.worker.send_due())
    assert sorted(sent(outbox) + sent(other)) == sorted(("ben", f"words of {number}") for number in range(40))
    await second.close()


async def test_what_has_expired_is_never_sent(outbox: Outbox) -> None:
    await outbox.put(new_delivery("old", good_for=timedelta(minutes=30)))
    outbox.clock.forward(minutes=31)
    await outbox.worker.send_due()
    assert sent(outbox) == []
    assert await outbox.counts() == {"expired": 1}


async def test_what_expires_while_it_waits_for_its_turn_is_not_sent(outbox: Outbox) -> None:
    await outbox.put(new_delivery("short", good_for=timedelta(seconds=10)))
    limiter = GatedLimiter()
    sending = asyncio.create_task(outbox.another_worker(limiter=limiter).send_due())
    await until(lambda: limiter.waiting == 1)
    outbox.clock.forward(seconds=11)
    limiter.gate.set()
    await sending
    assert sent(outbox) == []
    assert await outbox.counts() == {"expired": 1}


async def test_a_rate_limit_pauses_that_chat_alone_and_uses_no_attempt(outbox: Outbox) -> None:
    await outbox.put(new_delivery("a"), new_delivery("b", to=BEN))
    outbox.transport.fails(Throttled(30), conversation="ana")
    await outbox.worker.send_due()
    await outbox.put(new_delivery("a2"), new_delivery("b2", to=BEN))
    await outbox.worker.send_due()
    assert sent(outbox) == [("ben", "words of b"), ("ben", "words of b2")]
    assert len(outbox.transport.tried) == 3
    assert await outbox.counts() == {"sent": 2, "due": 2}
    outbox.clock.forward(seconds=30)
    again = await outbox.looked_at_first()
    assert (again.attempts, again.maybe_sent) == (0, False)


async def test_after_the_pause_the_message_goes(outbox: Outbox) -> None:
    await outbox.put(new_delivery("a"))
    outbox.transport.fails(Throttled(0.05))
    await outbox.worker.send_due()
    outbox.clock.forward(seconds=1)
    await outbox.worker.send_due()
    assert sent(outbox) == [("ana", "words of a")]


async def test_a_pause_of_the_whole_token_holds_the_others_too(outbox: Outbox) -> None:
    outbox.transport.fails(Throttled(30, everywhere=True))
    await outbox.put(new_delivery("a"))
    await outbox.worker.send_due()
    await outbox.put(new_delivery("b", to=BEN))
    await outbox.worker.send_due()
    assert sent(outbox) == []
    assert await outbox.counts() == {"due": 2}


async def test_a_paused_chat_does_not_hold_up_what_is_queued_after_it(outbox: Outbox) -> None:
    outbox.worker._limiter.pause(60, ANA)
    await outbox.put(*(new_delivery(f"a{number}") for number in range(100)))
    await outbox.put(new_delivery("b", to=BEN, lane=Lane.BROADCAST))
    async with asyncio.timeout(5):
        await outbox.worker.send_due()
    assert sent(outbox) == [("ben", "words of b")]
    assert await outbox.counts() == {"sent": 1, "due": 100}


async def test_what_did_not_arrive_is_sent_again_unmarked(outbox: Outbox) -> None:
    await outbox.put(new_delivery("a"))
    outbox.transport.fails(NotSent("no connection"))
    await outbox.worker.send_due()
    outbox.clock.forward(seconds=5)
    await outbox.worker.send_due()
    assert sent(outbox) == [("ana", "words of a")]


async def test_silence_about_an_at_most_once_message_is_never_followed_by_a_second_copy(outbox: Outbox) -> None:
    await outbox.put(new_delivery("a", promise=Promise.AT_MOST_ONCE))
    outbox.transport.fails(OutcomeUnknown("no answer"))
    await outbox.worker.send_due()
    outbox.clock.forward(hours=1)
    await outbox.worker.send_due()
    assert len(outbox.transport.tried) == 1
    assert await outbox.counts() == {"unknown": 1}


async def test_silence_about_an_at_least_once_message_is_followed_by_one_marked_repeat(outbox: Outbox) -> None:
    await outbox.put(new_delivery("a"))
    outbox.transport.fails(OutcomeUnknown("no answer"), OutcomeUnknown("no answer"))
    for _ in range(4):
        await outbox.worker.send_due()
        outbox.clock.forward(minutes=10)
    assert [each.text for each in outbox.transport.tried] == [
        "words of a",
        f"{outbox.words('delivery.repeat')}\nwords of a",
    ]
    assert await outbox.counts() == {"unknown": 1}


async def test_a_platform_that_drops_copies_is_given_the_same_key_and_the_same_words(outbox: Outbox) -> None:
    outbox.transport = FakeTransport(dedupes=True, dedupe_seconds=120)
    worker = outbox.another_worker()
    await outbox.put(new_delivery("a", promise=Promise.AT_MOST_ONCE))
    outbox.transport.fails(OutcomeUnknown("no answer"))
    await worker.send_due()
    outbox.clock.forward(seconds=5)
    await worker.send_due()
    assert [(each.key, each.text) for each in outbox.transport.tried] == [("a", "words of a")] * 2
    assert await outbox.counts() == {"sent": 1}


async def test_a_repeat_after_the_platform_has_forgotten_the_key_is_marked(outbox: Outbox) -> None:
    outbox.transport = FakeTransport(dedupes=True, dedupe_seconds=60)
    worker = outbox.another_worker()
    await outbox.put(new_delivery("a"))
    outbox.transport.fails(OutcomeUnknown("no answer"))
    await worker.send_due()
    outbox.clock.forward(minutes=5)
    await worker.send_due()
    assert [each.text for each in outbox.transport.sent] == [f"{outbox.words('delivery.repeat')}\nwords of a"]


async def test_somebody_who_cannot_be_written_to_is_remembered(outbox: Outbox) -> None:
    async with outbox.storage.unit_of_work() as uow:
        await uow.members.welcome(account_of("ana"), now=NINE)
        await uow.commit()
    await outbox.put(new_delivery("a"))
    outbox.transport.fails(Unreachable("blocked"))
    await outbox.worker.send_due()
    async with outbox.storage.unit_of_work() as uow:
        assert not await uow.members.is_reachable(account_of("ana"))
    assert await outbox.counts() == {"unreachable": 1}


async def test_a_chat_that_moved_takes_its_messages_and_schedules_along(outbox: Outbox) -> None:
    async with outbox.storage.unit_of_work() as uow:
        group = await uow.groups.founded(CHAT, now=NINE)
        await uow.commit()
    await outbox.put(new_delivery("now", to=CHAT), new_delivery("later", to=CHAT, due_at=NINE + timedelta(hours=1)))
    outbox.transport.fails(ChatReplaced("-200"), conversation="-100")
    await outbox.worker.send_due()
    outbox.clock.forward(hours=1)
    await outbox.worker.send_due()
    assert sent(outbox) == [("-200", "words of now"), ("-200", "words of later")]
    async with outbox.storage.unit_of_work() as uow:
        assert [chat.conversation for chat in await uow.groups.chats(group.id)] == ["-200"]


async def test_when_the_topic_is_gone_the_main_room_gets_it(outbox: Outbox) -> None:
    topic = Address(platform=Platform.TELEGRAM, conversation="-100", thread="7")
    await outbox.put(new_delivery("a", to=topic, lane=Lane.BROADCAST))
    outbox.transport.fails(PlaceGone("no such topic"))
    await outbox.worker.send_due()
    assert [each.address for each in outbox.transport.sent] == [CHAT]
    assert await outbox.counts() == {"sent": 1}


async def test_what_was_meant_for_a_few_is_never_shown_in_the_main_room(outbox: Outbox) -> None:
    topic = Address(platform=Platform.TELEGRAM, conversation="-100", thread="7")
    await outbox.put(new_delivery("a", to=topic, lane=Lane.DUE))
    outbox.transport.fails(PlaceGone("no such topic"))
    await outbox.worker.send_due()
    assert outbox.transport.sent == []
    assert await outbox.counts() == {"dead": 1}


async def test_a_main_room_that_is_gone_is_not_tried_twice(outbox: Outbox) -> None:
    await outbox.put(new_delivery("a", to=CHAT))
    outbox.transport.fails(PlaceGone("gone"), PlaceGone("gone"))
    await outbox.worker.send_due()
    assert len(outbox.transport.tried) == 1
    assert await outbox.counts() == {"dead": 1}


async def test_a_refused_message_and_a_fault_of_ours_leave_the_others_alone(outbox: Outbox) -> None:
    await outbox.put(
        new_delivery("refused"),
        new_delivery("fault", to=BEN, promise=Promise.AT_MOST_ONCE),
        new_delivery("fine", to=CHAT),
    )
    outbox.transport.fails(MessageRefused("no"), conversation="ana")
    outbox.transport.fails(ZeroDivisionError("a fault"), conversation="ben")
    await outbox.worker.send_due()
    assert sent(outbox) == [("-100", "words of fine")]
    assert await outbox.counts() == {"dead": 1, "unknown": 1, "sent": 1}
