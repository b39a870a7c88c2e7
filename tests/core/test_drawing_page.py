"""The doctor's page: always one sheet, tagged for screen readers, nothing lost in silence, no word read as markup."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from core.drawing.figures import Page, Paper, Section, Table
from core.drawing.fonts import Fonts
from core.drawing.page import page_pdf, page_text
from tests.core.drawn import MARKUP, PAGES, notes, page
from tests.fakes import CONTENT


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    """The shipped font alone, as on a machine that has no others."""
    return Fonts(CONTENT / "fonts", system=False)


def read(given: Page, fonts: Fonts) -> PdfReader:
    return PdfReader(io.BytesIO(page_pdf(given, fonts)))


def words_of(given: Page, fonts: Fonts) -> str:
    return " ".join(read(given, fonts).pages[0].extract_text().split())


def elements(pdf: PdfReader) -> Iterator[dict[str, Any]]:
    """The structure that a screen reader walks, from the top."""
    root: Any = pdf.trailer["/Root"]
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        here = waiting.pop(0)
        here = here.get_object() if hasattr(here, "get_object") else here
        if not isinstance(here, dict):
            continue
        if "/S" in here:
            yield here
        inside = here.get("/K", [])
        waiting = [*(inside if isinstance(inside, list) else [inside]), *waiting]


@pytest.mark.parametrize("name", PAGES)
def test_it_is_one_sheet_whatever_is_on_it(name: str, fonts: Fonts) -> None:
    pdf = read(PAGES[name], fonts)
    assert len(pdf.pages) == 1
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-US"


def test_the_paper_is_the_chosen_one(fonts: Fonts) -> None:
    sizes = [tuple(round(float(side)) for side in read(page(paper=one), fonts).pages[0].mediabox[2:]) for one in Paper]
    assert sizes == [(595, 842), (612, 792)]


def test_a_screen_reader_finds_the_title_the_headings_the_table_and_the_words_for_the_chart(fonts: Fonts) -> None:
    given = page(notes=notes("Slept badly."))
    pdf = read(given, fonts)
    found = list(elements(pdf))
    kinds = [one["/S"] for one in found]
    assert pdf.metadata is not None
    assert pdf.metadata.title == given.title
    assert (kinds.count("/H1"), kinds.count("/H2")) == (1, 3)
    assert kinds.count("/TH") == 5
    assert kinds.count("/TD") == 4 * 5
    assert kinds.count("/LI") == 2 + 1 + 1
    assert [one.get("/Alt") for one in found if one["/S"] == "/Figure"] == [given.chart_alt]
    assert kinds.index("/H1") < kinds.index("/Figure") < kinds.index("/Table")


def test_nothing_in_the_file_says_when_or_where_it_was_made(fonts: Fonts) -> None:
    made = page_pdf(page(), fonts)
    assert page_pdf(page(), fonts) == made
    metadata = PdfReader(io.BytesIO(made)).metadata
    assert metadata is not None
    assert not {"/CreationDate", "/Author"} & metadata.keys()


def test_what_looks_like_markup_stays_as_it_was_written(fonts: Fonts) -> None:
    given = page(
        title=f"T {MARKUP}",
        by=f"B {MARKUP}",
        summary=(f"S {MARKUP}",),
        table=Table(head=(f"H {MARKUP[:20]}", "x"), rows=[(f"R {MARKUP[:20]}", "#x")]),
        sections=(Section(title=f"Q {MARKUP}", lines=(f"L {MARKUP}",)),),
        notes=notes(f"N {MARKUP}"),
        footer=f"F {MARKUP}",
        cut=MARKUP,
    )
    said = words_of(given, fonts)
    for begin in "TBSQLNF":
        assert f"{begin} {MARKUP}" in said


def test_long_notes_are_cut_first_and_counted(fonts: Fonts) -> None:
    said = words_of(page(notes=notes(*(f"Note {one} {'word ' * 30}" for one in range(60)))), fonts)
    shown = [one for one in range(60) if f"Note {one} " in said]
    assert shown == list(range(len(shown)))
    assert 3 < len(shown) < 60
    assert said.count("Left out") == 1
    left = int(said.partition("Left out to keep one page: ")[2].partition(".")[0])
    assert left in (60 - len(shown), 60 - len(shown) + 1)  # one may be shown in part, and is counted
    assert "Could the new medicine make me tired?" in said


def test_one_long_note_is_shown_as_far_as_it_fits(fonts: Fonts) -> None:
    said = words_of(page(notes=notes(" ".join(f"w{number}" for number in range(1500)))), fonts)
    assert "w0 w1 w2" in said
    assert "w1499" not in said
    assert "…" in said
    assert "Left out to keep one page: 1." in said


def test_a_word_without_an_end_is_broken_and_stays_on_the_paper(fonts: Fonts) -> None:
    word = "".join(chr(97 + number % 26) for number in range(300))
    given = page(title=word, sections=(), notes=notes(word), table=Table(head=(word,) * 5, rows=[(word,) * 5]))
    pdf = read(given, fonts)
    right = float(pdf.pages[0].mediabox.right) - 45  # the margin is 51 points wide
    ends: list[float] = []
    pdf.pages[0].extract_text(
        visitor_text=lambda text, _, matrix, *__: ends.append(float(matrix[4])) if text.strip() else None
    )
    said = "".join(pdf.pages[0].extract_text().replace("\u200b", "").split())
    assert word in said
    assert max(ends) < right


def test_what_fits_is_not_cut(fonts: Fonts) -> None:
    said = words_of(page(notes=notes("First.", "Last one.")), fonts)
    assert "Last one." in said
    assert "Left out" not in said


def test_a_long_table_is_counted_and_leaves_the_questions(fonts: Fonts) -> None:
    said = words_of(PAGES["a long table"], fonts)
    shown = [one for one in range(260) if f"Week {one} " in said]
    assert f"Left out to keep one page: {260 - len(shown)}." in said
    assert "Could the new medicine make me tired?" in said


def test_letters_that_no_font_has_are_never_silent_boxes(fonts: Fonts) -> None:
    unseen = page().unseen
    assert unseen not in words_of(page(), fonts)
    for name, instead in (("Arabic", "[?]"), ("Japanese", "Written by [?] Pain was"), ("scripts in the chart", "[?]")):
        said = words_of(PAGES[name], fonts)
        assert instead in said
        assert unseen in said
    emoji = words_of(PAGES["emoji"], fonts)
    assert "Written by [butterfly] Zoë [woman] [DE] [heavy black heart]" in emoji
    assert "Bad day [persevering face], no words [man]" in emoji


def test_the_fonts_of_the_system_are_asked_before_letters_are_given_up(fonts: Fonts) -> None:
    with_all = Fonts(CONTENT / "fonts")
    for letter in "τاאह日🦋":
        assert with_all.missing([letter]) <= fonts.missing([letter])
    said = words_of(PAGES["Japanese"], with_all)
    assert ("[?]" in said) == bool(with_all.missing("山田花子"))


def test_controls_and_marks_that_turn_writing_around_are_taken_out(fonts: Fonts) -> None:
    assert "abc desrever" in words_of(PAGES["control characters"], fonts)


def test_the_text_has_everything_in_the_same_order_and_nothing_cut() -> None:
    given = page(notes=notes(*(f"Note {one}" for one in range(300))))
    said = page_text(given)
    told = [given.title, given.by, *given.summary, given.chart_alt, "Feb 3; Days recorded: 5 of 7; Pain: 5.2", "Flares"]
    told += ["- February 23", "Could the new medicine", "Notes", "- Note 0", "- Note 299", given.footer]
    places = [said.index(one) for one in told]
    assert places == sorted(places)
    assert "Left out" not in said


def test_the_text_keeps_every_script_as_it_is() -> None:
    assert "山田 花子" in page_text(PAGES["Japanese"])
    assert "🦋 Zoë 👩🏽‍🦽" in page_text(PAGES["emoji"])
