"""What Spoonlight says, before any platform has a hand in it: blocks, buttons and forms.

A renderer turns these into native messages. What a platform cannot show degrades by the renderer's written rule,
and never by losing words.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.model.action import Action
from core.model.identity import Account


class Style(StrEnum):
    """How a paragraph stands out. Meaning never rests on style alone."""

    PLAIN = "plain"
    TITLE = "title"
    NOTE = "note"  # small print: a source, a date, a hint
    SPOILER = "spoiler"  # hidden until tapped, for what carries a content warning


class Emphasis(StrEnum):
    """How a button stands out, where a platform can show it."""

    NORMAL = "normal"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point in time (aware UTC). In a group each reader sees it in their own zone, where the platform can do that.

    `zone` (IANA) is what a platform without that ability writes it in.
    """

    at: datetime
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead to a web page. `url` is http or https."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody whom their platform alone shows by name, without calling them. `label` is said where it cannot."""

    account: Account
    label: str


Span = str | Moment | Link | Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A run of words. Each platform escapes the plain strings; nothing in them is markup."""

    spans: tuple[Span, ...]
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG with its description for those who cannot see it."""

    content: bytes
    alt: str
    name: str = "picture.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file to keep, with a sentence that says what it is."""

    content: bytes
    name: str
    media_type: str
    alt: str


Block = Paragraph | Picture | Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A label and what tapping it means."""

    label: str
    action: Action
    emphasis: Emphasis = Emphasis.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkButton:
    """Opens a web page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorButton:
    """Leads from a group to the private chat, where `action` then happens for the one who came.

    Only routes that a feature declared as doors are let in, and their guards are asked again on arrival.
    """

    label: str
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyButton:
    """Copies a text such as a telephone number; shown as text where a platform cannot copy."""

    label: str
    text: str


AnyButton = Button | LinkButton | DoorButton | CopyButton


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """One neutral message: blocks from top to bottom, then rows of buttons (at most 5 a row). `quiet`: no sound."""

    blocks: tuple[Block, ...]
    buttons: tuple[tuple[AnyButton, ...], ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """A line (or more) to be typed. `value` is what it already holds."""

    name: str
    label: str
    hint: str = ""
    required: bool = True
    max_length: int = 200
    multiline: bool = False
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the answers that a field offers."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField:
    """One answer out of a few (at most 25), tapped instead of typed."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    required: bool = True


Field = TextField | ChoiceField


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Fields asked together: one modal (at most 5 fields) where there are modals, one question at a time elsewhere.

    `action` is the form route that gets the values.
    """

    action: Action
    title: str
    fields: tuple[Field, ...]


def plain(*spans: Span) -> Paragraph:
    """An ordinary paragraph."""
    return Paragraph(spans=spans)


def title(text: str) -> Paragraph:
    """A heading."""
    return Paragraph(spans=(text,), style=Style.TITLE)


def note(*spans: Span) -> Paragraph:
    """Small print."""
    return Paragraph(spans=spans, style=Style.NOTE)


def spoiler(text: str) -> Paragraph:
    """Words that stay hidden until somebody chooses to see them."""
    return Paragraph(spans=(text,), style=Style.SPOILER)


def message(*blocks: Block | str, buttons: tuple[tuple[AnyButton, ...], ...] = ()) -> Outbound:
    """Writes a message the short way; strings become ordinary paragraphs."""
    return Outbound(
        blocks=tuple([plain(block) if isinstance(block, str) else block for block in blocks]),
        buttons=buttons,
    )
