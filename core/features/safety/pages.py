"""The few short lines that are said in a dark moment. A number stands only with its country, with a copy button."""

from collections.abc import Sequence

from core.library.helplines import Country, Helpline, Helplines
from core.model.action import action
from core.model.message import AnyButton, Block, Button, CopyButton, LinkButton, Outbound, message, note, plain, title
from core.ports import Phrasebook

PEOPLE, COUNTRY, COUNTRIES, NOT_MEANT = "safety.people", "safety.country", "safety.countries", "safety.meant"

COUNTRIES_ON_A_PAGE = 18

MAIN_COUNTRIES = ("US", "CA", "GB", "IE", "AU", "NZ")


def crisis_page(lines: Helplines, words: Phrasebook) -> Outbound:
    """Said at once to thoughts of suicide; the country is asked by buttons, never guessed."""
    lead = (plain(words("safety.glad")), plain(words("safety.program")))
    return _anywhere(lines, words, *lead, last=(_not_meant(words),))


def concern_page(lines: Helplines, words: Phrasebook) -> Outbound:
    """A soft line and the same doors; it is no less clear that nobody reads along."""
    lead = (plain(words("safety.concern")), plain(words("safety.program")))
    return _anywhere(lines, words, *lead, last=(_not_meant(words),))


def people_page(lines: Helplines, words: Phrasebook) -> Outbound:
    """Asked for by a tap: where real people are."""
    return _anywhere(lines, words, plain(words("safety.people")))


def not_meant_page(lines: Helplines, words: Phrasebook) -> Outbound:
    """No lecture and no question; the lines stay in sight."""
    return _anywhere(lines, words, plain(words("safety.not_meant")))


def countries_page(lines: Helplines, page: int, words: Phrasebook) -> Outbound:
    """Every country that we know lines or numbers for, by name, a page at a time."""
    known = sorted(lines.countries.values(), key=lambda country: (not country.lines, country.name))
    first = page * COUNTRIES_ON_A_PAGE
    buttons = [
        Button(label=country.name, action=action(COUNTRY, country.code))
        for country in known[first : first + COUNTRIES_ON_A_PAGE]
    ]
    turns: list[AnyButton] = []
    if page > 0:
        turns.append(Button(label=words("safety.button_earlier"), action=action(COUNTRIES, page - 1)))
    if first + COUNTRIES_ON_A_PAGE < len(known):
        turns.append(Button(label=words("safety.button_more"), action=action(COUNTRIES, page + 1)))
    finder = LinkButton(label=lines.anywhere.finder_name, url=lines.anywhere.finder_url)
    return message(words("safety.which_country"), buttons=(*_rows(buttons, 3), (*turns, finder)))


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


def _anywhere(lines: Helplines, words: Phrasebook, *lead: Block, last: tuple[AnyButton, ...] = ()) -> Outbound:
    anywhere = lines.anywhere
    near: list[AnyButton] = [
        Button(label=country.name, action=action(COUNTRY, code))
        for code in MAIN_COUNTRIES
        if (country := lines.of(code)) is not None
    ]
    finder = LinkButton(label=anywhere.finder_name, url=anywhere.finder_url)
    where = plain(words("safety.where", finder=anywhere.finder_name, emergency=anywhere.emergency))
    return message(*lead, where, buttons=(*_rows(near, 3), (finder, _other(words)), *((last,) if last else ())))


def _said(line: Helpline, words: Phrasebook) -> str:
    ways = [
        words(f"safety.way_{way}", to=value)
        for way, value in (("call", line.call), ("text", line.text), ("chat", line.chat), ("email", line.email))
        if value
    ]
    return words("safety.line", name=line.name, ways=", ".join(ways), hours=line.hours)


def _other(words: Phrasebook) -> Button:
    return Button(label=words("safety.button_other"), action=action(COUNTRIES, 0))


def _not_meant(words: Phrasebook) -> Button:
    return Button(label=words("safety.button_not_meant"), action=action(NOT_MEANT))


def _rows(buttons: Sequence[AnyButton], width: int) -> tuple[tuple[AnyButton, ...], ...]:
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))
