"""One chat of a group: where its posts go, and whether it takes any; and the code by which another chat joins."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from core.model.identity import Address

JOIN_CODE_GOOD_FOR: Final = timedelta(minutes=10)
"""How long a code waits to be typed; and how long, once typed, it waits for the yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChat:
    """`address` is the whole chat, `room` the topic or thread of it that posts go to (None: its main room)."""

    id: int
    address: Address
    room: str | None = None
    takes_posts: bool = True

    @property
    def place(self) -> Address:
        """Where its posts go."""
        return replace(self.address, thread=self.room)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinOffer:
    """A code of the group `group_id` that was typed in a chat of another one, which alone can use it now."""

    code_id: int
    group_id: int
