"""One account's events go through one at a time; nobody else waits, and nothing is kept of who is through."""

import asyncio

from core.dispatch.turns import Turns
from core.model.identity import Account, Platform

ANA = Account(platform=Platform.TELEGRAM, user_id="ana")
BEN = Account(platform=Platform.TELEGRAM, user_id="ben")


async def test_the_second_waits_for_the_first_and_nobody_waits_for_another_account() -> None:
    turns, done = Turns(), list[str]()

    async def act(who: Account, what: str) -> None:
        async with turns.of(who):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            done.append(what)

    async with turns.of(ANA):
        waiting = [asyncio.create_task(act(ANA, "first")), asyncio.create_task(act(ANA, "second"))]
        await asyncio.wait_for(act(BEN, "ben"), timeout=5)
        assert done == ["ben"]
    await asyncio.gather(*waiting)
    assert done == ["ben", "first", "second"]


async def test_who_gives_up_waiting_holds_nobody_up_and_leaves_nothing_behind() -> None:
    turns = Turns()
    async with turns.of(ANA):
        line = turns.of(ANA)
        waiting = asyncio.create_task(line.__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert turns.of(ANA) is line
    async with turns.of(ANA) as anew:
        assert anew is not line
