"""Values that the storage tests are made of."""

from datetime import UTC, date, datetime, time, timedelta

from core.model.consent import Consent, ConsentPurpose
from core.model.delivery import Lane, NewDelivery, Promise
from core.model.identity import Account, Address, Platform
from core.model.message import message
from core.model.schedule import Daily, DueSlot, NewSchedule, Recurrence

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
LEASE = timedelta(seconds=30)
TELEGRAM = [Platform.TELEGRAM]
ANA = Account(platform=Platform.TELEGRAM, user_id="42")
ROOM = Address(platform=Platform.TELEGRAM, conversation="-100")
TOPIC = Address(platform=Platform.TELEGRAM, conversation="-100", thread="7")
OTHER_ROOM = Address(platform=Platform.TELEGRAM, conversation="-1001")
AGREED = Consent(purpose=ConsentPurpose.CHECKINS, version=1, text_hash="0" * 64, given_at=NOW)


def at(minutes: float) -> datetime:
    """So many minutes after NOW."""
    return NOW + timedelta(minutes=minutes)


def slot(days: int = 0) -> DueSlot:
    """09:00 UTC, so many days after today."""
    return DueSlot(at=NOW + timedelta(days=days), local_date=TODAY + timedelta(days=days), slot="09:00")


def daily(address: Address = ROOM, *, member_id: int | None = None, group_id: int | None = None) -> NewSchedule:
    """A check-in at nine."""
    recurrence = Recurrence(rule=Daily(times=(time(9),)), zone="Europe/Berlin")
    return NewSchedule(
        purpose="checkin",
        recurrence=recurrence,
        address=address,
        member_id=member_id,
        group_id=group_id,
        payload={"set": "short"},
    )


def delivery(
    key: str,
    *,
    address: Address = ROOM,
    lane: Lane = Lane.DUE,
    due_at: datetime = NOW,
    promise: Promise = Promise.AT_LEAST_ONCE,
    post_id: int | None = None,
) -> NewDelivery:
    """Something short to send."""
    return NewDelivery(
        key=key,
        address=address,
        message=message(f"the words of {key}"),
        purpose="checkin",
        lane=lane,
        promise=promise,
        due_at=due_at,
        expires_at=due_at + timedelta(hours=3),
        post_id=post_id,
    )
