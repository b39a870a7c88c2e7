"""Which lines a word or a group of letters stands in, and what each place is worth: flat numbers, no scoring.

Eight bytes a place. A list of pairs would take twelve times as much, for two hundred thousand places.
"""

from array import array
from collections.abc import Iterator, Mapping


class Postings:
    """Filled once, by `add`, with as many places for each key as were announced; read-only afterwards."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self._keys = {key: number for number, key in enumerate(sizes)}
        self._starts = array("I", [0])
        for size in sizes.values():
            self._starts.append(self._starts[-1] + size)
        self._free = self._starts[:-1]
        self._lines = array("I", bytes(self._starts[-1] * self._starts.itemsize))
        self._worths = array("f", bytes(self._starts[-1] * 4))

    def add(self, key: str, line: int, worth: float) -> None:
        """Puts one place into the next free one of its key."""
        number = self._keys[key]
        place = self._free[number]
        self._lines[place] = line
        self._worths[place] = worth
        self._free[number] = place + 1

    def of(self, key: str) -> Iterator[tuple[int, float]]:
        """The lines of a key with their worth; none for a key that is not here."""
        number = self._keys.get(key)
        if number is None:
            return iter(())
        span = slice(self._starts[number], self._starts[number + 1])
        return zip(self._lines[span], self._worths[span], strict=True)

    def count(self, key: str) -> int:
        """In how many lines it stands."""
        number = self._keys.get(key)
        return 0 if number is None else self._starts[number + 1] - self._starts[number]

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)
