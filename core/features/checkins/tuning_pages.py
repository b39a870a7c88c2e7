"""How a member's own set looks while it is made: what is asked, what could be, and words of their own."""

from collections.abc import Sequence
from typing import Final, TypeVar

from core.features.checkins.pages import BEGIN, DAILY, SHORT, Row, in_twos
from core.features.checkins.sets import MOST_IN_SET, OWN
from core.features.checkins.ways import SET
from core.model.action import action
from core.model.habits import Habits
from core.model.measure import Measure, MeasureKind
from core.model.message import AnyButton, Button, Outbound, message, note, plain, title
from core.model.tracked import Tracked
from core.ports import Phrasebook

OPENS, ONCE, ADD, PUT, NEW, OWN_MEASURE = (
    "checkin.opens",
    "checkin.once",
    "checkin.add",
    "checkin.put",
    "checkin.new",
    "checkin.named",
)
OUT, TAKE, ORDER, FIRST, WORDS, WORD, RENAME, RETIRE, TAKE_UP = (
    "checkin.out",
    "checkin.take",
    "checkin.order",
    "checkin.first",
    "checkin.words",
    "checkin.word",
    "checkin.rename",
    "checkin.retire",
    "checkin.takeup",
)
A_PAGE: Final = 8
T = TypeVar("T")


def set_page(own: Sequence[Measure], habits: Habits, words: Phrasebook, *, forms: bool, has_words: bool) -> Outbound:
    """What "Check in" opens, and what is in the own set."""
    names = [DAILY, SHORT, *([OWN] if own else [])]
    opens = habits.opens if habits.opens in names else DAILY
    labels = ", ".join(one.label for one in own)
    line = words("checkins.set_own", labels=labels) if own else words("checkins.set_empty", most=MOST_IN_SET)
    lines = [
        title(words("checkins.set_title")),
        plain(line),
        plain(words("checkins.set_opens", name=_name(opens, words))),
    ]
    choices: list[AnyButton] = [
        Button(label=_ticked(_name(name, words), name == opens, words), action=action(OPENS, name)) for name in names
    ]
    rows: list[Row] = [tuple(choices), (Button(label=words("checkins.button_add"), action=action(ADD, 0)),)]
    if own:
        rows.append(
            (
                Button(label=words("checkins.button_out"), action=action(OUT)),
                Button(label=words("checkins.button_order"), action=action(ORDER)),
            )
        )
    if forms:
        once = _ticked(words("checkins.button_all"), habits.all_at_once, words)
        rows.append((Button(label=once, action=action(ONCE, int(not habits.all_at_once))),))
    if has_words:
        rows.append((Button(label=words("checkins.button_words"), action=action(WORDS, 0)),))
    menu = Button(label=words("checkins.button_menu"), action=action("onboarding.menu"))
    rows.append((Button(label=words("checkins.button_begin"), action=action(BEGIN)), menu))
    return message(*lines, buttons=tuple(rows))


def add_page(
    offers: Sequence[Measure], count: int, page: int, words: Phrasebook, *, put: Measure | None = None
) -> Outbound:
    """Eight at a time, and a question of one's own. A full set says so kindly. `put` was taken in just now."""
    if count >= MOST_IN_SET:
        out = Button(label=words("checkins.button_out"), action=action(OUT))
        return message(words("checkins.set_full", most=MOST_IN_SET), buttons=((out, _back(words)),))
    shown, turn = _paged(offers, page, ADD, words)
    buttons: list[AnyButton] = [Button(label=one.label, action=action(PUT, one.key, page)) for one in shown]
    new = Button(label=words("checkins.button_new"), action=action(NEW))
    lines = [words("checkins.put_in", label=put.label)] if put is not None else []
    lines.append(words("checkins.which_add" if put is None else "checkins.which_more"))
    return message(*lines, buttons=(*in_twos(buttons), *turn, (new, _back(words))))


def kinds_page(words: Phrasebook) -> Outbound:
    """How a question of one's own is answered."""
    kinds = (MeasureKind.SCALE, MeasureKind.YES_NO, MeasureKind.COUNT)
    buttons = tuple(
        Button(label=words(f"checkins.kind_{kind.value}"), action=action(OWN_MEASURE, kind.value)) for kind in kinds
    )
    return message(words("checkins.which_kind"), buttons=(buttons, (_back(words),)))


def out_page(own: Sequence[Measure], words: Phrasebook, *, gone: Measure | None = None) -> Outbound:
    """Tap one, and it is out; the last one that went can be put back."""
    lines = [plain(words("checkins.went_out", label=gone.label))] if gone is not None else []
    buttons: list[AnyButton] = [Button(label=one.label, action=action(TAKE, one.key)) for one in own]
    undo: tuple[Row, ...] = ()
    if gone is not None:
        undo = ((Button(label=words("checkins.button_undo"), action=action(PUT, gone.key)),),)
    ask = words("checkins.which_out") if own else words("checkins.set_empty", most=MOST_IN_SET)
    return message(*lines, ask, buttons=(*in_twos(buttons), *undo, (_back(words),)))


def order_page(own: Sequence[Measure], words: Phrasebook) -> Outbound:
    """Tap one, and it is the first; so any order is made in a few taps."""
    buttons = tuple((Button(label=one.label, action=action(FIRST, one.key)),) for one in own)
    return message(words("checkins.order"), buttons=(*buttons, (_back(words),)))


def words_page(own: Sequence[Tracked], page: int, words: Phrasebook) -> Outbound:
    """The words that a member added, to change or take away."""
    shown, turn = _paged(own, page, WORDS, words)
    buttons: list[AnyButton] = [Button(label=one.label, action=action(WORD, one.key)) for one in shown]
    ask = words("checkins.which_word") if own else words("checkins.no_words")
    return message(ask, buttons=(*in_twos(buttons), *turn, (_back(words),)))


def word_page(one: Tracked, words: Phrasebook) -> Outbound:
    """One of them."""
    return message(
        title(one.label),
        note(words(f"checkins.kind_{one.kind.value}")),
        buttons=(
            (
                Button(label=words("checkins.button_rename"), action=action(RENAME, one.key)),
                Button(label=words("checkins.button_retire"), action=action(RETIRE, one.key)),
            ),
            (Button(label=words("checkins.button_words"), action=action(WORDS, 0)), _back(words)),
        ),
    )


def retired_page(one: Tracked, words: Phrasebook) -> Outbound:
    """It is offered no more; earlier answers keep its name."""
    undo = Button(label=words("checkins.button_undo"), action=action(TAKE_UP, one.key))
    return message(words("checkins.retired", label=one.label), buttons=((undo, _back(words)),))


def _paged(every: Sequence[T], page: int, route: str, words: Phrasebook) -> tuple[Sequence[T], tuple[Row, ...]]:
    last = max((len(every) - 1) // A_PAGE, 0)
    page = min(page, last)
    turn: list[AnyButton] = []
    if page > 0:
        turn.append(Button(label=words("checkins.button_earlier"), action=action(route, page - 1)))
    if page < last:
        turn.append(Button(label=words("checkins.button_further"), action=action(route, page + 1)))
    return every[page * A_PAGE : (page + 1) * A_PAGE], ((tuple(turn),) if turn else ())


def _name(chosen: str, words: Phrasebook) -> str:
    names = {DAILY: "checkins.set_daily", SHORT: "checkins.set_short", OWN: "checkins.own_set"}
    return words(names[chosen])


def _ticked(label: str, on: bool, words: Phrasebook) -> str:
    return words("checkins.ticked", label=label) if on else label


def _back(words: Phrasebook) -> Button:
    return Button(label=words("checkins.button_set"), action=action(SET))
