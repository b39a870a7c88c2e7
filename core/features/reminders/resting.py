"""What rests on flare days and low energy: ideas out of the catalogue, and nudges. A member's own words still come."""

from collections.abc import Sequence

from core.features.reminders.wish import CARE, Wish
from core.model.consent import ConsentPurpose
from core.model.schedule import NewSchedule
from core.ports import Composition
from core.scheduling.zone import local_day


def is_extra(about: NewSchedule) -> bool:
    """Whether it came out of the catalogue. What a member wrote themselves may be a medicine: it is none."""
    return Wish.from_known(about.payload).target.startswith(CARE)


async def in_flare(due: Composition) -> bool:
    """Whether its member has a flare on the day on which it comes. Who took their yes back has none that counts."""
    member_id = due.schedule.member_id
    if member_id is None or await due.uow.consents.live(member_id, ConsentPurpose.CHECKINS) is None:
        return False
    member = await due.uow.members.get(member_id)
    return await due.uow.flares.on(member_id, local_day(member.zone if member else None, due.now)) is not None


async def nudges_rest(due: Composition) -> bool:
    """On flare days, and for as long as low energy is on."""
    member_id = due.schedule.member_id
    if member_id is None:
        return False
    return (await due.uow.gentleness.of(member_id)).low_energy or await in_flare(due)


async def without_extras(about: Sequence[NewSchedule], due: Composition) -> Sequence[bool]:
    """For each of them, all of one member, whether it comes now."""
    if not any(is_extra(one) for one in about) or not await in_flare(due):
        return [True for _ in about]
    return [not is_extra(one) for one in about]
