"""How a flare is confirmed, shown, ended and taken back; and the switch for days with little energy."""

from datetime import date
from typing import Final

from core.model.action import action
from core.model.flare import Flare
from core.model.message import AnyButton, Button, Emphasis, Outbound, message, note, plain, title
from core.ports import Phrasebook
from core.scheduling.saying import said_day

BEGIN, DAYS, END, UNDO, PAGE, LOW = (
    "flare.begin",
    "flare.days",
    "flare.end",
    "flare.undo",
    "flare.page",
    "flare.low",
)
LENGTHS: Final = (1, 3, 7)
USUAL_DAYS: Final = 3
NEW: Final = "new"
"""What Undo carries for a flare that was not there before."""

ON, OFF = "on", "off"
Rows = tuple[tuple[AnyButton, ...], ...]


def saved_page(flare: Flare, today: date, undo: str, words: Phrasebook, *, knows_zone: bool) -> Outbound:
    """The exact last day, what rests until then, and how to end it. `undo`: what Undo brings back."""
    lines = [title(words("flares.saved")), plain(_until(flare, today, words)), plain(words("flares.how_to_end"))]
    rows: list[tuple[AnyButton, ...]] = [
        _lengths(flare, today, words),
        (_over(words), Button(label=words("flares.button_undo"), action=action(UNDO, flare.id, undo))),
        (_status_button(words), _menu(words)),
    ]
    if not knows_zone:
        lines.append(note(words("flares.no_zone")))
        rows.append((Button(label=words("flares.button_zone"), action=action("remind.clock")),))
    return message(*lines, buttons=tuple(rows))


def status_page(flare: Flare | None, today: date, words: Phrasebook, *, low_energy: bool) -> Outbound:
    """Whether a flare goes on now, and both ways to be asked less."""
    low = Button(
        label=words("flares.button_low_off" if low_energy else "flares.button_low_on"),
        action=action(LOW, OFF if low_energy else ON),
    )
    how = note(words("flares.low_is_on" if low_energy else "flares.low_is_off"))
    menu = _menu(words)
    if flare is None:
        return message(words("flares.none"), how, buttons=((begin_button(words),), (low,), (menu,)))
    return message(
        title(words("flares.going_on")),
        _until(flare, today, words),
        how,
        buttons=(_lengths(flare, today, words), (_over(words), low), (menu,)),
    )


def ended_page(flare: Flare, undo: str, words: Phrasebook) -> Outbound:
    """Everything goes on from now."""
    back = Button(label=words("flares.button_undo"), action=action(UNDO, flare.id, undo))
    return message(words("flares.ended"), buttons=((back, _status_button(words)),))


def undone_page(flare: Flare | None, today: date, words: Phrasebook) -> Outbound:
    """As it was before: None when there is no flare then."""
    if flare is None:
        return message(words("flares.undone"), buttons=((begin_button(words), _status_button(words)),))
    if flare.over:
        return message(words("flares.undone_over"), buttons=((begin_button(words), _status_button(words)),))
    return message(
        words("flares.undone_until"),
        _until(flare, today, words),
        buttons=((_over(words), _status_button(words)),),
    )


def none_page(words: Phrasebook) -> Outbound:
    """It was over, or gone, before."""
    return message(words("flares.none"), buttons=((begin_button(words),), (_status_button(words),)))


def low_page(on: bool, words: Phrasebook) -> Outbound:
    """What changes, and the way back."""
    undo = Button(label=words("flares.button_undo"), action=action(LOW, OFF if on else ON))
    return message(words("flares.low_kept" if on else "flares.low_gone"), buttons=((undo, _status_button(words)),))


def over_page(words: Phrasebook) -> Outbound:
    """The one line on the first day after."""
    again = Button(label=words("flares.button_still"), action=action(BEGIN))
    return message(words("flares.over"), buttons=((again, _menu(words)),))


def begin_button(words: Phrasebook) -> Button:
    """One tap."""
    return Button(label=words("flares.button_begin"), action=action(BEGIN), emphasis=Emphasis.PRIMARY)


def _menu(words: Phrasebook) -> Button:
    return Button(label=words("flares.button_menu"), action=action("onboarding.menu"))


def _until(flare: Flare, today: date, words: Phrasebook) -> str:
    if flare.until == today:
        return words("flares.until_today", day=said_day(today, words))
    return words("flares.until", day=said_day(flare.until, words))


def _lengths(flare: Flare, today: date, words: Phrasebook) -> tuple[AnyButton, ...]:
    """The other lengths, counted from today."""
    now = (flare.until - today).days + 1
    return tuple(
        Button(label=words(f"flares.button_days_{days}"), action=action(DAYS, days)) for days in LENGTHS if days != now
    )


def _over(words: Phrasebook) -> Button:
    return Button(label=words("flares.button_over"), action=action(END))


def _status_button(words: Phrasebook) -> Button:
    return Button(label=words("flares.button_more"), action=action(PAGE))
