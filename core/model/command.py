"""Commands as they are declared once; each adapter registers them in its platform's own way."""

from dataclasses import dataclass
from enum import StrEnum

from core.model.message import Choice


class Who(StrEnum):
    """Who may give a command or tap a button."""

    EVERYONE = "everyone"
    MODERATORS = "moderators"


class Where(StrEnum):
    """Where a command is offered."""

    ANYWHERE = "anywhere"
    PRIVATE = "private"
    GROUP = "group"


class OptionKind(StrEnum):
    """What an option holds; a platform with typed options checks it before we see it."""

    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A named value. Typed behind the command on Telegram, in the declared order; the last one takes the rest."""

    name: str
    summary: str
    kind: OptionKind = OptionKind.TEXT
    required: bool = False
    choices: tuple[Choice, ...] = ()
    suggests: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`name` is one or two lower-case words ("learn", "group schedule"). `summary` is at most 100 characters.

    `private_reply`: in a group the answer (and, where possible, the command) is seen by the asker alone.
    """

    name: str
    summary: str
    options: tuple[Option, ...] = ()
    who: Who = Who.EVERYONE
    where: Where = Where.ANYWHERE
    private_reply: bool = True
