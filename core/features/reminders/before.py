"""What a reminder was before its last change, kept in its own payload, so that one tap brings it back."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from core.features.reminders.own import GONE
from core.features.reminders.reckoning import NOT_BEFORE, next_of
from core.model.schedule import DueSlot, Once, Recurrence, Schedule
from core.scheduling.plain import from_plain, to_plain

BEFORE: Final = "before"
"""In a payload: the purpose, the words and the rule from before."""

KEPT_AFTER_DELETION: Final = timedelta(hours=1)


def remembering(schedule: Schedule) -> Schedule:
    """The same, with its present self noted down. An older note goes."""
    known = {
        "purpose": schedule.purpose,
        "what": schedule.payload.get("what", ""),
        "rule": to_plain(schedule.recurrence),
        "first": schedule.payload.get(NOT_BEFORE, ""),
    }
    return replace(schedule, payload={**schedule.payload, BEFORE: json.dumps(known)})


def put_back(schedule: Schedule, now: datetime) -> Schedule | None:
    """As it was, going on from now; None when nothing was noted, or nothing of it is still to come."""
    try:
        known: dict[str, Any] = json.loads(schedule.payload[BEFORE])
        recurrence = from_plain(known["rule"])
    except (KeyError, ValueError):
        return None
    payload = {name: value for name, value in schedule.payload.items() if name not in (BEFORE, NOT_BEFORE)}
    payload["what"] = str(known["what"])
    if known["first"]:
        payload[NOT_BEFORE] = str(known["first"])
    former = replace(schedule, purpose=str(known["purpose"]), recurrence=recurrence, payload=payload)
    after = now if former.paused_until is None else max(now, former.paused_until)
    slot = next_of(former, after)
    return None if slot is None else replace(former, next_slot=slot)


def former_zone(schedule: Schedule) -> str | None:
    """The zone that it went by before its last change."""
    try:
        return from_plain(json.loads(schedule.payload[BEFORE])["rule"]).zone
    except (KeyError, ValueError):
        return None


def gone_for_now(schedule: Schedule, now: datetime) -> Schedule:
    """Out of sight; its own next moment, in an hour, is when its row goes."""
    at = now + KEPT_AFTER_DELETION
    wall = at.astimezone(UTC).replace(tzinfo=None)
    slot = DueSlot(at=at, local_date=wall.date(), slot=wall.time().isoformat("minutes"))
    return replace(
        remembering(schedule), purpose=GONE, recurrence=Recurrence(rule=Once(at=wall), zone="UTC"), next_slot=slot
    )
