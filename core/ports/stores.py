"""The stores that hold places, consents, and what people said or shared. The store of people has its own file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from core.model.action import Action
from core.model.checkin import Checkin
from core.model.consent import Consent, ConsentPurpose
from core.model.identity import Account, Address, Group, Platform
from core.model.resource import Hands, NewResource, Resource, ResourceState


class ConsentStore(Protocol):
    """Who agreed to what. The database refuses a health answer without a live one."""

    async def live(self, member_id: int, purpose: ConsentPurpose) -> Consent | None: ...

    async def give(self, member_id: int, consent: Consent) -> None:
        """Takes the place of an earlier live one for the same purpose, which is then withdrawn at that moment."""
        ...

    async def withdraw(self, member_id: int, purpose: ConsentPurpose, *, now: datetime) -> bool:
        """False when none was alive."""
        ...

    async def of(self, member_id: int) -> Sequence[Consent]:
        """All of them, withdrawn ones included, oldest first."""
        ...

    async def withdrawn_before(self, at: datetime, purpose: ConsentPurpose, *, limit: int) -> Sequence[int]:
        """Members whose last consent to a purpose ended before `at`, and who still have what was kept under it."""
        ...

    async def count_kept(self, member_id: int, purpose: ConsentPurpose) -> int:
        """How many answers and the like are kept under it; what was removed a moment ago is none of them."""
        ...

    async def remove_kept(self, member_id: int, purpose: ConsentPurpose) -> int:
        """Removes everything that is kept under a consent to this purpose; returns how many rows."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """That somebody was forgotten. The hash names nobody; it stands for their destroyed key."""

    ref_hash: str
    erased_at: datetime


class ErasureStore(Protocol):
    """Erasures that no restored backup may undo."""

    async def unnoted(self) -> Sequence[Erasure]:
        """Those that the ledger outside the database does not have yet, oldest first."""
        ...

    async def noted(self, ref_hashes: Sequence[str]) -> None:
        """The ledger has them now."""
        ...


class CheckinStore(Protocol):
    """Check-ins and their answers."""

    async def open(self, member_id: int, questionnaire: str, *, local_date: date, now: datetime) -> Checkin:
        """Raises ConsentMissing where there is no live consent to check-ins."""
        ...

    async def get(self, checkin_id: int, *, member_id: int) -> Checkin | None:
        """Only ever the member's own."""
        ...

    async def unfinished(self, member_id: int, *, local_date: date) -> Checkin | None:
        """The newest one of that day that still waits."""
        ...

    async def record(
        self, checkin_id: int, measure: str, value: int | None, *, member_id: int, now: datetime
    ) -> Checkin:
        """A second answer to the same measure takes the place of the first; returns the check-in as it is then.

        Raises ConsentMissing; LookupError where this member has no such check-in (any more).
        """
        ...

    async def write_note(self, checkin_id: int, note: str, *, member_id: int) -> bool:
        """Takes the place of the earlier note; an empty one removes it. False: not a check-in of this member."""
        ...

    async def close(self, checkin_id: int, *, now: datetime) -> None: ...

    async def on(self, member_id: int, local_date: date) -> Sequence[Checkin]:
        """All of one day, oldest first."""
        ...

    async def between(self, member_id: int, first: date, last: date) -> Sequence[Checkin]:
        """Those of these days, both ends included, in the order of their days, then oldest first."""
        ...

    async def all_of(self, member_id: int) -> Sequence[Checkin]:
        """All of them, oldest first."""
        ...

    async def count_of(self, member_id: int) -> int:
        """How many check-ins there are with an answer or a note."""
        ...

    async def bring_back(self, member_id: int, checkins: Sequence[Checkin]) -> int:
        """Adds earlier check-ins whole (their ids are given anew), leaving out those of the same set and opening
        minute. Returns how many were new. Raises ConsentMissing."""
        ...

    async def remove(self, checkin_id: int, *, member_id: int) -> bool:
        """One check-in with all that is in it. False: not a check-in of this member."""
        ...

    async def remove_outlived(self, now: datetime, *, limit: int) -> int:
        """Removes check-ins older than their member wants them kept; returns how many (at most `limit`)."""
        ...


class GroupStore(Protocol):
    """Support groups and their chats."""

    async def of_chat(self, address: Address) -> Group | None:
        """By the whole chat; the thread does not matter."""
        ...

    async def get(self, group_id: int) -> Group | None: ...

    async def founded(self, address: Address, *, now: datetime) -> Group:
        """The group of a chat, made on first sight."""
        ...

    async def chats(self, group_id: int) -> Sequence[Address]: ...

    async def left(self, chats_there: Sequence[Address]) -> Sequence[Address]:
        """Those of them that Spoonlight was removed from, and whose group is still known."""
        ...

    async def places(self, group_id: int) -> Sequence[Address]:
        """Where the group's posts go: in each chat that takes them, its room, topic or thread for posts."""
        ...

    async def set_zone(self, group_id: int, zone: str) -> None: ...

    async def move_chat(self, old: Address, conversation: str) -> None:
        """Gives a chat its new id in groups, schedules and waiting deliveries, in this one transaction."""
        ...

    async def forget_chat(self, address: Address, *, group_leaves_at: datetime) -> None:
        """The bot was removed: its schedules there and what waits for that chat go with it.

        A group without a chat is forgotten at `group_leaves_at`, unless the bot comes back before.
        """
        ...

    async def forget_left(self, before: datetime) -> int:
        """Forgets groups whose time has come, their keys included; returns how many."""
        ...

    async def chosen_lately(self, group_id: int, kind: str, *, limit: int) -> Sequence[str]:
        """The last `limit` items (newest first) that a rotation of this kind ("snippet") showed this group."""
        ...

    async def chose(self, group_id: int, kind: str, item: str, *, now: datetime) -> None:
        """Remembers that the rotation showed this item."""
        ...


class ResourceStore(Protocol):
    """What moderators share."""

    async def add(self, resource: NewResource, *, now: datetime, by: int | None = None) -> Resource:
        """A draft; `by` is the member who wrote it."""
        ...

    async def get(self, resource_id: int) -> Resource | None: ...

    async def save(self, resource: Resource, *, by: int | None, wrote: bool = False) -> Resource | None:
        """Keeps its words and state as they stand in `resource`, if it still has that version; returns the next one.

        None when somebody was faster, and nothing is changed. `by` is now the last who touched it; `wrote`: its words
        are theirs, too.
        """
        ...

    async def set_state(self, resource_id: int, state: ResourceState, *, if_state: ResourceState) -> bool:
        """False when somebody was faster: the state is no longer `if_state`."""
        ...

    async def kept(self, group_id: int, *, limit: int, offset: int = 0) -> Sequence[Resource]:
        """Newest first."""
        ...

    async def waiting(self, group_id: int, *, limit: int) -> Sequence[Resource]:
        """What waits for a second moderator, oldest first."""
        ...

    async def hands(self, resource_id: int) -> Hands: ...

    async def of_hand(self, member_id: int) -> Mapping[int, Sequence[str]]:
        """What a member had a hand in: "author" and "last" by the ids of resources."""
        ...

    async def wants_second_look(self, group_id: int) -> bool:
        """Whether what one moderator wrote must be let through by another one."""
        ...

    async def want_second_look(self, group_id: int, wanted: bool) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFormState:
    """A form that is asked one question at a time: what it is for, what is known so far, which field is next."""

    form_id: int
    action: Action
    step: int
    values: Mapping[str, str]


class FormStore(Protocol):
    """Half-filled forms; at most one for each account. They wait, and survive a restart."""

    async def open(
        self, account: Account, *, action: Action, now: datetime, known: Mapping[str, str] | None = None
    ) -> OpenFormState:
        """Takes the place of the account's earlier one. `known` values are handed in with the answers."""
        ...

    async def current(self, account: Account) -> OpenFormState | None: ...

    async def answer(self, form_id: int, *, step: int, name: str, value: str) -> bool:
        """Keeps one value and moves to the next step. False when that step was answered already."""
        ...

    async def close(self, form_id: int) -> bool:
        """False when it was closed already."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEvent:
    """A native event, taken in and not handled yet. `native` is the platform's own JSON."""

    event_id: str
    native: str
    tries: int


class InboxStore(Protocol):
    """What reached us: taken in durably before the platform is told so, and handled once."""

    async def take_in(self, platform: Platform, events: Mapping[str, str], *, now: datetime) -> None:
        """Keeps native events (id -> JSON); one that is known already is left as it is."""
        ...

    async def waiting(self, platform: Platform, *, limit: int) -> Sequence[WaitingEvent]:
        """Not handled yet, in the order of arrival."""
        ...

    async def first_time(self, platform: Platform, event_id: str, *, now: datetime) -> bool:
        """Marks an event as handled in this transaction. False: it was handled before, so do nothing."""
        ...

    async def count_try(self, platform: Platform, event_id: str) -> int:
        """Counts a failed handling; returns how many there were."""
        ...

    async def forget_before(self, at: datetime) -> int:
        """Drops handled events older than `at`; returns how many."""
        ...
