"""Takes an older post away when the new one of its kind has come, where moderators wish for that. It posts nothing."""

from datetime import timedelta
from typing import Final

from core.model.delivery import Lane, Promise
from core.model.message import Outbound
from core.ports import Composition, Purpose, UnitOfWork
from core.scheduling.rotation import GROUP_REPLACE, OF, POST, TRIES, look_later

_AT_MOST: Final = 7
"""Older posts that are looked at: those of a time when the new one did not come are still there."""

_TRY_FOR: Final = timedelta(hours=24)


def replacing() -> Purpose:
    """Its look is planned when a post is chosen; the pause of a group does not hold it."""
    return Purpose(
        name=GROUP_REPLACE,
        compose=_look,
        lane=Lane.BROADCAST,
        promise=Promise.AT_MOST_ONCE,
        good_for=timedelta(days=2),
        rests=False,
    )


async def _look(due: Composition) -> Outbound | None:
    """Withdraws the older posts once the new one stands wherever its kind comes; else looks again, a few times."""
    schedule, uow = due.schedule, due.uow
    if schedule.group_id is None:
        return None
    await uow.schedules.remove(schedule.id, group_id=schedule.group_id)
    kind, new = schedule.payload[OF], int(schedule.payload[POST])
    posts = await uow.posts.of_kind(schedule.group_id, kind, limit=_AT_MOST + 1)
    if not posts or posts[0] != new:
        return None  # a newer one has come since, or will: its own look does it
    if not await _has_come(uow, schedule.group_id, kind, new):
        await look_later(due, kind, new, tries=int(schedule.payload[TRIES]) + 1)
        return None
    for older in posts[1:]:
        if await uow.outbox.receipts(kind, older):
            await uow.outbox.amend(kind, older, None, now=due.now, expires_at=due.now + _TRY_FOR)
    return None


async def _has_come(uow: UnitOfWork, group_id: int, kind: str, post_id: int) -> bool:
    """In every chat where this kind of post comes; a topic that is gone counts as its chat."""
    rows = await uow.schedules.of_group(group_id)
    wanted = {one.address.whole_chat for one in rows if one.purpose == kind}
    there = {receipt.address.whole_chat for receipt in await uow.outbox.receipts(kind, post_id)}
    return bool(there) and wanted <= there
