"""What a feature holds about a member, said by itself: so that nothing is forgotten by an export or a /forget."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.model.identity import Member
from core.ports.unit_of_work import UnitOfWork

Record = Mapping[str, Any]
"""One exported thing: JSON values under plain names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What an import did, or would do: how many records are new, how many were here already, how many do not fit."""

    new: int = 0
    known: int = 0
    unfit: int = 0


RestoreRecords = Callable[[UnitOfWork, Member, Sequence[Record], datetime], Awaitable[Restored]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One kind of thing that is kept about a member.

    `name` is its section in an export and the key of its words (`belongings.holds_<name>`). `tables` are the database's
    tables that it covers; a house test fails for a table with a member in it that nobody covers.
    `export` gives all of it, oldest first. `restore` brings exported records back without overwriting anything
    (None: this kind is not brought back); it is also asked for a preview, in a transaction that is not committed.
    """

    name: str
    tables: frozenset[str]
    export: Callable[[UnitOfWork, Member], Awaitable[Sequence[Record]]]
    restore: RestoreRecords | None = None


def moment_in(text: str) -> datetime:
    """A moment (aware UTC) as a record tells it. Raises ValueError or TypeError for anything else."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return at.astimezone(UTC)
