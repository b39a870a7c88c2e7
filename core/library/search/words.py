"""Turns a sentence into plain words and stems, the same way for questions and for the library; scores nothing."""

import re
import unicodedata

from core.library.search.values import Vocabulary

LONGEST_QUESTION = 600  # letters; beyond that a question is a story, and its first part names the topic
_REMEMBERED = 20_000
_APOSTROPHES = re.compile("['\u2019\u2018\u02bc`\u00b4]")
_STRETCHED = re.compile(r"(.)\1{2,}")
_WORD = re.compile(r"[a-z0-9]+")


def plain(text: str) -> str:
    """Return lower-case text without accents, with apostrophes closed up ("don't" is "dont")."""
    if text.isascii():
        return _STRETCHED.sub(r"\1\1", _APOSTROPHES.sub("", text.lower()))
    shaped = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in shaped if not unicodedata.combining(sign))
    return _STRETCHED.sub(r"\1\1", _APOSTROPHES.sub("", letters))


class Reader:
    """Reads sentences with one vocabulary; remembers stems, so that a word is stemmed once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        import snowballstemmer  # imported here: it brings its thirty languages, and no start need wait for them

        self._stemmer = snowballstemmer.stemmer(vocabulary.language)
        self._stems: dict[str, str] = {}
        self._stop_words = frozenset(word for raw in vocabulary.stop_words for word in _WORD.findall(plain(raw)))
        self._same_as = {
            plain(word): tuple(part for phrase in phrases for part in _WORD.findall(plain(phrase)))
            for word, phrases in vocabulary.same_as.items()
        }

    def content_words(self, text: str) -> list[str]:
        """Return the words that carry meaning, members' words already exchanged for the library's."""
        found: list[str] = []
        for word in _WORD.findall(plain(text)):
            if word in self._stop_words:
                continue
            found.extend(self._same_as.get(word, (word,)))
        return found

    def stems(self, text: str) -> list[str]:
        """Return the stems of the content words, in order, repeated ones included."""
        return [self.stem(word) for word in self.content_words(text)]

    def whole(self, text: str) -> str:
        """Return the text in plain words, none left out, members' words exchanged: how it is asked, not only what."""
        words = (self._same_as.get(word, (word,)) for word in _WORD.findall(plain(text)))
        return " ".join(part for parts in words for part in parts)

    def stem(self, word: str) -> str:
        """Return the stem of one plain word."""
        known = self._stems.get(word)
        if known is None:
            known = str(self._stemmer.stemWord(word))
            if len(self._stems) < _REMEMBERED:
                self._stems[word] = known
        return known
