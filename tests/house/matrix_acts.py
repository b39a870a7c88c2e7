"""What somebody may do in front of Spoonlight, as plain values: one act of one route, by nobody in particular yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import assert_never

from core.dispatch.doors import to_payload
from core.dispatch.signing import ButtonSigner
from core.model.action import Action
from core.model.command import Command
from core.model.inbound import (
    ButtonTapped,
    CommandGiven,
    FileOffered,
    FormSubmitted,
    Inbound,
    MemberLeft,
    Origin,
    TextSaid,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gives:
    """A command with what was typed behind it, or with named options."""

    name: str
    rest: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taps:
    """A button. `only_for`: the one person it was signed for."""

    action: Action
    only_for: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enters:
    """A start link."""

    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Fills:
    """A whole form."""

    action: Action
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """Plain words. `answers`: the form and the step that they answer, when one was open."""

    text: str
    answers: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """A file, in private."""

    name: str
    content: bytes = b"{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaves:
    """Nobody asked anything: they left the group."""


Act = Gives | Taps | Enters | Fills | Says | Offers | Leaves


def route_of(act: Act) -> str:
    """What the table calls it; coverage is counted in these."""
    match act:
        case Gives(name=name):
            return f"command {name}"
        case Taps(action=wanted):
            return f"button {wanted.route}"
        case Enters(action=wanted):
            return f"door {wanted.route}"
        case Fills(action=wanted):
            return f"form {wanted.route}"
        case Says() | Offers() | Leaves():
            return type(act).__name__
        case _:
            assert_never(act)


PANELS = ("group.", "setup.", "resource.", "asked.", "anon.")
"""Of these a word in a button tells which page it opens: each one is walked. Elsewhere such a word is a name."""


def shape_of(act: Act) -> tuple[object, ...]:
    """Acts of one shape differ in numbers and names alone: a few of each are enough."""
    match act:
        case Gives(name=name, rest=rest, options=options):
            return route_of(act), name, rest, *sorted(options.items())
        case Taps(action=wanted) | Enters(action=wanted) | Fills(action=wanted):
            words = [arg for arg in wanted.args if arg.isalpha()] if wanted.route.startswith(PANELS) else []
            return route_of(act), len(wanted.args), *words
        case Says(text=text, answers=answers):
            return "says", answers or text
        case Offers(name=name):
            return "offers", name
        case Leaves():
            return ("leaves",)
        case _:
            assert_never(act)


def as_inbound(act: Act, origin: Origin, signer: ButtonSigner, *, message_private: bool) -> Inbound:
    """As an adapter would hand it in. A button is signed for the place where it is tapped: the worst that can be."""
    place = origin.address.conversation
    match act:
        case Gives(name=name, rest=rest, options=options):
            return CommandGiven(origin=origin, name=name, rest=rest, options=options)
        case Enters(action=wanted):
            return CommandGiven(origin=origin, name="start", rest=to_payload(wanted))
        case Taps(action=wanted, only_for=only_for):
            packed = signer.sign(wanted, conversation=place, only_for=only_for)
            return ButtonTapped(origin=origin, packed=packed, message_private=message_private)
        case Fills(action=wanted, values=values):
            return FormSubmitted(origin=origin, packed=signer.sign(wanted, conversation=place), values=values)
        case Says(text=text):
            return TextSaid(origin=origin, text=text)
        case Offers(name=name, content=content):
            return FileOffered(origin=origin, name=name, size=len(content), ref=name)
        case Leaves():
            return MemberLeft(origin=origin)
        case _:
            assert_never(act)


def ways_to_give(command: Command) -> Iterator[Gives]:
    """Bare, with each choice of each option, and with something typed for the others."""
    yield Gives(name=command.name)
    for option in command.options:
        values = [choice.value for choice in option.choices] or ["sleep"]
        yield from (Gives(name=command.name, options={option.name: value}) for value in values)


def strings_in(value: object) -> Iterator[str]:
    """Every text within, however deep: words, labels, what a button carries, what a field holds, what a file holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode("utf-8", errors="ignore")
    elif isinstance(value, Mapping):
        yield from (text for pair in value.items() for one in pair for text in strings_in(one))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (text for one in value for text in strings_in(one))
    elif is_dataclass(value):
        yield from (text for one in fields(value) for text in strings_in(getattr(value, one.name)))
