"""Measures what keeping costs: sealing an answer, exporting five years, forgetting one member among a million answers.

Run in a process of its own: `python -m tests.benchmarks.theirs_to_keep sealing | export | forget`.
"""

import asyncio
import statistics
import sys
import time
from typing import Any

from core.model.checkin import Answer
from core.model.message import Document
from core.storage.seal import Seal
from core.storage.sheets import close_sheet, open_sheet
from tests.benchmarks.house import ANSWERS_OF_OTHERS, MEASURES, NOW, add_others, opened_house, with_years
from tests.benchmarks.report import report

_ROUNDS = 12
_ROUND = 1_000


async def measure_sealing() -> None:
    """`adds`: CPU seconds of all that sealing does for one answer: a sheet with the others opened, and closed again."""
    seal = Seal(b"k" * 32, "0123456789abcdef" * 2)
    sheet = close_sheet(seal, 7, [Answer(measure=name, value=6) for name in MEASURES], at=NOW)
    assert sheet is not None
    rounds: list[float] = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        for _ in range(_ROUND):
            close_sheet(seal, 7, open_sheet(seal, 7, sheet), at=NOW)
        rounds.append((time.process_time() - started) / _ROUND)
    report(adds=statistics.median(rounds))


async def measure_export() -> None:
    """`seconds`: from /export of five years of daily check-ins with notes to the files; `bytes`: of them."""
    async with opened_house() as (house, _):
        ana = await with_years(house)
        started = time.perf_counter()
        await ana.command("export")
        seconds = time.perf_counter() - started
        files = [block for reply in ana.replies for block in _blocks(reply) if isinstance(block, Document)]
    report(seconds=seconds, bytes=sum(len(one.content) for one in files), files=len(files))


async def measure_forget() -> None:
    """`seconds`: from the last yes until the member is gone and the log is scrubbed, beside the answers of others."""
    async with opened_house() as (house, file):
        ana = await with_years(house)
        await add_others(house, file)
        await ana.command("forget")
        await ana.taps("Forget everything")
        started = time.perf_counter()
        await ana.taps("Yes, forget everything")
        await house.bot.erasures_noted([])
        seconds = time.perf_counter() - started
    report(seconds=seconds, answers_of_others=float(ANSWERS_OF_OTHERS))


def _blocks(reply: Any) -> tuple[Any, ...]:
    return tuple(reply.message.blocks)


_MEASURED = {"sealing": measure_sealing, "export": measure_export, "forget": measure_forget}

if __name__ == "__main__":
    asyncio.run(_MEASURED[sys.argv[1]]())
