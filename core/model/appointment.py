"""What somebody wants to ask their doctor, and when they see one. The words are theirs."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

APPOINTMENT_LIST: Final = "appointment_list"
"""The purpose of the list of questions that comes the evening before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorQuestion:
    """One question. `place` orders a member's questions. `asked_at` (aware UTC): None while it is still to be asked."""

    id: int
    member_id: int
    text: str
    added_at: datetime
    place: int
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAppointment:
    """`day` and `clock` are wall time in `zone` (IANA), where the member was when they set it. `clock` is None and
    `whom` empty when they did not say."""

    member_id: int
    day: date
    zone: str
    clock: time | None = None
    whom: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment(NewAppointment):
    """A kept one. `set_at` is aware UTC."""

    id: int
    set_at: datetime
