"""What stands on the page for a doctor: everything that was tapped, every gap, and not one word more."""

import re
from datetime import date

import pytest

from core.drawing.figures import Page, Paper, Section
from core.drawing.fonts import Fonts
from core.drawing.page import page_pdf, page_text
from core.features.report.content import Told, page_of
from core.library.words import Words
from tests.core.report_days import LAST, told
from tests.fakes import CONTENT

QUESTIONS = ("What else could this be?", "Why am I so stiff at 6 am?")
JUDGING = re.compile(r"better|worse\b|improv|caus|because|diagnos(?!is or an interp)|suffer|should", re.IGNORECASE)


def page(shown: Told, words: Words, *, name: str = "", paper: Paper = Paper.A4) -> Page:
    return page_of(shown, name=name, made_on=LAST, words=words, paper=paper, language="en")


def section(shown: Page, title: str) -> Section | None:
    return next((one for one in shown.sections if one.title == title), None)


def test_ninety_days_are_told_with_their_gaps(words: Words) -> None:
    shown = page(told(90), words)
    assert shown.title == "My check-ins: 25 August 2026 to 22 November 2026"
    assert shown.by == "Written on 22 November 2026."
    assert shown.summary[0].startswith(
        "Recorded on 45 of 90 days: pain 6, tiredness 8 and sleep last night 4 on average"
    )
    assert "Days without an answer are left out." in shown.summary
    assert "Gaps are days without an answer" in shown.footer


def test_the_table_has_each_week_with_its_days_recorded_the_newest_first(words: Words) -> None:
    table = page(told(90), words).table
    assert table is not None
    assert table.head == ("Week", "Days recorded", "Pain", "Tiredness", "Sleep last night")
    assert table.rows[0] == ("16 November to 22 November", "3 of 7", "6", "8", "4")
    assert len(table.rows) == 13


def test_a_week_without_an_answer_is_none_and_never_zero(words: Words) -> None:
    table = page(told(30, every=29), words).table
    assert table is not None
    assert ("26 October to 1 November", "0 of 7", "none", "none", "none") in table.rows


def test_a_year_is_told_month_by_month(words: Words) -> None:
    table = page(told(365), words).table
    assert table is not None
    assert table.head[0] == "Month"
    assert table.rows[0] == ("November 2026", "11 of 22", "6", "8", "4")
    assert table.rows[-1][0] == "November 2025"
    assert len(table.rows) == 13


def test_marks_are_counted_by_days_and_what_is_not_drawn_is_told(words: Words) -> None:
    shown = page(told(90), words)
    marks = section(shown, "Symptoms and triggers that were ticked")
    also = section(shown, "Also recorded")
    assert marks is not None
    assert also is not None
    assert set(marks.lines) == {
        "Poor sleep: ticked on 15 of 45 days",
        "Headache: ticked on 9 of 45 days",
    }
    assert also.lines == ("Low mood: 3 on average (45 of 90 days)", "Naps: 1 a day on average (45 of 90 days)")


def test_flares_have_their_dates_and_peg_its_means(words: Words) -> None:
    stretch = (date(2026, 10, 8), date(2026, 10, 11))
    shown = page(told(90, flares=[stretch]), words)
    flares, peg = section(shown, "Flare days"), section(shown, "Weekly PEG")
    assert flares is not None
    assert flares.lines == ("Flare days in this time: 4.", "8 October to 11 October")
    assert peg is not None
    assert peg.lines[0] == "Weekly PEG: 5 of 10 on average. Filled 12 of 13 weeks."
    assert peg.lines[-1].startswith("31 August: 5; ")


def test_questions_come_first_and_notes_only_when_they_are_given(words: Words) -> None:
    assert page(told(90), words).notes is None
    note = (date(2026, 10, 8), "Could not\nlift the kettle.")
    shown = page(told(90, questions=QUESTIONS, notes=[note]), words)
    assert shown.sections[0].title == "What I want to ask"
    assert shown.sections[0].lines == QUESTIONS
    assert shown.notes is not None
    assert shown.notes.lines == ("8 October: Could not lift the kettle.",)


def test_nothing_recorded_is_said_and_read_as_nothing(words: Words) -> None:
    shown = page(told(90, every=0, questions=QUESTIONS), words)
    assert shown.summary == (
        "Recorded on 0 of 90 days.",
        "No answers were recorded in this time. That says nothing about how the time was.",
    )
    assert (shown.chart, shown.table, shown.chart_alt) == (None, None, "")
    assert shown.sections[0].lines == QUESTIONS


def test_one_day_makes_no_line_and_has_its_table(words: Words) -> None:
    shown = page(told(1), words)
    assert shown.title == "My check-ins: 22 November 2026"
    assert shown.chart is None
    assert shown.table is not None
    assert shown.table.rows == (("22 November", "1 of 1", "6", "8", "4"),)


def test_the_chart_keeps_gaps_and_marks_flares(words: Words) -> None:
    stretch = (date(2026, 11, 18), date(2026, 11, 20))
    shown = page(told(7, flares=[stretch]), words)
    assert shown.chart is not None
    assert shown.chart.lines[0].values == (6, None, 6, None, 6, None, 6)
    assert shown.chart.flares == (stretch,)
    assert "gaps" in shown.chart_alt


@pytest.mark.parametrize("days", [0, 1, 7, 30, 90, 365])
def test_no_line_judges_or_explains(days: int, words: Words) -> None:
    shown = told(max(days, 1), every=2 if days else 0, flares=[(LAST, LAST)])
    assert JUDGING.findall(page_text(page(shown, words))) == []


@pytest.mark.parametrize("name", ["", "Ana Bergström", "فاطمة الزهراء", "田中 愛子", "Ana 🌻"])
@pytest.mark.parametrize("days", [0, 1, 7, 30, 365])
def test_each_length_and_each_script_becomes_one_sheet(days: int, name: str, words: Words) -> None:
    shown = told(max(days, 1), every=2 if days else 0, questions=QUESTIONS)
    made = page_pdf(page(shown, words, name=name, paper=Paper.LETTER), Fonts(CONTENT / "fonts"))
    assert made.startswith(b"%PDF-")


def test_long_notes_stay_on_one_sheet_and_all_of_them_are_in_the_text(words: Words) -> None:
    notes = [(date(2026, 10, 1 + day), f"Note {day}. " + "A long day with stiff hands. " * 15) for day in range(20)]
    shown = page(told(90, questions=QUESTIONS, notes=notes), words)
    assert page_pdf(shown, Fonts(CONTENT / "fonts")).startswith(b"%PDF-")
    assert all(f"Note {day}." in page_text(shown) for day in range(20))


def test_months_in_a_row_without_an_answer_share_a_line_of_the_table(words: Words) -> None:
    table = page(told(365, every=364), words).table
    assert table is not None
    assert table.rows[0] == ("November 2026", "1 of 22", "6", "8", "4")
    assert table.rows[1] == ("December 2025 to October 2026", "0 of 335", "none", "none", "none")
    assert len(table.rows) == 3
