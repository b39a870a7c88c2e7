"""Tells a member's own reminders from what only helps one along: a snooze, a nudge. It changes nothing."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from core.model.appointment import APPOINTMENT_LIST
from core.model.schedule import NewSchedule, Schedule
from core.ports import UnitOfWork

NUDGE: Final = "reminder_nudge"
"""The purpose of a nudge."""

GONE: Final = "reminder_gone"
"""The purpose of a reminder that was deleted and can be brought back for an hour; then its row goes by itself."""

OF, FROM = "of", "from"
"""In a snooze's payload: the reminder that it puts off (empty when that was gone already), and the occurrence under
which it was tapped."""

NUDGES, NUDGE_AFTER, LOUD = "nudges", "nudge_after", "loud"
"""In a reminder's payload: how many nudges, after how many minutes each; and "1" when quiet hours do not hold it."""


SET_BY_MEMBER: Final = frozenset({"reminder", "checkin_prompt", "peg_prompt"})
"""The purposes of what a member sets here; other features plan things of their own for them."""


def is_snooze(schedule: NewSchedule) -> bool:
    """Whether it is a reminder that was put off, and not one of its own."""
    return FROM in schedule.payload


def is_own(schedule: NewSchedule) -> bool:
    """Whether it is one that the member set, here or by the date of an appointment."""
    return schedule.purpose in {*SET_BY_MEMBER, APPOINTMENT_LIST} and not is_snooze(schedule)


async def own_reminders(uow: UnitOfWork, member_id: int) -> Sequence[Schedule]:
    """Those that the member set and that have something still to come, in the order of adding."""
    return [one for one in await uow.schedules.of_member(member_id) if is_own(one)]


async def own_reminder(uow: UnitOfWork, schedule_id: int, member_id: int) -> Schedule | None:
    """One of them; None when it is over, gone, or somebody else's."""
    return next((one for one in await own_reminders(uow, member_id) if one.id == schedule_id), None)


async def drop_helpers(uow: UnitOfWork, member_id: int, reminder_ids: Collection[int]) -> None:
    """The snoozes and nudges of these reminders do not come."""
    ids = {str(one) for one in reminder_ids}
    for one in await uow.schedules.of_member(member_id):
        if one.purpose != GONE and one.payload.get(OF) in ids:
            await uow.schedules.remove(one.id, member_id=member_id)


async def snoozes(uow: UnitOfWork, member_id: int) -> Mapping[int, Schedule]:
    """What waits to come again, by the reminder that was put off; the earliest of each."""
    waiting: dict[int, Schedule] = {}
    for one in await uow.schedules.of_member(member_id):
        if one.next_slot is None or not one.payload.get(OF):
            continue
        first = waiting.get(int(one.payload[OF]))
        if first is None or first.next_slot is None or one.next_slot.at < first.next_slot.at:
            waiting[int(one.payload[OF])] = one
    return waiting
