"""Says what was kept: the exact day, date, time and zone, what quiet hours do to it, where it comes, the way back."""

from typing import Final

from core.dispatch.scene import Scene
from core.features.reminders.own import LOUD
from core.features.reminders.reckoning import quiet_slot
from core.model.action import action
from core.model.identity import Member
from core.model.message import AnyButton, Block, Button, DoorButton, Outbound, message, note, plain, title
from core.model.schedule import Once, Schedule
from core.scheduling.saying import said_moment, said_place, said_rule, said_time

LOUDLY: Final = "remind.loud"


def confirmation(kept: Schedule, label: str, member: Member, scene: Scene, *, changed: bool = False) -> Outbound:
    """For the private chat. `changed`: it was there before, and Undo brings its former self back."""
    undo = action("remind.back", kept.id) if changed else action("remind.undo", kept.id)
    buttons: list[AnyButton] = [
        Button(label=scene.words("reminders.button_undo"), action=undo),
        Button(label=scene.words("reminders.button_list"), action=action("remind.list")),
    ]
    blocks = _told(kept, label, scene, "mine.zone_changed" if changed else "reminders.kept_zone")
    rows: list[tuple[AnyButton, ...]] = [tuple(buttons)]
    if (held := _held(kept, member, scene)) is not None:
        line, button = held
        blocks.append(line)
        rows.append((button,))
    return message(*blocks, buttons=tuple(rows))


def put_back_page(kept: Schedule, label: str, scene: Scene) -> Outbound:
    """It is as it was before."""
    listed = Button(label=scene.words("reminders.button_list"), action=action("remind.list"))
    return message(*_told(kept, label, scene, "mine.zone"), buttons=((listed,),))


def told_in_group(kept: Schedule, label: str, member: Member, scene: Scene, *, reachable: bool) -> Outbound:
    """For the one who set it in a group: it comes in private, and the door is beside it."""
    words = scene.words
    blocks = _told(kept, label, scene, "reminders.kept_zone")
    if (held := _held(kept, member, scene)) is not None:
        blocks.append(held[0])
    blocks.append(plain(words("reminders.kept_in_group") if reachable else words("reach.closed")))
    undo = Button(label=words("reminders.button_undo"), action=action("remind.undo", kept.id))
    door = DoorButton(label=words("reminders.button_private"), action=action("remind.list"))
    return message(*blocks, buttons=((undo, door),))


def _told(kept: Schedule, label: str, scene: Scene, zone_key: str) -> list[Block]:
    words = scene.words
    zone = kept.recurrence.zone
    next_time = said_moment(kept.next_slot.at, zone, words) if kept.next_slot else ""
    key = "reminders.kept_once" if isinstance(kept.recurrence.rule, Once) else "reminders.kept"
    return [
        title(label),
        plain(words(key, rule=said_rule(kept.recurrence, words), next=next_time)),
        note(words(zone_key, zone=said_place(zone))),
    ]


def _held(kept: Schedule, member: Member, scene: Scene) -> tuple[Block, Button] | None:
    """That it lies in quiet hours, and the way through them."""
    words = scene.words
    if kept.payload.get(LOUD) or member.quiet is None or (slot := quiet_slot(kept, member)) is None:
        return None
    at = said_moment(slot.at, member.zone or kept.recurrence.zone, words)
    line = plain(words("rhythm.holds_this", when=at, ends=said_time(member.quiet.ends, words)))
    return line, Button(label=words("rhythm.button_loud"), action=action(LOUDLY, kept.id))
