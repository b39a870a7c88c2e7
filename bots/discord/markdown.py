"""Writes our words in Discord's Markdown: plain words stay plain, whatever is typed in them."""

import re
from typing import Final, assert_never

from core.model.message import Link, Moment, Paragraph, Span, Style

_SPECIAL: Final = re.compile(
    r"(?P<url>https?://[^\s|<>()\[\]]+)"  # a bare address stays whole
    r"|(?P<mark>[\\*_~|`\[\]])"
    r"|(?P<line>^\s*[>#-])"  # a quote, a heading, small print or a list
    r"|(?P<angle><(?=[@#/:a-z]))"  # mentions, moments, emoji and commands
    r"|(?P<everyone>@(?=everyone|here))",
    re.MULTILINE,
)
_NO_SPACE: Final = "\N{ZERO WIDTH SPACE}"


def escaped(text: str) -> str:
    """Plain words that Discord shows as they are."""
    return _SPECIAL.sub(_defused, text)


def _defused(match: re.Match[str]) -> str:
    found = match.group()
    match match.lastgroup:
        case "url":
            return found
        case "line":
            return f"{found[:-1]}\\{found[-1]}"
        case "everyone":
            return found + _NO_SPACE
        case _:
            return "\\" + found


def span_text(span: Span) -> str:
    """One span. A moment is shown in each reader's own zone; a link has no preview under it."""
    match span:
        case str():
            return escaped(span)
        case Moment():
            return f"<t:{int(span.at.timestamp())}:F>"
        case Link():
            return link(span.label, span.url)
        case _:
            assert_never(span)


def link(label: str, url: str) -> str:
    """Words that lead to a page; the angle brackets keep the preview away."""
    safe = url.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E").replace(")", "%29")
    return f"[{escaped(label)}](<{safe}>)"


def paragraphs(paragraph: Paragraph, limit: int) -> list[str]:
    """A paragraph in its style, in as many pieces of at most `limit` UTF-16 units as it needs."""
    return [_styled(piece, paragraph.style) for piece in _pieces(paragraph, limit)]


def length(text: str) -> int:
    """In UTF-16 units: never fewer than Discord counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _styled(text: str, style: Style) -> str:
    match style:
        case Style.PLAIN:
            return text
        case Style.TITLE:
            return "### " + " ".join(text.split())
        case Style.NOTE:
            return "\n".join(f"-# {line}" if line.strip() else "" for line in text.split("\n"))
        case Style.SPOILER:
            return f"||{text}||"
        case _:
            assert_never(style)


def _pieces(paragraph: Paragraph, limit: int) -> list[str]:
    """Cuts between words; a link or a moment is never cut, a longer word only when it fills a whole message."""
    pieces = [""]
    for atom in _atoms(paragraph, limit - _room_for(paragraph)):
        if length(pieces[-1]) + length(atom) > limit - _room_for(paragraph):
            pieces.append("")
        pieces[-1] += atom
    return [piece.strip() for piece in pieces if piece.strip()]


def _room_for(paragraph: Paragraph) -> int:
    lines = sum(span.count("\n") for span in paragraph.spans if isinstance(span, str))
    return 4 + 3 * lines if paragraph.style is Style.NOTE else 4


def _atoms(paragraph: Paragraph, limit: int) -> list[str]:
    atoms: list[str] = []
    for span in paragraph.spans:
        if not isinstance(span, str):
            atoms.append(span_text(span))
            continue
        for word in re.findall(r"\s+|\S+", escaped(span)):
            atoms += _cut(word, limit)
    return atoms


def _cut(word: str, limit: int) -> list[str]:
    parts = []
    while length(word) > limit:
        end = limit // 2  # every character is at most two units
        while word[end - 1] == "\\":
            end -= 1
        parts.append(word[:end])
        word = word[end:]
    return [*parts, word]
