"""What a reply or a message offers, and to whom."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from core.model.identity import Address
from core.model.message import Button, DoorButton, Outbound
from core.model.reply import Edit, Replies, Say
from tests.house.matrix_world import ADMIN, Actor


def reader_of(place: Address, button: Button | DoorButton) -> Actor:
    """Whom a message in a private chat is for; in a group a moderator tries what it offers."""
    if place.private:
        return Actor(name=place.conversation)
    return replace(ADMIN, in_group=not isinstance(button, DoorButton))


def messages_in(replies: Replies) -> list[Outbound]:
    return [one.message for one in replies if isinstance(one, Say | Edit)]


def buttons_in(pages: Iterable[Outbound]) -> Iterator[Button | DoorButton]:
    return (one for page in pages for row in page.buttons for one in row if isinstance(one, Button | DoorButton))
