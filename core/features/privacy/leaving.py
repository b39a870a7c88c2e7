"""What becomes of a member who leaves a group or blocks Spoonlight: a date, one kind line, and an easy way back."""

from datetime import datetime, timedelta
from typing import Final

from core.dispatch.scene import Scene, Tap
from core.features.privacy.pages import left_page, stayed_page
from core.model.delivery import Lane, NewDelivery, Promise
from core.model.identity import FORGET_AFTER, Member, private_address
from core.model.inbound import Inbound, MemberJoined, MemberLeft, ReachChanged
from core.model.reply import Edit, Replies
from core.scheduling.saying import said_day
from core.scheduling.zone import local_day

NOTICE: Final = "privacy.leaving"
_GOOD_FOR: Final = timedelta(days=3)


async def came_or_went(inbound: Inbound, scene: Scene) -> Replies:
    """Only a member has something to be forgotten; nobody becomes one by leaving."""
    if not isinstance(inbound, MemberJoined | MemberLeft | ReachChanged):
        return []
    member = await scene.uow.members.of(scene.origin.account)
    if member is None:
        return []
    match inbound:
        case MemberLeft():
            if await scene.uow.links.elsewhere(private_address(scene.origin.account)) is not None:
                return []  # they are still here, with another account
            await _leave(member, scene, tell=await scene.uow.members.is_reachable(scene.origin.account))
        case ReachChanged(reachable=False):
            if await scene.uow.links.elsewhere(private_address(scene.origin.account)) is None:
                await _leave(member, scene, tell=False)
        case MemberJoined() | ReachChanged():
            if member.leaves_at is not None:
                await scene.uow.members.stay(member.id)
    return []


async def stayed(tap: Tap, scene: Scene) -> Replies:
    """ "Keep everything": acting at all has kept it already."""
    await scene.member()
    return [Edit(message=stayed_page(scene.words))]


async def _leave(member: Member, scene: Scene, *, tell: bool) -> None:
    """The first leaving counts: one that follows moves no date and says nothing again."""
    if member.leaves_at is not None:
        return
    at = scene.now + FORGET_AFTER
    await scene.uow.members.leave(member.id, at=at)
    if tell:
        await scene.uow.outbox.put([_notice(member, at, scene)])


def _notice(member: Member, at: datetime, scene: Scene) -> NewDelivery:
    day = said_day(local_day(member.zone, at), scene.words)
    return NewDelivery(
        key=f"{NOTICE}/{member.id}/{at:%Y-%m-%d}",
        address=private_address(scene.origin.account),
        message=left_page(day, scene.words),
        purpose=NOTICE,
        lane=Lane.DUE,
        promise=Promise.AT_MOST_ONCE,
        due_at=scene.now,
        expires_at=scene.now + _GOOD_FOR,
        member_id=member.id,
    )
