"""Posts that come everywhere follow the group into a new chat, and into the room that was chosen there."""

from datetime import datetime
from typing import Final

from core.model.schedule import NewSchedule
from core.ports import UnitOfWork
from core.scheduling.recurrence import next_due

EVERYWHERE: Final = "everywhere"
"""In a schedule's payload: this kind of post comes to every place that takes posts."""


async def spread(uow: UnitOfWork, group_id: int, now: datetime) -> int:
    """To be called when a chat has joined the group, or its room for posts was chosen; returns how many are new.

    A place without a topic of its own leaves the topic as it is that a moderator chose for one kind of post.
    """
    places, new = await uow.groups.places(group_id), 0
    rows = [one for one in await uow.schedules.of_group(group_id) if EVERYWHERE in one.payload]
    for purpose in dict.fromkeys(one.purpose for one in rows):
        kind = [one for one in rows if one.purpose == purpose]
        for place in places:
            there = [one for one in kind if one.address.whole_chat == place.whole_chat]
            if any(place.thread is None or one.address == place for one in there):
                continue
            for one in there:
                await uow.schedules.remove(one.id, group_id=group_id)
            row = NewSchedule(
                purpose=purpose,
                recurrence=kind[0].recurrence,
                address=place,
                group_id=group_id,
                payload=kind[0].payload,
            )
            await uow.schedules.add(row, next_slot=next_due(row.recurrence, now), now=now)
            new += 1
    return new
