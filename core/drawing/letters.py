"""What letters are before they are drawn: cleaned, in clusters, with a direction and a width. It knows no font file."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from typing import Final

Read = Callable[[str], str]
"""How words are read before they are drawn."""

PLAIN: Final = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))) | frozenset("–—‘’“”…•·")  # noqa: RUF001
"""Letters that the shipped font has for certain; a test asks it."""

UNSEEN: Final = "[?]"
"""What stands for letters that no font at hand can show."""

_WIDTHS: Final = (
    *(260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372, 572, 572, 572, 572, 572, 572),
    *(572, 572, 572, 572, 268, 268, 572, 572, 572, 434, 899, 639, 650, 632, 730, 556, 519, 728, 741, 339, 273, 619),
    *(524, 907, 760, 781, 605, 781, 622, 549, 556, 731, 600, 930, 586, 566, 572, 329, 372, 329, 572, 444, 281, 561),
    *(615, 480, 615, 564, 344, 615, 618, 258, 258, 534, 258, 935, 618, 605, 615, 615, 413, 479, 361, 618, 508, 786),
    *(529, 510, 470, 380, 551, 380, 572),
)
"""The advance of each letter from space to tilde in the shipped font, in thousandths of its size."""

_UNSEEN_WORDS = re.compile(r"\[\?\](?: ?\[\?\])+")
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LONG_WORD, _BREAK = 36, 12
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))

_FLAGS = {chr(0x1F1E6 + number): letter for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def cleaned(text: str) -> str:
    """Without control characters, half letters and marks that turn the writing of others around; spaces are single."""
    spaced = " ".join(_STEERING.sub("", text).split())
    return "".join(one for one in spaced if unicodedata.category(one) not in ("Cc", "Cs"))


def clusters(text: str) -> list[str]:
    """Letters with the marks that belong to them; what is joined stays together."""
    found: list[str] = []
    for letter in text:
        belongs = unicodedata.category(letter).startswith("M") or letter in _JOINERS or letter in _SKIN_TONES
        flag = letter in _FLAGS and bool(found) and found[-1] in _FLAGS
        if found and (belongs or flag or found[-1].endswith("\u200d")):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def legible(text: str, missing: Callable[[Iterable[str]], Collection[str]]) -> str:
    """The cleaned text, with a picture sign's name or "[?]" in the place of what `missing` says no font can show."""
    given = clusters(cleaned(text))
    unseen = missing(given)
    said = [cluster if cluster not in unseen else _instead(cluster) for cluster in given]
    return _UNSEEN_WORDS.sub(UNSEEN, "".join(said))


def breakable(text: str) -> str:
    """The text with places for a break in words that are longer than any word; nothing is seen of them."""
    return " ".join(word if len(word) <= _LONG_WORD else _with_breaks(word) for word in text.split(" "))


def from_the_right(text: str) -> bool:
    """Whether the first letter that has a direction is written from right to left."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def width(text: str, size: float) -> float:
    """How wide a text is at a size, exactly for plain English, generously for all else."""
    return sum(map(_width, text)) * size / 1000


def shortened(text: str, most: float, size: float) -> str:
    """The text, cut with an ellipsis to be at most so wide."""
    if width(text, size) <= most:
        return text
    parts = clusters(text)
    while parts and width("".join(parts).rstrip() + "…", size) > most:
        parts.pop()
    return "".join(parts).rstrip() + "…"


def wrapped(text: str, most: float, size: float, *, lines: int) -> list[str]:
    """The text in at most so many lines, broken between words; the last one is shortened."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < lines - 1:
        taken = 1
        while taken < len(words) and width(" ".join(words[: taken + 1]), size) <= most:
            taken += 1
        found.append(shortened(" ".join(words[:taken]), most, size))
        words = words[taken:]
    if words:
        found.append(shortened(" ".join(words), most, size))
    return found


def _with_breaks(word: str) -> str:
    parts = clusters(word)
    return "\u200b".join("".join(parts[at : at + _BREAK]) for at in range(0, len(parts), _BREAK))


def _instead(cluster: str) -> str:
    if cluster[0] in _FLAGS:
        return f"[{''.join(_FLAGS.get(one, '') for one in cluster)}]"
    name = unicodedata.name(cluster[0], "") if unicodedata.category(cluster[0]) == "So" else ""
    return f"[{name.lower()}]" if name else UNSEEN


def _width(letter: str) -> int:
    at = ord(letter) - 0x20
    if 0 <= at < len(_WIDTHS):
        return _WIDTHS[at]
    if unicodedata.category(letter).startswith("M") or letter in _JOINERS:
        return 0
    return 1000 if unicodedata.east_asian_width(letter) in "WF" else 800
