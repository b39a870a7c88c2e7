"""Writes what comes at its minute: one reminder, several in one message, a nudge. Each time is noted for its member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from core.features.reminders import cards
from core.features.reminders.nudging import GOOD_FOR, begin, unanswered
from core.features.reminders.own import LOUD, NUDGE, OF, is_snooze
from core.features.reminders.resting import nudges_rest, without_extras
from core.features.reminders.setting import REMINDER
from core.features.reminders.snoozing import still_on
from core.features.reminders.wish import CARE, Wish
from core.library.selfcare import Reminder, SelfCare
from core.model.delivery import Lane, Promise
from core.model.message import Outbound
from core.model.occurrence import NewOccurrence
from core.model.schedule import NewSchedule, Schedule
from core.ports import Composition, Phrasebook, Purpose

SNOOZED_SLOT = "+"
"""Stands before the time of one that was put off: it never takes the place of a slot of the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """One that comes now. `about` is the reminder itself, also behind a snooze; a snooze may be all that is left."""

    due: Composition
    about: Schedule


class Due:
    """Holds the catalogue that some reminders come from."""

    def __init__(self, care: SelfCare, words: Phrasebook) -> None:
        self._care = care
        self._words = words

    async def one(self, due: Composition) -> Outbound | None:
        """The member's own reminder, at its minute."""
        return await self.together([due])

    async def together(self, due: Sequence[Composition]) -> Outbound | None:
        """One message for all of them. What was put off to the minute of its own rule comes once."""
        found = [ready for one in due if (ready := await _looked_up(one)) is not None]
        if found:
            comes = await without_extras([one.about for one in found], found[0].due)
            found = [one for one, may in zip(found, comes, strict=True) if may]
        by_rule = {one.due.schedule.id for one in found if not is_snooze(one.due.schedule)}
        coming = [one for one in found if not is_snooze(one.due.schedule) or one.about.id not in by_rule]
        if not coming:
            return None
        uow, now = coming[0].due.uow, coming[0].due.now
        noted = await uow.occurrences.note([self._occurrence(one) for one in coming])
        await begin([(one, ready.about) for one, ready in zip(noted, coming, strict=True)], uow, now)
        if len(noted) > 1:
            return cards.bundle(noted, self._words)
        item = item_of(coming[0].about, self._care)
        return cards.card(noted[0], item.text if item else None, self._words)

    async def nudged(self, due: Composition) -> Outbound | None:
        """The same again, with its buttons; nothing for what was answered, nor while nudges rest."""
        if await nudges_rest(due):
            await due.uow.schedules.remove(due.schedule.id, member_id=due.schedule.member_id)
            return None
        waiting = await unanswered(due)
        if not waiting:
            return None
        first = waiting[0]
        if len(waiting) > 1:
            whole = await due.uow.occurrences.of_bundle(first.bundle, member_id=first.member_id)
            return cards.bundle(whole, self._words, lead=self._words("due.nudge"))
        about = await due.uow.schedules.get(first.schedule_id)
        item = item_of(about, self._care) if about else None
        many = len(await due.uow.occurrences.of_bundle(first.bundle, member_id=first.member_id)) > 1
        return cards.card(first, item.text if item else None, self._words, nudge=True, of_many=many)

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """How surely each must arrive."""
        return (
            Purpose(
                name=REMINDER,
                compose=self.one,
                compose_together=self.together,
                lane=Lane.DUE,
                promise=Promise.AT_LEAST_ONCE,
                good_for=timedelta(hours=2),
                late_label=True,
                heeds_quiet=held_when_quiet,
            ),
            Purpose(
                name=NUDGE,
                compose=self.nudged,
                lane=Lane.DUE,
                promise=Promise.AT_MOST_ONCE,
                good_for=GOOD_FOR,
                heeds_quiet=held_when_quiet,
            ),
        )

    def _occurrence(self, ready: _Ready) -> NewOccurrence:
        due, about = ready.due, ready.about
        assert due.schedule.member_id is not None  # noqa: S101 - `_looked_up` left the others out
        local_date, slot = due.slot.local_date, due.slot.slot
        if is_snooze(due.schedule):
            local = due.slot.at.astimezone(ZoneInfo(about.recurrence.zone))
            local_date, slot = local.date(), f"{SNOOZED_SLOT}{local:%H:%M}"
        return NewOccurrence(
            member_id=due.schedule.member_id,
            schedule_id=about.id,
            local_date=local_date,
            slot=slot,
            due_at=due.slot.at,
            label=Wish.from_known(about.payload).label(self._care, self._words),
        )


def item_of(schedule: NewSchedule, care: SelfCare) -> Reminder | None:
    """The catalogue's idea that it is about; None for the member's own words."""
    target = Wish.from_known(schedule.payload).target
    return care.reminders.get(target.removeprefix(CARE)) if target.startswith(CARE) else None


def held_when_quiet(schedule: Schedule) -> bool:
    """All but what the member wants at its own time all the same."""
    return LOUD not in schedule.payload


async def _looked_up(due: Composition) -> _Ready | None:
    """A snooze has done its work when it comes: its row goes. What it put off may be deleted or paused by now."""
    schedule, uow = due.schedule, due.uow
    if schedule.member_id is None:
        return None
    if not is_snooze(schedule):
        return _Ready(due=due, about=schedule)
    await uow.schedules.remove(schedule.id, member_id=schedule.member_id)
    if not schedule.payload[OF]:
        return _Ready(due=due, about=schedule)
    about = await uow.schedules.get(int(schedule.payload[OF]))
    theirs = about is not None and about.member_id == schedule.member_id and still_on(about, due.now)
    return _Ready(due=due, about=about) if about is not None and theirs else None
