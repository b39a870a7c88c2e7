"""How code gets its sentences: by key, from data/words/, in one language."""

from typing import Protocol


class Phrasebook(Protocol):
    """One language's sentences."""

    def __call__(self, key: str, /, **fields: object) -> str:
        """The sentence `key` ("checkins.saved") with its {fields} filled in. Raises WordMissing."""
        ...

    def variant(self, key: str, number: int, /, **fields: object) -> str:
        """One of several wordings under `key`, chosen by `number` (any integer), so that tests can predict it."""
        ...
