"""How a reminder looks when it comes, alone or with others, and after each tap under it. It decides nothing."""

from collections.abc import Sequence
from typing import Final

from core.features.reminders.snoozing import Until
from core.model.action import Action, action
from core.model.message import AnyButton, Block, Button, Emphasis, Outbound, message, note, plain, title
from core.model.occurrence import Occurrence, Outcome
from core.ports import Phrasebook

DONE, SNOOZE, SKIP, MORE = "remind.done", "remind.snooze", "remind.skip", "remind.more"
"""The four under each reminder; their argument is the occurrence's id."""

CARD, BUNDLE, ALL = "remind.card", "remind.bundle", "remind.all"
LOG, NUDGE_PAGE, ONE, LIST = "remind.log", "remind.nudge", "remind.one", "remind.list"

ON_A_PAGE: Final = 6
_LONGEST_LINE: Final = 80
_LONGEST_LABEL: Final = 20
_MOST_BYTES: Final = 48

Rows = tuple[tuple[AnyButton, ...], ...]

_UNTIL = {Until.SOON: "soon", Until.HOUR: "hour", Until.EVENING: "evening", Until.MORNING: "morning"}
_OUTCOMES = {Outcome.DONE: "done", Outcome.SKIPPED: "skipped", Outcome.SNOOZED: "snoozed"}


def card(
    one: Occurrence, text: str | None, words: Phrasebook, *, of_many: bool = False, nudge: bool = False
) -> Outbound:
    """A reminder with its four buttons. `text` is what the catalogue says; `of_many`: others came with it."""
    blocks: list[Block] = [title(one.label), plain(text) if text else note(words("due.when_ready"))]
    if nudge:
        blocks.append(plain(words("due.nudge")))
    if one.outcome is not None:
        blocks.append(note(words(f"due.so_far_{_OUTCOMES[one.outcome]}")))
    done = Button(label=words("due.button_done"), action=action(DONE, one.id), emphasis=Emphasis.PRIMARY)
    later = Button(label=words("due.button_snooze"), action=action(SNOOZE, one.id))
    skip = Button(label=words("due.button_skip"), action=action(SKIP, one.id))
    more = Button(label=words("due.button_more"), action=action(MORE, one.id))
    back = ((_back(BUNDLE, one.bundle, words),),) if of_many else ()
    return message(*blocks, buttons=((done, later), (skip, more), *back))


def answered(one: Occurrence, said: str, words: Phrasebook) -> Outbound:
    """What was noted, and the way to change it."""
    change = Button(label=words("due.button_change"), action=action(CARD, one.id))
    return message(title(one.label), said, buttons=((change, log_button(words)),))


def bundle(together: Sequence[Occurrence], words: Phrasebook, *, lead: str = "", page: int = 0) -> Outbound:
    """Several that came in one message: all at once, or one by one. A page that is gone shows the last one."""
    page = min(page, (len(together) - 1) // ON_A_PAGE)
    first = page * ON_A_PAGE
    shown = list(enumerate(together[first : first + ON_A_PAGE], start=first + 1))
    lines = [_line(number, one, words) for number, one in shown]
    buttons = [
        Button(
            label=words("due.button_item", number=number, what=_cut(one.label, _LONGEST_LABEL)),
            action=action(CARD, one.id),
        )
        for number, one in shown
    ]
    rows: Rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    whole = together[0].bundle
    if any(one.outcome is None for one in together):
        rows = (_for_all(whole, words), *rows)
    turns: list[AnyButton] = []
    if page > 0:
        turns.append(Button(label=words("due.button_page_back"), action=action(BUNDLE, whole, page - 1)))
    if first + ON_A_PAGE < len(together):
        turns.append(Button(label=words("due.button_page_on"), action=action(BUNDLE, whole, page + 1)))
    lead = lead or words("due.together_lead")
    return message(
        title(words("due.together")), *lines, plain(lead), buttons=(*rows, *((tuple(turns),) if turns else ()))
    )


def until_page(heading: str, offered: Sequence[Until], route: Action, back: Action, words: Phrasebook) -> Outbound:
    """Until when it is put off. `route` gets the choice as its last argument."""
    buttons = [
        Button(label=words(f"due.button_{_UNTIL[one]}"), action=action(route.route, *route.args, one.value))
        for one in offered
    ]
    rows: Rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    way_back = Button(label=words("due.button_back"), action=back)
    return message(title(heading), words("due.until_when"), buttons=(*rows, (way_back,)))


def more(
    one: Occurrence, words: Phrasebook, *, rule: str | None, schedule_id: int | None, ideas: bool, nudges: bool
) -> Outbound:
    """What else there is about it. Without a `rule` it is over, or gone."""
    rows: list[tuple[AnyButton, ...]] = []
    if ideas:
        rows.append((Button(label=words("due.button_ideas"), action=action(MORE, one.id, "ideas")),))
    if schedule_id is not None:
        ways = [Button(label=words("due.button_one"), action=action(ONE, schedule_id))]
        if nudges:
            ways.append(Button(label=words("due.button_nudges"), action=action(NUDGE_PAGE, schedule_id)))
        rows.append(tuple(ways))
    rows.append((log_button(words), list_button(words)))
    rows.append((_back(CARD, one.id, words),))
    said = words("due.more_rule", rule=rule) if rule else words("due.more_over")
    return message(title(one.label), said, buttons=tuple(rows))


def log_button(words: Phrasebook) -> Button:
    """Leads to what was done and skipped."""
    return Button(label=words("due.button_log"), action=action(LOG, 0))


def list_button(words: Phrasebook) -> Button:
    """Leads to the member's reminders."""
    return Button(label=words("due.button_list"), action=action(LIST))


def short(label: str) -> str:
    """A label for a line."""
    return _cut(label, _LONGEST_LINE)


def short_label(label: str) -> str:
    """A label for a button, in any script."""
    return _cut(label, _LONGEST_LABEL)


def _line(number: int, one: Occurrence, words: Phrasebook) -> str:
    if one.outcome is None:
        return words("due.line", number=number, what=short(one.label))
    return words(f"due.line_{_OUTCOMES[one.outcome]}", number=number, what=short(one.label))


def _for_all(whole: int, words: Phrasebook) -> tuple[AnyButton, ...]:
    return (
        Button(label=words("due.button_all_done"), action=action(ALL, whole, "done"), emphasis=Emphasis.PRIMARY),
        Button(label=words("due.button_all_snooze"), action=action(ALL, whole, "snooze")),
        Button(label=words("due.button_all_skip"), action=action(ALL, whole, "skip")),
    )


def _back(route: str, argument: int, words: Phrasebook) -> Button:
    return Button(label=words("due.button_back"), action=action(route, argument))


def _cut(label: str, most: int) -> str:
    """At most so many letters, and so few bytes that a button takes it in any script."""
    if most == _LONGEST_LABEL:
        while len(label[:most].encode()) > _MOST_BYTES:
            most -= 1
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"
