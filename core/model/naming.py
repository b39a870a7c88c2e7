"""Whom a group named as its moderators, besides those whom the platform says."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.model.identity import Platform

CALL_OPEN_FOR: Final = timedelta(days=1)
"""How long members can say that they would like to help, once a moderator asked for it."""

ASK_KEPT: Final = timedelta(days=7)
"""How long such a wish waits for an answer."""

ROOM_CALL_OPEN_FOR: Final = timedelta(hours=1)
"""How long somebody has to go to the moderators' room and choose it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """A role that people have on a platform (Discord). `id` is the platform's own, as text."""

    platform: Platform
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankThere:
    """A role that there is now. `name` is what people call it; it is never kept."""

    rank: Rank
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person, and since when (aware UTC): a moderator by name, or somebody who asked to be one."""

    member_id: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedIn:
    """One group where a person is named, or (`named` False) asked to be."""

    group_id: int
    since: datetime
    named: bool
