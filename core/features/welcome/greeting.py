"""Hears that somebody came in, and plans one greeting for all who come together. It keeps no name and no id."""

from datetime import UTC, datetime, timedelta
from typing import Final

from core.dispatch.scene import Scene
from core.features.welcome.pages import greeting_page
from core.model.action import Action
from core.model.delivery import Lane, Promise
from core.model.identity import Address
from core.model.inbound import Inbound, MemberJoined
from core.model.message import Outbound
from core.model.reply import Replies
from core.model.schedule import DueSlot, NewSchedule, Once, Recurrence
from core.ports import Composition, Phrasebook, Purpose, UnitOfWork

GROUP_WELCOME: Final = "group_welcome"

WAIT: Final = timedelta(minutes=2)
"""From the first who comes in: friends who join together are greeted together."""

APART: Final = timedelta(hours=1)
"""Between two greetings in one chat: whoever comes in between is greeted by the next one."""

_GOOD_FOR: Final = timedelta(hours=6)


class Greeting:
    """Its `words` write what groups see; `door` is what lies behind the button to the private chat."""

    def __init__(self, words: Phrasebook, door: Action) -> None:
        self._words = words
        self._door = door

    async def came(self, inbound: Inbound, scene: Scene) -> Replies:
        """A join that is told twice, or in two rooms of one group, counts once."""
        if not isinstance(inbound, MemberJoined):
            return []
        chat = inbound.origin.address.whole_chat
        group = await scene.uow.groups.of_chat(chat)
        if group is None or not (await scene.uow.welcomes.of(group.id)).on:
            return []
        if not await scene.uow.welcomes.first_time(group.id, inbound.origin.account, now=scene.now):
            return []
        due = await scene.uow.welcomes.plan(chat, now=scene.now, wait=WAIT, apart=APART)
        if due is not None:
            await _plan(group.id, await _place(group.id, chat, scene.uow), due, scene)
        return []

    async def compose(self, due: Composition) -> Outbound | None:
        """As its moderators want it at that moment; None when they have turned it off."""
        group_id = due.schedule.group_id
        if group_id is None or not (kept := await due.uow.welcomes.of(group_id)).on:
            return None
        return greeting_page(kept, self._door, self._words)

    @property
    def purpose(self) -> Purpose:
        """Rather none than a second one."""
        return Purpose(
            name=GROUP_WELCOME,
            compose=self.compose,
            lane=Lane.BROADCAST,
            promise=Promise.AT_MOST_ONCE,
            good_for=_GOOD_FOR,
        )


async def _place(group_id: int, chat: Address, uow: UnitOfWork) -> Address:
    """The room of this chat where posts go; its main room where it takes none."""
    return next((place for place in await uow.groups.places(group_id) if place.whole_chat == chat), chat)


async def _plan(group_id: int, place: Address, due: datetime, scene: Scene) -> None:
    at = due.astimezone(UTC)
    once = NewSchedule(
        purpose=GROUP_WELCOME,
        recurrence=Recurrence(rule=Once(at=at.replace(tzinfo=None)), zone="UTC"),
        address=place,
        group_id=group_id,
    )
    slot = DueSlot(at=at, local_date=at.date(), slot=f"{at:%H:%M}")
    await scene.uow.schedules.add(once, next_slot=slot, now=scene.now)
