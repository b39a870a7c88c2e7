"""Every page of the check-ins in its worst case: the longest words, full sets, all ticks, the largest ids."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from core.features.checkins import pages, tuning_pages, ways
from core.features.checkins.asking import DAYS_BACK
from core.features.checkins.at_once import page_of
from core.features.checkins.marks import own_mark_form
from core.features.checkins.sets import MOST_IN_SET, OWN
from core.features.checkins.tuning import own_measure_form, rename_form
from core.model.action import action
from core.model.checkin import Answer, Checkin
from core.model.habits import Habits
from core.model.measure import Measure, MeasureKind
from core.model.message import Form
from core.model.tracked import Tracked
from core.ports import Phrasebook
from tests.house.page_kit import LARGEST_ID, NOW, Page, door_button, knowledge

DAY = "Wednesday 30 September"
LONG = "w" * ways.LONGEST_LABEL
MINE = [
    Measure(key=f"own-abcd{number:02}", kind=MeasureKind.SCALE, label=f"{number}{LONG[1:]}")
    for number in range(MOST_IN_SET)
]
TRACKED = [Tracked(key=one.key, kind=one.kind, label=one.label, used_at=NOW) for one in MINE]


def checkin_pages() -> Iterator[Page]:
    content, words = knowledge().content.checkins, knowledge().words
    for text in (*content.private_prompts, *content.group_prompts):
        yield Page("checkin/prompt", pages.invitation(text, words))
    for name in content.questionnaires:
        yield from _asked(name)
        yield from _kept(name)
    yield Page("checkin/stopped", pages.stopped_page(words))
    yield Page("checkin/closed", pages.reminders_only_page(words))
    yield from _ways()
    yield from _tuning()


def _asked(name: str) -> Iterator[Page]:
    content, words = knowledge().content.checkins, knowledge().words
    questions = content.questionnaires[name]
    kept = kept_one(name)
    first = ways.first_ways(kept, replace(kept, local_date=NOW.date() - timedelta(days=5)), words, forms=True)
    for question in questions.questions:
        for band in (one for asked in questions.questions for one in asked.follow_ups):
            for said in band.say:
                around = pages.Said(words=said, doors=[door_button(door) for door in band.doors], day=DAY)
                yield Page(
                    f"checkin/{name}/{question.id}", pages.question_page(kept, questions, question, words, around)
                )
        around = pages.Said(words=words("checkins.resumed"), day=DAY, ways=first)
        yield Page(f"checkin/{name}/first", pages.question_page(kept, questions, question, words, around))
    every = replace(questions, questions=tuple(content.questions.values()))
    for question in every.questions:
        page = pages.question_page(kept, every, question, words, pages.Said(words=words("checkins.no_count")))
        yield Page(f"checkin/any/{question.id}", page)
    which = pages.which_page(kept, questions, words, ways=ways.change_ways(kept, words))
    yield Page(f"checkin/{name}/which", which)


def _kept(name: str) -> Iterator[Page]:
    content, words = knowledge().content.checkins, knowledge().words
    measures = {question.id: question.measure for question in content.questions.values()}
    kept = kept_one(name)
    marks = ways.quick_marks(kept, MINE, TRACKED, words)
    for band in (*content.closings, content.all_skipped):
        for closing in band.say:
            ending = pages.Ending(
                closing=closing,
                doors=[door_button(door) for door in band.doors],
                count=12,
                knows_zone=False,
                day=DAY,
                marks=marks,
                more=ways.all_marks(kept, words),
                undo=ways.undo_same(kept, words),
            )
            for note in ("", "n" * pages.LONGEST_NOTE):
                page = pages.saved_page(replace(kept, note=note), measures, words, ending)
                yield Page(f"checkin/{name}/saved", page, None)


def _ways() -> Iterator[Page]:
    content, words = knowledge().content.checkins, knowledge().words
    kept = kept_one("daily")
    yield Page("checkin/ways", ways.ways_page(kept, words))
    yield Page("checkin/days", ways.days_page(kept, NOW.date(), DAYS_BACK, words))
    for undo in (True, False):
        yield Page("checkin/deleted", ways.deleted_page(NOW.date(), words, undo=undo))
    yield Page("checkin/nothing back", ways.nothing_back_page(words))
    marks = [*MINE, *content.marks.values()]
    for number in range(len(marks) // ways.MARKS_A_PAGE + 2):
        ticked = replace(kept, answers=tuple(Answer(measure=one.key, value=1) for one in marks[:6]))
        page = ways.marks_page(
            ticked, marks, content.marks, number, words, said=words("checkins.too_many_own", most=40)
        )
        yield Page("checkin/marks", page)


def _tuning() -> Iterator[Page]:
    content, words = knowledge().content.checkins, knowledge().words
    offers = [*(content.questions[name].measure for name in content.offers), *MINE]
    for own in ([], MINE):
        for opens in ("daily", "short", OWN):
            habits = Habits(opens=opens, all_at_once=True)
            yield Page("checkin/set", tuning_pages.set_page(own, habits, words, forms=True, has_words=True))
        yield Page("checkin/out", tuning_pages.out_page(own, words, gone=MINE[0]))
        yield Page("checkin/order", tuning_pages.order_page(own, words))
        yield Page("checkin/words", tuning_pages.words_page(TRACKED if own else [], 0, words))
        for number in range(4):
            yield Page("checkin/add", tuning_pages.add_page(offers, len(own), number, words))
    yield Page("checkin/kinds", tuning_pages.kinds_page(words))
    for kind in MeasureKind:
        yield Page("checkin/word", tuning_pages.word_page(replace(TRACKED[0], kind=kind), words))
    yield Page("checkin/retired", tuning_pages.retired_page(TRACKED[0], words))


def checkin_forms(words: Phrasebook) -> list[Form]:
    """Every form of the check-ins."""
    return [
        pages.note_form(LARGEST_ID, words),
        pages.count_form(LARGEST_ID, MINE[0].key, words),
        page_of(action(ways.ALL, LARGEST_ID, "01234", "ssycs", "ffff"), words),
        own_mark_form(ways.own_mark(LARGEST_ID, MeasureKind.TRIGGER), words),
        own_measure_form(action(tuning_pages.OWN_MEASURE, MeasureKind.YES_NO.value), words),
        rename_form(action(tuning_pages.RENAME, MINE[0].key), words),
    ]


def kept_one(name: str) -> Checkin:
    """A check-in of this set with all its answers at their longest."""
    questions = knowledge().content.checkins.questionnaires[name].questions
    return Checkin(
        id=LARGEST_ID,
        member_id=LARGEST_ID,
        questionnaire=name,
        local_date=NOW.date(),
        opened_at=NOW,
        closed_at=None,
        answers=tuple(Answer(measure=question.id, value=10) for question in questions),
    )
