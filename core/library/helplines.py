"""Crisis and emergency lines by country (`data/helplines.yaml`). Guesses nobody's country.

"111" is an emergency number in one country and advice in another: a number is only ever handed out with its country.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Field

from core.library.forms import Form, Id, Text, UnfitError, fill, nearest
from core.library.reading import Sheet, read_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline:
    """A line with people on it. At least one of call, text, chat and email is there, as a person would dial or type it.

    Lines of one `pair` belong together and are shown together: one to call, one to text.
    `verified_on` is None while a maintainer has yet to check it.
    """

    id: str
    name: str
    call: str | None
    text: str | None
    chat: str | None
    email: str | None
    hours: str
    languages: tuple[str, ...]
    pair: str | None
    source: str
    verified_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country by its ISO 3166 code: its emergency numbers in the order to show, and its lines in theirs."""

    code: str
    name: str
    emergency: tuple[str, ...]
    note: str | None
    lines: tuple[Helpline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MainLine:
    """A line to show when the country is unknown, with the countries it serves in words."""

    where: str
    line: Helpline


@dataclass(frozen=True, slots=True, kw_only=True)
class Anywhere:
    """What is shown when the country is unknown: a finder, the emergency number in words, then the main lines."""

    finder_name: str
    finder_url: str
    emergency: str
    main_lines: tuple[MainLine, ...]
    source: str
    verified_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Helplines:
    """All lines: by country code, and for anywhere."""

    countries: Mapping[str, Country]
    anywhere: Anywhere

    def of(self, code: str | None) -> Country | None:
        """Return the country of an ISO code in any letter case, or None when it is unknown."""
        return self.countries.get(code.upper()) if code else None

    def lines(self) -> tuple[Helpline, ...]:
        """Return every line of every country once."""
        return tuple({line.id: line for country in self.countries.values() for line in country.lines}.values())


def _is_code(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise UnfitError(f"`{value}` is not a country's code", "Use the two capital letters of ISO 3166, such as NZ.")
    return value


def _has_no_number(value: str) -> str:
    if re.search(r"\d", value):
        raise UnfitError("there is a number here, and no country", "Numbers stand under their country only.")
    return value


class CheckedForm(Form):
    """Anything that has to be looked up again: where it was read, and on which day."""

    source: Text
    verified_on: date | None = None
    needs_recheck: bool = False

    def check_date(self, sheet: Sheet, path: Sequence[str | int]) -> None:
        """Raise ContentError unless there is either a day of checking or a plain note that it is still to be done."""
        if (self.verified_on is None) != self.needs_recheck:
            raise sheet.broken(
                path,
                "it has to say when it was checked, or that it has to be",
                "Write `verified_on: ` and the day you checked it, or `needs_recheck: true`; not both.",
            )


class HelplineForm(CheckedForm):
    """One line; its id is the key above it."""

    name: Text
    call: Text | None = None
    text: Text | None = None
    chat: Text | None = None
    email: Text | None = None
    hours: Text
    languages: Annotated[list[Text], Field(min_length=1)]
    pair: Id | None = None


class CountryForm(Form):
    """One country; its ISO code is the key above it."""

    name: Text
    emergency: Annotated[list[Text], Field(min_length=1)]
    note: Text | None = None
    lines: tuple[Text, ...] = ()


class MainLineForm(Form):
    """One of the lines for an unknown country."""

    where: Text
    line: Text


class AnywhereForm(CheckedForm):
    """What is shown when the country is unknown."""

    finder_name: Annotated[str, AfterValidator(_has_no_number)]
    finder_url: Text
    emergency: Annotated[str, AfterValidator(_has_no_number)]
    main_lines: list[MainLineForm]


class HelplinesForm(Form):
    """The whole of helplines.yaml."""

    lines: Annotated[dict[Id, HelplineForm], Field(min_length=1)]
    countries: Annotated[dict[Annotated[str, AfterValidator(_is_code)], CountryForm], Field(min_length=1)]
    anywhere: AnywhereForm


def read_helplines(path: Path, name: str) -> Helplines:
    """Return the lines; raises ContentError for a broken file, an unknown line, or one without a number or a day."""
    sheet = read_sheet(path, name)
    form = fill(HelplinesForm, sheet)
    lines = {id_: _line(sheet, id_, line) for id_, line in form.lines.items()}
    countries = {code: _country(sheet, lines, code, country) for code, country in form.countries.items()}
    return Helplines(countries=MappingProxyType(countries), anywhere=_anywhere(sheet, lines, form.anywhere))


def _country(sheet: Sheet, lines: Mapping[str, Helpline], code: str, form: CountryForm) -> Country:
    return Country(
        code=code,
        name=form.name,
        emergency=tuple(form.emergency),
        note=form.note,
        lines=tuple(
            _known(sheet, lines, id_, ["countries", code, "lines", index]) for index, id_ in enumerate(form.lines)
        ),
    )


def _anywhere(sheet: Sheet, lines: Mapping[str, Helpline], form: AnywhereForm) -> Anywhere:
    form.check_date(sheet, ["anywhere"])
    return Anywhere(
        finder_name=form.finder_name,
        finder_url=form.finder_url,
        emergency=form.emergency,
        main_lines=tuple(
            MainLine(where=main.where, line=_known(sheet, lines, main.line, ["anywhere", "main_lines", index, "line"]))
            for index, main in enumerate(form.main_lines)
        ),
        source=form.source,
        verified_on=form.verified_on,
    )


def _line(sheet: Sheet, id_: str, form: HelplineForm) -> Helpline:
    form.check_date(sheet, ["lines", id_])
    if not (form.call or form.text or form.chat or form.email):
        raise sheet.broken(["lines", id_], "nobody can be reached by it", "Add `call`, `text`, `chat` or `email`.")
    return Helpline(
        id=id_,
        name=form.name,
        call=form.call,
        text=form.text,
        chat=form.chat,
        email=form.email,
        hours=form.hours,
        languages=tuple(form.languages),
        pair=form.pair,
        source=form.source,
        verified_on=form.verified_on,
    )


def _known(sheet: Sheet, lines: Mapping[str, Helpline], id_: str, path: Sequence[str | int]) -> Helpline:
    if id_ not in lines:
        raise sheet.broken(path, f"there is no line `{id_}`", nearest(id_, list(lines)))
    return lines[id_]
