"""How the way to the page for the doctor looks: what it will hold, what can be chosen, and the page as a file."""

from collections.abc import Sequence
from typing import Final

from core.drawing.figures import Page, Paper
from core.features.report.choices import Choices
from core.features.report.content import Told, said_period
from core.features.report.periods import PERIODS, SINCE
from core.insight.daybook import TICKED
from core.insight.telling import main_measures
from core.model.action import action
from core.model.message import (
    AnyButton,
    Button,
    Document,
    Emphasis,
    Form,
    Outbound,
    TextField,
    message,
    note,
    plain,
    title,
)
from core.ports import Phrasebook

BEGIN, SHOW, MAKE, TEXT, NAME = "report.begin", "report.show", "report.make", "report.text", "report.name"
LONGEST_NAME: Final = 60

Rows = tuple[tuple[AnyButton, ...], ...]


def preview_page(told: Told, left_out: int, chosen: Choices, words: Phrasebook, *, visited: bool) -> Outbound:
    """What the page will hold. `left_out`: how many notes there are that stay out; `visited`: a past visit is known."""
    book = told.book
    period, recorded = said_period(book, words), len(book.recorded)
    if not recorded:
        said = [words("report.page_none", period=period)]
    else:
        said = [words("report.page_days", period=period, recorded=recorded, days=book.days)]
    said.append(words("report.page_holds", parts=_listed(_parts(told, words), words)))
    said += [words("report.left_notes")] if left_out else []
    blocks = [title(words("report.page_title")), *(plain(one) for one in said), note(words("report.no_name"))]
    return message(*blocks, buttons=_rows(told, left_out, chosen, words, visited=visited))


def file_page(document: Document, chosen: Choices, words: Phrasebook, *, as_text: bool) -> Outbound:
    """The page itself, and the way back to the choices."""
    again = Button(label=words("report.button_again"), action=action(SHOW, *chosen.packed()))
    other = Button(label=words("report.button_text"), action=action(TEXT, *chosen.packed()))
    row = (again,) if as_text else (other, again)
    return message(words("report.ready_text" if as_text else "report.ready"), document, buttons=((*row, _menu(words)),))


def pdf_of(page: Page, content: bytes, told: Told, words: Phrasebook) -> Document:
    """As a file to print or to send."""
    return Document(
        content=content, name=f"{_name(told)}.pdf", media_type="application/pdf", alt=_alt("report.alt", told, words)
    )


def text_of(content: str, told: Told, words: Phrasebook) -> Document:
    """As a file that everything can open."""
    return Document(
        content=content.encode(),
        name=f"{_name(told)}.txt",
        media_type="text/plain",
        alt=_alt("report.alt_text", told, words),
    )


def not_made_page(chosen: Choices, words: Phrasebook) -> Outbound:
    """Drawing failed; the words are there all the same."""
    text = Button(label=words("report.button_text"), action=action(TEXT, *chosen.packed()))
    return message(words("report.not_made"), buttons=((text, _menu(words)),))


def name_form(packed: Sequence[str], words: Phrasebook) -> Form:
    """One line for the head of the page. It is kept nowhere."""
    field = TextField(
        name="name", label=words("report.field_name"), hint=words("report.hint_name"), max_length=LONGEST_NAME
    )
    return Form(action=action(NAME, *packed), title=words("report.name_title"), fields=(field,))


def _parts(told: Told, words: Phrasebook) -> list[str]:
    book = told.book
    parts = []
    if book.recorded:
        parts += [words("report.part_chart")] if len(book.recorded) > 1 and main_measures(book) else []
        parts.append(words("report.part_table"))
    parts += [words("report.part_marks")] if book.of_kind(*TICKED) else []
    parts += [words("report.part_flares")] if book.flares else []
    parts += [words("report.part_peg")] if told.pegs else []
    parts += _counted("question", len(told.questions), words) + _counted("note", len(told.notes), words)
    return [*parts, words("report.part_gaps")]


def _counted(what: str, count: int, words: Phrasebook) -> list[str]:
    if not count:
        return []
    return [words(f"report.part_{what}") if count == 1 else words(f"report.many_{what}", count=count)]


def _rows(told: Told, left_out: int, chosen: Choices, words: Phrasebook, *, visited: bool) -> Rows:
    make = Button(label=words("report.button_make"), action=action(MAKE, *chosen.packed()), emphasis=Emphasis.PRIMARY)
    text = Button(label=words("report.button_text"), action=action(TEXT, *chosen.packed()))
    offered = [one for one in (*PERIODS, *([SINCE] if visited else [])) if one != chosen.period]
    periods = tuple(
        Button(label=words(f"report.button_{one}"), action=action(SHOW, *chosen.packed(period=one))) for one in offered
    )
    toggles: list[AnyButton] = []
    if told.notes or left_out:
        key = "report.button_notes_off" if chosen.notes else "report.button_notes_on"
        toggles.append(Button(label=words(key), action=action(SHOW, *chosen.packed(notes=not chosen.notes))))
    if told.questions or not chosen.questions:
        key = "report.button_questions_off" if chosen.questions else "report.button_questions_on"
        wanted = chosen.packed(questions=not chosen.questions)
        toggles.append(Button(label=words(key), action=action(SHOW, *wanted)))
    a4 = chosen.paper is Paper.A4
    paper = Button(
        label=words("report.button_paper_a4" if a4 else "report.button_paper_letter"),
        action=action(SHOW, *chosen.packed(paper=Paper.LETTER if a4 else Paper.A4)),
    )
    name = Button(label=words("report.button_name"), action=action(NAME, *chosen.packed()))
    mine = Button(label=words("report.button_questions"), action=action("questions.list", 0))
    return ((make, text), periods, *((tuple(toggles),) if toggles else ()), (paper, name), (mine, _menu(words)))


def _menu(words: Phrasebook) -> Button:
    return Button(label=words("report.button_menu"), action=action("onboarding.menu"))


def _listed(parts: Sequence[str], words: Phrasebook) -> str:
    *first, last = parts
    return words("times.and", first=", ".join(first), last=last) if first else last


def _name(told: Told) -> str:
    return f"my-check-ins-{told.book.first.isoformat()}-to-{told.book.last.isoformat()}"


def _alt(key: str, told: Told, words: Phrasebook) -> str:
    book = told.book
    return words(key, period=said_period(book, words), recorded=len(book.recorded), days=book.days)
