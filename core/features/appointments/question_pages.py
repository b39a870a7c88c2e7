"""How a member's questions for their doctor look: the list, one of them, ideas to take. It decides nothing."""

from collections.abc import Sequence
from typing import Final

from core.library.questions import QuestionIdea
from core.model.action import action
from core.model.appointment import DoctorQuestion
from core.model.message import (
    AnyButton,
    Block,
    Button,
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

LIST, ADD, ONE, EDIT = "questions.list", "questions.add", "questions.one", "questions.edit"
ASKED, FIRST, DROP, CLEAR = "questions.asked", "questions.first", "questions.drop", "questions.clear"
BACK, IDEAS, TAKE = "questions.back", "questions.ideas", "questions.take"
VISIT_PAGE: Final = "visit.page"

MOST_QUESTIONS: Final = 20
LONGEST_QUESTION: Final = 150
ON_A_PAGE: Final = 6
IDEAS_ON_A_PAGE: Final = 4
_LONGEST_LABEL: Final = 24

Rows = tuple[tuple[AnyButton, ...], ...]


def list_page(kept: Sequence[DoctorQuestion], page: int, words: Phrasebook, *, lead: str = "") -> Outbound:
    """The questions in their order, each with its button. A page that is gone shows the last one."""
    blocks: list[Block] = [title(words("questions.title")), *([plain(lead)] if lead else [])]
    if not kept:
        return message(
            *blocks, words("questions.none"), buttons=(_ways_to_add(words), _before_a_visit(words), (_menu(words),))
        )
    page = max(0, min(page, (len(kept) - 1) // ON_A_PAGE))
    first = page * ON_A_PAGE
    shown = list(enumerate(kept[first : first + ON_A_PAGE], start=first + 1))
    blocks += [plain(line(number, one, words)) for number, one in shown]
    blocks.append(note(words("questions.how")))
    tiles = [Button(label=_label(number, one.text, words), action=action(ONE, one.id)) for number, one in shown]
    rows: Rows = tuple(tuple(tiles[at : at + 2]) for at in range(0, len(tiles), 2))
    turns: list[AnyButton] = []
    if page > 0:
        turns.append(Button(label=words("questions.button_page_back"), action=action(LIST, page - 1)))
    if first + ON_A_PAGE < len(kept):
        turns.append(Button(label=words("questions.button_page_on"), action=action(LIST, page + 1)))
    if any(one.asked_at is not None for one in kept):
        turns.append(Button(label=words("questions.button_clear"), action=action(CLEAR)))
    return message(*blocks, buttons=(*rows, _ways_to_add(words), _before_a_visit(words), (*turns, _menu(words))))


def _menu(words: Phrasebook) -> Button:
    return Button(label=words("questions.button_menu"), action=action("onboarding.menu"))


def line(number: int, one: DoctorQuestion, words: Phrasebook) -> str:
    """One question of a list."""
    key = "questions.line" if one.asked_at is None else "questions.line_asked"
    return words(key, number=number, question=one.text)


def one_page(one: DoctorQuestion, words: Phrasebook) -> Outbound:
    """One question with all that can be done with it."""
    asked = one.asked_at is not None
    mark = Button(
        label=words("questions.button_not_asked" if asked else "questions.button_asked"),
        action=action(ASKED, one.id, 0 if asked else 1),
        emphasis=Emphasis.NORMAL if asked else Emphasis.PRIMARY,
    )
    rows: Rows = (
        (mark, Button(label=words("questions.button_first"), action=action(FIRST, one.id))),
        (
            Button(label=words("questions.button_edit"), action=action(EDIT, one.id)),
            Button(label=words("questions.button_drop"), action=action(DROP, one.id)),
        ),
        (list_button(words),),
    )
    said = [words("questions.is_asked")] if asked else []
    return message(title(words("questions.one")), plain(one.text), *said, buttons=rows)


def removed_page(undo_id: int, count: int, words: Phrasebook, *, text: str = "") -> Outbound:
    """They are out of the list; `text` is said of a single one."""
    said = words("questions.removed", question=text) if text else words("questions.cleared", count=count)
    undo = Button(label=words("questions.button_undo"), action=action(BACK, undo_id))
    return message(said, buttons=((undo, list_button(words)),))


def gone_page(words: Phrasebook) -> Outbound:
    """A button of an old message, about a question that is gone."""
    return message(words("questions.gone"), buttons=((list_button(words),),))


def full_page(words: Phrasebook) -> Outbound:
    """There is no room for one more."""
    return message(words("questions.full", most=MOST_QUESTIONS), buttons=((list_button(words),),))


def too_long_page(words: Phrasebook) -> Outbound:
    """It has to fit into one breath."""
    add = Button(label=words("questions.button_add"), action=action(ADD))
    return message(words("questions.too_long", most=LONGEST_QUESTION), buttons=((add, list_button(words)),))


def ideas_page(left: Sequence[QuestionIdea], page: int, words: Phrasebook, *, lead: str = "") -> Outbound:
    """Ideas that are not in the list yet; a tap takes one."""
    page = max(0, min(page, (len(left) - 1) // IDEAS_ON_A_PAGE))
    first = page * IDEAS_ON_A_PAGE
    shown = left[first : first + IDEAS_ON_A_PAGE]
    tiles = tuple((Button(label=one.text, action=action(TAKE, one.id, page)),) for one in shown)
    turns: list[AnyButton] = []
    if page > 0:
        turns.append(Button(label=words("questions.button_page_back"), action=action(IDEAS, page - 1)))
    if first + IDEAS_ON_A_PAGE < len(left):
        turns.append(Button(label=words("questions.button_page_on"), action=action(IDEAS, page + 1)))
    read = Button(label=words("questions.button_read"), action=action("learn.topic", "appointments", 0))
    said = words("questions.ideas_how" if left else "questions.ideas_over")
    blocks = [title(words("questions.ideas")), *([plain(lead)] if lead else []), plain(said)]
    return message(*blocks, buttons=(*tiles, (*turns, list_button(words), read)))


def add_form(words: Phrasebook) -> Form:
    """One field."""
    return Form(action=action(ADD), title=words("questions.add_title"), fields=(_field(words),))


def edit_form(question_id: int, words: Phrasebook, *, text: str = "") -> Form:
    """The same field, with the words that are there."""
    field = _field(words, value=text)
    return Form(action=action(EDIT, question_id), title=words("questions.edit_title"), fields=(field,))


def list_button(words: Phrasebook) -> Button:
    """Leads to the list."""
    return Button(label=words("questions.button_list"), action=action(LIST, 0))


def visit_button(words: Phrasebook) -> Button:
    """Leads to the appointment's date."""
    return Button(label=words("questions.button_visit"), action=action(VISIT_PAGE))


def _before_a_visit(words: Phrasebook) -> tuple[AnyButton, ...]:
    return (visit_button(words), Button(label=words("visits.button_report"), action=action("report.begin")))


def _ways_to_add(words: Phrasebook) -> tuple[AnyButton, ...]:
    add = Button(label=words("questions.button_add"), action=action(ADD), emphasis=Emphasis.PRIMARY)
    return (add, Button(label=words("questions.button_ideas"), action=action(IDEAS, 0)))


def _field(words: Phrasebook, *, value: str = "") -> TextField:
    return TextField(
        name="text",
        label=words("questions.field"),
        hint=words("questions.hint", most=LONGEST_QUESTION),
        max_length=LONGEST_QUESTION,
        value=value,
    )


def _label(number: int, text: str, words: Phrasebook) -> str:
    short = text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1].rstrip()}…"
    return words("questions.button_one", number=number, question=short)
