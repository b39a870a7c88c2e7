"""How the steps of a group's setup look. Each asks one thing, and has a way on that changes nothing."""

from collections.abc import Sequence
from itertools import count
from typing import Final

from core.features.setup.posting import USUAL_TIMES, SetupPost
from core.features.setup.routes import AT, NEXT, STOP, TOGGLE, TYPE_ZONE, TYPED_ZONE, ZONE
from core.model.action import action
from core.model.group_chat import GroupChat
from core.model.identity import Address, Group
from core.model.message import AnyButton, Button, Emphasis, Form, Outbound, TextField, message, note, title
from core.model.schedule import Schedule
from core.ports import Phrasebook
from core.scheduling.saying import said_place, said_rule, said_time
from core.scheduling.zones import ZoneChoice

_USUAL_ZONES: Final = (
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Australia/Sydney",
    "Asia/Kolkata",
)
"""A tap for most groups; any other place can be typed."""


def zone_page(group: Group, steps: int, words: Phrasebook) -> Outbound:
    """The first step: whose clock the group goes by."""
    zones = [Button(label=said_place(one), action=action(ZONE, group.id, one)) for one in _USUAL_ZONES]
    rows: list[tuple[AnyButton, ...]] = [tuple(zones[at : at + 2]) for at in range(0, len(zones), 2)]
    last: list[AnyButton] = [Button(label=words("setup.button_place"), action=action(TYPE_ZONE, group.id))]
    if group.zone is not None:
        last.append(Button(label=words("setup.button_keep"), action=action(NEXT, group.id, "zone")))
    now = [words("setup.zone_now", zone=said_place(group.zone))] if group.zone else []
    return message(
        title(words("setup.title")),
        *now,
        words("setup.ask_zone"),
        note(words("setup.step", step=1, steps=steps)),
        buttons=(*rows, tuple(last)),
    )


def which_zone_page(group_id: int, zones: Sequence[ZoneChoice], words: Phrasebook) -> Outbound:
    """Several places fit what was typed, or none."""
    choices = tuple((Button(label=one.label, action=action(ZONE, group_id, one.zone)),) for one in zones)
    again = Button(label=words("setup.button_place"), action=action(TYPE_ZONE, group_id))
    return message(words("setup.which_zone" if zones else "setup.unknown_zone"), buttons=(*choices, (again,)))


def zone_form(group_id: str, words: Phrasebook) -> Form:
    """One field."""
    field = TextField(name="where", label=words("setup.field_where"), hint=words("setup.hint_where"), max_length=60)
    return Form(action=action(TYPED_ZONE, group_id), title=words("setup.title"), fields=(field,))


def post_page(
    group: Group, post: SetupPost, kept: Sequence[Schedule], at: tuple[int, int], words: Phrasebook
) -> Outbound:
    """One daily post: its usual times, or not at all. `at`: which step of how many."""
    times = [
        Button(label=said_time(one, words), action=action(AT, group.id, post.name, f"{one:%H%M}"))
        for one in USUAL_TIMES
    ]
    rows: list[tuple[AnyButton, ...]] = [tuple(times[first : first + 3]) for first in range(0, len(times), 3)]
    onward = action(NEXT, group.id, post.name)
    if kept:
        stop = action(STOP, group.id, post.name)
        rows.append((Button(label=words("setup.button_keep"), action=onward),))
        rows.append((Button(label=words("setup.button_stop"), action=stop, emphasis=Emphasis.DANGER),))
    else:
        rows.append((Button(label=words("setup.button_not_this"), action=onward),))
    rules = dict.fromkeys(said_rule(one.recurrence, words) for one in kept)
    return message(
        title(post.label(words)),
        words(f"setup.what_{post.name}"),
        *(words("setup.post_now", rule=rule) for rule in rules),
        words("setup.ask_time", zone=said_place(group.zone or "")),
        note(words("setup.step", step=at[0], steps=at[1])),
        buttons=tuple(rows),
    )


def where_page(group_id: int, chats: Sequence[GroupChat], here: Address, words: Phrasebook) -> Outbound:
    """The last step, of a group with several chats: which of them take posts."""
    lines, rows = [], list[tuple[AnyButton, ...]]()
    takers = sum(chat.takes_posts for chat in chats)
    for number, chat in zip(count(1), chats[:20], strict=False):
        name = chat_name(number, chat, here, words)
        lines.append(words("setup.takes_line" if chat.takes_posts else "setup.takes_none_line", chat=name))
        if not chat.takes_posts or takers > 1:
            wanted = action(TOGGLE, group_id, chat.id, "0" if chat.takes_posts else "1")
            label = words("setup.button_none_in" if chat.takes_posts else "setup.button_posts_in", chat=name)
            rows.append((Button(label=label, action=wanted),))
    done = Button(label=words("setup.button_done"), action=action(NEXT, group_id, "where"), emphasis=Emphasis.PRIMARY)
    return message(title(words("setup.where_title")), *lines, words("setup.ask_where"), buttons=(*rows, (done,)))


def chat_name(number: int, chat: GroupChat, here: Address, words: Phrasebook) -> str:
    """Spoonlight keeps no names of chats: it counts them."""
    key = f"setup.on_{chat.address.platform.value}"
    name = words("setup.chat_name", number=number, platform=words(key))
    return words("setup.chat_here", chat=name) if chat.address == here else name
