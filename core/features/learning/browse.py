"""Walking through the library by topic: lists of titles, and the way from one snippet to the next."""

from collections.abc import Sequence
from typing import Final

from core.features.learning.card import READ, TOPIC, TOPICS
from core.library.content import Content
from core.library.snippets import Snippet
from core.model.action import action
from core.model.message import AnyButton, Button, Choice, Outbound, message, title
from core.ports import Phrasebook

TITLES_ON_A_PAGE: Final = 6


def topics_page(content: Content, words: Phrasebook) -> Outbound:
    """All topics as buttons, two a row."""
    buttons = [Button(label=topic.title, action=action(TOPIC, topic.id, 0)) for topic in content.topics.values()]
    return message(words("learning.which_topic"), buttons=_in_rows(buttons, 2))


def topic_page(content: Content, topic_id: str, page: int, words: Phrasebook) -> Outbound:
    """One topic's titles, a page at a time."""
    topic = content.topics[topic_id]
    snippets = content.in_topic(topic_id)
    start = page * TITLES_ON_A_PAGE
    shown = snippets[start : start + TITLES_ON_A_PAGE]
    turns: list[AnyButton] = []
    if page > 0:
        turns.append(Button(label=words("learning.button_earlier"), action=action(TOPIC, topic_id, page - 1)))
    if start + TITLES_ON_A_PAGE < len(snippets):
        turns.append(Button(label=words("learning.button_later"), action=action(TOPIC, topic_id, page + 1)))
    turns.append(Button(label=words("learning.button_topics"), action=action(TOPICS)))
    rows = (*_in_rows(title_buttons(shown), 1), tuple(turns))
    return message(title(topic.title), topic.blurb, buttons=rows)


def title_buttons(snippets: Sequence[Snippet]) -> list[Button]:
    """A button for each snippet, with its title on it."""
    return [Button(label=snippet.title, action=action(READ, snippet.id)) for snippet in snippets]


def next_in_topic(content: Content, snippet: Snippet) -> Snippet:
    """The one after it in its topic, round and round."""
    shelf = content.in_topic(snippet.topic)
    return shelf[(shelf.index(snippet) + 1) % len(shelf)]


def suggest_topics(content: Content, typed: str) -> list[Choice]:
    """Topics whose name holds what was typed so far."""
    wanted = typed.strip().lower()
    return [
        Choice(value=topic.id, label=topic.title)
        for topic in content.topics.values()
        if wanted in topic.title.lower() or wanted in topic.id
    ]


def topic_named(content: Content, typed: str) -> str | None:
    """The topic whose id or title this is, or the only one that holds it."""
    wanted = typed.strip().lower()
    for topic in content.topics.values():
        if wanted in (topic.id, topic.title.lower()):
            return topic.id
    near = suggest_topics(content, typed)
    return near[0].value if wanted and len(near) == 1 else None


def _in_rows(buttons: Sequence[AnyButton], width: int) -> tuple[tuple[AnyButton, ...], ...]:
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))
