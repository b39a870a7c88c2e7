"""Measures check-ins beside a million answers: one tap until it is kept, and five years of days opened for a trend.

Run in a process of its own: `python -m tests.benchmarks.checkins_kept tap | years`.
"""

import asyncio
import gc
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from core.insight.daybook import daybook
from core.insight.telling import sentences
from core.knowledge import Knowledge, load_knowledge
from core.model.checkin import Checkin
from core.model.message import Button
from tests.benchmarks.house import NOW, YEARS, add_others, opened_house, with_years
from tests.benchmarks.report import report
from tests.benchmarks.stall import StallWatch
from tests.core.company import Company, Person
from tests.fakes import CONTENT

_USER = "5"
_TAPS = 400
_WARM = 40
_READINGS = 30
_ASKED = ("pain", "sleep", "fatigue", "mood", "fog")
"""Five answers a day."""


async def measure_tap() -> None:
    """`ours`: CPU seconds from python-telegram-bot's own object to the committed answer and what is said next, the
    database's work included; `library`: its own parsing and dispatch of the same tap. Medians. Nothing is sent."""
    from telegram import Bot, Update
    from telegram.ext import Application, CallbackQueryHandler

    from bots.telegram.inbound import Me, to_inbound

    bot, me = Bot("1:made-up"), Me(id=1, username="bot", commands=frozenset())
    application = Application.builder().token("1:made-up").updater(None).build()
    application._initialized = True  # no network: only its dispatch is measured
    application.add_handler(CallbackQueryHandler(_nothing_said))
    ours: list[float] = []
    library: list[float] = []
    async with opened_house() as (house, file):
        ana = await with_years(house, _USER)
        await add_others(house, file)
        gc.collect()
        gc.freeze()  # as the bot does it after its start (bots.settling)
        for number in range(_TAPS):
            raw = _tap(1_000_000 + number, house.bot.signer.sign(await _next_number(ana, house), conversation=_USER))
            started = time.process_time()
            parsed = Update.de_json(raw, bot)
            await application.process_update(parsed)
            dispatched = time.process_time()
            inbound = to_inbound(parsed, me, now=datetime.now(UTC))
            assert inbound is not None
            await ana.does(inbound)
            ours.append(time.process_time() - dispatched)
            library.append(dispatched - started)
        kept = await _kept_since(ana, house.bot.open_unit)
    report(ours=statistics.median(ours[_WARM:]), library=statistics.median(library[_WARM:]), kept=kept)


async def measure_years() -> None:
    """`seconds`: five years of daily answers read, opened and reckoned with, median; `stall`: how long the loop stood
    still at most meanwhile, median; `cpu`: processor time, median."""
    took: list[float] = []
    cpu: list[float] = []
    stalls: list[float] = []
    knowledge = load_knowledge(CONTENT)
    async with opened_house() as (house, file):
        ana = await with_years(house, measures=_ASKED)
        await add_others(house, file)
        gc.collect()
        gc.freeze()
        for _ in range(_READINGS):
            began, started = time.process_time(), time.perf_counter()
            await _opened(ana, house.bot.open_unit, knowledge)
            took.append(time.perf_counter() - started)
            cpu.append(time.process_time() - began)
        for _ in range(_READINGS):
            async with StallWatch() as watch:
                await _opened(ana, house.bot.open_unit, knowledge)
            stalls.append(watch.longest)
    report(seconds=statistics.median(took), cpu=statistics.median(cpu), stall=statistics.median(stalls))


async def _opened(ana: Person, open_unit: Any, knowledge: Knowledge) -> None:
    async with open_unit() as uow:
        member = await uow.members.of(ana.account)
        read = await uow.checkins.between(member.id, NOW.date() - timedelta(days=YEARS), NOW.date())
    assert sum(len(one.answers) for one in read) == YEARS * len(_ASKED)
    _reckoned(read, knowledge)


def _reckoned(read: Sequence[Checkin], knowledge: Knowledge) -> None:
    """What /trends says of them first, so that the row is of both."""
    names = [one.measure for one in knowledge.content.checkins.questions.values()] + list(
        knowledge.content.checkins.marks.values()
    )
    first = NOW.date() - timedelta(days=YEARS)
    book = daybook(read, (), names, first=first, last=NOW.date() - timedelta(days=1))
    assert len(book.recorded) == YEARS
    assert len(sentences(book, knowledge.words_in(None))) == 2


async def _next_number(ana: Person, house: Company) -> Any:
    """What the button "6" of the question that waits does; on the next day with a new check-in where none waits."""
    if "6" not in ana.buttons:
        house.clock.move_to(house.clock.now() + timedelta(days=1))
        await ana.command("checkin")
    button = ana.buttons["6"]
    assert isinstance(button, Button)
    return button.action


async def _kept_since(ana: Person, open_unit: Any) -> int:
    """So many answers were kept by the taps."""
    async with open_unit() as uow:
        member = await uow.members.of(ana.account)
        read = await uow.checkins.between(member.id, NOW.date(), NOW.date() + timedelta(days=_TAPS))
    return sum(len(one.answers) for one in read)


async def _nothing_said(*_: object) -> None: ...


def _tap(update_id: int, packed: str) -> dict[str, Any]:
    user = {"id": int(_USER), "is_bot": False, "first_name": "Ana"}
    chat = {"id": int(_USER), "type": "private", "first_name": "Ana"}
    message = {"message_id": 7, "date": 1_770_000_000, "chat": chat, "text": "Pain?"}
    query = {"id": str(update_id), "from": user, "message": message, "chat_instance": "1", "data": packed}
    return {"update_id": update_id, "callback_query": query}


_MEASURED = {"tap": measure_tap, "years": measure_years}

if __name__ == "__main__":
    asyncio.run(_MEASURED[sys.argv[1]]())
