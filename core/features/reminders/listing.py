"""A member's reminders, a page at a time, and the page from which a new one begins."""

from collections.abc import Sequence
from typing import Final

from core.dispatch.scene import Scene
from core.features.reminders.cards import log_button, short_label
from core.features.reminders.catalogue import KINDS
from core.features.reminders.one import is_paused
from core.features.reminders.setting import Setting
from core.model.action import action
from core.model.message import Button, Outbound, message, title
from core.model.schedule import Once, Schedule
from core.ports import Phrasebook
from core.scheduling.saying import said_moment, said_rule

ON_A_PAGE: Final = 6
_LONGEST_LABEL: Final = 80


def list_page(kept: Sequence[Schedule], page: int, setting: Setting, scene: Scene) -> Outbound:
    """What is kept, numbered from 1, each with the button to its page. A page that is gone shows the last one."""
    words = scene.words
    if not kept:
        return message(words("reminders.none"), buttons=((log_button(words), new_button(words)),))
    page = min(page, (len(kept) - 1) // ON_A_PAGE)
    first = page * ON_A_PAGE
    shown = list(enumerate(kept[first : first + ON_A_PAGE], start=first + 1))
    lines = [_line(number, one, setting.label(one, words_of=scene), scene) for number, one in shown]
    buttons = [
        Button(
            label=words("mine.button_one", number=number, what=short_label(setting.label(one, words_of=scene))),
            action=action("remind.one", one.id),
        )
        for number, one in shown
    ]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    turns = []
    if page > 0:
        turns.append(Button(label=words("reminders.button_earlier"), action=action("remind.list", page - 1)))
    if first + ON_A_PAGE < len(kept):
        turns.append(Button(label=words("reminders.button_later"), action=action("remind.list", page + 1)))
    rests = all(is_paused(one, scene.now) for one in kept)
    for_all = Button(
        label=words("mine.button_resume_all" if rests else "mine.button_pause_all"),
        action=action("remind.resume_one" if rests else "remind.pause", "all"),
    )
    quiet = Button(label=words("rhythm.button_quiet"), action=action("quiet.page"))
    last = (for_all, quiet, log_button(words))
    return message(title(words("reminders.list_title")), *lines, buttons=(*rows, (*turns, new_button(words)), last))


def start_page(words: Phrasebook) -> Outbound:
    """What a reminder can be about."""
    checkin = Button(label=words("reminders.label_checkin"), action=action("remind.checkin"))
    ideas = Button(label=words("reminders.button_ideas"), action=action(KINDS))
    own = Button(label=words("reminders.button_own"), action=action("remind.new"))
    return message(words("reminders.of_what"), buttons=((checkin, ideas), (own,)))


def new_button(words: Phrasebook) -> Button:
    """Leads to the start page."""
    return Button(label=words("reminders.button_new"), action=action("remind.start"))


def _line(number: int, one: Schedule, label: str, scene: Scene) -> str:
    words, zone = scene.words, one.recurrence.zone
    what, rule = _short(label), said_rule(one.recurrence, words)
    if one.asleep:
        return words("mine.line_asleep", number=number, what=what, rule=rule)
    if is_paused(one, scene.now) and one.paused_until is not None:
        until = said_moment(one.paused_until, zone, words)
        return words("mine.line_paused", number=number, what=what, until=until)
    key = "reminders.line_once" if isinstance(one.recurrence.rule, Once) else "reminders.line"
    next_time = said_moment(one.next_slot.at, zone, words) if one.next_slot else ""
    return words(key, number=number, what=what, rule=rule, next=next_time)


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1].rstrip()}…"
