"""What is held about a member here: questions for a doctor and appointments, told and brought back without a loss."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.features.appointments.evening import plan_list
from core.features.appointments.question_pages import LONGEST_QUESTION, MOST_QUESTIONS
from core.features.appointments.visit_pages import LONGEST_WHOM
from core.model.appointment import DoctorQuestion, NewAppointment
from core.model.identity import Member, private_address
from core.ports import Holding, Phrasebook, Record, Restored, UnitOfWork
from core.ports.holding import moment_in

_MOST_APPOINTMENTS = 500


class Kept:
    """Tells and brings back. `words` name the list that comes the evening before."""

    def __init__(self, words: Phrasebook) -> None:
        self._words = words

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """All that the feature holds."""
        return (
            Holding(
                name="questions",
                tables=frozenset({"doctor_questions"}),
                export=_export_questions,
                restore=_restore_questions,
            ),
            Holding(
                name="appointments",
                tables=frozenset({"appointments"}),
                export=_export_appointments,
                restore=self.restore_appointments,
            ),
        )

    async def restore_appointments(
        self, uow: UnitOfWork, member: Member, records: Sequence[Record], now: datetime
    ) -> Restored:
        """Raises ConsentMissing where there is no live consent. The list before a coming one is planned again."""
        accounts = await uow.members.accounts_of(member.id)
        there = {(one.day, one.clock, one.whom) for one in await uow.appointments.of(member.id)}
        new = known = 0
        for record in records:
            read = _read_appointment(record, member.id)
            if read is None or len(there) >= _MOST_APPOINTMENTS:
                continue
            if (read.day, read.clock, read.whom) in there:
                known += 1
                continue
            visit = await uow.appointments.add(read, now=now)
            there.add((read.day, read.clock, read.whom))
            new += 1
            if accounts:
                await plan_list(visit, private_address(accounts[0]), self._words, uow, now)
        return Restored(new=new, known=known, unfit=len(records) - new - known)


async def _export_questions(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [
        {
            "question": one.text,
            "added_at": one.added_at.isoformat(),
            "asked_at": one.asked_at.isoformat() if one.asked_at else None,
        }
        for one in await uow.questions.of(member.id)
    ]


async def _restore_questions(uow: UnitOfWork, member: Member, records: Sequence[Record], now: datetime) -> Restored:
    """Raises ConsentMissing where there is no live consent. What does not fit into a full list is left out."""
    fit = [one for record in records if (one := _read_question(record, member.id, now)) is not None]
    there = {one.text for one in await uow.questions.of(member.id)}
    room = max(0, MOST_QUESTIONS - len(there))
    fresh = [one for one in fit if one.text not in there][:room]
    known = sum(one.text in there for one in fit)
    new = await uow.questions.bring_back(member.id, fresh) if fresh else 0
    return Restored(new=new, known=known, unfit=len(records) - new - known)


async def _export_appointments(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [
        {
            "date": one.day.isoformat(),
            "time": one.clock.isoformat("minutes") if one.clock else None,
            "with": one.whom,
            "zone": one.zone,
        }
        for one in await uow.appointments.of(member.id)
    ]


def _read_question(record: Record, member_id: int, now: datetime) -> DoctorQuestion | None:
    """The question in a record, None for what cannot be one of ours. Files come from people: trust nothing."""
    try:
        text, added_at = record["question"], moment_in(record["added_at"])
        asked_at = moment_in(record["asked_at"]) if record["asked_at"] is not None else None
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST_QUESTION or added_at > now:
        return None
    return DoctorQuestion(id=0, member_id=member_id, text=text, added_at=added_at, place=0, asked_at=asked_at)


def _read_appointment(record: Record, member_id: int) -> NewAppointment | None:
    try:
        day = date.fromisoformat(record["date"])
        clock = time.fromisoformat(record["time"]) if record["time"] is not None else None
        whom, zone = record["with"], record["zone"]
        ZoneInfo(zone)
    except (KeyError, TypeError, ValueError, AttributeError, OSError, ZoneInfoNotFoundError):
        return None
    if not isinstance(whom, str) or len(whom) > LONGEST_WHOM or (clock is not None and clock.tzinfo is not None):
        return None
    return NewAppointment(member_id=member_id, day=day, zone=zone, clock=clock, whom=whom)
