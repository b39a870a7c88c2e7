"""The library's snippets: one Markdown file each, with front matter that says who says so and since when.

Reads and checks them; finding the right one for a question is the search's work.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from core.library.forms import Form, Id, Text, UnfitError, count_words, fill, nearest
from core.library.reading import Sheet, read_page

BODY_WORDS = 60
MORE_WORDS = 120
FEWEST_ASKED = 6
MORE_HEADING = "## More"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says so. `title` and `date` (a day or a year, as written) are there for an article or a paper."""

    name: str
    title: str | None = None
    date: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """One thing worth knowing: at most 60 words, and at most 120 `more` (None when there is no more)."""

    id: str
    title: str
    topic: str
    body: str
    more: str | None
    also_asked: tuple[str, ...]
    source: Source
    reviewed_on: date
    claims: tuple[str, ...]
    content_warning: str | None


def _is_claim(value: str) -> str:
    if not re.fullmatch(r"[AFP][1-9]\d{0,2}", value):
        raise UnfitError(f"`{value}` is not a fact's number", "Write a letter and a number, such as A12 or F42.")
    return value


def _is_day_or_year(value: str) -> str:
    try:
        date.fromisoformat(value if len(value) > 4 else f"{value}-01-01")
    except ValueError:
        raise UnfitError(f"`{value}` is not a date", "Write a day such as 2025-05-29 or a year.") from None
    return value


def _is_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s.]+\.\S+", value):
        raise UnfitError("this is not a web address", "Write it whole, beginning with https://, or delete the line.")
    return value


Claim = Annotated[str, AfterValidator(_is_claim)]
"""The number of a fact behind what is said."""


class SourceForm(Form):
    """The `source` group of a snippet."""

    name: Text
    title: Text | None = None
    date: Annotated[str, AfterValidator(_is_day_or_year)] | None = None
    url: Annotated[str, AfterValidator(_is_address)] | None = None


class SnippetForm(Form):
    """The front matter of a snippet."""

    id: Id
    title: Annotated[str, StringConstraints(min_length=1, max_length=70)]
    topic: Text
    also_asked: Annotated[list[Text], Field(min_length=FEWEST_ASKED)]
    source: SourceForm
    claims: tuple[Claim, ...] = ()
    reviewed_on: date
    cw: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = None


def read_snippet(path: Path, name: str, topics: Sequence[str]) -> Snippet:
    """Return the snippet of one file; raises ContentError when the file, its facts or its lengths are not right."""
    sheet = read_page(path, name)
    form = fill(SnippetForm, sheet)
    if form.id != path.stem:
        raise sheet.broken(["id"], f"the id `{form.id}` is not the file's name", f"Write `id: {path.stem}`.")
    if form.topic not in topics:
        raise sheet.broken(["topic"], f"`{form.topic}` is not a topic", nearest(form.topic, topics))
    _refuse_repeats(sheet, [form.title, *form.also_asked])
    body, more = _parts(sheet)
    return Snippet(
        id=form.id,
        title=form.title,
        topic=form.topic,
        body=body,
        more=more,
        also_asked=tuple(form.also_asked),
        source=Source(**form.source.model_dump()),
        reviewed_on=form.reviewed_on,
        claims=tuple(form.claims),
        content_warning=form.cw,
    )


def _refuse_repeats(sheet: Sheet, asked: Sequence[str]) -> None:
    """Raise ContentError when a way of asking stands there twice, or repeats the title."""
    seen: set[str] = set()
    for index, way in enumerate(asked):
        plain = " ".join(re.findall(r"\w+", way.lower()))
        if plain in seen:
            raise sheet.broken(
                ["also_asked", index - 1], f'"{way}" is there already', "Write another way of asking, or delete it."
            )
        seen.add(plain)


def _parts(sheet: Sheet) -> tuple[str, str | None]:
    above, heading, below = f"\n{sheet.prose}".partition(f"\n{MORE_HEADING}\n")
    line = sheet.prose_line + len(sheet.prose) - len(sheet.prose.lstrip("\n"))
    more_line = sheet.prose_line + above.count("\n")
    body, more = above.strip(), below.strip()
    if not body:
        raise sheet.broken_prose(line, "there is no text", "Write the answer under the second `---` line.")
    if heading and not more:
        raise sheet.broken_prose(
            more_line, f"there is nothing under `{MORE_HEADING}`", "Write it, or delete the heading."
        )
    _refuse_long(sheet, line, body, BODY_WORDS, "the text")
    _refuse_long(sheet, more_line, more, MORE_WORDS, f"the part under `{MORE_HEADING}`")
    return body, more or None


def _refuse_long(sheet: Sheet, line: int, text: str, most: int, part: str) -> None:
    if (words := count_words(text)) > most:
        raise sheet.broken_prose(line, f"{part} has {words} words; {most} fit", "Say it in fewer words.")
    if re.search(r"^#", text, re.MULTILINE):
        raise sheet.broken_prose(line, f"there is a heading in {part}", f"Only `{MORE_HEADING}` may be there, once.")
