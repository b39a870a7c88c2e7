"""Holds a group's posts while its moderators want quiet: what repeats leaves out a turn, what comes once waits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from core.model.calm import Calm
from core.model.schedule import Once
from core.ports import Purpose, UnitOfWork
from core.scheduling.turns import Turn

LOOK_AGAIN: Final = timedelta(hours=1)
"""So long after a pause was ended early what waited comes, at the latest."""


async def hold_calm(
    turns: Sequence[Turn], purposes: Mapping[str, Purpose], uow: UnitOfWork, now: datetime
) -> Sequence[Turn]:
    """What is left out was meant to be: it is not counted as missed."""
    groups = {turn.schedule.group_id for turn in turns if turn.schedule.group_id is not None}
    if not groups:
        return turns
    calm = await uow.posts.calm_of(groups)
    if not calm:
        return turns
    return [_held(turn, calm.get(turn.schedule.group_id or 0), purposes, now) for turn in turns]


def _held(turn: Turn, calm: Calm | None, purposes: Mapping[str, Purpose], now: datetime) -> Turn:
    """A repeating one whose time lay in the pause does not come late, after it."""
    purpose = purposes.get(turn.schedule.purpose)
    if calm is None or purpose is None or turn.put_off or not purpose.rests:
        return turn
    once = isinstance(turn.schedule.recurrence.rule, Once)
    until = calm.held_until(now if once else min(now, turn.slot.at), cheerful=purpose.cheerful)
    if until is None:
        return turn
    if once:
        return replace(turn, after=replace(turn.slot, at=min(until, now + LOOK_AGAIN)), put_off=True)
    return replace(turn, put_off=True)
