"""Nudges, for who asked for them: a reminder without an answer comes again a few times, and then there is silence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from core.features.reminders.cards import NUDGE_PAGE, ONE
from core.features.reminders.own import LOUD, NUDGE, NUDGE_AFTER, NUDGES
from core.features.reminders.setting import REMINDER
from core.features.reminders.snoozing import once, still_on, whole_minute
from core.model.action import action
from core.model.message import Button, Outbound, message, title
from core.model.occurrence import Occurrence
from core.model.schedule import NewSchedule, Once, Schedule
from core.ports import Composition, Phrasebook, UnitOfWork
from core.scheduling.recurrence import next_due

MOST_NUDGES: Final = 3
AFTER_MINUTES: Final = (10, 30, 60)
GOOD_FOR: Final = timedelta(hours=1)
"""A nudge that was held longer, by quiet hours or by a stop, is not worth it: it stays silent."""

_OCCURRENCES, _LEFT = "occurrences", "left"

Came = tuple[Occurrence, Schedule]
"""What came, and the reminder behind it."""


def wishes_of(payload: Mapping[str, str]) -> tuple[int, int]:
    """How many nudges, and after how many minutes each; (0, 0) without any."""
    try:
        count, minutes = int(payload.get(NUDGES, 0)), int(payload.get(NUDGE_AFTER, 0))
    except ValueError:
        return 0, 0
    return (count, minutes) if 1 <= count <= MOST_NUDGES and minutes in AFTER_MINUTES else (0, 0)


async def begin(came: Sequence[Came], uow: UnitOfWork, now: datetime) -> None:
    """Plans the first nudge of what has just come: one for all that wish for the same."""
    alike: dict[tuple[int, int, str], list[Came]] = defaultdict(list)
    for one, schedule in came:
        count, minutes = wishes_of(schedule.payload)
        if count:
            alike[count, minutes, schedule.payload.get(LOUD, "")].append((one, schedule))
    for (count, minutes, loud), group in alike.items():
        payload = {
            _OCCURRENCES: ",".join(str(one.id) for one, _ in group),
            _LEFT: str(count - 1),
            NUDGE_AFTER: str(minutes),
            **({LOUD: loud} if loud else {}),
        }
        await _plan(group[0][1], payload, uow, now)


async def unanswered(due: Composition) -> Sequence[Occurrence]:
    """What this nudge is about and has no answer yet; the next nudge is planned, when one is left. The row goes."""
    schedule, member_id = due.schedule, due.schedule.member_id
    if member_id is None:
        return []
    await due.uow.schedules.remove(schedule.id, member_id=member_id)
    rule = schedule.recurrence.rule
    if not isinstance(rule, Once) or due.now - rule.at.replace(tzinfo=UTC) > GOOD_FOR:
        return []
    numbers = [int(number) for number in schedule.payload[_OCCURRENCES].split(",")]
    found = [await due.uow.occurrences.get(number, member_id=member_id) for number in numbers]
    waiting = [one for one in found if one is not None and await _still_wanted(one, due)]
    left = int(schedule.payload[_LEFT])
    if waiting and left:
        payload = {**schedule.payload, _LEFT: str(left - 1)}
        await _plan(schedule, payload, due.uow, due.now)
    return waiting


def asking_page(schedule: Schedule, label: str, count: int, words: Phrasebook) -> Outbound:
    """How often (`count` 0), and then after how long. Off is always one tap away."""
    if count:
        choices = [
            Button(
                label=words("due.button_minutes", count=minutes),
                action=action(NUDGE_PAGE, schedule.id, count, minutes),
            )
            for minutes in AFTER_MINUTES
        ]
        back = Button(label=words("due.button_back"), action=action(NUDGE_PAGE, schedule.id))
        return message(title(label), words("due.nudge_after"), buttons=(tuple(choices), (back,)))
    often = [
        Button(
            label=words("due.button_once") if number == 1 else words("due.button_times", count=number),
            action=action(NUDGE_PAGE, schedule.id, number),
        )
        for number in range(1, MOST_NUDGES + 1)
    ]
    off = Button(label=words("due.button_no_nudge"), action=action(NUDGE_PAGE, schedule.id, 0, 0))
    back = Button(label=words("due.button_back"), action=action(ONE, schedule.id))
    return message(title(label), words("due.nudge_ask"), buttons=(tuple(often), (off, back)))


def kept_page(schedule: Schedule, label: str, words: Phrasebook) -> Outbound:
    """What was chosen."""
    count, minutes = wishes_of(schedule.payload)
    if not count:
        said = words("due.nudge_off")
    elif count == 1:
        said = words("due.nudge_kept_once", minutes=minutes)
    else:
        said = words("due.nudge_kept", count=count, minutes=minutes)
    change = Button(label=words("due.button_change"), action=action(NUDGE_PAGE, schedule.id))
    back = Button(label=words("due.button_back"), action=action(ONE, schedule.id))
    return message(title(label), said, buttons=((change, back),))


def may_be_nudged(schedule: NewSchedule) -> bool:
    """Reminders may; a prompt to check in asks once and waits."""
    return schedule.purpose == REMINDER


async def _still_wanted(one: Occurrence, due: Composition) -> bool:
    """Not answered, and its reminder neither deleted nor paused since."""
    if one.outcome is not None:
        return False
    return still_on(await due.uow.schedules.get(one.schedule_id), due.now)


async def _plan(about: Schedule, payload: dict[str, str], uow: UnitOfWork, now: datetime) -> None:
    at = whole_minute(now) + timedelta(minutes=int(payload[NUDGE_AFTER]))
    new = NewSchedule(
        purpose=NUDGE,
        recurrence=once(at),
        address=about.address,
        member_id=about.member_id,
        payload=payload,
    )
    await uow.schedules.add(new, next_slot=next_due(new.recurrence, now), now=now)
