"""What reaches Spoonlight: a closed union of facts, each with its origin.

Adapters make these; nothing native passes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.model.identity import Account, Address, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a fact comes from.

    `event_id` is unique on its platform, so that the same fact told twice has one effect. `at` is aware UTC.
    `role` is what the platform said with the event, None when it did not say (then the guard asks).
    `ranks`: the platform's own roles that they have, None when it did not say.
    `anonymous`: an admin or channel that speaks without a person's id; no member is ever made of it.
    """

    event_id: str
    account: Account
    address: Address
    at: datetime
    role: Role | None = None
    ranks: frozenset[str] | None = None
    locale: str | None = None
    anonymous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandGiven:
    """A command. `options` are named values (Discord); `rest` is what was typed behind the name (Telegram)."""

    origin: Origin
    name: str
    options: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSaid:
    """Plain words to Spoonlight: in private, or by a mention or a reply in a group (the mention itself cut off)."""

    origin: Origin
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOffered:
    """Something other than words, sent in private: a document, a picture, a voice note, a sticker.

    `name` and `size` (bytes) are what the platform says, empty and 0 where it says nothing; nobody has looked inside.
    `ref` is the platform's own handle of it, never fetched by whoever made this. `words`: what was written beside it.
    """

    origin: Origin
    name: str
    size: int
    ref: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonTapped:
    """A tap. `packed` is untrusted until its signature is read. `message_private`: nobody else sees that message."""

    origin: Origin
    packed: str
    message_private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSubmitted:
    """A whole form, filled in. `packed` is untrusted like a button's."""

    origin: Origin
    packed: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionTyped:
    """Somebody is typing a command's option (Discord) and wants suggestions; answered by choices, never stored."""

    origin: Origin
    command: str
    option: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined:
    """Somebody joined a group."""

    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft:
    """Somebody left a group, or was removed."""

    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class BotAdded:
    """Spoonlight itself came into a group."""

    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class BotRemoved:
    """Spoonlight itself was removed from a group."""

    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMoved:
    """The group's chat has a new id; the old one is dead for ever."""

    origin: Origin
    conversation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachChanged:
    """A person blocked Spoonlight (`reachable` False) or let it write again (True)."""

    origin: Origin
    reachable: bool


Inbound = (
    CommandGiven
    | TextSaid
    | FileOffered
    | ButtonTapped
    | FormSubmitted
    | MemberJoined
    | MemberLeft
    | BotAdded
    | BotRemoved
    | ChatMoved
    | ReachChanged
)
