"""The first day after a flare: one gentle line, once. In the next check-in prompt when there is one that day."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.dispatch.health_gate import HealthGate
from core.dispatch.scene import Scene
from core.features.flares.pages import over_page
from core.model.delivery import Lane, Promise
from core.model.flare import Flare
from core.model.identity import Member, private_address
from core.model.message import Outbound
from core.model.schedule import NewSchedule, Once, Recurrence
from core.ports import Composition, Phrasebook, Purpose, UnitOfWork
from core.scheduling.recurrence import next_due

FLARE_OVER: Final = "flare_over"
_PROMPT: Final = "checkin_prompt"
"""Whose message of that day says it, too (core.features.checkins)."""

_AT: Final = time(10)


class Ending:
    """Writes the line, where no prompt of that day does."""

    def __init__(self, words: Phrasebook, gate: HealthGate) -> None:
        self._words = words
        self._gate = gate

    async def over(self, due: Composition) -> Outbound | None:
        member_id, day = due.schedule.member_id, due.slot.local_date
        await due.uow.schedules.remove(due.schedule.id, member_id=member_id)
        if member_id is None or await self._gate.rests(due):
            return None
        untold = await due.uow.flares.untold(member_id, day)
        goes_on = await due.uow.flares.on(member_id, day) is not None
        if not untold or goes_on or await _prompt_comes(due, member_id):
            return None
        for one in untold:
            await due.uow.flares.told(one.id)
        return over_page(self._words)

    @property
    def purpose(self) -> Purpose:
        """A kind word that is lost is no harm; one that comes twice is a nuisance."""
        return Purpose(
            name=FLARE_OVER,
            compose=self.over,
            lane=Lane.DUE,
            promise=Promise.AT_MOST_ONCE,
            good_for=timedelta(days=1),
            same_day=True,
            heeds_quiet=lambda _: True,
            health=True,
        )


async def plan_ending(flare: Flare | None, member: Member, scene: Scene) -> None:
    """Takes the place of what was planned before; None, or a flare that is over, needs no line."""
    await _unplan(scene.uow, member.id)
    if flare is None or flare.over:
        return
    at = datetime.combine(flare.until + timedelta(days=1), _AT)
    rule = Recurrence(rule=Once(at=at), zone=member.zone or "UTC")
    new = NewSchedule(
        purpose=FLARE_OVER,
        recurrence=rule,
        address=private_address(scene.origin.account),
        member_id=member.id,
        payload={"flare": str(flare.id)},
    )
    await scene.uow.schedules.add(new, next_slot=next_due(rule, scene.now), now=scene.now)


async def _unplan(uow: UnitOfWork, member_id: int) -> None:
    for one in await uow.schedules.of_member(member_id):
        if one.purpose == FLARE_OVER:
            await uow.schedules.remove(one.id, member_id=member_id)


async def _prompt_comes(due: Composition, member_id: int) -> bool:
    """Whether a prompt is still to come that day, and not asleep."""
    for one in await due.uow.schedules.of_member(member_id):
        if one.purpose != _PROMPT or one.next_slot is None or one.asleep:
            continue
        zone = ZoneInfo(one.recurrence.zone)
        if one.next_slot.at.astimezone(zone).date() == due.now.astimezone(zone).date():
            return True
    return False
