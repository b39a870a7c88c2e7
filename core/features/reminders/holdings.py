"""What is held about a member here: reminders with their words, told and brought back without a loss."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from core.features.reminders.nudging import wishes_of
from core.features.reminders.own import LOUD, NUDGE_AFTER, NUDGES, SET_BY_MEMBER
from core.features.reminders.setting import MOST_REMINDERS, PURPOSES, REMINDER
from core.features.reminders.wish import CARE, CHECKIN, LONGEST_TEXT, OWN, PEG, Wish
from core.library.selfcare import SelfCare
from core.model.identity import Account, Member, private_address
from core.model.schedule import NewSchedule, Recurrence, Schedule
from core.ports import Holding, Phrasebook, Record, Restored, UnitOfWork
from core.scheduling.plain import from_plain, to_plain
from core.scheduling.recurrence import next_due, to_rrule
from core.scheduling.saying import said_rule

Sameness = tuple[str, Recurrence, str, str]


class Kept:
    """Tells and brings back a member's reminders."""

    def __init__(self, care: SelfCare, words: Phrasebook) -> None:
        self._care = care
        self._words = words

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """All that the feature holds."""
        return (Holding(name="reminders", tables=frozenset({"schedules"}), export=self.export, restore=self.restore),)

    async def export(self, uow: UnitOfWork, member: Member) -> Sequence[Record]:
        return [self._record(one) for one in await uow.schedules.of_member(member.id) if one.purpose in SET_BY_MEMBER]

    async def restore(self, uow: UnitOfWork, member: Member, records: Sequence[Record], now: datetime) -> Restored:
        """One that is the same as a kept one is left out; one that is over, or one too many, does not fit."""
        accounts = await uow.members.accounts_of(member.id)
        there = {_sameness(one) for one in await uow.schedules.of_member(member.id) if one.purpose in SET_BY_MEMBER}
        new = known = 0
        for record in records:
            wanted = self._read(record, member, accounts)
            if wanted is None or (next_slot := next_due(wanted.recurrence, now)) is None:
                continue
            if _sameness(wanted) in there:
                known += 1
            elif len(there) < MOST_REMINDERS:
                await uow.schedules.add(wanted, next_slot=next_slot, now=now)
                there.add(_sameness(wanted))
                new += 1
        return Restored(new=new, known=known, unfit=len(records) - new - known)

    def _record(self, kept: Schedule) -> Record:
        wish = Wish.from_known(kept.payload)
        recurrence = kept.recurrence
        lines: str | None = None
        with suppress(ValueError):  # a single moment has no repeating rule
            lines = to_rrule(recurrence)
        return {
            "what": wish.label(self._care, self._words),
            "when": said_rule(recurrence, self._words),
            "kind": wish.target,
            "words": wish.what,
            "on": kept.address.platform.value,
            "rule": to_plain(recurrence),
            "rrule": lines,
            "nudges": kept.payload.get(NUDGES),
            "nudge_after": kept.payload.get(NUDGE_AFTER),
            "in_quiet_hours": LOUD in kept.payload,
        }

    def _read(self, record: Record, member: Member, accounts: Sequence[Account]) -> NewSchedule | None:
        """The reminder in a record, None for what cannot be one of ours. Files come from people: trust nothing."""
        try:
            target, what, recurrence = record["kind"], record["words"], from_plain(record["rule"])
        except (KeyError, TypeError, ValueError):
            return None
        if not self._is_target(target) or not isinstance(what, str) or len(what) > LONGEST_TEXT or not accounts:
            return None
        account = next((one for one in accounts if one.platform == record.get("on")), accounts[0])
        return NewSchedule(
            purpose=PURPOSES.get(target, REMINDER),
            recurrence=recurrence,
            address=private_address(account),
            member_id=member.id,
            payload={"target": target, "what": what} | _extras(record),
        )

    def _is_target(self, target: Any) -> bool:
        if not isinstance(target, str):
            return False
        return target in (OWN, CHECKIN, PEG) or (
            target.startswith(CARE) and target.removeprefix(CARE) in self._care.reminders
        )


def _extras(record: Record) -> dict[str, str]:
    """What was chosen beside the rule; a file of an older version has none of it, and nonsense is left out."""
    extras = {name: record.get(key) for name, key in ((NUDGES, "nudges"), (NUDGE_AFTER, "nudge_after"))}
    chosen = {name: text for name, text in extras.items() if isinstance(text, str)}
    kept = chosen if wishes_of(chosen) != (0, 0) else {}
    return kept | ({LOUD: "1"} if record.get("in_quiet_hours") is True else {})


def _sameness(schedule: NewSchedule) -> Sameness:
    wish = Wish.from_known(schedule.payload)
    return schedule.purpose, schedule.recurrence, wish.target, wish.what
