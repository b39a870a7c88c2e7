"""What is said to plain words: an answer from the library, three titles, a kind no, or an honest "I don't know".

Every sentence was written and reviewed before; nothing is made up on the way.
"""

from collections.abc import Callable
from typing import assert_never

from core.features.learning.browse import title_buttons
from core.features.learning.card import TOPIC, TOPICS, VISITS, card
from core.library.content import Content
from core.library.doors import Door
from core.library.listening.heard import Heard, Kind
from core.model.action import action
from core.model.message import AnyButton, Button, Outbound, message
from core.ports import Phrasebook


class Answers:
    """Turns what was heard into what is said. `doors` are the buttons behind content's doors."""

    def __init__(self, content: Content, doors: Callable[[Door], Button]) -> None:
        self._content = content
        self._doors = doors

    def to(self, heard: Heard, words: Phrasebook, *, turn: int) -> Outbound | None:
        """The message, or None for what another feature answers. `turn` varies the wording of small talk."""
        match heard.kind:
            case Kind.ANSWER:
                return card(self._content.snippets[heard.snippets[0]], words)
            case Kind.CHOICES:
                return self._choices(heard, words("learning.did_you_mean"), words)
            case Kind.URGENT:
                return self._first(heard, words("learning.urgent"), words)
            case Kind.MEDICAL:
                return self._declined(heard, words)
            case Kind.SMALLTALK:
                return self._smalltalk(heard, turn)
            case Kind.OUT_OF_SCOPE:
                return message(words("learning.unknown"), buttons=((_topics(words), _person(words)),))
            case Kind.COMMAND | Kind.CONCERN | Kind.CRISIS:
                return None
            case _:
                assert_never(heard.kind)

    def _first(self, heard: Heard, lead: str, words: Phrasebook) -> Outbound:
        if not heard.snippets:
            return message(words("learning.urgent_alone"), buttons=((_person(words),),))
        return card(self._content.snippets[heard.snippets[0]], words, lead=lead)

    def _choices(self, heard: Heard, lead: str, words: Phrasebook) -> Outbound:
        found = [self._content.snippets[snippet_id] for snippet_id in heard.snippets]
        return message(lead, buttons=(*((button,) for button in title_buttons(found)), (_topics(words),)))

    def _declined(self, heard: Heard, words: Phrasebook) -> Outbound:
        """Says who can advise, and what can be done now: pages that help to ask, or how to get ready for a visit."""
        found = [self._content.snippets[snippet_id] for snippet_id in heard.snippets]
        lead = [words("learning.cannot_advise"), *([words("learning.pages_may_help")] if found else [])]
        ready = Button(label=words("learning.button_visit"), action=action(TOPIC, VISITS, 0))
        keep = Button(label=words("learning.button_ask_doctor"), action=action("questions.add"))
        pages = tuple((button,) for button in title_buttons(found))
        return message(*lead, buttons=(*pages, (keep,), (ready, _topics(words))))

    def _smalltalk(self, heard: Heard, turn: int) -> Outbound | None:
        remark = self._content.smalltalk.get(heard.smalltalk or "")
        if remark is None:
            return None
        buttons = tuple((self._doors(door),) for door in remark.doors)
        return message(remark.replies[turn % len(remark.replies)], buttons=buttons)


def _topics(words: Phrasebook) -> AnyButton:
    return Button(label=words("learning.button_topics"), action=action(TOPICS))


def _person(words: Phrasebook) -> AnyButton:
    return Button(label=words("learning.button_person"), action=action("safety.people"))
