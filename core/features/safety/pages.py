"""The few short lines that are said in a dark moment. A number stands only with its country, with a copy button."""

from collections.abc import Sequence

from core.library.helplines import Country, Helpline, Helplines
from core.model.action import action
from core.model.message import AnyButton, Block, Button, CopyButton, LinkButton, Outbound, message, note, plain, title
from core.ports import Phrasebook

PEOPLE, COUNTRY, COUNTRIES = "safety.people", "safety.country", "safety.countries"

MAIN_COUNTRIES = ("US", "CA", "GB", "IE", "AU", "NZ")


def crisis_page(lines: Helplines, words: Phrasebook) -> Outbound:
    """Said at once to thoughts of suicide; the country is asked by buttons, never guessed."""
    return _anywhere(lines, words, plain(words("safety.glad")), plain(words("safety.program")))


def concern_page(lines: Helplines, words: Phrasebook) -> Outbound:
    """A soft line and the same doors."""
    return _anywhere(lines, words, plain(words("safety.concern")))


def people_page(lines: Helplines, words: Phrasebook) -> Outbound:
    """Asked for by a tap: where real people are."""
    return _anywhere(lines, words, plain(words("safety.people")))


def countries_page(lines: Helplines, words: Phrasebook) -> Outbound:
    """Every country that we know lines or numbers for, by name."""
    buttons = [
        Button(label=country.name, action=action(COUNTRY, country.code))
        for country in sorted(lines.countries.values(), key=lambda country: (not country.lines, country.name))
    ][:24]
    return message(words("safety.which_country"), buttons=_rows(buttons, 3))


def country_page(country: Country, lines: Helplines, words: Phrasebook) -> Outbound:
    """One country's lines and its emergency number, every number under the country's name."""
    blocks: list[Block] = [title(words("safety.in_country", country=country.name))]
    blocks += [plain(_said(line, words)) for line in country.lines]
    emergency = " / ".join(country.emergency)
    blocks.append(plain(words("safety.emergency", country=country.name, numbers=emergency)))
    if country.note:
        blocks.append(note(country.note))
    if not country.lines:
        blocks.append(plain(words("safety.finder", name=lines.anywhere.finder_name)))
    copies: list[AnyButton] = [
        CopyButton(label=words("safety.button_copy", number=line.call), text=line.call)
        for line in country.lines
        if line.call
    ]
    finder = LinkButton(label=lines.anywhere.finder_name, url=lines.anywhere.finder_url)
    return message(*blocks, buttons=(*_rows(copies, 2), (finder, _other(words))))


def _anywhere(lines: Helplines, words: Phrasebook, *lead: Block) -> Outbound:
    anywhere = lines.anywhere
    near: list[AnyButton] = [
        Button(label=country.name, action=action(COUNTRY, code))
        for code in MAIN_COUNTRIES
        if (country := lines.of(code)) is not None
    ]
    finder = LinkButton(label=anywhere.finder_name, url=anywhere.finder_url)
    where = plain(words("safety.where", finder=anywhere.finder_name, emergency=anywhere.emergency))
    return message(*lead, where, buttons=(*_rows(near, 3), (finder, _other(words))))


def _said(line: Helpline, words: Phrasebook) -> str:
    ways = [
        words(f"safety.way_{way}", to=value)
        for way, value in (("call", line.call), ("text", line.text), ("chat", line.chat), ("email", line.email))
        if value
    ]
    return words("safety.line", name=line.name, ways=", ".join(ways), hours=line.hours)


def _other(words: Phrasebook) -> Button:
    return Button(label=words("safety.button_other"), action=action(COUNTRIES))


def _rows(buttons: Sequence[AnyButton], width: int) -> tuple[tuple[AnyButton, ...], ...]:
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))
