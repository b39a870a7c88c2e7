"""What a handler returns: the closed union of things that can be done with an open conversation."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.model.action import Action
from core.model.inbound import CommandGiven
from core.model.message import Form, Outbound


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A new message.

    `private`: in a group only the one who asked sees it (ephemeral, or a door to the private chat).
    `lasting`: it must be kept or must arrive, so a private one goes through the private chat, never ephemeral only.
    """

    message: Outbound
    private: bool = False
    lasting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Puts a message in the place of the one that was tapped.

    `private`: never write this into a message that others see; the router then makes it a private Say.
    """

    message: Outbound
    private: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One short line that passes by (a toast, or an ephemeral line), seen by the one who acted alone."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """Asks for a form to be filled in.

    Where there are no modals, a form is asked step by step in private; `door` is the button route that begins it there.
    """

    form: Form
    door: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """Plain words that meant a command: the router goes on with that command."""

    command: CommandGiven


Reply = Say | Edit | Notice | OpenForm | Handoff
Replies = Sequence[Reply]
