"""The store of what was sent without a name. It is told of no person, so that it cannot keep one."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from core.model.anonymous import AnonymousKind, AnonymousNote, AnonymousState


class AnonymousStore(Protocol):
    """Which groups take such notes, and the notes. A note is found by its ticket, of which only a hash is kept."""

    async def turn(self, group_id: int, kind: AnonymousKind, *, on: bool) -> bool:
        """False: it was so already."""
        ...

    async def kinds(self, group_id: int) -> frozenset[AnonymousKind]:
        """What this group takes."""
        ...

    async def groups(self, kind: AnonymousKind) -> Sequence[int]:
        """The groups that take this kind."""
        ...

    async def hand_in(self, group_id: int, kind: AnonymousKind, words: str, *, ticket: str, day: date) -> int:
        """Keeps a new note; nobody sees it before it is ripe. Returns its id."""
        ...

    async def ripen(self, group_id: int) -> int:
        """Lets moderators see what came before the last call of this; returns how many are new to them.

        All rows of the group are written anew in one go, so that none tells when it came.
        """
        ...

    async def get(self, note_id: int, *, group_id: int) -> AnonymousNote | None: ...

    async def of_ticket(self, ticket: str) -> AnonymousNote | None: ...

    async def waiting(self, group_id: int) -> Sequence[AnonymousNote]:
        """Those that moderators may see, in an order that tells nothing."""
        ...

    async def count_waiting(self, group_id: int) -> int:
        """All that wait, also what is not ripe."""
        ...

    async def settle(
        self,
        note_id: int,
        state: AnonymousState,
        *,
        group_id: int,
        answer: str = "",
        if_state: AnonymousState = AnonymousState.WAITING,
    ) -> bool:
        """Moves it on, such as out of its waiting. False: somebody was faster.

        The words go, but for what was answered.
        """
        ...

    async def forget_before(self, day: date) -> int:
        """Removes what came before that day; returns how many."""
        ...
