"""How the questions of the week look, and their end: the numbers, and the one in the middle with its meaning."""

from collections.abc import Sequence
from datetime import time

from core.library.questionnaires import FINE, WORST, Question, Questionnaire
from core.model.action import action
from core.model.checkin import Checkin
from core.model.message import AnyButton, Button, Emphasis, Outbound, message, note, plain, title
from core.model.schedule import Schedule
from core.ports import Phrasebook
from core.scheduling.days import times_of
from core.scheduling.saying import said_moment, said_rule, said_time

PAGE, BEGIN, ASK, ANSWER, SKIP, STOP, SOURCE = (
    "peg.page",
    "peg.begin",
    "peg.ask",
    "peg.answer",
    "peg.skip",
    "peg.stop",
    "peg.source",
)
USUAL_DAY, USUAL_TIME = "sunday", "1000"


def start_page(asked: Schedule | None, daily: Schedule | None, weekly: Questionnaire, words: Phrasebook) -> Outbound:
    """What it is, and whether it comes by itself. `daily`: the member's check-in prompt, whose time may suit."""
    begin = Button(label=words("peg.button_begin"), action=action(BEGIN), emphasis=Emphasis.PRIMARY)
    about = Button(label=words("peg.button_source"), action=action(SOURCE))
    menu = Button(label=words("peg.button_menu"), action=action("onboarding.menu"))
    if asked is not None:
        rule = said_rule(asked.recurrence, words)
        slot = asked.next_slot
        lines = [plain(words("peg.comes", rule=rule))]
        if slot is not None:
            lines.append(plain(words("peg.next", next=said_moment(slot.at, asked.recurrence.zone, words))))
        change = Button(label=words("peg.button_time"), action=action("remind.retime", asked.id))
        rows: tuple[tuple[AnyButton, ...], ...] = ((begin,), (_off(asked, words), change), (about, menu))
        return message(title(weekly.title), weekly.about, *lines, buttons=rows)
    other = Button(label=words("peg.button_other"), action=action("remind.weekly"))
    return message(
        title(weekly.title),
        weekly.about,
        words("peg.not_yet"),
        buttons=((begin,), *((one,) for one in _offers(daily, words)), (other,), (about, menu)),
    )


def question_page(checkin: Checkin, weekly: Questionnaire, step: int, words: Phrasebook, *, said: str = "") -> Outbound:
    """One of the three, with its numbers, Skip and Stop."""
    question = weekly.questions[step]
    numbers: list[AnyButton] = [
        Button(label=str(value), action=action(ANSWER, checkin.id, step, value)) for value in range(FINE, WORST + 1)
    ]
    ways = (
        Button(label=words("peg.button_skip"), action=action(SKIP, checkin.id, step)),
        Button(label=words("peg.button_stop"), action=action(STOP, checkin.id)),
    )
    return message(
        *([plain(said)] if said else []),
        note(words("peg.step", step=step + 1, steps=len(weekly.questions))),
        plain(question.ask),
        note(words("peg.scale", fine=question.fine, worst=question.worst)),
        buttons=(tuple(numbers[:4]), tuple(numbers[4:8]), tuple(numbers[8:]), ways),
    )


def result_page(checkin: Checkin, weekly: Questionnaire, words: Phrasebook, *, asked: bool) -> Outbound:
    """The numbers, and their mean when all three are there. It has no name for a high or a low one."""
    again = Button(label=words("peg.button_change"), action=action(ASK, checkin.id, 0))
    menu = Button(label=words("peg.button_menu"), action=action("onboarding.menu"))
    rows: tuple[tuple[AnyButton, ...], ...] = ((again, menu),)
    if not asked:
        rows = ((Button(label=words("peg.button_weekly"), action=action(PAGE)),), *rows)
    if not checkin.answers:
        return message(words("peg.nothing"), buttons=rows)
    return message(
        title(words("peg.saved")),
        *(plain(line) for line in _lines(checkin, weekly.questions, words)),
        *_meaning(mean_of(checkin, weekly), words),
        buttons=rows,
    )


def source_page(words: Phrasebook) -> Outbound:
    """Whose questions these are."""
    back = Button(label=words("peg.button_back"), action=action(PAGE))
    return message(words("peg.source"), note(words("peg.cited")), buttons=((back,),))


def prompt_page(schedule: Schedule, words: Phrasebook) -> Outbound:
    """Once a week, with the way to be asked no more."""
    begin = Button(label=words("peg.button_begin"), action=action(BEGIN), emphasis=Emphasis.PRIMARY)
    flare = Button(label=words("peg.button_flare"), action=action("flare.begin"))
    return message(words("peg.prompt"), buttons=((begin,), (flare, _off(schedule, words))))


def mean_of(checkin: Checkin, weekly: Questionnaire) -> float | None:
    """Of all three; None when one is missing or was skipped: nothing is made up for it."""
    given = {one.measure: one.value for one in checkin.answers if one.value is not None}
    values = [given[one.id] for one in weekly.questions if one.id in given]
    return sum(values) / len(values) if len(values) == len(weekly.questions) else None


def _meaning(mean: float | None, words: Phrasebook) -> Sequence[str]:
    if mean is None:
        return (words("peg.no_mean"),)
    return (words("peg.mean", mean=f"{mean:.1f}", worst=WORST), words("peg.meaning"))


def _lines(checkin: Checkin, questions: Sequence[Question], words: Phrasebook) -> list[str]:
    given = {one.measure: one for one in checkin.answers}
    lines = []
    for question in questions:
        answer = given.get(question.id)
        key = "peg.line_open" if answer is None else "peg.line_skipped" if answer.value is None else "peg.line"
        value = answer.value if answer is not None else None
        lines.append(words(key, label=question.label, value=value, worst=WORST))
    return lines


def _offers(daily: Schedule | None, words: Phrasebook) -> list[Button]:
    """The usual time, and that of the member's prompt where it is another."""
    clocks = [USUAL_TIME]
    times = times_of(daily.recurrence.rule) if daily is not None else ()
    if times and (clock := f"{times[0]:%H%M}") != USUAL_TIME:
        clocks.insert(0, clock)
    return [_offer(clock, words) for clock in clocks]


def _offer(clock: str, words: Phrasebook) -> Button:
    at = said_time(time(int(clock[:2]), int(clock[2:])), words)
    return Button(label=words("peg.button_sundays", time=at), action=action("remind.weekly", USUAL_DAY, clock))


def _off(schedule: Schedule, words: Phrasebook) -> Button:
    return Button(label=words("peg.button_off"), action=action("remind.delete", schedule.id))
