"""The pages of questions, appointments and the page for the doctor, with the longest words and the largest ids."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from core.drawing.figures import Paper
from core.features.appointments import question_pages as questions
from core.features.appointments import visit_pages as visits
from core.features.appointments.evening import evening_page
from core.features.report import pages as report
from core.features.report.choices import Choices
from core.features.report.content import Told
from core.features.report.periods import PERIODS, SINCE
from core.insight.daybook import daybook
from core.insight.peg import PegMean
from core.model.appointment import Appointment, DoctorQuestion
from core.model.checkin import Answer, Checkin
from core.model.flare import Flare
from core.model.measure import Measure, MeasureKind
from tests.house.page_kit import LARGEST_ID, LONGEST_ZONE, NOW, Page, knowledge

TODAY = NOW.date()


def visit_pages() -> Iterator[Page]:
    words, ideas = knowledge().words, list(knowledge().content.questions.values())
    kept = [_question(number) for number in range(questions.MOST_QUESTIONS)]
    longest = "w" * questions.LONGEST_QUESTION
    yield Page("questions/none", questions.list_page([], 0, words))
    for page in range(4):
        lead = words("questions.kept", question=longest)
        yield Page(f"questions/{page}", questions.list_page(kept, page, words, lead=lead), None)
        yield Page(f"questions/ideas/{page}", questions.ideas_page(ideas, page, words, lead=lead))
    yield Page("questions/ideas/over", questions.ideas_page([], 0, words))
    for one in kept[:2]:
        yield Page("questions/one", questions.one_page(one, words))
    yield Page("questions/removed", questions.removed_page(LARGEST_ID, 1, words, text=longest))
    yield Page("questions/cleared", questions.removed_page(LARGEST_ID, 20, words))
    for made in (questions.gone_page, questions.full_page, questions.too_long_page):
        yield Page(f"questions/{made.__name__}", made(words))
    coming = [_visit(number) for number in range(visits.MOST_COMING)]
    for count in (1, 3, 4, 5):
        yield Page(f"visits/{count}", visits.coming_page(coming[:count], TODAY, words))
    yield Page("visits/days", visits.days_page(TODAY, words, changes=LARGEST_ID))
    for comes in (NOW, None):
        yield Page("visits/one", visits.one_page(coming[0], comes, LONGEST_ZONE, TODAY, words))
        kept_page = visits.kept_page(coming[0], comes, LONGEST_ZONE, TODAY, words, instead_of=LARGEST_ID)
        yield Page("visits/kept", kept_page)
    yield Page("visits/removed", visits.removed_page(coming[0], TODAY, words))
    for key in ("visits.unclear", "visits.unclear_half", "visits.passed"):
        yield Page(key, visits.unclear_page(key, LARGEST_ID, words))
    for key in ("visits.gone", "visits.full"):
        yield Page(key, visits.simple_page(key, words))
    yield Page("visits/clock", visits.clock_page(words))
    for count in (0, questions.MOST_QUESTIONS):
        for day in (TODAY, TODAY - timedelta(days=400)):
            shown = evening_page(coming[0], [one.text for one in kept[:count]], day, words)
            yield Page(f"visits/evening/{count}", shown, None if count else 60)


def report_pages() -> Iterator[Page]:
    words = knowledge().words
    for period in (*PERIODS, SINCE):
        for recorded in (True, False):
            chosen = Choices(period=period, paper=Paper.LETTER, notes=recorded)
            told = _told(recorded)
            for left_out in (0, 99):
                shown = report.preview_page(told, left_out, chosen, words, visited=True)
                yield Page(f"report/{period}/{recorded}", shown)
            for as_text in (True, False):
                document = report.text_of("", told, words)
                yield Page("report/file", report.file_page(document, chosen, words, as_text=as_text))
    yield Page("report/not made", report.not_made_page(chosen, words))


def _told(recorded: bool) -> Told:
    """All that a page can hold, on more days than any period has."""
    first = TODAY - timedelta(days=364)
    answers = tuple(Answer(measure=key, value=1) for key in ("pain", "weather"))
    kept = [_checkin(first + timedelta(days=day), answers) for day in range(365 if recorded else 0)]
    names = [
        Measure(key="pain", kind=MeasureKind.SCALE, label="Pain"),
        Measure(key="weather", kind=MeasureKind.TRIGGER, label="Weather"),
    ]
    flares = [Flare(id=1, member_id=1, began_on=first, until=TODAY)]
    return Told(
        book=daybook(kept, flares, names, first=first, last=TODAY),
        pegs=[PegMean(day=TODAY, mean=5.0)],
        questions=["Why?"] * questions.MOST_QUESTIONS,
        notes=[(TODAY, "A note.")] * 365 if recorded else (),
    )


def _checkin(day: date, answers: tuple[Answer, ...]) -> Checkin:
    return Checkin(
        id=1,
        member_id=1,
        questionnaire="daily",
        local_date=day,
        opened_at=NOW,
        closed_at=NOW,
        answers=answers,
    )


def _question(number: int) -> DoctorQuestion:
    asked = NOW if number % 2 else None
    text = "w" * questions.LONGEST_QUESTION
    return DoctorQuestion(
        id=LARGEST_ID - number, member_id=LARGEST_ID, text=text, added_at=NOW, place=number, asked_at=asked
    )


def _visit(number: int) -> Appointment:
    return Appointment(
        id=LARGEST_ID - number,
        member_id=LARGEST_ID,
        day=date(2026, 9, 30),
        zone=LONGEST_ZONE,
        clock=time(22, 58),
        whom="w" * visits.LONGEST_WHOM,
        set_at=NOW,
    )
