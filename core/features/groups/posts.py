"""How a group's posts look to its moderators: the panel, the choice of a time, and the confirmation."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Final

from core.dispatch.homeward import homeward
from core.features.groups.kinds import GroupPost, days_of
from core.features.groups.placing import tag_of
from core.model.action import action
from core.model.identity import Address, Group
from core.model.message import (
    AnyButton,
    Block,
    Button,
    Emphasis,
    Form,
    Moment,
    Outbound,
    TextField,
    message,
    note,
    title,
)
from core.model.schedule import Schedule, Weekday
from core.ports import Phrasebook
from core.scheduling.phrases import WhenUnclear
from core.scheduling.rotation import REPLACES
from core.scheduling.saying import said_moment, said_place, said_rule, said_time

PANEL, PICK, AT, STOP, TYPE = "group.panel", "group.pick", "group.at", "group.stop", "group.type"
DAYS, DAY, PLACES, PLACE, REPLACE = "group.days", "group.day", "group.places", "group.place", "group.replace"
CALM: Final = "group.calm"
WHERE, WHEN = "group.where", "group.when"
"""Routes of buttons, and of the two forms; the first argument is always the group's id."""

ALL_PLACES: Final = "all"
"""In the place of a place's tag: everywhere."""

USUAL_TIMES: Final = (time(8), time(10), time(12), time(15), time(18), time(20))
WEEKLY_TIMES: Final = (time(10), time(15), time(18), time(20))
MOST_PLACES: Final = 8


def panel(
    group: Group, kept: Sequence[Schedule], posts: Sequence[GroupPost], words: Phrasebook, now: datetime | None = None
) -> Outbound:
    """What is set up, one button a kind of post, the group's clock, and its quiet days."""
    set_up = {one.purpose: one for one in reversed(kept)}
    lines = [
        words("groups.line", post=post.label(words), **_said(set_up[post.purpose], words))
        for post in posts
        if post.purpose in set_up
    ]
    picks = [Button(label=post.label(words), action=action(PICK, group.id, post.name)) for post in posts]
    zone = note(words("groups.zone", zone=said_place(group.zone)) if group.zone else words("groups.no_zone"))
    clock = Button(label=words("groups.button_zone"), action=action(TYPE, group.id, "where"))
    calm = Button(label=words("groups.button_calm"), action=action(CALM, group.id))
    shown = message(
        title(words("groups.title")),
        *(calm_lines(group, now, words) if now is not None else []),
        *(lines or [words("groups.nothing")]),
        zone,
        *_silent([post for post in posts if post.purpose in set_up], words),
        words("groups.add"),
        buttons=(*_rows(picks, 2), (clock, calm)),
    )
    return homeward(shown, group.id, words)


def calm_lines(group: Group, now: datetime, words: Phrasebook) -> list[str]:
    """What is held back now, and until when."""
    ends = {"groups.paused": group.calm.paused_until, "groups.hard_day": group.calm.hard_until}
    return [
        words(key, until=said_moment(end, group.zone or "UTC", words))
        for key, end in ends.items()
        if end is not None and end > now
    ]


def time_page(group: Group, post: GroupPost, kept: Sequence[Schedule], words: Phrasebook) -> Outbound:
    """The usual times as buttons and a way to type another; days, places and stopping when it is set up."""
    daily = post.weekly_on is None
    times = [
        Button(label=_label(post, at, words), action=action(AT, group.id, post.name, f"{at:%H%M}"))
        for at in (USUAL_TIMES if daily else WEEKLY_TIMES)
    ]
    other = Button(label=words("groups.button_other"), action=action(TYPE, group.id, "when", post.name))
    return message(
        title(post.label(words)),
        *([words("groups.now", **_said(kept[0], words)), *how_it_comes(kept, words)] if kept else []),
        words("groups.which_time" if daily else "groups.which_week", zone=said_place(group.zone or "")),
        *_silent([post], words),
        buttons=(*_rows(times, 3 if daily else 2), *_more(kept, post, words), (other, _back(group.id, words))),
    )


def how_it_comes(kept: Sequence[Schedule], words: Phrasebook) -> list[str]:
    """In how many places, and what becomes of the older one; nothing where it is as usual."""
    return [
        *([words("groups.in_places", count=len(kept))] if len(kept) > 1 else []),
        *([words("groups.replacing")] if REPLACES in kept[0].payload else []),
    ]


def days_page(group: Group, post: GroupPost, kept: Sequence[Schedule], words: Phrasebook) -> Outbound:
    """One button a day of the week: with it, or without it."""
    chosen = days_of(kept[0].recurrence.rule)
    buttons = [
        Button(
            label=words(
                "groups.button_not_on" if day in chosen and post.weekly_on is None else "groups.button_on",
                day=words.pick("times.weekdays", day),
            ),
            action=action(DAY, group.id, post.name, int(day)),
        )
        for day in Weekday
    ]
    return message(
        title(post.label(words)),
        words("groups.now", **_said(kept[0], words)),
        words("groups.which_days" if post.weekly_on is None else "groups.which_day"),
        buttons=(*_rows(buttons, 2), (_to_kind(group.id, post, words),)),
    )


def places_page(
    group: Group, post: GroupPost, kept: Sequence[Schedule], names: Mapping[Address, str], words: Phrasebook
) -> Outbound:
    """Where it comes now, and one button a place: there, too, or there no more."""
    now = [one.address for one in kept]
    buttons = [
        Button(
            label=words("groups.button_not_in" if place in now else "groups.button_in", place=name),
            action=action(PLACE, group.id, post.name, tag_of(place)),
        )
        for place, name in list(names.items())[:MOST_PLACES]
        if place not in now or len(now) > 1
    ]
    everywhere = Button(label=words("groups.button_everywhere"), action=action(PLACE, group.id, post.name, ALL_PLACES))
    return message(
        title(post.label(words)),
        words("groups.places_now"),
        *[names[place] for place in now if place in names],
        words("groups.which_places"),
        note(words("groups.places_note")),
        buttons=(*_rows(buttons, 2), (everywhere, _to_kind(group.id, post, words))),
    )


def unclear_page(group: Group, post: GroupPost, unclear: WhenUnclear, words: Phrasebook) -> Outbound:
    """Asks the one thing that is open by buttons, where it is only the half of the day; else for the time again."""
    halves = [one.at for one in unclear.choices if one.at is not None and one.phrase.startswith(post.every)]
    choices = tuple(
        Button(label=_label(post, at, words), action=action(AT, group.id, post.name, f"{at:%H%M}")) for at in halves
    )
    again = Button(label=words("groups.button_other"), action=action(TYPE, group.id, "when", post.name))
    unclear_key = "groups.unclear" if post.weekly_on is None else "groups.unclear_week"
    said = words("groups.which_half") if choices else words(unclear_key)
    rows = (*((choices,) if choices else ()), (again, _back(group.id, words)))
    return message(title(post.label(words)), said, buttons=rows)


def confirmation(rows: Sequence[Schedule], post: GroupPost, words: Phrasebook, *, changed: bool) -> Outbound:
    """Names post, rule, next day and time, zone, and how to undo. A changed one is stopped, not undone."""
    kept, group_id = rows[0], rows[0].group_id or 0
    undo = action(STOP, group_id, kept.id)
    first = Button(label=words("groups.button_undo"), action=undo, emphasis=Emphasis.DANGER)
    return message(
        title(post.label(words)),
        words("groups.kept", **_said(kept, words)),
        *how_it_comes(rows, words),
        note(words("groups.zone", zone=said_place(kept.recurrence.zone))),
        *_on_their_clock(kept, words),
        *_silent([post], words),
        buttons=((_stop(kept, post, words) if changed else first, _back(group_id, words)),),
    )


def _on_their_clock(kept: Schedule, words: Phrasebook) -> list[Block]:
    """The same moment as each reader's own device tells it, for moderators who live elsewhere than their group."""
    if kept.next_slot is None:
        return []
    return [note(f"{words('groups.your_clock')} ", Moment(at=kept.next_slot.at, zone=kept.recurrence.zone))]


def _silent(posts: Sequence[GroupPost], words: Phrasebook) -> list[Block]:
    """What stays silent with too few people; never how many there are."""
    return [
        note(words("groups.silent", post=post.label(words), fewest=post.fewest))
        for post in posts
        if post.fewest is not None
    ]


def _label(post: GroupPost, at: time, words: Phrasebook) -> str:
    """The time, with its day where it comes once a week."""
    if post.weekly_on is None:
        return said_time(at, words)
    day = words.pick("times.weekdays", post.weekly_on)
    return words("times.moment", day=day, time=said_time(at, words))


def _stop(kept: Schedule, post: GroupPost, words: Phrasebook) -> Button:
    label = words("groups.button_stop", post=post.label(words))
    return Button(label=label, action=action(STOP, kept.group_id or 0, post.name), emphasis=Emphasis.DANGER)


def _more(kept: Sequence[Schedule], post: GroupPost, words: Phrasebook) -> list[tuple[AnyButton, ...]]:
    if not kept:
        return []
    group_id = kept[0].group_id or 0
    key = "groups.button_keep_old" if REPLACES in kept[0].payload else "groups.button_replace"
    replace = Button(label=words(key), action=action(REPLACE, group_id, post.name))
    days = Button(label=words("groups.button_days"), action=action(DAYS, group_id, post.name))
    places = Button(label=words("groups.button_places"), action=action(PLACES, group_id, post.name))
    return [(_stop(kept[0], post, words), replace), (days, places)]


def _to_kind(group_id: int, post: GroupPost, words: Phrasebook) -> Button:
    return Button(label=words("groups.button_kind"), action=action(PICK, group_id, post.name))


def _back(group_id: int, words: Phrasebook) -> Button:
    return Button(label=words("groups.button_back"), action=action(PANEL, group_id))


def _rows(buttons: Sequence[AnyButton], in_a_row: int) -> list[tuple[AnyButton, ...]]:
    return [tuple(buttons[first : first + in_a_row]) for first in range(0, len(buttons), in_a_row)]


def where_form(group_id: str, words: Phrasebook) -> Form:
    """Whose clock the group goes by."""
    field = TextField(name="where", label=words("groups.field_where"), hint=words("groups.hint_where"), max_length=60)
    return Form(action=action(WHERE, group_id), title=words("groups.where_title"), fields=(field,))


def when_form(group_id: str, post: str, words: Phrasebook) -> Form:
    """When a post should come."""
    field = TextField(name="when", label=words("groups.field_when"), hint=words("groups.hint_when"), max_length=100)
    return Form(action=action(WHEN, group_id, post), title=words("groups.when_title"), fields=(field,))


def _said(one: Schedule, words: Phrasebook) -> dict[str, str]:
    following = said_moment(one.next_slot.at, one.recurrence.zone, words) if one.next_slot else ""
    return {"rule": said_rule(one.recurrence, words), "next": following}
