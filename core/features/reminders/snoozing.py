"""Puts a reminder off: a schedule of its own for one moment. The rule of the reminder is never touched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from core.features.reminders.own import FROM, GONE, LOUD, OF, is_snooze
from core.features.reminders.setting import REMINDER
from core.features.reminders.wish import OWN
from core.model.identity import Address
from core.model.occurrence import Occurrence
from core.model.rhythm import QuietHours
from core.model.schedule import NewSchedule, Once, Recurrence, Schedule
from core.ports import UnitOfWork
from core.scheduling.recurrence import instant, next_due
from core.scheduling.turns import end_of_quiet

EVENING: Final = time(19)
MORNING: Final = time(9)
"""What the phrases mean by the same words."""

_STILL_NIGHT: Final = time(4)
"""Until then the morning that somebody means is the one to come, whatever the date says."""

_EVENING_LEAD: Final = timedelta(minutes=30)
_MINUTE: Final = timedelta(minutes=1)
_ONE_DAY: Final = timedelta(days=1)


class Until(StrEnum):
    """The choices, as the buttons carry them."""

    SOON = "10"
    HOUR = "60"
    EVENING = "evening"
    MORNING = "morning"


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOff:
    """When it comes again (aware UTC). `loud`: quiet hours do not hold it, because the member has just asked for it."""

    at: datetime
    loud: bool


def choices(now: datetime, zone: str) -> Sequence[Until]:
    """Those that make sense at this time of the member's day."""
    return [one for one in Until if one is not Until.EVENING or _this_evening(now, zone) is not None]


def put_off(until: Until, *, now: datetime, zone: str, quiet: QuietHours | None) -> PutOff | None:
    """The exact moment; None for an evening that has come already. Later than an hour means after the quiet hours."""
    match until:
        case Until.SOON | Until.HOUR:
            return PutOff(at=whole_minute(now) + int(until) * _MINUTE, loud=True)
        case Until.EVENING:
            at = _this_evening(now, zone)
        case Until.MORNING:
            at = _next_morning(now, zone)
    if at is None:
        return None
    return PutOff(at=(end_of_quiet(quiet, zone, at) if quiet else None) or at, loud=False)


async def snooze(
    occurrence: Occurrence, original: Schedule | None, when: PutOff, address: Address, uow: UnitOfWork, now: datetime
) -> None:
    """Lets it come again, instead of what was asked for under the same occurrence before."""
    await take_back(occurrence, uow)
    payload = dict(original.payload) if original else {"target": OWN, "what": occurrence.label}
    payload |= {OF: str(original.id) if original else "", FROM: str(occurrence.id)}
    if when.loud:
        payload[LOUD] = "1"
    new = NewSchedule(
        purpose=REMINDER,
        recurrence=once(when.at),
        address=original.address if original else address,
        member_id=occurrence.member_id,
        payload=payload,
    )
    await uow.schedules.add(new, next_slot=next_due(new.recurrence, now), now=now)


async def take_back(occurrence: Occurrence, uow: UnitOfWork) -> None:
    """What was put off under this occurrence does not come again."""
    for one in await uow.schedules.of_member(occurrence.member_id):
        if is_snooze(one) and one.payload[FROM] == str(occurrence.id):
            await uow.schedules.remove(one.id, member_id=occurrence.member_id)


def still_on(about: Schedule | None, now: datetime) -> bool:
    """Whether a reminder that was put off or has a nudge to come is neither deleted nor paused by now."""
    if about is None or about.purpose == GONE:
        return False
    return about.paused_until is None or about.paused_until <= now


def once(at: datetime) -> Recurrence:
    """One moment, told in UTC: an hour that the clocks repeat stays clear."""
    return Recurrence(rule=Once(at=at.astimezone(UTC).replace(tzinfo=None)), zone="UTC")


def whole_minute(at: datetime) -> datetime:
    """Without its seconds: what comes in the same minute can come together."""
    return at.replace(second=0, microsecond=0)


def _this_evening(now: datetime, zone: str) -> datetime | None:
    place = ZoneInfo(zone)
    at = instant(datetime.combine(now.astimezone(place).date(), EVENING), place)
    return at if at >= now + _EVENING_LEAD else None


def _next_morning(now: datetime, zone: str) -> datetime:
    place = ZoneInfo(zone)
    local = now.astimezone(place)
    day = local.date() if local.time() < _STILL_NIGHT else local.date() + _ONE_DAY
    return instant(datetime.combine(day, MORNING), place)
