"""A page for a doctor: one sheet as a PDF that screen readers can read, and the same as plain text.

Words go in as data, so nothing that people write is read as markup. What must be left out is counted on the page.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from core.drawing.chart import WHOLE_SHEET, shown_chart
from core.drawing.figures import Page, Section, Table
from core.drawing.fonts import Fonts
from core.drawing.letters import Read, breakable, cleaned, from_the_right, legible

_PIECE = 160
"""A long line may be cut after pieces of about so many letters."""
_TRIED = 80
"""More pieces, or rows, than a sheet could ever hold."""
_TITLE = 300
_CELL = 60
"""So many letters of a title and of a cell are shown."""

Data = dict[str, Any]


def page_pdf(page: Page, fonts: Fonts) -> bytes:
    """One sheet, after PDF/UA-1. Takes some 40 ms: call it off the event loop. Raises DrawingFailed.

    What does not fit is left out from the end and counted: first of the notes, then of the table, the sections, the
    summary.
    """
    read = _Reading(fonts)
    data = _data(page, read)
    inputs = {}
    if page.chart is not None:
        chart = replace(page.chart, width=WHOLE_SHEET)
        inputs["chart"], changed = fonts.whole(lambda by: shown_chart(chart, by))
        read.replaced |= changed
    data["unseen"] = _line(page.unseen if read.replaced else "", read)
    return fonts.pdf(_template(), {**inputs, "page": json.dumps(data)})


def page_text(page: Page) -> str:
    """The whole page as plain text, with nothing cut: each heading and each row of the table on a line."""
    parts = [[page.title, page.by], page.summary]
    if page.chart is not None:
        parts.append([page.chart_alt])
    if page.table is not None:
        parts.append(["; ".join(_told(page.table.head, row)) for row in page.table.rows])
    parts += [_in_lines(section) for section in (*page.sections, *([page.notes] if page.notes else []))]
    parts.append([page.footer])
    cleared = ("\n".join(line for line in map(cleaned, part) if line) for part in parts)
    return "\n\n".join(part for part in cleared if part) + "\n"


class _Reading:
    """Reads the words of one page, and remembers whether letters had to be replaced."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self.replaced = False

    def __call__(self, text: str) -> str:
        shown = legible(text, self._fonts.missing)
        self.replaced = self.replaced or shown != cleaned(text)
        return shown


def _data(page: Page, read: Read) -> Data:
    """What the template reads."""
    language, _, region = page.language.partition("-")
    title = _line(page.title[:_TITLE], read)
    table = page.table
    return {
        "title": read(page.title[:_TITLE]),
        "heading": title,
        "by": _line(page.by[:_TITLE], read),
        "lang": language.lower(),
        "region": region.upper() if len(region) == 2 else None,
        "paper": page.paper.value,
        "summary": _part("", page.summary, read),
        "alt": cleaned(page.chart_alt) or cleaned(page.title),
        "head": [_line(cell[:_CELL], read) for cell in table.head] if table else [],
        "rows": _rows(table, read),
        "sections": [_section(one, read) for one in page.sections],
        "notes": _section(page.notes or Section(title="", lines=()), read),
        "cut": cleaned(page.cut),
        "footer": _line(page.footer[:_TITLE], read),
    }


def _line(text: str, read: Read) -> Data:
    shown = breakable(read(text))
    return {"text": shown, "right": from_the_right(shown)}


def _rows(table: Table | None, read: Read) -> Data:
    rows = table.rows if table else ()
    tried = [
        {"line": number, "cells": [_line(cell[:_CELL], read) for cell in cells]}
        for number, cells in enumerate(rows[:_TRIED])
    ]
    return {"pieces": tried, "lines": len(rows), "whole": len(tried)}


def _section(section: Section, read: Read) -> Data:
    return {**_part(section.title[:_TITLE], section.lines, read), "bullets": section.bullets}


def _part(title: str, lines: Sequence[str], read: Read) -> Data:
    """A list of lines in pieces. Of a very long one no more is given than a sheet could ever hold."""
    pieces: list[Data] = []
    whole = 0
    for number, line in enumerate(lines):
        room = _TRIED - len(pieces)
        if room <= 0:
            break
        shown = _line(line[: (room + 1) * 2 * _PIECE], read)
        given = list(_pieces(shown["text"]))
        pieces += ({**shown, "line": number, "text": piece} for piece in given[:room])
        whole += len(given) <= room
    return {"title": _line(title, read), "pieces": pieces, "lines": len(lines), "whole": whole}


def _pieces(text: str) -> Iterator[str]:
    """A line in parts that may be left out, broken between words; a word without an end is broken too."""
    part = ""
    for word in text.split(" "):
        if part and len(part) + len(word) >= _PIECE:
            yield part
            part = word
        else:
            part = f"{part} {word}" if part else word
        while len(part) > 2 * _PIECE:
            yield part[:_PIECE]
            part = part[_PIECE:]
    yield part


def _told(head: Sequence[str], row: Sequence[str]) -> Iterator[str]:
    yield row[0]
    yield from (f"{name}: {cell}" for name, cell in zip(head[1:], row[1:], strict=True))


def _in_lines(section: Section) -> list[str]:
    return [section.title, *(f"- {line}" if section.bullets else line for line in section.lines)]


@cache
def _template() -> bytes:
    return Path(__file__).with_name("page.typ").read_bytes()
