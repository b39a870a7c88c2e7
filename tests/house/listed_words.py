"""Writes `core/library/asked_words.py`, the list that a start checks data/words/en by: `make words`.

test_words.py holds the sentences to the code that asks for them, so they are its source.
"""

import textwrap
from collections import defaultdict

from tests.house.test_words import GIVEN_FOR_OTHER_LANGUAGES, fields_of, words
from tests.house.tracked import ROOT

LIST = ROOT / "core" / "library" / "asked_words.py"

_HEAD = '''\
"""Lists every sentence that the code asks data/words/en for: a start without one of them stops, and says which.

For each file stand its keys, and after a key the {fields} that the code gives to its sentence.
Do not edit: `make words` writes this file after a sentence was added, renamed or given another field.
"""

from collections.abc import Mapping
from typing import Final

ASKED: Final[Mapping[str, str]] = {
'''


def listed() -> str:
    """The text that the file should have."""
    files: dict[str, list[str]] = defaultdict(list)
    for key in sorted(words()):
        file, _, rest = key.partition(".")
        given = sorted(fields_of(key) | GIVEN_FOR_OTHER_LANGUAGES.get(key, set()))
        files[file].append(rest + "".join(f"{{{field}}}" for field in given))
    return _HEAD + "".join(f'    "{file}": """\n{_wrapped(keys)}\n    """,\n' for file, keys in files.items()) + "}\n"


def _wrapped(keys: list[str]) -> str:
    indent = " " * 8
    return textwrap.fill(
        " ".join(keys),
        width=119,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


if __name__ == "__main__":
    LIST.write_text(listed(), encoding="utf-8")
