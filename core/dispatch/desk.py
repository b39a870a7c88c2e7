"""Tells a group's moderators that something waits for them, and notes what they did.

A line to the desk never carries a member's words: whoever sat there once may be no moderator any more. It says that
something waits, and its button asks for rights before it shows anything.
"""

from datetime import datetime, timedelta
from typing import Final

from core.dispatch.scene import Scene
from core.model.delivery import Lane, NewDelivery, Promise
from core.model.group_act import ActKind
from core.model.identity import private_address
from core.model.message import Outbound
from core.ports import UnitOfWork

DESK_LINE: Final = "desk_line"
_GOOD_FOR: Final = timedelta(days=3)


async def tell_moderators(uow: UnitOfWork, group_id: int, line: Outbound, *, key: str, now: datetime) -> int:
    """Queues one line for each place of the desk; `key` is unique for ever. Returns at how many places it is new."""
    return await uow.outbox.put(
        [
            NewDelivery(
                key=f"{DESK_LINE}/{group_id}/{key}/{number}",
                address=place,
                message=line,
                purpose=DESK_LINE,
                lane=Lane.DUE,
                promise=Promise.AT_LEAST_ONCE,
                due_at=now,
                expires_at=now + _GOOD_FOR,
                member_id=member_id,
                group_id=None if member_id is not None else group_id,
            )
            for number, (place, member_id) in enumerate(await uow.desk.of(group_id))
        ]
    )


async def leaves_the_desk(scene: Scene, group_id: int) -> bool:
    """Somebody who moderates no more tapped a line in their private chat: they hear of nothing more. True: they did.

    Where the group has no chat on their platform, nobody could say whether they moderate it.
    """
    account = scene.origin.account
    if scene.origin.anonymous or not scene.origin.address.private:
        return False
    if not any(chat.platform is account.platform for chat in await scene.uow.groups.chats(group_id)):
        return False
    return await scene.uow.desk.remove(group_id, private_address(account))


async def note_act(scene: Scene, group_id: int, kind: ActKind, about: str = "") -> None:
    """Writes one line of the group's record. An anonymous admin's act has no name behind it."""
    by = None if scene.origin.anonymous else (await scene.member()).id
    await scene.uow.acts.add(group_id, kind, by=by, about=about, now=scene.now)
