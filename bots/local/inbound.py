"""From what the page posts to neutral facts. Pure; nothing here trusts a button."""

import re
from datetime import datetime
from typing import Annotated, Final, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Base64Bytes, BaseModel, ConfigDict, Field

from bots.local.people import BOT_NAME, PEOPLE, Look, Person, Place, address_of
from core.model.inbound import (
    BotAdded,
    ButtonTapped,
    CommandGiven,
    FileOffered,
    FormSubmitted,
    Inbound,
    OptionTyped,
    Origin,
    TextSaid,
)

Step = Literal["nine_tomorrow", "hour", "day", "now"]
"""Where the clock can be moved; "now" is back to real time."""

LONGEST_POST: Final = 20_000

_MENTION: Final = re.compile(rf"@{BOT_NAME}\b[,:]?", re.IGNORECASE)
_COMMAND: Final = re.compile(rf"/([a-z]+)(?:@{BOT_NAME})?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)


def _known_person(person_id: str) -> str:
    if person_id not in PEOPLE:
        raise ValueError("nobody of that id lives in the preview")
    return person_id


def _known_zone(zone: str) -> str:
    return zone if zone in available_timezones() else "UTC"


class Stand(BaseModel):
    """Where the one in front of the page stands: who they are, where, in which look, and their browser's zone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    person_id: Annotated[str, AfterValidator(_known_person), Field(alias="person")]
    place: Place = Place.PRIVATE
    look: Look = Look.TELEGRAM
    browser_zone: Annotated[str, AfterValidator(_known_zone), Field(alias="zone")] = "UTC"

    @property
    def person(self) -> Person:
        return PEOPLE[self.person_id]

    def origin(self, event_id: str, at: datetime) -> Origin:
        """No role comes with it: the guard asks the transport, as it must on a platform that does not say."""
        return Origin(
            event_id=event_id,
            account=self.person.account,
            address=address_of(self.person, self.place),
            at=at,
            locale="en",
        )


class Said(Stand):
    """Typed words, a command among them."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_POST)]


class Tapped(Stand):
    """A tap on a button in an entry."""

    entry: int
    packed: Annotated[str, Field(max_length=200)]


class Filled(Stand):
    """A form from its dialog."""

    packed: Annotated[str, Field(max_length=200)]
    values: Annotated[dict[str, Annotated[str, Field(max_length=LONGEST_POST)]], Field(max_length=25)]


class ThroughDoor(Stand):
    """A start link into the private chat."""

    payload: Annotated[str, Field(max_length=200)]


class Offered(Stand):
    """A file: what it is called, how long it is, and what is in it, at which nobody looks until it is wanted."""

    name: Annotated[str, Field(max_length=300)]
    size: Annotated[int, Field(ge=0)]
    text: Annotated[str, Field(max_length=LONGEST_POST)] = ""
    content: Base64Bytes = b""


class Typing(Stand):
    """A command's option, half typed."""

    command: str
    option: str
    text: str = ""


class ClockMove(Stand):
    """Where the clock shall go."""

    to: Step


Post = Said | Offered | Tapped | Filled | ThroughDoor


def to_inbound(post: Post, origin: Origin, *, message_private: bool, ref: str = "") -> Inbound | None:
    """None for what is said or shown in the group and not meant for Spoonlight: it does not hear it.

    `ref`: the handle of an offered file.
    """
    match post:
        case Said(text=text) if (given := _COMMAND.fullmatch(text.strip())) is not None:
            return CommandGiven(origin=origin, name=given[1].lower(), rest=(given[2] or "").strip())
        case Said(text=text):
            words, mentions = _MENTION.subn(" ", text)
            heard = origin.address.private or mentions
            return TextSaid(origin=origin, text=(words if mentions else text).strip()) if heard else None
        case Offered(name=name, size=size, text=text):
            private = origin.address.private
            return FileOffered(origin=origin, name=name, size=size, ref=ref, words=text.strip()) if private else None
        case Tapped(packed=packed):
            return ButtonTapped(origin=origin, packed=packed, message_private=message_private)
        case Filled(packed=packed, values=values):
            return FormSubmitted(origin=origin, packed=packed, values=values)
        case ThroughDoor(payload=payload):
            return CommandGiven(origin=origin, name="start", rest=payload)


def to_option_typed(typing: Typing, origin: Origin) -> OptionTyped:
    return OptionTyped(origin=origin, command=typing.command, option=typing.option, text=typing.text)


def bot_added(by: Person, event_id: str, at: datetime) -> BotAdded:
    """With each start the group is a new one to look at, and Spoonlight comes into it."""
    return BotAdded(origin=Stand.model_validate({"person": by.id, "place": Place.GROUP}).origin(event_id, at))
