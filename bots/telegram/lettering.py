"""Turns paragraphs into Telegram's HTML, cut into messages that fit. Every plain word is escaped; no entity is cut.

Telegram finds mentions in plain words by itself and rings whom they name, so a name loses its hold on the @ before it.

Lengths are counted as Telegram counts them: in UTF-16 units, after the markup is read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, assert_never

from core.model.identity import Platform
from core.model.message import Link, Mention, Moment, Paragraph, Style
from core.ports import Phrasebook
from core.scheduling.saying import said_moment

TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024

_MENTION: Final = re.compile(r"(?P<url>https?://[\w-]+\.[\w.-]*[/?#:]\S*)|(?<!\w)@(?=\w)")
_NO_SPACE: Final = "\N{ZERO WIDTH SPACE}"

_GAP: Final = "\n\n"
_TAGS: Final = {
    Style.PLAIN: ("", ""),
    Style.TITLE: ("<b>", "</b>"),
    Style.NOTE: ("<i>", "</i>"),
    Style.SPOILER: ("<tg-spoiler>", "</tg-spoiler>"),
}


@dataclass(frozen=True, slots=True)
class Lettered:
    """The same words twice: as HTML, and bare for the day when Telegram cannot read the HTML."""

    html: str
    plain: str


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def lettered(
    paragraphs: Sequence[Paragraph], words: Phrasebook, *, own_zone: bool, limit: int = TEXT_LIMIT
) -> list[Lettered]:
    """One text for each message, blank lines between paragraphs. `own_zone`: each reader sees moments in their zone."""
    texts: list[Lettered] = []
    for paragraph in paragraphs:
        for piece in _pieces(paragraph, words, own_zone=own_zone, limit=limit):
            if texts and units(texts[-1].plain) + units(_GAP) + units(piece.plain) <= limit:
                last = texts.pop()
                piece = Lettered(last.html + _GAP + piece.html, last.plain + _GAP + piece.plain)
            texts.append(piece)
    return texts


def shortened(text: str, limit: int) -> str:
    """Ends in "…" at the end of a word where the whole does not fit in so many units."""
    text = _sound(text)
    if units(text) <= limit:
        return text
    kept = _cut(text, limit - 1)[0]
    whole_words, _, _ = kept.rpartition(" ")
    return (whole_words if len(whole_words) > len(kept) // 2 else kept).rstrip() + "…"


def is_web(url: str) -> bool:
    """Only web pages become links."""
    return url.startswith(("https://", "http://"))


def _pieces(paragraph: Paragraph, words: Phrasebook, *, own_zone: bool, limit: int) -> Iterator[Lettered]:
    """A paragraph in its style, in as many parts as it needs; links and moments stay whole."""
    atoms: list[Lettered] = []
    used = 0
    for atom in _atoms(paragraph, words, own_zone=own_zone, limit=limit):
        size = units(atom.plain)
        if used + size > limit:
            yield from _styled(paragraph.style, atoms)
            atoms, used = [], 0
        atoms.append(atom)
        used += size
    yield from _styled(paragraph.style, atoms)


def _styled(style: Style, atoms: Sequence[Lettered]) -> Iterator[Lettered]:
    worded = [index for index, atom in enumerate(atoms) if atom.plain.strip()]
    if worded:
        kept = atoms[worded[0] : worded[-1] + 1]
        before, after = _TAGS[style]
        html = before + "".join(atom.html for atom in kept) + after
        yield Lettered(html, "".join(atom.plain for atom in kept))


def _atoms(paragraph: Paragraph, words: Phrasebook, *, own_zone: bool, limit: int) -> Iterator[Lettered]:
    for span in paragraph.spans:
        match span:
            case str():
                for run in re.findall(r"\s+|\S+", _calling_nobody(span)):
                    yield from (Lettered(escape(part), part) for part in _cut_all(run, limit))
            case Link(label=label, url=url):
                label = shortened(_calling_nobody(label), limit)
                html = f'<a href="{escape(url)}">{escape(label)}</a>' if is_web(url) else escape(label)
                yield Lettered(html, label)
            case Mention(account=account, label=label):
                label = shortened(_calling_nobody(label), limit)
                known = account.platform is Platform.TELEGRAM and account.user_id.isdecimal()
                html = f'<a href="tg://user?id={account.user_id}">{escape(label)}</a>' if known else escape(label)
                yield Lettered(html, label)
            case Moment():
                yield _moment(span, words, own_zone=own_zone)
            case _:
                assert_never(span)


def _moment(moment: Moment, words: Phrasebook, *, own_zone: bool) -> Lettered:
    said = said_moment(moment.at, moment.zone, words)
    if not own_zone:
        return Lettered(escape(said), said)
    # "wDt": day of the week, long date, short time (Bot API, "date-time entity formatting").
    return Lettered(f'<tg-time unix="{int(moment.at.timestamp())}" format="wDt">{escape(said)}</tg-time>', said)


def _cut_all(run: str, limit: int) -> Iterator[str]:
    while run:
        part, run = _cut(run, limit)
        yield part


def _cut(text: str, limit: int) -> tuple[str, str]:
    """The longest beginning of at most so many units, no character halved; and the rest."""
    if units(text) <= limit:
        return text, ""
    raw = text.encode("utf-16-le")
    end = limit * 2
    if 0xDC <= raw[end + 1] <= 0xDF:  # the second half of a pair: leave the whole pair to the rest
        end -= 2
    return raw[:end].decode("utf-16-le"), raw[end:].decode("utf-16-le")


def _calling_nobody(text: str) -> str:
    """Addresses of pages and of mailboxes stay as they are: Telegram sees no mention in them."""
    return _MENTION.sub(lambda found: found["url"] or f"@{_NO_SPACE}", _sound(text))


def _sound(text: str) -> str:
    """Without halves of surrogate pairs, which cannot be sent."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
