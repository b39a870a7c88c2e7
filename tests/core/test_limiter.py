"""Who goes when: lanes, one chat's pace, a group's minute, the token's pace, and pauses. Minutes pass in fake time."""

import asyncio

from core.delivery.limiter import RateLimiter, Rates
from core.model.delivery import Lane
from core.model.identity import Address, Platform
from tests.fake_time import play

TELEGRAM = Rates(per_second=30, chat_gap=1.0, group_per_minute=20)
GROUP = Address(platform=Platform.TELEGRAM, conversation="-100")


def person(number: int) -> Address:
    return Address(platform=Platform.TELEGRAM, conversation=str(number), private=True)


class Queue:
    """Asks for turns and notes, in seconds from its start, when each was given."""

    def __init__(self, rates: Rates = TELEGRAM) -> None:
        self.limiter = RateLimiter(rates)
        self.given: list[tuple[float, str]] = []
        self._start = asyncio.get_running_loop().time()

    def asks(self, name: str, lane: Lane, address: Address) -> asyncio.Task[None]:
        return asyncio.create_task(self._wait(name, lane, address))

    async def _wait(self, name: str, lane: Lane, address: Address) -> None:
        await self.limiter.turn(lane, address)
        self.given.append((round(asyncio.get_running_loop().time() - self._start, 2), name))

    @property
    def names(self) -> list[str]:
        return [name for _, name in self.given]

    @property
    def times(self) -> list[float]:
        return [at for at, _ in self.given]


def test_a_live_reply_passes_a_waiting_broadcast() -> None:
    async def story() -> list[str]:
        queue = Queue()
        posts = [queue.asks("post", Lane.BROADCAST, person(number)) for number in range(300)]
        due = [queue.asks("due", Lane.DUE, person(1_000 + number)) for number in range(10)]
        await asyncio.sleep(1.0)
        sent_before = len(queue.given)
        await queue.asks("reply", Lane.REPLY, person(5_000))
        assert len(queue.given) - sent_before <= 2
        await asyncio.gather(*posts, *due)
        return queue.names

    names = play(story())
    assert names[:11].count("due") == 10
    assert names.count("post") == 300


def test_one_chat_gets_one_message_a_second() -> None:
    async def story() -> list[float]:
        queue = Queue()
        await asyncio.gather(*(queue.asks("due", Lane.DUE, person(1)) for _ in range(4)))
        return queue.times

    assert play(story()) == [0.0, 1.0, 2.0, 3.0]


def test_a_thread_counts_with_its_chat() -> None:
    async def story() -> list[float]:
        queue = Queue()
        threads = [Address(platform=Platform.TELEGRAM, conversation="-100", thread=str(number)) for number in range(3)]
        await asyncio.gather(*(queue.asks("due", Lane.DUE, thread) for thread in threads))
        return queue.times

    assert play(story()) == [0.0, 1.0, 2.0]


def test_a_group_gets_twenty_a_minute_and_a_person_is_still_answered_there() -> None:
    async def story() -> tuple[list[float], list[float]]:
        queue = Queue()
        posts = [queue.asks("due", Lane.DUE, GROUP) for _ in range(45)]
        await asyncio.sleep(30)
        await queue.asks("reply", Lane.REPLY, GROUP)
        await asyncio.gather(*posts)
        return [at for at, name in queue.given if name == "due"], [at for at, name in queue.given if name == "reply"]

    due, replies = play(story())
    assert replies == [30.0]
    for at in due:
        assert sum(at <= other < at + 59.99 for other in due) <= 20
    assert 115 < due[-1] < 130


def test_a_full_group_holds_up_nobody_else() -> None:
    async def story() -> float:
        queue = Queue()
        full = [queue.asks("group", Lane.DUE, GROUP) for _ in range(60)]
        await asyncio.sleep(25)
        started = asyncio.get_running_loop().time()
        await queue.asks("other", Lane.BROADCAST, person(1))
        waited = asyncio.get_running_loop().time() - started
        for task in full:
            task.cancel()
        await asyncio.gather(*full, return_exceptions=True)
        return waited

    assert play(story()) < 0.1


def test_the_token_sends_thirty_a_second_and_no_burst() -> None:
    async def story() -> list[float]:
        queue = Queue()
        await asyncio.gather(*(queue.asks("due", Lane.DUE, person(number)) for number in range(90)))
        return queue.times

    times = play(story())
    assert 2.9 < times[-1] < 3.1
    assert max(sum(at <= other < at + 0.99 for other in times) for at in times) <= 31


def test_a_pause_of_one_chat_holds_its_replies_too_and_no_other_chat() -> None:
    async def story() -> list[tuple[float, str]]:
        queue = Queue()
        queue.limiter.pause(7.0, person(1))
        await asyncio.gather(
            queue.asks("paused", Lane.REPLY, person(1)),
            queue.asks("paused later", Lane.DUE, person(1)),
            queue.asks("free", Lane.BROADCAST, person(2)),
        )
        return queue.given

    assert play(story()) == [(0.0, "free"), (7.0, "paused"), (7.03, "paused later")]


def test_a_pause_of_the_token_holds_everything_and_a_shorter_one_does_not_end_it() -> None:
    async def story() -> list[float]:
        queue = Queue()
        queue.limiter.pause(5.0)
        queue.limiter.pause(1.0)
        await asyncio.gather(*(queue.asks("any", lane, person(lane)) for lane in Lane))
        return queue.times

    assert play(story())[0] == 5.0


def test_a_pause_reaches_those_who_wait_already() -> None:
    async def story() -> list[float]:
        queue = Queue()
        tasks = [queue.asks("due", Lane.DUE, person(1)) for _ in range(2)]
        await asyncio.sleep(0.5)
        queue.limiter.pause(10.0, person(1))
        await asyncio.gather(*tasks)
        return queue.times

    assert play(story()) == [0.0, 10.5]


def test_who_gives_a_turn_up_takes_nothing_from_the_others() -> None:
    async def story() -> list[tuple[float, str]]:
        queue = Queue()
        first = queue.asks("first", Lane.DUE, person(1))
        gone = queue.asks("gone", Lane.DUE, person(1))
        last = queue.asks("last", Lane.DUE, person(1))
        await asyncio.sleep(0.1)
        gone.cancel()
        await asyncio.gather(first, gone, last, return_exceptions=True)
        return queue.given

    assert play(story()) == [(0.0, "first"), (1.0, "last")]


def test_it_says_how_long_a_chat_is_closed() -> None:
    async def story() -> list[float]:
        queue = Queue()
        limiter = queue.limiter
        open_at_first = limiter.closed_for(Lane.DUE, GROUP)
        await asyncio.gather(*(queue.asks("due", Lane.DUE, GROUP) for _ in range(20)))
        await asyncio.sleep(1)
        full = limiter.closed_for(Lane.DUE, GROUP)
        return [open_at_first, round(full), limiter.closed_for(Lane.REPLY, GROUP)]

    assert play(story()) == [0.0, 40, 0.0]


def test_three_thousand_waiters_go_in_order() -> None:
    async def story() -> None:
        queue = Queue(Rates(per_second=1_000))
        await asyncio.gather(*(queue.asks("due", Lane.DUE, person(number)) for number in range(3_000)))
        assert queue.times == sorted(queue.times)

    play(story())


def test_quiet_chats_are_forgotten() -> None:
    async def story() -> int:
        queue = Queue(Rates(per_second=10_000, chat_gap=0.1))
        await asyncio.gather(*(queue.asks("due", Lane.DUE, person(number)) for number in range(6_000)))
        return len(queue.limiter._next_in_chat)

    assert play(story()) <= 5_001
