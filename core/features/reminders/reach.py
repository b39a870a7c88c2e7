"""Whether a reminder can come at all: it is confirmed where it will come, sleeps while nobody can be written to, and
wakes when they are back, with one line about what could not come."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from core.delivery.reach import elsewhere_line
from core.dispatch.scene import Scene
from core.features.reminders.own import GONE, is_own
from core.features.reminders.reckoning import MOST_COUNTED, awake, slots_passed
from core.model.action import action
from core.model.delivery import Lane, NewDelivery, Promise
from core.model.identity import Address, private_address
from core.model.inbound import Inbound, ReachChanged
from core.model.message import Button, Outbound, message
from core.model.reply import Replies, Say
from core.model.schedule import Schedule
from core.ports import UnitOfWork

CONFIRMED: Final = "reminder_kept"
BACK: Final = "reminder_back"
ELSEWHERE: Final = "reminder_elsewhere"
_GOOD_FOR: Final = timedelta(hours=12)


async def to_private_chat(kept: Schedule, shown: Outbound, scene: Scene) -> bool:
    """Sends the confirmation where the reminder itself will come. False: it is known that nothing can come there now,
    nor to another account of theirs; then nothing is tried, and the reminder sleeps until they are back."""
    if not await scene.uow.members.is_reachable(scene.origin.account):
        there = await _falls(kept.address, scene)
        if there is None:
            return False
    else:
        there = kept.address
    await scene.uow.outbox.put(
        [_delivery(f"{CONFIRMED}/{kept.id}", CONFIRMED, there, shown, kept.member_id, scene.now)]
    )
    return True


async def came_back(inbound: Inbound, scene: Scene) -> Replies:
    """They act in private again: what sleeps wakes, and one line says what could not come."""
    member = await scene.uow.members.of(scene.origin.account)
    if member is None:
        return []
    sleeping = await _sleeping(private_address(scene.origin.account), member.id, scene.uow)
    if not sleeping:
        return []
    return [Say(message=welcome_back(await _wake(sleeping, member.id, scene), scene), private=True)]


async def reach_changed(inbound: Inbound, scene: Scene) -> Replies:
    """They blocked Spoonlight: everything sleeps or comes to their other account, and no call is made in vain. Or they
    unblocked it without a word: the line comes by the queue, since nobody waits for an answer."""
    if not isinstance(inbound, ReachChanged):
        return []
    if not inbound.reachable:
        await _falls(private_address(scene.origin.account), scene)
        return []
    member = await scene.uow.members.of(scene.origin.account)
    if member is None:
        return []
    address = private_address(scene.origin.account)
    sleeping = await _sleeping(address, member.id, scene.uow)
    if sleeping:
        shown = welcome_back(await _wake(sleeping, member.id, scene), scene)
        key = f"{BACK}/{member.id}/{scene.now:%Y-%m-%dT%H:%M:%S}"
        await scene.uow.outbox.put([_delivery(key, BACK, address, shown, member.id, scene.now)])
    return []


async def _falls(address: Address, scene: Scene) -> Address | None:
    """What should come there comes to another account of theirs, and a line says so; where there is none, it sleeps."""
    there = await scene.uow.links.fall_back(address)
    if there is None:
        await scene.uow.schedules.fall_asleep(address)
        return None
    member = await scene.uow.members.of(scene.origin.account)
    if member is not None and await scene.uow.links.away_from(member.id):
        shown = message(elsewhere_line(address.platform, scene.words))
        key = f"{ELSEWHERE}/{member.id}/{scene.now:%Y-%m-%dT%H}"
        await scene.uow.outbox.put([_delivery(key, ELSEWHERE, there, shown, member.id, scene.now)])
    return there


async def _sleeping(address: Address, member_id: int, uow: UnitOfWork) -> list[Schedule]:
    theirs = await uow.schedules.of_member(member_id)
    return [one for one in theirs if one.asleep and one.address.whole_chat == address]


async def _wake(sleeping: list[Schedule], member_id: int, scene: Scene) -> int:
    """Returns how many could not come. They are counted for the operators, too."""
    passed: Counter[str] = Counter()
    for one in sleeping:
        if one.purpose == GONE:
            await scene.uow.schedules.remove(one.id, member_id=member_id)
            continue
        passed[one.purpose] += slots_passed(one, scene.now) if is_own(one) else 0
        await scene.uow.schedules.change(awake(one, scene.now), member_id=member_id)
    for purpose, number in passed.items():
        if number:
            await scene.uow.missed.add(purpose, number, day=scene.now.date())
    return sum(passed.values())


def welcome_back(number: int, scene: Scene) -> Outbound:
    """How many could not come, and that they go on."""
    words = scene.words
    listed = Button(label=words("reminders.button_list"), action=action("remind.list"))
    match number:
        case 0:
            said = words("reach.back")
        case 1:
            said = words("reach.back_one")
        case _ if number >= MOST_COUNTED:
            said = words("reach.back_many")
        case _:
            said = words("reach.back_some", count=number)
    return message(said, buttons=((listed,),))


def _delivery(
    key: str, purpose: str, address: Address, shown: Outbound, member_id: int | None, now: datetime
) -> NewDelivery:
    return NewDelivery(
        key=key,
        address=address,
        message=shown,
        purpose=purpose,
        lane=Lane.DUE,
        promise=Promise.AT_MOST_ONCE,
        due_at=now,
        expires_at=now + _GOOD_FOR,
        member_id=member_id,
    )
