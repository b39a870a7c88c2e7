"""What a feature brings to the house, and the one table made of all features. Nothing registers itself on import."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from core.dispatch.scene import Scene, Submission, Tap
from core.model.action import Action
from core.model.command import Command, Who
from core.model.identity import Account, Address
from core.model.inbound import CommandGiven, FileOffered, Inbound, TextSaid
from core.model.message import Choice, Form
from core.model.reply import Replies
from core.ports import Holding, Phrasebook, Purpose, UnitOfWork

CommandHandler = Callable[[CommandGiven, Scene], Awaitable[Replies]]
ButtonHandler = Callable[[Tap, Scene], Awaitable[Replies]]
FormHandler = Callable[[Submission, Scene], Awaitable[Replies]]
TextHandler = Callable[[TextSaid, Scene], Awaitable[Replies | None]]
FileHandler = Callable[[FileOffered, Scene], Awaitable[Replies | None]]
EventHandler = Callable[[Inbound, Scene], Awaitable[Replies]]
Suggest = Callable[[str], Sequence[Choice]]
SuggestHere = Callable[[str, Address, UnitOfWork], Awaitable[Sequence[Choice]]]
Reflex = Callable[[Inbound, Phrasebook], Replies | None]
BuildForm = Callable[[Action, Phrasebook], Form]
T = TypeVar("T")


class Veil(Protocol):
    """What must leave no trace of who did it: it is not taken into the inbox, not marked there, and greets nobody.

    It keeps what it needs in memory alone.
    """

    def covers(self, inbound: Inbound) -> bool:
        """Whether nothing of this fact may be written down but what its own handler keeps."""
        ...

    def waits_for(self, account: Account) -> bool:
        """Whether this person's next words are meant for it."""
        ...

    def lift(self, account: Account) -> None:
        """This person does something else now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRoute:
    """A command and what answers it. `suggest` completes its one option that `suggests`, from memory alone;
    `suggest_here` does so from what is kept for the place where somebody types, and changes nothing.
    `goes_on_with`: routes of half-filled forms that this command needs; any other form is put away before it runs.
    """

    command: Command
    handle: CommandHandler
    suggest: Suggest | None = None
    suggest_here: SuggestHere | None = None
    goes_on_with: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonRoute:
    """What answers a tap. With `who` MODERATORS the first argument is the group's id.

    `door`: the route may also be entered by a start link, from a group into the private chat.
    """

    handle: ButtonHandler
    who: Who = Who.EVERYONE
    door: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRoute:
    """What answers a form, and how the form is built anew after a restart. `who` as in ButtonRoute."""

    build: BuildForm
    handle: FormHandler
    who: Who = Who.EVERYONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One capability, whole.

    `reflexes` answer without storage and before anything else; `texts` hear plain words in order until one answers;
    `files` are offered what was sent in private, in order until one answers; `events` hear joins, leavings and moves.
    `returns` greet somebody who could not be written to and now acts in private, before what they did is answered.
    `holdings` are all that it keeps about a member. `veils` hide who does what it covers.
    """

    name: str
    commands: tuple[CommandRoute, ...] = ()
    buttons: Mapping[str, ButtonRoute] = field(default_factory=dict)
    forms: Mapping[str, FormRoute] = field(default_factory=dict)
    reflexes: tuple[Reflex, ...] = ()
    texts: tuple[TextHandler, ...] = ()
    files: tuple[FileHandler, ...] = ()
    events: tuple[EventHandler, ...] = ()
    returns: tuple[EventHandler, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    holdings: tuple[Holding, ...] = ()
    veils: tuple[Veil, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTable:
    """All features' routes side by side."""

    commands: Mapping[str, CommandRoute]
    buttons: Mapping[str, ButtonRoute]
    forms: Mapping[str, FormRoute]
    reflexes: tuple[Reflex, ...]
    texts: tuple[TextHandler, ...]
    files: tuple[FileHandler, ...]
    events: tuple[EventHandler, ...]
    returns: tuple[EventHandler, ...]
    purposes: Mapping[str, Purpose]
    holdings: tuple[Holding, ...]
    veils: tuple[Veil, ...] = ()

    def veiled(self, inbound: Inbound) -> bool:
        """Whether nothing of this fact may be written down but what its own handler keeps."""
        return any(veil.covers(inbound) for veil in self.veils)

    def waiting_veils(self, account: Account) -> list[Veil]:
        """Those that this person's next words are meant for."""
        return [veil for veil in self.veils if veil.waits_for(account)]

    @property
    def declared(self) -> tuple[Command, ...]:
        """The commands as the adapters register them, in the features' order."""
        return tuple(route.command for route in self.commands.values())


def table_of(features: Sequence[Feature]) -> RouteTable:
    """Joins features. Raises ValueError when two of them want the same name."""
    return RouteTable(
        commands=_merged((route.command.name, route) for one in features for route in one.commands),
        buttons=_merged(pair for one in features for pair in one.buttons.items()),
        forms=_merged(pair for one in features for pair in one.forms.items()),
        reflexes=tuple(reflex for one in features for reflex in one.reflexes),
        texts=tuple(text for one in features for text in one.texts),
        files=tuple(take for one in features for take in one.files),
        events=tuple(event for one in features for event in one.events),
        returns=tuple(greet for one in features for greet in one.returns),
        purposes=_merged((purpose.name, purpose) for one in features for purpose in one.purposes),
        holdings=tuple(_merged((held.name, held) for one in features for held in one.holdings).values()),
        veils=tuple(veil for one in features for veil in one.veils),
    )


def _merged(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    merged: dict[str, T] = {}
    for name, route in pairs:
        if name in merged:
            raise ValueError(f"two features want the name {name!r}")
        merged[name] = route
    return merged
