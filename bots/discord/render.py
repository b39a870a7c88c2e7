"""Outbound -> the parts that Discord can carry: at most 2000 characters, 25 buttons and 10 files each. Pure.

What Discord cannot show degrades so, and no word is lost:
- more than 5 rows: neighbours share a row; more than 5 buttons in a row, or still too many rows: five to a row;
  beyond 25 they come in one more message;
- a button that copies a text: the text stands in the message;
- a link button whose address is too long for a button: a link in the text; one that is no web page is left out;
- a second button that does the same: left out, since Discord refuses a message with two of them;
- a label of more than 80 characters: cut, with an ellipsis.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from bots.discord.markdown import is_web, length, paragraphs, sound
from core.model.action import Action
from core.model.message import (
    Block,
    Button,
    CopyButton,
    Document,
    DoorButton,
    Link,
    LinkButton,
    Outbound,
    Paragraph,
    Picture,
    Style,
    note,
)

TEXT_LIMIT: Final = 2000
IN_A_ROW: Final = 5
ROWS: Final = 5
FILES: Final = 10
LABEL_LIMIT: Final = 80
_URL_LIMIT: Final = 512
_SHORT_LINE: Final = 80
_ONLY_BUTTONS: Final = "\N{HORIZONTAL ELLIPSIS}"

Shown = Button | DoorButton | LinkButton
Rows = tuple[tuple[Shown, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One Discord message to be."""

    content: str
    rows: Rows = ()
    files: tuple[Picture | Document, ...] = ()


def render(message: Outbound) -> list[Part]:
    """Text first, files and buttons under the last of it. Never empty."""
    rows, lines = _shown(message)
    blocks = [block for block in message.blocks if isinstance(block, Paragraph)]
    files = [block for block in message.blocks if not isinstance(block, Paragraph)]
    texts = _texts(list(_pieces([*blocks, *lines])))
    pages = list(_pages(rows))
    first_files = files[:FILES]
    parts = [Part(content=text) for text in texts[:-1]]
    parts.append(
        Part(
            content=texts[-1] if texts else ("" if first_files else _ONLY_BUTTONS),
            rows=pages[0] if pages else (),
            files=tuple(first_files),
        )
    )
    parts += [Part(content="", files=tuple(files[at : at + FILES])) for at in range(FILES, len(files), FILES)]
    parts += [Part(content=_ONLY_BUTTONS, rows=page) for page in pages[1:]]
    return parts


def shortened(text: str, limit: int) -> str:
    """A label that fits, with an ellipsis where it was cut."""
    text = sound(text)
    if length(text) <= limit:
        return text
    text = text[:limit]
    while length(text) >= limit:
        text = text[:-1]
    return text.rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def _pieces(blocks: Sequence[Paragraph]) -> Iterator[tuple[Style, str]]:
    for block in blocks:
        for text in paragraphs(block, TEXT_LIMIT):
            yield block.style, text


def _texts(pieces: Sequence[tuple[Style, str]]) -> list[str]:
    """Fills one message after the other; a paragraph stays whole where it can."""
    texts: list[str] = []
    before: tuple[Style, str] | None = None
    for style, piece in pieces:
        gap = "" if before is None else _gap(before, (style, piece))
        if texts and length(texts[-1]) + length(gap) + length(piece) <= TEXT_LIMIT:
            texts[-1] += gap + piece
        else:
            texts.append(piece)
        before = (style, piece)
    return texts


def _gap(above: tuple[Style, str], below: tuple[Style, str]) -> str:
    """Small print and what follows a title stand close; so do short lines, like a list."""
    if above[0] is Style.TITLE or below[0] is Style.NOTE:
        return "\n"
    together = above[0] is below[0] is Style.PLAIN and max(len(above[1]), len(below[1])) <= _SHORT_LINE
    return "\n" if together else "\n\n"


def _shown(message: Outbound) -> tuple[list[list[Shown]], list[Paragraph]]:
    """The buttons that Discord has, row by row, and lines for those that it has not."""
    said = "\n".join(_plain(block) for block in message.blocks)
    rows: list[list[Shown]] = []
    lines: list[Paragraph] = []
    doing: set[Action] = set()
    for row in message.buttons:
        shown: list[Shown] = []
        for button in row:
            match button:
                case CopyButton(label=label, text=text):
                    if text not in said:
                        lines.append(note(f"{label}: {text}"))
                case LinkButton(label=label, url=url) if is_web(url):
                    if length(url) > _URL_LIMIT:
                        lines.append(note(Link(label=label, url=url)))
                    else:
                        shown.append(button)
                case LinkButton():
                    pass
                case Button(action=action) | DoorButton(action=action):
                    if action not in doing:
                        shown.append(button)
                    doing.add(action)
                case _:
                    assert_never(button)
        if shown:
            rows.append(shown)
    return rows, lines


def _plain(block: Block) -> str:
    if not isinstance(block, Paragraph):
        return block.alt
    return "".join(span for span in block.spans if isinstance(span, str))


def _pages(rows: Sequence[Sequence[Shown]]) -> Iterator[Rows]:
    """As they were laid out, when that fits; else with the shortest neighbours joined; else five to a row."""
    laid_out = _joined(rows)
    if len(laid_out) > ROWS or any(len(row) > IN_A_ROW for row in laid_out):
        every = [button for row in rows for button in row]
        laid_out = [every[at : at + IN_A_ROW] for at in range(0, len(every), IN_A_ROW)]
    for at in range(0, len(laid_out), ROWS):
        yield tuple(tuple(row) for row in laid_out[at : at + ROWS])


def _joined(rows: Sequence[Sequence[Shown]]) -> list[list[Shown]]:
    joined = [list(row) for row in rows]
    while len(joined) > ROWS:
        at = min(range(len(joined) - 1), key=lambda at: len(joined[at]) + len(joined[at + 1]))
        if len(joined[at]) + len(joined[at + 1]) > IN_A_ROW:
            break
        joined[at : at + 2] = [joined[at] + joined[at + 1]]
    return joined
