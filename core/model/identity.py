"""Who and where: platforms, accounts, members, groups and the places that messages go to."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from core.model.calm import Calm
from core.model.rhythm import USUAL_QUIET, QuietHours

ANSWERS_KEPT_DAYS: Final = 365
"""How long answers are kept when the member chose nothing else."""

FORGET_AFTER: Final = timedelta(days=30)
"""Who left, blocked Spoonlight, or removed it from their group is forgotten this long after, unless they come back."""


class Platform(StrEnum):
    """A place where people already meet, or the local preview of one."""

    TELEGRAM = "telegram"
    DISCORD = "discord"
    LOCAL = "local"


class Role(StrEnum):
    """What somebody may do in a group."""

    MEMBER = "member"
    MODERATOR = "moderator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person on one platform. `user_id` is the platform's own id, as text."""

    platform: Platform
    user_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a message goes, kept as text so that Spoonlight can speak first.

    `conversation` is the platform's id of a chat or channel; for a private place it is the person's user id.
    `thread` is a Telegram topic or a Discord thread, None for the main room.
    """

    platform: Platform
    conversation: str
    thread: str | None = None
    private: bool = False

    def to_text(self) -> str:
        """One line that `from_text` reads back: `telegram/private/42`, `telegram/group/-100/7`."""
        place = "private" if self.private else "group"
        return "/".join([self.platform, place, self.conversation, *([self.thread] if self.thread else [])])

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Reads what `to_text` wrote. Raises ValueError when the text is anything else."""
        platform, place, conversation, *thread = text.split("/")
        return cls(
            platform=Platform(platform),
            conversation=conversation,
            thread=thread[0] if thread else None,
            private=place == "private",
        )

    @property
    def whole_chat(self) -> "Address":
        """The chat itself, without the thread: what a group is known by."""
        return Address(platform=self.platform, conversation=self.conversation, private=self.private)


def private_address(account: Account) -> Address:
    """The private conversation with one person."""
    return Address(platform=account.platform, conversation=account.user_id, private=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person who has spoken with Spoonlight. `zone` is an IANA name, None until they told us.

    `answers_kept_days`: how long their answers are kept, None for as long as they stay. `leaves_at` (aware UTC): when
    all of it is forgotten, because they left; None while they are here. `quiet`: when reminders are held (None: never).
    `plain_text`: whether they read plain text (core.model.plain_text).
    """

    id: int
    zone: str | None = None
    language: str | None = None
    answers_kept_days: int | None = ANSWERS_KEPT_DAYS
    leaves_at: datetime | None = None
    quiet: QuietHours | None = USUAL_QUIET
    plain_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A support group: one or more chats that share a library, a schedule and moderators."""

    id: int
    zone: str | None = None
    calm: Calm = field(default_factory=Calm)
