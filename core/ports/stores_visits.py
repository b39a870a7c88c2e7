"""The stores of what a member prepares for a doctor: questions and appointments. Both raise ConsentMissing where
something new is to be kept without a live consent to check-ins."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from core.model.appointment import Appointment, DoctorQuestion, NewAppointment


class QuestionStore(Protocol):
    """What members want to ask their doctor. Only ever the member's own."""

    async def add(self, member_id: int, text: str, *, now: datetime) -> DoctorQuestion:
        """Behind the others. Raises ConsentMissing."""
        ...

    async def get(self, question_id: int, *, member_id: int) -> DoctorQuestion | None:
        """None: gone, removed, or somebody else's."""
        ...

    async def of(self, member_id: int) -> Sequence[DoctorQuestion]:
        """All that are kept, in the order of their places."""
        ...

    async def reword(self, question_id: int, text: str, *, member_id: int) -> bool:
        """False: not a kept one of this member. Raises ConsentMissing."""
        ...

    async def put_first(self, question_id: int, *, member_id: int) -> bool: ...

    async def mark(self, question_id: int, asked_at: datetime | None, *, member_id: int) -> bool:
        """As asked at that moment (aware UTC), or as still to be asked."""
        ...

    async def remove(self, question_ids: Collection[int], *, member_id: int, now: datetime) -> int:
        """Out of sight at once; the rows go within the hour. Returns how many were there."""
        ...

    async def put_back(self, question_id: int, *, member_id: int) -> int:
        """Brings back what was removed in one go with this one; returns how many."""
        ...

    async def bring_back(self, member_id: int, questions: Sequence[DoctorQuestion]) -> int:
        """Adds earlier ones (ids and places are given anew), leaving out those with the same words. Returns how many
        were new. Raises ConsentMissing."""
        ...

    async def remove_outlived(self, now: datetime, *, limit: int) -> int:
        """As check-ins; and what was removed an hour ago."""
        ...


class AppointmentStore(Protocol):
    """When members see a doctor. Only ever the member's own."""

    async def add(self, appointment: NewAppointment, *, now: datetime) -> Appointment:
        """Raises ConsentMissing."""
        ...

    async def get(self, appointment_id: int, *, member_id: int) -> Appointment | None: ...

    async def of(self, member_id: int) -> Sequence[Appointment]:
        """All that are kept, earliest day first; past ones included."""
        ...

    async def remove(self, appointment_id: int, *, member_id: int, now: datetime) -> bool:
        """Out of sight at once; the row goes within the hour."""
        ...

    async def put_back(self, appointment_id: int, *, member_id: int) -> bool: ...

    async def remove_outlived(self, now: datetime, *, limit: int) -> int:
        """As questions."""
        ...
