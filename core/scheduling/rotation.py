"""Which item of a shelf a group sees at one slot: the same in all places, everything once before anything twice."""

from collections.abc import Collection, Sequence
from typing import Final

from core.model.rotation import Chosen, NewChosen
from core.model.schedule import DueSlot, Schedule
from core.ports import Composition

REPLACES: Final = "replaces"
"""In a schedule's payload: each post takes the place of the one before it, once it has arrived."""


async def choose(due: Composition, order: Sequence[str], *, avoid: Collection[str] = ()) -> str | None:
    """The item for this slot out of `order` (its first round); None when there is nothing but what is to be avoided."""
    group_id, kind = due.schedule.group_id, due.schedule.purpose
    if group_id is None:
        return None
    known = await due.uow.posts.chosen_for(group_id, kind, slot_of(due.slot))
    if known is not None and known.item in order:
        return known.item
    last = await due.uow.posts.last_chosen(group_id, kind)
    item = min((one for one in order if one not in avoid), key=lambda one: last.get(one, 0), default=None)
    if item is not None and known is None:
        await remember(due, item)
    return item


async def remember(due: Composition, item: str) -> int | None:
    """Notes what this slot shows, once for all places; returns the id of the post."""
    group_id, kind = due.schedule.group_id, due.schedule.purpose
    if group_id is None:
        return None
    known = await due.uow.posts.chosen_for(group_id, kind, slot_of(due.slot))
    if known is not None:
        return known.post_id
    new = NewChosen(group_id=group_id, kind=kind, item=item, slot=slot_of(due.slot), at=due.now)
    return await due.uow.posts.chose(new)


def replaces(schedule: Schedule) -> bool:
    """Whether moderators wish that each post takes the place of the one before."""
    return REPLACES in schedule.payload


async def post_at(due: Composition) -> int | None:
    """The id of the post that this slot is, in all places."""
    found = await chosen(due)
    return None if found is None else found.post_id


async def chosen(due: Composition) -> Chosen | None:
    """What this slot shows, if that is known already."""
    if due.schedule.group_id is None:
        return None
    return await due.uow.posts.chosen_for(due.schedule.group_id, due.schedule.purpose, slot_of(due.slot))


def slot_of(slot: DueSlot) -> str:
    """The local date and time, as the rotation knows a slot."""
    return f"{slot.local_date.isoformat()} {slot.slot}"
