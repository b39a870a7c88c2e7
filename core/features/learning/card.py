"""How a snippet looks: title, text, source and review date. The same card everywhere it is shown."""

from datetime import date
from typing import Final

from core.library.snippets import Snippet
from core.model.action import action
from core.model.message import AnyButton, Block, Button, Link, Outbound, Span, message, note, plain, spoiler, title
from core.ports import Phrasebook

TOPICS, TOPIC, READ, MORE, ANOTHER, SOURCE = (
    "learn.topics",
    "learn.topic",
    "learn.read",
    "learn.more",
    "learn.another",
    "learn.source",
)

VISITS: Final = "appointments"
"""The topic about getting ready for a doctor."""


def card(snippet: Snippet, words: Phrasebook, *, lead: str = "") -> Outbound:
    """The first sixty words with their source. `lead` is a line before the title, such as a soft word."""
    blocks: list[Block] = [plain(lead)] if lead else []
    blocks += [title(snippet.title), *_text(snippet, snippet.body, words), source_line(snippet, words)]
    return message(*blocks, buttons=_buttons(snippet, words, more=snippet.more is not None))


def card_with_more(snippet: Snippet, words: Phrasebook) -> Outbound:
    """The rest of the snippet, under its title, with the source again."""
    blocks: list[Block] = [title(snippet.title), *_text(snippet, snippet.more or snippet.body, words)]
    return message(*blocks, source_line(snippet, words), buttons=_buttons(snippet, words, more=False))


def source_card(snippet: Snippet, words: Phrasebook) -> Outbound:
    """Who says so, in full."""
    source = snippet.source
    lines: list[Block] = [title(snippet.title), plain(words("learning.source_name", name=source.name))]
    if source.title:
        lines.append(plain(words("learning.source_work", title=source.title, date=source.date or "")))
    if source.url:
        lines.append(plain(Link(label=words("learning.source_link"), url=source.url)))
    lines.append(note(words("learning.source_reviewed", date=_day(snippet.reviewed_on))))
    back = Button(label=words("learning.button_back"), action=action(READ, snippet.id))
    return message(*lines, buttons=((back,),))


def source_line(snippet: Snippet, words: Phrasebook) -> Block:
    """Source, date of the last review, and the one line that this is not advice."""
    source = snippet.source
    name: Span = Link(label=source.name, url=source.url) if source.url else source.name
    work = f', "{source.title}"' if source.title else ""
    when = f" ({source.date})" if source.date else ""
    return note(
        words("learning.source_label") + " ",
        name,
        f"{work}{when}. " + words("learning.reviewed_and_not_advice", date=_day(snippet.reviewed_on)),
    )


def _text(snippet: Snippet, text: str, words: Phrasebook) -> list[Block]:
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    if snippet.content_warning is None:
        return [plain(part) for part in paragraphs]
    warning = note(words("learning.content_warning", warning=snippet.content_warning))
    return [warning, *(spoiler(part) for part in paragraphs)]


def _buttons(snippet: Snippet, words: Phrasebook, *, more: bool) -> tuple[tuple[AnyButton, ...], ...]:
    first = [Button(label=words("learning.button_more"), action=action(MORE, snippet.id))] if more else []
    return (
        (
            *first,
            Button(label=words("learning.button_another"), action=action(ANOTHER, snippet.id)),
            Button(label=words("learning.button_source"), action=action(SOURCE, snippet.id)),
        ),
        (
            Button(label=words("learning.button_topics"), action=action(TOPICS)),
            Button(label=words("learning.button_people"), action=action("safety.people")),
        ),
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
