"""Who is who in the preview: three made-up people, a private chat for each, one group, and two looks."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.model.identity import Account, Address, Platform, Role, private_address
from core.ports import Capabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody that the one in front of the page can be."""

    id: str
    name: str
    role: Role

    @property
    def account(self) -> Account:
        return Account(platform=Platform.LOCAL, user_id=self.id)


PEOPLE: Final = {
    person.id: person
    for person in (
        Person(id="robin", name="Robin", role=Role.MEMBER),
        Person(id="sam", name="Sam", role=Role.MEMBER),
        Person(id="mika", name="Mika", role=Role.MODERATOR),
    )
}

MODERATOR: Final = PEOPLE["mika"]

GROUP: Final = Address(platform=Platform.LOCAL, conversation="group")

BOT_NAME: Final = "Spoonlight"


class Place(StrEnum):
    """Where somebody is."""

    PRIVATE = "private"
    GROUP = "group"


def address_of(person: Person, place: Place) -> Address:
    """The conversation that this person has open."""
    return private_address(person.account) if place is Place.PRIVATE else GROUP


class Look(StrEnum):
    """Whose abilities the page shows."""

    TELEGRAM = "telegram"
    DISCORD = "discord"


CAPABILITIES: Final = {
    Look.TELEGRAM: Capabilities(forms=False, text_limit=4096),
    Look.DISCORD: Capabilities(forms=True, text_limit=2000),
}
"""Sources: Telegram Bot API, sendMessage (1-4096 characters); Discord, Create Message (up to 2000) and modals."""
