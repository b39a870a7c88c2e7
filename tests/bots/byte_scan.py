"""Looks for words in the bytes of files, as whoever found the disk would: database, log, shared memory, anything."""

import json
from collections.abc import Iterable
from pathlib import Path


def found_in_files(folder: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """(file, word) for each word that stands readably in a file below `folder`: as UTF-8, UTF-16, or escaped JSON."""
    files = [(path, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]
    return [
        (path.name, word)
        for word in sorted(words)
        for path, content in files
        if any(written in content for written in _writings(word))
    ]


def _writings(word: str) -> set[bytes]:
    return {
        word.encode("utf-8", "surrogatepass"),
        word.encode("utf-16-le", "surrogatepass"),
        json.dumps(word)[1:-1].encode(),
    }
