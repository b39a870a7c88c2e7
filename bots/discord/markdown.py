"""Writes our words in Discord's Markdown: plain words stay plain, whatever is typed in them."""

import re
from typing import Final, assert_never

from core.model.identity import Platform
from core.model.message import Link, Mention, Moment, Paragraph, Span, Style

_SPECIAL: Final = re.compile(
    r"(?P<url>(?i:https?)://[^\s|<>()\[\]\\]*[^\s|<>()\[\]\\.,:;!?'\"])"
    r"|(?P<mark>[\\*_~|`\[\]])"
    r"|(?P<line>^\s*[>#-])"  # a quote, a heading, small print or a list
    r"|(?P<angle><(?=[@#/:a-z]|\Z))"  # mentions, moments, emoji and commands
    r"|(?P<everyone>@(?=everyone|here|\Z))",
    re.MULTILINE,
)
_LONGEST_ADDRESS: Final = 900
_LINE_START: Final = re.compile(r"^[>#-]")
_NO_SPACE: Final = "\N{ZERO WIDTH SPACE}"
_MARKS: Final = 5
"""Room for a style's own marks and for one backslash at the beginning."""


def escaped(text: str) -> str:
    """Plain words that Discord shows as they are."""
    return _SPECIAL.sub(_defused, sound(text))


def sound(text: str) -> str:
    """Without halves of surrogate pairs, which cannot be sent."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def is_web(url: str) -> bool:
    """Only web pages become links."""
    return url.startswith(("https://", "http://"))


def _defused(match: re.Match[str]) -> str:
    found = match.group()
    match match.lastgroup:
        case "url" if len(found) <= _LONGEST_ADDRESS:
            return f"<{found}>"  # it can be followed, and nothing is fetched to be shown under the message
        case "url":
            scheme, _, rest = found.partition("//")
            return f"{scheme}{_NO_SPACE}//{escaped(rest)}"  # too long to stay whole: no address at all
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
        case Mention():
            return _mention(span)
        case _:
            assert_never(span)


def _mention(one: Mention) -> str:
    """A mention; with every message we say that mentions call nobody."""
    account = one.account
    known = account.platform is Platform.DISCORD and account.user_id.isdecimal()
    return f"<@{account.user_id}>" if known else escaped(one.label)


def link(label: str, url: str) -> str:
    """Words that lead to a page; the angle brackets keep the preview away. Not a web page: the words alone."""
    if not is_web(url):
        return escaped(label)
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
    room = limit - _MARKS
    line_mark = len("-# ") if paragraph.style is Style.NOTE else 0
    pieces, used = [""], 0
    for atom in _atoms(paragraph, room):
        size = length(atom) + line_mark * atom.count("\n")
        if used + size > room:
            pieces.append("")
            used = 0
        pieces[-1] += atom
        used += size
    return [_at_line_start(piece.strip()) for piece in pieces if piece.strip()]


def _at_line_start(piece: str) -> str:
    """What stood inside a line may begin one after the cut."""
    return f"\\{piece}" if _LINE_START.match(piece) else piece


def _atoms(paragraph: Paragraph, limit: int) -> list[str]:
    atoms: list[str] = []
    for span in paragraph.spans:
        match span:
            case Link(label=label, url=url) if length(span_text(span)) > limit:
                text = f"{label} {url}" if is_web(url) else label
            case str(text):
                pass
            case _:
                atoms.append(span_text(span))
                continue
        for word in re.findall(r"\s+|\S+", escaped(text)):
            atoms += _cut(word, limit)
    return atoms


def _cut(word: str, limit: int) -> list[str]:
    parts = []
    while length(word) > limit:
        part = word[: limit // 2]  # every character is at most two units
        if (len(part) - len(part.rstrip("\\"))) % 2:  # a backslash stays with what it defuses
            part = part[:-1]
        parts.append(part)
        word = word[len(part) :]
    return [*parts, word]
