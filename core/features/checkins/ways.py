"""The further ways of a check-in as pages and rows: same as before, another day, ticks, deleting. It reads no store."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from core.features.checkins.pages import BEGIN, SHORT, Row, in_twos, ticked_labels
from core.model.action import Action, action
from core.model.checkin import Checkin
from core.model.measure import Measure, MeasureKind
from core.model.message import AnyButton, Button, Emphasis, Form, Outbound, TextField, message, note, plain, title
from core.model.tracked import Tracked
from core.ports import Phrasebook
from core.scheduling.saying import said_day

SAME, UNSAME, WAYS, DAYS, DAY, DELETE, UNDELETE = (
    "checkin.same",
    "checkin.unsame",
    "checkin.ways",
    "checkin.days",
    "checkin.day",
    "checkin.delete",
    "checkin.undelete",
)
MARKS, MARK, DONE, OWN_MARK, ALL, SHOW = (
    "checkin.marks",
    "checkin.mark",
    "checkin.done",
    "checkin.ownmark",
    "checkin.all",
    "checkin.show",
)
SET: Final = "checkin.set"
EARLIER: Final = "day"
"""The word behind /checkin that opens the page of days."""

MARKS_A_PAGE: Final = 8
QUICK_MARKS: Final = 2
ON_SAVED: Final = "s"
"""In the place of a page number: the tick stands on the page that shows the answers."""
LONGEST_LABEL: Final = 28


def first_ways(checkin: Checkin, earlier: Checkin | None, words: Phrasebook, *, forms: bool) -> list[Row]:
    """Under the first question: the same as last time, all on one page, and what is needed less often."""
    rows: list[Row] = []
    if earlier is not None:
        yesterday = earlier.local_date == checkin.local_date - timedelta(days=1)
        day = said_day(earlier.local_date, words)
        label = words("checkins.button_same") if yesterday else words("checkins.button_same_day", day=day)
        rows.append((Button(label=label, action=action(SAME, checkin.id, earlier.id)),))
    others = Button(label=words("checkins.button_ways"), action=action(WAYS, checkin.id))
    if forms:
        rows.append((Button(label=words("checkins.button_all"), action=action(ALL, checkin.id)), others))
    else:
        rows.append((others,))
    return rows


def undo_same(checkin: Checkin, words: Phrasebook) -> Row:
    """Under answers that were taken over by one tap."""
    return (Button(label=words("checkins.button_undo"), action=action(UNSAME, checkin.id)),)


def ways_page(checkin: Checkin, words: Phrasebook) -> Outbound:
    """What is needed less often than an answer."""
    return message(
        words("checkins.ways"),
        buttons=(
            (
                Button(label=words("checkins.button_short"), action=action(BEGIN, SHORT)),
                Button(label=words("checkins.button_days"), action=action(DAYS, checkin.id)),
            ),
            (
                Button(label=words("checkins.button_set"), action=action(SET)),
                Button(label=words("checkins.button_back"), action=action(SHOW, checkin.id)),
            ),
        ),
    )


def days_page(checkin: Checkin, today: date, back: int, words: Phrasebook) -> Outbound:
    """The days before today, the last one first."""
    days = [today - timedelta(days=number) for number in range(1, back + 1)]
    buttons: list[AnyButton] = [
        Button(label=said_day(day, words), action=action(DAY, checkin.id, day.isoformat())) for day in days
    ]
    buttons.append(Button(label=words("checkins.button_today"), action=action(DAY, checkin.id, today.isoformat())))
    return message(words("checkins.which_day"), buttons=in_twos(buttons))


def change_ways(checkin: Checkin, words: Phrasebook) -> tuple[Row, ...]:
    """Below the answers that could be changed: all of it can go, or nothing changes."""
    delete = Button(label=words("checkins.button_delete"), action=action(DELETE, checkin.id), emphasis=Emphasis.DANGER)
    return ((delete, Button(label=words("checkins.button_back"), action=action(SHOW, checkin.id))),)


def deleted_page(day: date, words: Phrasebook, *, undo: bool) -> Outbound:
    """Says what went, and how to have it back."""
    menu = Button(label=words("checkins.button_menu"), action=action("onboarding.menu"))
    back = Button(label=words("checkins.button_undo"), action=action(UNDELETE))
    said = words("checkins.deleted", day=said_day(day, words))
    lines = (plain(said), note(words("checkins.deleted_undo"))) if undo else (plain(said),)
    return message(*lines, buttons=((back, menu) if undo else (menu,),))


def nothing_back_page(words: Phrasebook) -> Outbound:
    """The undo came too late."""
    menu = Button(label=words("checkins.button_menu"), action=action("onboarding.menu"))
    return message(words("checkins.nothing_back"), buttons=((menu,),))


def quick_marks(
    checkin: Checkin, marks: Sequence[Measure], tracked: Sequence[Tracked], words: Phrasebook
) -> tuple[Row, ...]:
    """Under the answers: what was ticked lately, at one tap."""
    used = {one.key for one in tracked if one.used_at is not None}
    lately = [one for one in marks if one.key in used][:QUICK_MARKS]
    return (tuple(_tick(checkin, one, ON_SAVED, words) for one in lately),) if lately else ()


def all_marks(checkin: Checkin, words: Phrasebook) -> Row:
    """The way to all that can be ticked."""
    return (Button(label=words("checkins.button_marks"), action=action(MARKS, checkin.id, 0)),)


def marks_page(
    checkin: Checkin,
    marks: Sequence[Measure],
    measures: Mapping[str, Measure],
    page: int,
    words: Phrasebook,
    *,
    said: str = "",
) -> Outbound:
    """Eight to tick, the ways to the others, and words of one's own."""
    last = max((len(marks) - 1) // MARKS_A_PAGE, 0)
    page = min(page, last)
    shown = marks[page * MARKS_A_PAGE : (page + 1) * MARKS_A_PAGE]
    lines = [*([plain(said)] if said else []), title(words("checkins.marks"))]
    if also := ticked_labels(checkin, measures):
        lines.append(plain(words("checkins.also", marks=", ".join(also))))
    turn: list[AnyButton] = []
    if page > 0:
        turn.append(Button(label=words("checkins.button_earlier"), action=action(MARKS, checkin.id, page - 1)))
    if page < last:
        turn.append(Button(label=words("checkins.button_further"), action=action(MARKS, checkin.id, page + 1)))
    own: Row = (
        Button(label=words("checkins.button_own_symptom"), action=own_mark(checkin.id, MeasureKind.SYMPTOM)),
        Button(label=words("checkins.button_own_trigger"), action=own_mark(checkin.id, MeasureKind.TRIGGER)),
    )
    done = Button(label=words("checkins.button_done"), action=action(DONE, checkin.id), emphasis=Emphasis.PRIMARY)
    rows = (*in_twos([_tick(checkin, one, str(page), words) for one in shown]), *((tuple(turn),) if turn else ()))
    return message(*lines, buttons=(*rows, own, (done,)))


def own_mark(checkin_id: int, kind: MeasureKind) -> Action:
    """The door to a word of one's own."""
    return action(OWN_MARK, checkin_id, kind.value)


def label_form(wanted: Action, words: Phrasebook, *, ask: str, value: str = "") -> Form:
    """One short label, typed."""
    field = TextField(
        name="label",
        label=ask,
        hint=words("checkins.hint_label", most=LONGEST_LABEL),
        max_length=LONGEST_LABEL,
        value=value,
    )
    return Form(action=wanted, title=words("checkins.label_title"), fields=(field,))


def _tick(checkin: Checkin, measure: Measure, where: str, words: Phrasebook) -> Button:
    on = any(one.measure == measure.key and one.value for one in checkin.answers)
    label = words("checkins.ticked", label=measure.label) if on else measure.label
    return Button(label=label, action=action(MARK, checkin.id, measure.key, where))
