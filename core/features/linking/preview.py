"""What would be joined: how much of each kind each side has, which settings differ, what is there twice. Read only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.model.identity import Member
from core.model.schedule import Recurrence, Schedule
from core.ports import Holding, UnitOfWork

_NOT_COUNTED = frozenset({"you", "consents", "waiting", "links"})
"""Kinds that say nothing here: who they are, what they agreed to, what is on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How many of a kind the one who looks has, and how many the other account has."""

    name: str
    here: int
    there: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`clocks_differ`: the time zone or the quiet hours. `kept_days`: how long answers are kept when that differs (0:
    as long as they stay), None when it does not. `twice`: reminders with the same words and times on both sides."""

    kinds: tuple[Kind, ...]
    clocks_differ: bool
    kept_days: int | None
    twice: int


async def look(mine: Member, theirs: Member, holdings: Sequence[Holding], uow: UnitOfWork) -> Preview:
    """Of the one who looks, and of the member behind the code."""
    kinds = [
        Kind(name=held.name, here=len(await held.export(uow, mine)), there=len(await held.export(uow, theirs)))
        for held in holdings
        if held.name not in _NOT_COUNTED
    ]
    here, there = [Counter(map(_sameness, await uow.schedules.of_member(one.id))) for one in (mine, theirs)]
    return Preview(
        kinds=tuple(kind for kind in kinds if kind.here or kind.there),
        clocks_differ=(mine.zone, mine.quiet) != (theirs.zone, theirs.quiet),
        kept_days=_kept(mine, theirs),
        twice=(here & there).total(),
    )


def _kept(mine: Member, theirs: Member) -> int | None:
    wishes = (mine.answers_kept_days, theirs.answers_kept_days)
    if wishes[0] == wishes[1]:
        return None
    return 0 if None in wishes else max(days for days in wishes if days is not None)


def _sameness(schedule: Schedule) -> tuple[str, Recurrence, tuple[tuple[str, str], ...]]:
    return schedule.purpose, schedule.recurrence, tuple(sorted(schedule.payload.items()))
