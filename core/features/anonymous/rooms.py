"""Where somebody's words are until they are handed in: in memory alone, for an hour, and gone with a restart.

It is the feature's veil, too: it says what must never be written down of who writes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Final, TypeVar

from core.dispatch.doors import from_payload
from core.dispatch.signing import unproved_action
from core.model.anonymous import AnonymousKind
from core.model.identity import Account
from core.model.inbound import ButtonTapped, CommandGiven, FileOffered, FormSubmitted, Inbound, TextSaid

K = TypeVar("K")
V = TypeVar("V")

VEILED: Final = "anon."
"""The routes that writers tap begin so; those of moderators begin otherwise."""

COMMAND: Final = "ask"
"""The first word of the commands of writers."""

KEPT_FOR: Final = timedelta(hours=1)
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What somebody is about to write, and for which group."""

    kind: AnonymousKind
    group_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What they wrote, as they see it before they hand it in."""

    account: Account
    errand: Errand
    words: str


class Rooms:
    """core.dispatch.table.Veil. Times are aware UTC."""

    def __init__(self) -> None:
        self._open: dict[Account, tuple[Errand, datetime]] = {}
        self._drafts: dict[str, tuple[Draft, datetime]] = {}

    def covers(self, inbound: Inbound) -> bool:
        """Commands, buttons and forms of writers, and what is typed into an open room."""
        self._sweep(inbound.origin.at)
        match inbound:
            case CommandGiven(name=name, rest=rest):
                return name.lower().split()[:1] == [COMMAND] or (name == "start" and _is_veiled_door(rest))
            case ButtonTapped(packed=packed) | FormSubmitted(packed=packed):
                return unproved_action(packed).startswith(VEILED)
            case TextSaid(text=text):
                return text.split(maxsplit=1)[:1] == [f"/{COMMAND}"] or self._is_typed_into(inbound)
            case FileOffered():
                return self._is_typed_into(inbound)
            case _:
                return False

    def waits_for(self, account: Account) -> bool:
        return account in self._open

    def lift(self, account: Account) -> None:
        self._open.pop(account, None)

    def open(self, account: Account, errand: Errand, now: datetime) -> None:
        """Their next words are meant for this."""
        self._open[account] = (errand, now + KEPT_FOR)
        _at_most(self._open)

    def wanted(self, account: Account, now: datetime) -> Errand | None:
        """What their next words are meant for."""
        errand, until = self._open.get(account, (None, now))
        return errand if now < until else None

    def keep(self, name: str, draft: Draft, now: datetime) -> None:
        """Their words are there, so that nothing more is waited for."""
        self.lift(draft.account)
        self._drafts[name] = (draft, now + KEPT_FOR)
        _at_most(self._drafts)

    def draft(self, name: str, account: Account, now: datetime) -> Draft | None:
        """None: handed in, put away, an hour old, somebody else's, or from before a restart."""
        draft, until = self._drafts.get(name, (None, now))
        return draft if draft is not None and now < until and draft.account == account else None

    def drop(self, name: str) -> None:
        """It was handed in or put away."""
        self._drafts.pop(name, None)

    def _is_typed_into(self, inbound: TextSaid | FileOffered) -> bool:
        return inbound.origin.address.private and inbound.origin.account in self._open

    def _sweep(self, now: datetime) -> None:
        """Nothing stays longer than its hour."""
        if any(until <= now for _, until in (*self._open.values(), *self._drafts.values())):
            self._open = {account: kept for account, kept in self._open.items() if kept[1] > now}
            self._drafts = {name: kept for name, kept in self._drafts.items() if kept[1] > now}


def new_name() -> str:
    """A name for a draft or a ticket: 128 random bits."""
    return token_urlsafe(16)


def _is_veiled_door(payload: str) -> bool:
    door = from_payload(payload.strip()) if payload else None
    return door is not None and door.route.startswith(VEILED)


def _at_most(kept: dict[K, V]) -> None:
    while len(kept) > _MOST:
        del kept[next(iter(kept))]
