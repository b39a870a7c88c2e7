"""Holds every sentence that the code itself says to people, read from `data/words/<language>/<feature>.yaml`.

Chooses nothing by chance, and knows nothing of who is spoken to.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any

from core.errors import ContentError, WordMissing
from core.library.asked_words import ASKED
from core.library.forms import nearest
from core.library.reading import Sheet, broken, read_sheet

ENGLISH = "en"

Sentences = Mapping[str, tuple[str, ...]]
"""Full key ("onboarding.welcome") -> its wordings, one or several."""


class FieldMissing(WordMissing):
    """Code asked for a sentence without giving one of its {fields}."""

    def __init__(self, key: str, field: str) -> None:
        super().__init__(key)
        self.args = (f"the sentence {key!r} was asked for without its field {field!r}",)
        self.field = field


class Words:
    """The sentences of one language, with English behind them: `words("onboarding.welcome", name="Ana")`."""

    __slots__ = ("_languages", "language")

    def __init__(self, languages: Mapping[str, Sentences], language: str = ENGLISH) -> None:
        self._languages = languages
        self.language = language

    def __call__(self, key: str, /, **fields: object) -> str:
        """Return the sentence with its fields filled in; the first wording when there are several."""
        return self.pick(key, 0, **fields)

    def pick(self, key: str, index: int, /, **fields: object) -> str:
        """Return the wording number `index`, counted round and round, so that a day number or a count will do."""
        wordings = self.wordings(key)
        wording = wordings[index % len(wordings)]
        try:
            return wording.format_map(fields)
        except KeyError as error:
            raise FieldMissing(key, str(error.args[0])) from error

    def wordings(self, key: str) -> tuple[str, ...]:
        """Return all wordings of a key as written, fields not filled in; raises WordMissing for an unknown key."""
        for language in (self.language, ENGLISH):
            if wordings := self._languages[language].get(key):
                return wordings
        raise WordMissing(key)

    def in_language(self, language: str) -> "Words":
        """Return the words of a language tag such as "es" or "es-MX"; English where that is not there."""
        known = self._languages
        tag = language.lower()
        if tag not in known and (tag := tag.partition("-")[0]) not in known:
            tag = ENGLISH
        return self if tag == self.language else Words(known, tag)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a folder, English first."""
        return tuple(self._languages)

    def __contains__(self, key: str) -> bool:
        return any(key in self._languages[language] for language in (self.language, ENGLISH))

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages[ENGLISH])


def read_words(folder: Path, name: str) -> Words:
    """Read `en/*.yaml` and the other languages beside it; `name` is how the folder is called in an error.

    Raises ContentError for a broken file, an empty sentence, a broken {field}, or a translation of nothing.
    """
    languages: dict[str, Sentences] = {ENGLISH: _read_language(folder / ENGLISH, f"{name}/{ENGLISH}", None)}
    for other in sorted(path for path in folder.iterdir() if path.is_dir() and path.name != ENGLISH):
        languages[other.name.lower()] = _read_language(other, f"{name}/{other.name}", languages[ENGLISH])
    return Words(MappingProxyType(languages))


def find_lost(words: Words, folder: Path, name: str) -> list[ContentError]:
    """Return what the code asks of the English sentences and does not find, at most one error for each file."""
    found = (_lost_in(file, keys, words, folder, name) for file, keys in ASKED.items())
    return [error for error in found if error is not None]


def _lost_in(file: str, keys: str, words: Words, folder: Path, name: str) -> ContentError | None:
    path, called = folder / ENGLISH / f"{file}.yaml", f"{name}/{ENGLISH}/{file}.yaml"
    asked = {key: fields for key, *fields in (re.findall(r"[\w.]+", one) for one in keys.split())}
    for key, fields in asked.items():
        full = f"{file}.{key}"
        if full not in words:
            return _missing(path, called, key, [one for one in _keys_in(file, words) if one not in asked])
        text = "".join(words.wordings(full))
        if "{" not in text:
            continue
        if strange := {field for _, field, _, _ in Formatter().parse(text) if field}.difference(fields):
            mend = nearest(min(strange), fields) if fields else "Take it out: this sentence has no fields."
            problem = f"`{{{min(strange)}}}` is not a field of this sentence"
            return read_sheet(path, called).broken(key.split("."), problem, mend)
    return None


def _missing(path: Path, called: str, key: str, strangers: list[str]) -> ContentError:
    try:
        sheet = read_sheet(path, called)
    except ContentError as error:  # the whole file is gone
        return error
    problem = f"the code asks for `{key}`, and it is not there"
    if renamed := get_close_matches(key, strangers, n=1):
        return sheet.broken(renamed[0].split("."), problem, f"Call `{renamed[0]}` `{key}` again.")
    return broken(called, f"`{key}`", problem, f"Put the line back: `{key}: ...`.")


def _keys_in(file: str, words: Words) -> list[str]:
    return [key.removeprefix(f"{file}.") for key in words if key.startswith(f"{file}.")]


def _read_language(folder: Path, name: str, english: Sentences | None) -> Sentences:
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        sheet = read_sheet(path, f"{name}/{path.name}")
        for keys, wordings in _sentences(sheet, (), sheet.values):
            full = ".".join((path.stem, *keys))
            if english is not None:
                _refuse_strangers(sheet, keys, full, wordings, english)
            found[full] = wordings
    if not found:
        raise ContentError(
            file=name,
            where="the whole folder",
            problem="It holds no sentences.",
            mend="Put the files of `data/words` back, one `.yaml` file a feature.",
        )
    return MappingProxyType(found)


def _sentences(
    sheet: Sheet, above: tuple[str, ...], group: dict[str, Any]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for key, value in group.items():
        keys = (*above, key)
        if isinstance(value, dict) and value:
            yield from _sentences(sheet, keys, value)
            continue
        wordings = value if isinstance(value, list) else [value]
        for index, wording in enumerate(wordings or [None]):
            step: list[str | int] = [*keys, index] if isinstance(value, list) else [*keys]
            if not isinstance(wording, str) or not wording.strip():
                raise sheet.broken(step, "there is no sentence here", "Write one in double quotes, or delete the key.")
            _fields(sheet, step, wording)
        yield keys, tuple(wording.strip() for wording in wordings)


def _fields(sheet: Sheet, path: list[str | int], wording: str) -> set[str]:
    """Return the names in braces; raises ContentError for anything but plain `{name}`."""
    mend = "Write a field as `{name}`, and a brace that people should see twice: `{{`."
    try:
        parts = list(Formatter().parse(wording))
    except ValueError as error:
        raise sheet.broken(path, "a brace is opened or closed alone", mend) from error
    for _, field, form, conversion in parts:
        if field is not None and (not field.isidentifier() or form or conversion):
            raise sheet.broken(path, f"`{{{field}}}` is not a plain field", mend)
    return {field for _, field, _, _ in parts if field}


def _refuse_strangers(
    sheet: Sheet, keys: tuple[str, ...], full: str, wordings: tuple[str, ...], english: Sentences
) -> None:
    if full not in english:
        raise sheet.broken(keys, f"English has no sentence `{full}`", nearest(full, list(english)))
    known = {field for wording in english[full] for field in _fields(sheet, [*keys], wording)}
    for wording in wordings:
        for field in sorted(_fields(sheet, [*keys], wording) - known):
            raise sheet.broken(
                keys, f"`{{{field}}}` is not a field of the English sentence", nearest(field, sorted(known))
            )
