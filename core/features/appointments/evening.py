"""The list of questions that comes the evening before an appointment: when it is planned, and what it says."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from core.dispatch.health_gate import HealthGate
from core.features.appointments.question_pages import list_button
from core.features.appointments.visit_pages import said_visit
from core.model.action import action
from core.model.appointment import APPOINTMENT_LIST, Appointment
from core.model.delivery import Lane, Promise
from core.model.identity import Address, Member
from core.model.message import Block, Button, Emphasis, Outbound, message, note, plain, title
from core.model.schedule import NewSchedule, Once, Recurrence, Schedule
from core.ports import Composition, Phrasebook, Purpose, UnitOfWork
from core.scheduling.recurrence import next_due
from core.scheduling.turns import end_of_quiet
from core.scheduling.zone import local_day

EVENING: Final = time(18)
"""Of the day before, by the member's own clock."""

OF: Final = "appointment"
"""In the payload of its schedule: the appointment's id."""

_MOST_SHOWN: Final = 10
_UNTIL_THE_VISIT: Final = timedelta(hours=15)


async def plan_list(visit: Appointment, address: Address, words: Phrasebook, uow: UnitOfWork, now: datetime) -> None:
    """Plans it; nothing where that evening has passed. In the list of reminders it stands under its own name."""
    at = datetime.combine(visit.day - timedelta(days=1), EVENING)
    recurrence = Recurrence(rule=Once(at=at), zone=visit.zone)
    if (slot := next_due(recurrence, now)) is None:
        return
    new = NewSchedule(
        purpose=APPOINTMENT_LIST,
        recurrence=recurrence,
        address=address,
        member_id=visit.member_id,
        payload={"target": "own", "what": words("visits.label_list"), OF: str(visit.id)},
    )
    await uow.schedules.add(new, next_slot=slot, now=now)


async def planned_list(appointment_id: int, member_id: int, uow: UnitOfWork) -> Schedule | None:
    """The list that is still to come for an appointment."""
    theirs = await uow.schedules.of_member(member_id)
    return next(
        (one for one in theirs if one.purpose == APPOINTMENT_LIST and one.payload.get(OF) == str(appointment_id)), None
    )


async def drop_list(appointment_id: int, member_id: int, uow: UnitOfWork) -> None:
    """Nothing comes for that appointment any more."""
    if (planned := await planned_list(appointment_id, member_id, uow)) is not None:
        await uow.schedules.remove(planned.id, member_id=member_id)


def comes_at(planned: Schedule, member: Member) -> datetime | None:
    """When it comes (aware UTC), the member's quiet hours included."""
    if planned.next_slot is None:
        return None
    at, zone = planned.next_slot.at, member.zone or planned.recurrence.zone
    held = end_of_quiet(member.quiet, zone, at) if member.quiet is not None else None
    return held or at


class Evening:
    """Writes the list. Words about health are said only with a live consent."""

    def __init__(self, gate: HealthGate, words: Phrasebook) -> None:
        self._gate = gate
        self._words = words

    async def composed(self, due: Composition) -> Outbound | None:
        """None when the appointment is off, or the consent was taken back."""
        member_id, visit_id = due.schedule.member_id, due.schedule.payload.get(OF, "")
        if member_id is None or await self._gate.rests(due):
            return None
        visit = await due.uow.appointments.get(int(visit_id or 0), member_id=member_id)
        if visit is None:
            return None
        to_ask = [one.text for one in await due.uow.questions.of(member_id) if one.asked_at is None]
        today = local_day(visit.zone, due.now)
        return evening_page(visit, to_ask, today, self._words)

    @property
    def purpose(self) -> Purpose:
        """How surely it must arrive: at least once, and until the day itself begins in earnest."""
        return Purpose(
            name=APPOINTMENT_LIST,
            compose=self.composed,
            lane=Lane.DUE,
            promise=Promise.AT_LEAST_ONCE,
            good_for=_UNTIL_THE_VISIT,
            heeds_quiet=lambda _: True,
            health=True,
        )


def evening_page(visit: Appointment, to_ask: Sequence[str], today: date, words: Phrasebook) -> Outbound:
    """The appointment, and what the member wants to ask, the first ten."""
    heading = words("visits.today" if today >= visit.day else "visits.tomorrow")
    blocks: list[Block] = [title(heading), plain(said_visit(visit, words, today))]
    blocks.append(plain(words("visits.to_ask" if to_ask else "visits.nothing_to_ask")))
    shown = enumerate(to_ask[:_MOST_SHOWN], start=1)
    blocks += [plain(words("questions.line", number=number, question=text)) for number, text in shown]
    if (more := len(to_ask) - _MOST_SHOWN) > 0:
        blocks.append(note(words("visits.more_to_ask", count=more)))
    page = Button(label=words("visits.button_report"), action=action("report.begin"), emphasis=Emphasis.PRIMARY)
    return message(*blocks, buttons=((page,), (list_button(words),)))
