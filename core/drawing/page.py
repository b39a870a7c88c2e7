"""A page for a doctor: one sheet as a PDF that screen readers can read, and the same as plain text.

Words go in as data, so nothing that people write is read as markup. What must be left out is counted on the page.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from core.drawing.chart import shown_chart
from core.drawing.figures import Page, Section
from core.drawing.fonts import Fonts
from core.drawing.letters import cleaned, from_the_right, legible

_PIECE = 160
"""A long line may be cut after pieces of about so many letters."""
_LONGEST = 20_000
"""More letters of one line than this fit no page; the rest is not even tried."""
_TITLE = 300

Data = dict[str, Any]


def page_pdf(page: Page, fonts: Fonts) -> bytes:
    """One sheet, after PDF/UA-1. Takes some 40 ms: call it off the event loop. Raises DrawingFailed.

    What does not fit is left out from the end: first the notes, then the sections, the table, the summary.
    """
    filling = _Filling(fonts)
    data = filling.page(page)
    inputs = {}
    if page.chart is not None:
        inputs["chart"] = shown_chart(page.chart, fonts)
    data["unseen"] = filling.line(page.unseen if filling.replaced else "")
    return fonts.pdf(_template(), {**inputs, "page": json.dumps(data)})


def page_text(page: Page) -> str:
    """The whole page as plain text, with nothing cut: headings on lines of their own, each row of the table in words."""
    parts = [[page.title, page.by], page.summary]
    if page.chart is not None:
        parts.append([page.chart_alt])
    if page.table is not None:
        parts.append(["; ".join(_told(page.table.head, row)) for row in page.table.rows])
    parts += [_in_lines(section) for section in (*page.sections, *([page.notes] if page.notes else []))]
    parts.append([page.footer])
    cleared = ("\n".join(line for line in map(_kept, part) if line) for part in parts)
    return "\n\n".join(part for part in cleared if part) + "\n"


class _Filling:
    """Turns a page into what the template reads, and remembers whether letters had to be replaced."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self.replaced = False

    def page(self, page: Page) -> Data:
        language, _, region = page.language.partition("-")
        title = self.line(page.title, most=_TITLE)
        table = page.table
        return {
            "title": title["text"],
            "heading": title,
            "by": self.line(page.by, most=_TITLE),
            "lang": language.lower(),
            "region": region.upper() if len(region) == 2 else None,
            "paper": page.paper.value,
            "summary": self.pieces(page.summary),
            "alt": cleaned(page.chart_alt) or title["text"],
            "head": [self.line(cell, most=_TITLE) for cell in table.head] if table else [],
            "rows": [self.row(number, row) for number, row in enumerate(table.rows)] if table else [],
            "sections": [self.section(one) for one in page.sections],
            "notes": self.section(page.notes or Section(title="", lines=())),
            "cut": self.line(page.cut)["text"],
            "footer": self.line(page.footer, most=_TITLE),
        }

    def line(self, text: str, most: int = _LONGEST) -> Data:
        plain = cleaned(text[:most])
        shown = legible(plain, self._fonts.missing)
        self.replaced = self.replaced or shown != plain
        return {"text": shown, "right": from_the_right(plain)}

    def row(self, number: int, cells: Sequence[str]) -> Data:
        return {"line": number, "cells": [self.line(cell, most=_TITLE) for cell in cells]}

    def section(self, section: Section) -> Data:
        title = self.line(section.title, most=_TITLE)
        return {"title": title, "bullets": section.bullets, "pieces": self.pieces(section.lines)}

    def pieces(self, lines: Sequence[str]) -> list[Data]:
        return [
            {"line": number, "text": piece, "right": line["right"]}
            for number, line in enumerate(map(self.line, lines))
            for piece in _pieces(line["text"])
        ]


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


def _kept(line: str) -> str:
    return cleaned(line)


def _told(head: Sequence[str], row: Sequence[str]) -> Iterator[str]:
    yield row[0]
    yield from (f"{name}: {cell}" for name, cell in zip(head[1:], row[1:], strict=True))


def _in_lines(section: Section) -> list[str]:
    return [section.title, *(f"- {line}" if section.bullets else line for line in section.lines)]


@cache
def _template() -> bytes:
    return Path(__file__).with_name("page.typ").read_bytes()
