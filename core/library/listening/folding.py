"""Undoes the ways in which words get disguised or garbled, so that rules see plain words; judges nothing.

The result is " word word . word ": single spaces around every word, " . " where a sentence ends.
"""

import re
import unicodedata

# Each letter that looks like a Latin one, followed by the one it looks like.
_PAIRS = "аaвbеeёeіiїiјjкkмmнhоoрpсcтtуyхxһhѕsԁdԛqԝwьbαaβbεeηnιiκkνvοoρpτtυuχxωwѵvɑaɡgıiʟlɪiɴnʀrƙkłløođd"  # noqa: RUF001 - they are here because they look alike
_LOOK_ALIKES = str.maketrans(_PAIRS[::2], _PAIRS[1::2])
_BADGES = {
    first + offset: chr(ord("a") + offset)
    for first in (0x1F150, 0x1F170, 0x1F1E6)  # letters in filled circles, in filled squares, of flags
    for offset in range(26)
}
_LEET = str.maketrans("013457@$!|", "oieastasii")
_LEET_WORD = re.compile(r"(?<![\w@$])[a-z]+[0134578@$!|]+[a-z][a-z0134578@$!]*")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u00b4\u2032`]")
_LAUGHTER = re.compile("[\U0001f600-\U0001f606\U0001f923\U0001f639][\\s\U0001f600-\U0001f606\U0001f923\U0001f639]*")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_STARRED = re.compile(r"(?<=[a-z])[*#](?=[a-z])")
_SPREAD = re.compile(r"(?<![a-z0-9])(?:[a-z][^a-z0-9]{1,3}){4,}[a-z](?![a-z0-9])")
_SPREAD_GAP = re.compile(r"[^a-z]+")
_SENTENCE_END = re.compile(r"[!?;]+|\.(?![0-9])|\n\s*\n")  # one line break alone may fall inside a sentence
_WORD_OR_END = re.compile(r"[a-z0-9]+(?:[:/.][0-9]+)?|\.")

_LAUGHS = " lol "


def letters(text: str) -> str:
    """Return the text in plain small Latin letters, its signs kept: look-alikes, badges and accents undone."""
    if text.isascii():
        return _APOSTROPHES.sub("", text.lower())
    badged = _LAUGHTER.sub(_LAUGHS, text).translate(_BADGES)
    shaped = unicodedata.normalize("NFKD", badged).casefold()
    bare = "".join(sign for sign in shaped if not unicodedata.combining(sign))
    return _APOSTROPHES.sub("", _UNSEEN.sub("", bare).translate(_LOOK_ALIKES))


def fold(text: str) -> str:
    """Return the text as the rules read it: " word word . word ", with spread-out letters joined up."""
    flat = _STARRED.sub("", letters(text))
    flat = _SPREAD.sub(lambda found: f" {_SPREAD_GAP.sub('', found[0])} ", flat)
    flat = _LEET_WORD.sub(lambda found: found[0].translate(_LEET), flat)
    flat = _STRETCHED.sub(r"\1", flat)
    words = _WORD_OR_END.findall(_SENTENCE_END.sub(" . ", flat))
    return f" {' '.join(words)} "
