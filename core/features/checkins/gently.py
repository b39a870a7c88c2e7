"""What makes a prompt gentler: a hard day before, days away, a flare that has ended. It writes no words."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from core.library.questionnaires import WEEKLY, Checkins
from core.model.checkin import Checkin
from core.ports import UnitOfWork

HARD_FROM: Final = 8
"""From this answer on a day was hard. On a 0-10 scale pain of 7 and more is commonly called severe; one step above it
leaves the everyday bad days, which would shorten nearly every prompt of somebody who lives at 6 or 7."""

HARD_WITHIN: Final = timedelta(days=7)
"""An older hard day says nothing about today."""

DAYS_AWAY: Final = 2
"""So many whole days without an answer make a coming back; one missed day is nothing to speak of."""

_PROMPT: Final = "checkin_prompt"


async def was_hard(member_id: int, today: date, content: Checkins, uow: UnitOfWork) -> bool:
    """Whether the highest answer of the newest check-in was a hard one. Only 0-10 answers count, where 10 is worst."""
    answered = await _answered(member_id, today - HARD_WITHIN, today, uow)
    if not answered:
        return False
    values = [one.value for one in answered[-1].answers if one.measure in content.questions]
    return max((value for value in values if value is not None), default=0) >= HARD_FROM


async def returns(member_id: int, today: date, uow: UnitOfWork) -> bool:
    """Whether they are back after days on which a prompt asked in vain. True once for each time away: it is noted."""
    gentle = await uow.gentleness.of(member_id)
    if await _answered(member_id, today - timedelta(days=DAYS_AWAY), today, uow):
        return False
    if gentle.welcomed_on is None:
        away = await uow.checkins.count_of(member_id) > 0
    else:
        away = bool(await _answered(member_id, gentle.welcomed_on, today, uow))
    if not away or not await _is_prompted(member_id, uow):
        return False
    await uow.gentleness.keep(member_id, replace(gentle, welcomed_on=today))
    return True


async def flare_over(member_id: int, today: date, uow: UnitOfWork) -> bool:
    """Whether a flare ended yesterday and nobody said so yet. It is noted as said; older ends need no word.

    A line about it takes the place of a line about coming back.
    """
    untold = await uow.flares.untold(member_id, today)
    for one in untold:
        await uow.flares.told(one.id)
    if not any(one.until == today - timedelta(days=1) for one in untold):
        return False
    gentle = await uow.gentleness.of(member_id)
    await uow.gentleness.keep(member_id, replace(gentle, welcomed_on=today))
    return True


async def _answered(member_id: int, first: date, last: date, uow: UnitOfWork) -> list[Checkin]:
    """Check-ins of a day with an answer, oldest first; the questions of the week are none."""
    found = await uow.checkins.between(member_id, first, last)
    return [one for one in found if one.answers and one.questionnaire != WEEKLY]


async def _is_prompted(member_id: int, uow: UnitOfWork) -> bool:
    return any(one.purpose == _PROMPT for one in await uow.schedules.of_member(member_id))
