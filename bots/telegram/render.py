"""Shapes a neutral message for Telegram: texts, files, and one keyboard under the last of them. It sends nothing.

What Telegram cannot show degrades by these rules: a picture's description becomes its caption; a text that is too
long becomes several messages; a row that would be cut on a telephone becomes several rows; a door inside the private
chat is an ordinary button; a link in a text that is not a web page keeps its words, and such a button is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, assert_never

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bots.telegram.lettering import CAPTION_LIMIT, Lettered, is_web, lettered, shortened, units
from core.dispatch.doors import to_payload
from core.dispatch.signing import ButtonSigner
from core.errors import MessageRefused
from core.model.message import (
    AnyButton,
    Block,
    Button,
    CopyButton,
    Document,
    DoorButton,
    Emphasis,
    LinkButton,
    Outbound,
    Paragraph,
    Picture,
    plain,
)
from core.ports import Phrasebook

ROW: Final = 8
_ROW_UNITS: Final = 40
"""About what a narrow telephone shows of a row of buttons; the air around each label is counted as two."""

_LABEL_UNITS: Final = 60
_COPY_UNITS: Final = 256
_STYLES: Final = {Emphasis.NORMAL: None, Emphasis.PRIMARY: "primary", Emphasis.DANGER: "danger"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a message will be read. `only_for`: the one person whose taps its buttons take (a user id)."""

    conversation: str
    private: bool
    only_for: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePart:
    """A picture or a document with its caption. `words_first`: the caption stands above the picture."""

    file: Picture | Document
    caption: Lettered
    words_first: bool = False


Part = Lettered | FilePart


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What to send, in order; the keyboard belongs to the last part."""

    parts: tuple[Part, ...]
    keyboard: InlineKeyboardMarkup | None
    quiet: bool

    def keyboard_of(self, index: int) -> InlineKeyboardMarkup | None:
        """The keyboard of one part."""
        return self.keyboard if index == len(self.parts) - 1 else None


class Renderer:
    """`knows_moments`: the server can show a moment in each reader's own zone; forgotten at its first refusal."""

    def __init__(self, *, signer: ButtonSigner, words: Phrasebook, username: str) -> None:
        self._signer = signer
        self._words = words
        self._username = username
        self.knows_moments = True

    def render(self, message: Outbound, place: Place) -> Rendered:
        """Raises MessageRefused for a message without anything to show."""
        parts = self._told_picture(message.blocks, place) or tuple(self._parts(message.blocks, place))
        if not parts:
            raise MessageRefused("a message without words")
        return Rendered(parts=parts, keyboard=self._keyboard(message.buttons, place), quiet=message.quiet)

    def start_link(self, payload: str) -> str:
        """Opens the private chat; `payload` arrives behind /start."""
        return f"https://t.me/{self._username}?start={payload}"

    def _told_picture(self, blocks: Sequence[Block], place: Place) -> tuple[Part, ...]:
        """Words and one picture as one message, which can be edited into another such; () where that cannot be."""
        paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
        picture = blocks[-1] if blocks else None
        if not isinstance(picture, Picture) or not paragraphs or len(paragraphs) < len(blocks) - 1:
            return ()
        own_zone = self.knows_moments and not place.private
        told = lettered([*paragraphs, plain(picture.alt)], self._words, own_zone=own_zone, limit=CAPTION_LIMIT)
        return (FilePart(file=picture, caption=told[0], words_first=True),) if len(told) == 1 else ()

    def _parts(self, blocks: Sequence[Block], place: Place) -> Iterator[Part]:
        for is_text, run in groupby(blocks, key=lambda block: isinstance(block, Paragraph)):
            if is_text:
                paragraphs = [block for block in run if isinstance(block, Paragraph)]
                # In private a moment is said in the member's own zone: a confirmation names the exact time there.
                yield from lettered(paragraphs, self._words, own_zone=self.knows_moments and not place.private)
            else:
                yield from (self._file(block) for block in run if isinstance(block, Picture | Document))

    def _file(self, file: Picture | Document) -> FilePart:
        alt = plain(shortened(file.alt, CAPTION_LIMIT))
        captions = lettered([alt], self._words, own_zone=False, limit=CAPTION_LIMIT)
        return FilePart(file=file, caption=captions[0] if captions else Lettered("", ""))

    def _keyboard(self, rows: Sequence[Sequence[AnyButton]], place: Place) -> InlineKeyboardMarkup | None:
        shown = [
            [self._button(button, place) for button in part]
            for row in rows
            for part in _fitting([button for button in row if _leads_somewhere(button)])
        ]
        return InlineKeyboardMarkup(shown) if shown else None

    def _button(self, button: AnyButton, place: Place) -> InlineKeyboardButton:
        label = shortened(button.label, _LABEL_UNITS)
        match button:
            case Button(action=action, emphasis=emphasis):
                packed = self._signer.sign(action, conversation=place.conversation, only_for=place.only_for)
                return InlineKeyboardButton(label, callback_data=packed, style=_STYLES[emphasis])
            case DoorButton(action=action) if place.private:
                packed = self._signer.sign(action, conversation=place.conversation, only_for=place.only_for)
                return InlineKeyboardButton(label, callback_data=packed)
            case DoorButton(action=action):
                return InlineKeyboardButton(label, url=self.start_link(to_payload(action)))
            case LinkButton(url=url):
                return InlineKeyboardButton(label, url=url)
            case CopyButton(text=text):
                return InlineKeyboardButton(label, copy_text=CopyTextButton(shortened(text, _COPY_UNITS)))
            case _:
                assert_never(button)


def _leads_somewhere(button: AnyButton) -> bool:
    return is_web(button.url) if isinstance(button, LinkButton) else True


def _fitting(row: Sequence[AnyButton]) -> Iterator[Sequence[AnyButton]]:
    """The row, or as many as it takes for each label to be readable on a narrow telephone."""
    longest = max((units(button.label) for button in row), default=0)
    most = max(1, min(ROW, _ROW_UNITS // (longest + 2)))
    if len(row) <= most:
        most = max(1, len(row))
    for at in range(0, len(row), most):
        yield row[at : at + most]
