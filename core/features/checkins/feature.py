"""The check-ins as one feature: its command, buttons, forms and prompts side by side. It answers nothing itself."""

from collections.abc import Mapping

from core.dispatch.health_gate import HealthGate
from core.dispatch.table import ButtonHandler, ButtonRoute, CommandRoute, Feature, FormRoute
from core.features.checkins import pages, tuning_pages, ways
from core.features.checkins.answering import Answering
from core.features.checkins.asking import Asking, DoorButtonFor
from core.features.checkins.at_once import AtOnce, page_of
from core.features.checkins.days import Days
from core.features.checkins.holdings import holdings_of
from core.features.checkins.marks import Marks, own_mark_form
from core.features.checkins.pages import count_form, note_form
from core.features.checkins.prompt_pages import UNDER_PROMPT
from core.features.checkins.prompts import Prompts
from core.features.checkins.sets import OWN, Sets
from core.features.checkins.tuning import SETTINGS, Tuning, own_measure_form, rename_form
from core.library.questionnaires import Checkins
from core.model.command import Command, Option
from core.model.message import Choice
from core.ports import Phrasebook

_NEED_NO_GATE = frozenset({pages.STOP, pages.UNNOTE, ways.DELETE, tuning_pages.RETIRE})
"""They keep nothing: whoever stops or takes something away may always do so."""

_DOORS = frozenset(
    {
        *(pages.BEGIN, pages.NOTE, pages.COUNT, ways.OWN_MARK, ways.ALL, ways.SET),
        *(tuning_pages.OWN_MEASURE, tuning_pages.RENAME),
    }
)
"""They may be entered from a group: the private chat is where their words are typed."""


def checkins(content: Checkins, doors: DoorButtonFor, words: Phrasebook, gate: HealthGate) -> Feature:
    """The feature, whole. `doors` are the buttons behind content's doors; prompts are written in `words`.

    No answer is kept that `gate` does not let in.
    """
    sets = Sets(content)
    asking = Asking(content=content, doors=doors, gate=gate, sets=sets)
    at_once, marks, tuning = AtOnce(asking), Marks(asking), Tuning(sets, gate)
    answering = Answering(asking, at_once, tuning)
    handlers = {**_of_checkin(answering), **_of_days(Days(asking)), **_of_tuning(tuning)}
    handlers |= {ways.MARKS: marks.page, ways.MARK: marks.tick, ways.DONE: marks.done, ways.OWN_MARK: marks.own}
    handlers[ways.ALL] = at_once.opened
    return Feature(
        name="checkins",
        commands=(CommandRoute(command=_command(content), handle=gate.before_command(answering.said)),),
        buttons={route: _route(route, handle, gate) for route, handle in handlers.items()},
        forms=_forms(gate, answering, at_once, marks, tuning),
        texts=(answering.typed,),
        holdings=holdings_of(content),
        purposes=Prompts(content, words, gate).purposes,
    )


def _forms(
    gate: HealthGate, answering: Answering, at_once: AtOnce, marks: Marks, tuning: Tuning
) -> Mapping[str, FormRoute]:
    return {
        pages.NOTE: FormRoute(
            build=lambda wanted, said: note_form(int(wanted.args[0]), said), handle=gate.before_form(answering.noted)
        ),
        pages.COUNT: FormRoute(
            build=lambda wanted, said: count_form(int(wanted.args[0]), wanted.args[1], said),
            handle=gate.before_form(answering.count_given),
        ),
        ways.ALL: FormRoute(build=page_of, handle=gate.before_form(at_once.kept)),
        ways.OWN_MARK: FormRoute(build=own_mark_form, handle=gate.before_form(marks.named)),
        tuning_pages.OWN_MEASURE: FormRoute(build=own_measure_form, handle=gate.before_form(tuning.named)),
        tuning_pages.RENAME: FormRoute(build=rename_form, handle=gate.before_form(tuning.renamed)),
    }


def _of_checkin(answering: Answering) -> Mapping[str, ButtonHandler]:
    return {
        pages.BEGIN: answering.begun,
        pages.ANSWER: answering.answered,
        UNDER_PROMPT: answering.under_prompt,
        pages.SKIP: answering.skipped,
        pages.STOP: answering.stopped,
        pages.CHANGE: answering.changed,
        pages.COUNT: answering.counted,
        pages.NOTE: answering.note,
        pages.UNNOTE: answering.unnoted,
    }


def _of_days(days: Days) -> Mapping[str, ButtonHandler]:
    return {
        ways.SAME: days.same,
        ways.UNSAME: days.unsame,
        ways.WAYS: days.ways,
        ways.DAYS: days.days,
        ways.DAY: days.day,
        ways.SHOW: days.show,
        ways.DELETE: days.delete,
        ways.UNDELETE: days.undelete,
    }


def _of_tuning(tuning: Tuning) -> Mapping[str, ButtonHandler]:
    return {
        ways.SET: tuning.shown,
        tuning_pages.OPENS: tuning.opens,
        tuning_pages.ONCE: tuning.once,
        tuning_pages.ADD: tuning.add,
        tuning_pages.PUT: tuning.put,
        tuning_pages.NEW: tuning.new,
        tuning_pages.OWN_MEASURE: tuning.ask_label,
        tuning_pages.OUT: tuning.out,
        tuning_pages.TAKE: tuning.take,
        tuning_pages.ORDER: tuning.order,
        tuning_pages.FIRST: tuning.first,
        tuning_pages.WORDS: tuning.words,
        tuning_pages.WORD: tuning.word,
        tuning_pages.RENAME: tuning.rename,
        tuning_pages.RETIRE: tuning.retire,
        tuning_pages.TAKE_UP: tuning.take_up,
    }


def _route(route: str, handle: ButtonHandler, gate: HealthGate) -> ButtonRoute:
    return ButtonRoute(handle=handle if route in _NEED_NO_GATE else gate.before(handle), door=route in _DOORS)


def _command(content: Checkins) -> Command:
    kinds = [Choice(value=name, label=one.title) for name, one in content.questionnaires.items()]
    kinds += [Choice(value=OWN, label="My own set"), Choice(value=ways.EARLIER, label="An earlier day")]
    kinds += [Choice(value=SETTINGS, label="Change what I am asked")]
    kind = Option(name="kind", summary="Which questions; or change them", choices=tuple(kinds))
    return Command(name="checkin", summary="Say how you are, by taps", options=(kind,))
