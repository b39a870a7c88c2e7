"""How appointments look: which day, what was kept, and the way back. It decides nothing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from core.features.appointments.question_pages import VISIT_PAGE, list_button
from core.model.action import action
from core.model.appointment import Appointment
from core.model.message import (
    AnyButton,
    Block,
    Button,
    Emphasis,
    Form,
    Outbound,
    TextField,
    message,
    note,
    plain,
    title,
)
from core.ports import Phrasebook
from core.scheduling.saying import said_day, said_moment, said_place, said_time

PAGE: Final = VISIT_PAGE
NEW, DAY, TYPE, ONE = "visit.new", "visit.day", "visit.type", "visit.one"
DROP, BACK, UNDO = "visit.drop", "visit.back", "visit.undo"

MOST_COMING: Final = 5
LONGEST_WHOM: Final = 60
LONGEST_WHEN: Final = 60
NO_OTHER: Final = 0
"""Stands where the id of the appointment that is changed would stand."""

_DAYS_OFFERED: Final = 6
_LONGEST_LABEL: Final = 60


def _menu(words: Phrasebook) -> Button:
    return Button(label=words("visits.button_menu"), action=action("onboarding.menu"))


def days_page(today: date, words: Phrasebook, *, changes: int = NO_OTHER) -> Outbound:
    """The next days as buttons, and a way to type another one."""
    days = [today + timedelta(days=ahead) for ahead in range(1, _DAYS_OFFERED + 1)]
    labels = [words("visits.button_tomorrow"), *(said_day(day, words) for day in days[1:])]
    tiles = [
        Button(label=label, action=action(DAY, day.isoformat(), changes))
        for label, day in zip(labels, days, strict=True)
    ]
    other = Button(label=words("visits.button_other"), action=action(TYPE, changes), emphasis=Emphasis.PRIMARY)
    rows = tuple(tuple(tiles[at : at + 2]) for at in range(0, len(tiles), 2))
    blocks = [title(words("visits.title")), plain(words("visits.which_day")), note(words("visits.other_how"))]
    return message(*blocks, buttons=(*rows, (other,), (list_button(words), _menu(words))))


def coming_page(coming: Sequence[Appointment], today: date, words: Phrasebook, *, lead: str = "") -> Outbound:
    """What is ahead, each with its button."""
    numbered = list(enumerate(coming, start=1))
    lines = [
        *([plain(lead)] if lead else []),
        *(plain(_numbered(number, said_visit(one, words, today), words)) for number, one in numbered),
    ]
    each = [Button(label=_label(number, one, words), action=action(ONE, one.id)) for number, one in numbered]
    tiles = [tuple(each[at : at + 2]) for at in range(0, len(each), 2)]
    another: list[AnyButton] = []
    if len(coming) < MOST_COMING:
        another.append(Button(label=words("visits.button_new"), action=action(NEW, NO_OTHER)))
    return message(
        title(words("visits.title")), *lines, buttons=(*tiles, (*another, list_button(words)), (_menu(words),))
    )


def one_page(visit: Appointment, comes: datetime | None, zone: str, today: date, words: Phrasebook) -> Outbound:
    """One appointment, what comes before it, and what can be changed."""
    rows: tuple[tuple[AnyButton, ...], ...] = (
        (
            Button(label=words("visits.button_change"), action=action(NEW, visit.id)),
            Button(label=words("visits.button_drop"), action=action(DROP, visit.id)),
        ),
        (list_button(words), Button(label=words("visits.button_report"), action=action("report.begin"))),
    )
    return message(title(words("visits.one")), *_told(visit, comes, zone, today, words), buttons=rows)


def kept_page(
    visit: Appointment, comes: datetime | None, zone: str, today: date, words: Phrasebook, *, instead_of: int = NO_OTHER
) -> Outbound:
    """What was kept, exactly, and how to undo it."""
    undo = Button(label=words("visits.button_undo"), action=action(UNDO, visit.id, instead_of))
    whole: list[Block] = [title(words("visits.kept")), *_told(visit, comes, zone, today, words)]
    return message(
        *whole,
        buttons=(
            (undo, Button(label=words("visits.button_page"), action=action(PAGE))),
            (list_button(words), _menu(words)),
        ),
    )


def removed_page(visit: Appointment, today: date, words: Phrasebook) -> Outbound:
    """It is off; nothing comes before it."""
    undo = Button(label=words("visits.button_undo"), action=action(BACK, visit.id))
    said = words("visits.removed", visit=said_visit(visit, words, today))
    return message(said, buttons=((undo, page_button(words)),))


def unclear_page(key: str, changes: int, words: Phrasebook) -> Outbound:
    """The day could not be read; it is asked once more."""
    again = Button(label=words("visits.button_again"), action=action(TYPE, changes), emphasis=Emphasis.PRIMARY)
    return message(
        words(key), buttons=((again, Button(label=words("visits.button_days"), action=action(NEW, changes))),)
    )


def simple_page(key: str, words: Phrasebook) -> Outbound:
    """One line, and the way to what is ahead."""
    return message(words(key, most=MOST_COMING), buttons=((page_button(words), list_button(words)),))


def clock_page(words: Phrasebook) -> Outbound:
    """The member's clock is needed first."""
    where = Button(label=words("visits.button_clock"), action=action("remind.clock"), emphasis=Emphasis.PRIMARY)
    return message(words("visits.needs_clock"), buttons=((where, page_button(words)),))


def when_form(changes: int, words: Phrasebook) -> Form:
    """The day as people write it, and with whom."""
    fields = (
        TextField(
            name="when", label=words("visits.field_when"), hint=words("visits.hint_when"), max_length=LONGEST_WHEN
        ),
        TextField(
            name="whom",
            label=words("visits.field_whom"),
            hint=words("visits.hint_whom"),
            required=False,
            max_length=LONGEST_WHOM,
        ),
    )
    return Form(action=action(TYPE, changes), title=words("visits.form_title"), fields=fields)


def said_visit(visit: Appointment, words: Phrasebook, today: date) -> str:
    """Day, date, time and with whom, as much as is known; the year when it is another one."""
    day = said_day(visit.day, words)
    if visit.day.year != today.year:
        day = words("visits.day_year", day=day, year=visit.day.year)
    when = words("times.moment", day=day, time=said_time(visit.clock, words)) if visit.clock else day
    return words("visits.with", when=when, whom=visit.whom) if visit.whom else when


def page_button(words: Phrasebook) -> Button:
    """Leads to what is ahead."""
    return Button(label=words("visits.button_page"), action=action(PAGE))


def _told(visit: Appointment, comes: datetime | None, zone: str, today: date, words: Phrasebook) -> list[Block]:
    list_line = words("visits.list_comes", when=said_moment(comes, zone, words)) if comes else words("visits.no_list")
    return [
        plain(said_visit(visit, words, today)),
        plain(list_line),
        note(words("visits.zone", place=said_place(visit.zone))),
    ]


def _label(number: int, visit: Appointment, words: Phrasebook) -> str:
    text = _numbered(number, said_day(visit.day, words), words)
    if visit.whom:
        text = words("visits.with", when=text, whom=visit.whom)
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1].rstrip()}…"


def _numbered(number: int, text: str, words: Phrasebook) -> str:
    return words("visits.line", number=number, visit=text)
