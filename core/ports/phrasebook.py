"""How code gets its sentences: by key, from data/words/, in one language."""

from typing import Protocol


class Phrasebook(Protocol):
    """One language's sentences."""

    def __call__(self, key: str, /, **fields: object) -> str:
        """The sentence `key` ("checkins.saved") with its {fields} filled in. Raises WordMissing."""
        ...

    def pick(self, key: str, index: int, /, **fields: object) -> str:
        """One of several wordings under `key`, chosen by `index` (any integer), so that tests can predict it."""
        ...
