"""What becomes of reminders when their member lives by another clock: asked once for each new place, and done so that
no date and time of a reminder comes twice."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute
from core.features.reminders.before import BEFORE, former_zone, remembering
from core.features.reminders.own import own_reminders
from core.features.reminders.reckoning import moved_to
from core.model.action import action
from core.model.message import Button, Outbound, message, plain
from core.model.reply import Edit, Replies
from core.model.schedule import Schedule
from core.scheduling.saying import said_place

KEEP, FOLLOW, RETURN = "travel.keep", "travel.follow", "travel.back"


async def travel_question(zone: str, member_id: int, scene: Scene) -> Outbound | None:
    """Asked when the member's zone has just become `zone`; None when no reminder goes by another clock."""
    elsewhere = _elsewhere(await own_reminders(scene.uow, member_id), zone, scene)
    if not elsewhere:
        return None
    return question_page(elsewhere, zone, scene)


def question_page(elsewhere: Sequence[Schedule], zone: str, scene: Scene) -> Outbound:
    """Home time, or the time of the new place."""
    words = scene.words
    [(home, _)] = Counter(said_place(one.recurrence.zone) for one in elsewhere).most_common(1)
    place = said_place(zone)
    keep = Button(label=words("rhythm.button_keep_home", place=home), action=action(KEEP))
    follow = Button(label=words("rhythm.button_follow", place=place), action=action(FOLLOW, zone))
    key = "rhythm.travel_one" if len(elsewhere) == 1 else "rhythm.travel"
    return message(plain(words(key, count=len(elsewhere), place=home)), buttons=((keep,), (follow,)))


async def keep(tap: Tap, scene: Scene) -> Replies:
    """Nothing changes; it is asked again at the next new place only."""
    return [Edit(message=message(scene.words("rhythm.kept_home"), buttons=((_listed(scene),),)))]


async def follow(tap: Tap, scene: Scene) -> Replies:
    """They go by the new place's clock from now on. A tap under an older question is settled already."""
    member = await scene.member()
    zone = tap.action.args[0]
    if member.zone != zone:
        return [Edit(message=message(scene.words("rhythm.travel_over"), buttons=((_listed(scene),),)))]
    for one in await own_reminders(scene.uow, member.id):
        if (moved := moved_to(zone, one, scene.now)) is not None:
            await scene.uow.schedules.change(_noting(one, moved), member_id=member.id)
    undo = Button(label=scene.words("reminders.button_undo"), action=action(RETURN, zone))
    said = scene.words("rhythm.followed", place=said_place(zone))
    return [Edit(message=message(said, buttons=((undo, _listed(scene)),)))]


async def back(tap: Tap, scene: Scene) -> Replies:
    """Those that followed go by their former clock again."""
    member = await scene.member()
    for one in await own_reminders(scene.uow, member.id):
        home = former_zone(one) if one.recurrence.zone == tap.action.args[0] else None
        if home is not None and (moved := moved_to(home, one, scene.now)) is not None:
            await scene.uow.schedules.change(moved, member_id=member.id)
    return [Edit(message=message(scene.words("rhythm.kept_home"), buttons=((_listed(scene),),)))]


def _elsewhere(kept: Sequence[Schedule], zone: str, scene: Scene) -> list[Schedule]:
    return [one for one in kept if moved_to(zone, one, scene.now) is not None]


def _noting(one: Schedule, moved: Schedule) -> Schedule:
    return replace(moved, payload={**moved.payload, BEFORE: remembering(one).payload[BEFORE]})


def _listed(scene: Scene) -> Button:
    return Button(label=scene.words("reminders.button_list"), action=action("remind.list"))


ROUTES: Final[Mapping[str, ButtonRoute]] = {
    KEEP: ButtonRoute(handle=keep),
    FOLLOW: ButtonRoute(handle=follow),
    RETURN: ButtonRoute(handle=back),
}
