"""How a group's desk looks: who hears of moderators' news, and in which rooms."""

from collections.abc import Sequence

from core.dispatch.homeward import homeward
from core.features.moderators.people_pages import DESK, people_button
from core.model.action import action
from core.model.message import AnyButton, Button, DoorButton, Emphasis, Outbound, message, note, plain, title
from core.ports import Phrasebook

HERE, AWAY = "moderators.here", "moderators.away"
ROOM, ROOM_YES, ROOM_NO, UNROOM = "moderators.room", "moderators.in", "moderators.out", "moderators.unroom"
"""The first argument is always the group's id."""


def desk_page(group_id: int, words: Phrasebook, *, me: bool | None, others: int, rooms: Sequence[str]) -> Outbound:
    """`me`: whether the one who looks hears of it, None for nobody in particular. `rooms`: a mark for each."""
    lines = [words("moderators.desk_what")]
    if me is not None:
        lines.append(words("moderators.desk_you" if me else "moderators.desk_not_you"))
    if others:
        lines.append(words("moderators.desk_others", count=others))
    if rooms:
        lines.append(words("moderators.desk_rooms", count=len(rooms)))
    if not (me or others or rooms):
        lines.append(words("moderators.desk_nobody"))
    mine = (
        Button(label=words("moderators.button_away"), action=action(AWAY, group_id))
        if me
        else DoorButton(label=words("moderators.button_here"), action=action(HERE, group_id))
    )
    room = Button(label=words("moderators.button_room"), action=action(ROOM, group_id))
    ends: list[AnyButton] = [
        Button(label=words("moderators.button_unroom", number=number), action=action(UNROOM, group_id, mark))
        for number, mark in enumerate(rooms[:5], start=1)
    ]
    rows: list[tuple[AnyButton, ...]] = [(mine, room), *([tuple(ends)] if ends else [])]
    shown = message(
        title(words("moderators.desk_title")),
        *(plain(line) for line in lines),
        buttons=(*rows, (people_button(group_id, words),)),
    )
    return homeward(shown, group_id, words)


def room_how_page(group_id: int, words: Phrasebook) -> Outbound:
    """How a room is chosen."""
    return message(
        title(words("moderators.room_title")),
        words("moderators.room_how"),
        buttons=((desk_button(group_id, words),),),
    )


def room_page(group_id: int, words: Phrasebook) -> Outbound:
    """In the room."""
    yes = Button(
        label=words("moderators.button_room_yes"), action=action(ROOM_YES, group_id), emphasis=Emphasis.PRIMARY
    )
    no = Button(label=words("moderators.button_room_no"), action=action(ROOM_NO, group_id))
    return message(title(words("moderators.room_title")), words("moderators.room_ask"), buttons=((yes, no),))


def room_added_page(group_id: int, words: Phrasebook) -> Outbound:
    """It hears of news from now on."""
    return message(
        words("moderators.room_added"), note(words("moderators.desk_what")), buttons=((desk_button(group_id, words),),)
    )


def desk_button(group_id: int, words: Phrasebook) -> Button:
    """Leads to the desk."""
    return Button(label=words("moderators.button_desk"), action=action(DESK, group_id))
