"""The pages of writing without a name, with the longest words and the largest numbers."""

from collections.abc import Iterator
from dataclasses import replace

from core.features.anonymous import desk_pages, pages
from core.model.action import action
from core.model.anonymous import AnonymousKind, AnonymousNote, AnonymousState
from core.model.message import Form
from tests.house.page_kit import LARGEST_ID, NOW, Page, knowledge

TICKET = "A" * 22
SAID = "word " * (pages.LONGEST // 5)
LINES = ("lost", "none_question", "none_line", "several", "which", "blocked", "enough", "full")


def anonymous_pages() -> Iterator[Page]:
    words = knowledge().words
    for line in LINES:
        yield Page(f"anonymous/{line}", pages.line_page(line, words))
    for kind in AnonymousKind:
        yield Page("anonymous/room", pages.room_page(kind, words))
        yield Page("anonymous/preview", pages.preview_page(kind, LARGEST_ID, SAID, TICKET, words), None)
        yield Page("anonymous/handed_in", pages.handed_in_page(kind, TICKET, words))
        for state in AnonymousState:
            yield Page(f"anonymous/look/{state}", pages.look_page(_note(kind, state), TICKET, words), None)
    yield Page("anonymous/gone", pages.look_page(None, TICKET, words))
    yield from _desk()


def anonymous_forms() -> list[Form]:
    words, largest = knowledge().words, str(LARGEST_ID)
    forms = [pages.form_of(action(pages.FORM, kind, LARGEST_ID), words) for kind in AnonymousKind]
    return [*forms, desk_pages.answer_form(largest, largest, words)]


def _desk() -> Iterator[Page]:
    words, both = knowledge().words, frozenset(AnonymousKind)
    yield Page("anonymous/invitation", pages.invitation(both, LARGEST_ID, words))
    for kinds in (both, frozenset[AnonymousKind]()):
        shown = desk_pages.panel_page(
            LARGEST_ID, kinds, words, waiting=30, heard=False, blocked=True, said=words("anonymous.unblocked")
        )
        yield Page("anonymous/panel", shown, None)
    for count in (1, 30):
        yield Page("anonymous/desk_line", desk_pages.desk_line(LARGEST_ID, words, count))
    for kind in AnonymousKind:
        note = _note(kind, AnonymousState.WAITING)
        yield Page("anonymous/posted", pages.posted(note, words), None)
        for can_block in (True, False):
            said = words("anonymous.blocked_writer")
            shown = desk_pages.note_page(note, words, at=28, count=30, can_block=can_block, said=said)
            yield Page("anonymous/note", shown, None)
    yield Page("anonymous/empty", desk_pages.empty_page(LARGEST_ID, words, words("anonymous.blocked_writer")))


def _note(kind: AnonymousKind, state: AnonymousState) -> AnonymousNote:
    note = AnonymousNote(
        id=LARGEST_ID, group_id=LARGEST_ID, kind=kind, state=state, came_on=NOW.date(), words=SAID.strip()
    )
    return replace(note, answer="word " * 199) if state is AnonymousState.ANSWERED else note
