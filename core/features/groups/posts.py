"""How a group's posts look to its moderators: the panel, the choice of a time, and the confirmation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final

from core.model.action import action
from core.model.identity import Group, Platform
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
from core.model.schedule import Recurrence, Schedule, Weekday, Weekly
from core.ports import Phrasebook
from core.scheduling.phrases import WhenUnclear
from core.scheduling.saying import said_moment, said_place, said_rule, said_time

PANEL, PICK, AT, STOP, TYPE = "group.panel", "group.pick", "group.at", "group.stop", "group.type"
WHERE, WHEN = "group.where", "group.when"
"""Routes of buttons, and of the two forms; the first argument is always the group's id."""

EVERY_DAY: Final = "every day"
"""How a phrase begins that the time buttons make, for a post that comes each day."""

USUAL_TIMES: Final = (time(8), time(10), time(12), time(15), time(18), time(20))
WEEKLY_TIMES: Final = (time(10), time(15), time(18), time(20))


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPost:
    """A kind of post that a group can have. `name` is its short word in commands and in words files.

    It is not offered on the platforms of `not_on`. `weekly_on`: it comes once a week, on that day if nothing else is
    said; None: each day. `fewest`: with fewer people it stays silent, and moderators are told so.
    """

    purpose: str
    name: str
    not_on: frozenset[Platform] = frozenset()
    weekly_on: Weekday | None = None
    fewest: int | None = None

    def label(self, words: Phrasebook) -> str:
        """What moderators call it."""
        return words(f"groups.post_{self.name}")

    @property
    def every(self) -> str:
        """How a phrase for its usual rule begins."""
        return EVERY_DAY if self.weekly_on is None else f"every {self.weekly_on.name.lower()}"

    def fits(self, recurrence: Recurrence) -> bool:
        """Whether it may come so often: a weekly one has one day and one time."""
        match recurrence.rule:
            case Weekly(times=times, days=days):
                return self.weekly_on is None or len(times) == len(days) == 1
            case _:
                return self.weekly_on is None


def panel(group: Group, kept: Sequence[Schedule], posts: Sequence[GroupPost], words: Phrasebook) -> Outbound:
    """What is set up, and one button a post: it leads to the post's times, and to stopping it."""
    labels = {post.purpose: post.label(words) for post in posts}
    lines = [words("groups.line", post=labels.get(one.purpose, one.purpose), **_said(one, words)) for one in kept]
    picks = [Button(label=post.label(words), action=action(PICK, group.id, post.name)) for post in posts]
    zone = note(words("groups.zone", zone=said_place(group.zone)) if group.zone else words("groups.no_zone"))
    place = Button(label=words("groups.button_zone"), action=action(TYPE, group.id, "where"))
    return message(
        title(words("groups.title")),
        *(lines or [words("groups.nothing")]),
        zone,
        *_silent([post for post in posts if post.purpose in {one.purpose for one in kept}], words),
        words("groups.add"),
        buttons=(*((button,) for button in picks), (place,)),
    )


def time_page(group: Group, post: GroupPost, kept: Sequence[Schedule], words: Phrasebook) -> Outbound:
    """The usual times as buttons, a way to type another, and a way to stop the post when it is set up."""
    daily = post.weekly_on is None
    times = [
        Button(label=_label(post, at, words), action=action(AT, group.id, post.name, f"{at:%H%M}"))
        for at in (USUAL_TIMES if daily else WEEKLY_TIMES)
    ]
    in_a_row = 3 if daily else 2
    rows: list[tuple[AnyButton, ...]] = [
        tuple(times[first : first + in_a_row]) for first in range(0, len(times), in_a_row)
    ]
    other = Button(label=words("groups.button_other"), action=action(TYPE, group.id, "when", post.name))
    back = Button(label=words("groups.button_back"), action=action(PANEL, group.id))
    stops = tuple((_stop(one, post, words),) for one in kept[:1])
    now = [words("groups.now", **_said(one, words)) for one in kept]
    return message(
        title(post.label(words)),
        *now,
        words("groups.which_time" if daily else "groups.which_week", zone=said_place(group.zone or "")),
        *_silent([post], words),
        buttons=(*rows, *stops, (other, back)),
    )


def unclear_page(group: Group, post: GroupPost, unclear: WhenUnclear, words: Phrasebook) -> Outbound:
    """Asks the one thing that is open by buttons, where it is only the half of the day; else for the time again."""
    halves = [one.at for one in unclear.choices if one.at is not None and one.phrase.startswith(post.every)]
    choices = tuple(
        Button(label=_label(post, at, words), action=action(AT, group.id, post.name, f"{at:%H%M}")) for at in halves
    )
    again = Button(label=words("groups.button_other"), action=action(TYPE, group.id, "when", post.name))
    back = Button(label=words("groups.button_back"), action=action(PANEL, group.id))
    unclear_key = "groups.unclear" if post.weekly_on is None else "groups.unclear_week"
    said = words("groups.which_half") if choices else words(unclear_key)
    return message(title(post.label(words)), said, buttons=(*((choices,) if choices else ()), (again, back)))


def confirmation(kept: Schedule, post: GroupPost, words: Phrasebook, *, changed: bool) -> Outbound:
    """Names post, rule, next day and time, zone, and how to undo. A changed one is stopped, not undone."""
    undo = action(STOP, kept.group_id or 0, kept.id)
    first = Button(label=words("groups.button_undo"), action=undo, emphasis=Emphasis.DANGER)
    back = Button(label=words("groups.button_back"), action=action(PANEL, kept.group_id or 0))
    return message(
        title(post.label(words)),
        words("groups.kept", **_said(kept, words)),
        note(words("groups.zone", zone=said_place(kept.recurrence.zone))),
        *_on_their_clock(kept, words),
        *_silent([post], words),
        buttons=((_stop(kept, post, words) if changed else first, back),),
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
    return Button(label=label, action=action(STOP, kept.group_id or 0, kept.id), emphasis=Emphasis.DANGER)


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
