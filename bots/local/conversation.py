"""Keeps what was said in the preview, in memory, and tells those who look on. Decides who may see what."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_hex
from typing import Final

from bots.local.people import Person
from core.model.identity import Address
from core.model.message import Outbound

MOST_ENTRIES: Final = 1000
"""Of all places together; the oldest are let go."""

MOST_FILES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing in a conversation: words of a person, or a message of Spoonlight (`author` None).

    `only_for`: a person's id; nobody else ever sees it. `at` is aware UTC, by the preview's clock.
    """

    id: int
    address: Address
    at: datetime
    author: Person | None
    content: str | Outbound
    only_for: str | None = None
    edited: bool = False

    def seen_by(self, person: Person) -> bool:
        if self.address.private:
            return self.address.conversation == person.id
        return self.only_for in (None, person.id)


@dataclass(frozen=True, slots=True)
class Gone:
    """An entry was taken away."""

    entry: Entry


Change = Entry | Gone | None
"""An entry that is new or edited, one that is gone, or None: the clock was moved."""


class Conversation:
    """All places of the preview. `session` tells this start's messages from another's."""

    def __init__(self) -> None:
        self.session = token_hex(4)
        self._entries: dict[int, Entry] = {}
        self._last_id = 0
        self._files: dict[str, bytes] = {}
        self._watchers: set[asyncio.Queue[Change]] = set()

    def add(
        self,
        address: Address,
        content: str | Outbound,
        *,
        at: datetime,
        author: Person | None = None,
        only_for: str | None = None,
    ) -> Entry:
        self._last_id += 1
        entry = Entry(id=self._last_id, address=address, at=at, author=author, content=content, only_for=only_for)
        self._entries[entry.id] = entry
        while len(self._entries) > MOST_ENTRIES:
            del self._entries[next(iter(self._entries))]
        self.tell(entry)
        return entry

    def edit(self, entry_id: int, message: Outbound) -> bool:
        """False when it is gone."""
        if (entry := self._entries.get(entry_id)) is None:
            return False
        self._entries[entry_id] = replace(entry, content=message, edited=True)
        self.tell(self._entries[entry_id])
        return True

    def remove(self, entry_id: int) -> bool:
        """False when it was gone already."""
        if (entry := self._entries.pop(entry_id, None)) is None:
            return False
        self.tell(Gone(entry))
        return True

    def seen(self, entry_id: int, person: Person) -> Entry | None:
        """The entry, when this person may see it."""
        entry = self._entries.get(entry_id)
        return entry if entry is not None and entry.seen_by(person) else None

    def seen_in(self, address: Address, person: Person) -> list[Entry]:
        """All that this person may see in one place, oldest first."""
        return [entry for entry in self._entries.values() if entry.address == address and entry.seen_by(person)]

    def hold(self, content: bytes) -> str:
        """Keeps what is in a file that somebody sent; returns its handle. The last few are there."""
        ref = token_hex(8)
        self._files[ref] = content
        while len(self._files) > MOST_FILES:
            del self._files[next(iter(self._files))]
        return ref

    def held(self, ref: str) -> bytes | None:
        """None when it was let go, or never came."""
        return self._files.get(ref)

    def tell(self, change: Change) -> None:
        for watcher in self._watchers:
            watcher.put_nowait(change)

    @contextmanager
    def watched(self) -> Iterator[asyncio.Queue[Change]]:
        """A queue of every change from now on."""
        watcher: asyncio.Queue[Change] = asyncio.Queue()
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)
