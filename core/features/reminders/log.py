"""What was done and what was skipped, newest first, for the member alone. Nothing is counted, and nothing is judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.features.reminders.cards import LOG, list_button, short
from core.model.action import action
from core.model.identity import Member
from core.model.message import AnyButton, Button, Outbound, message, note, title
from core.model.occurrence import Occurrence, Outcome
from core.ports import Holding, Phrasebook, Record, UnitOfWork
from core.scheduling.saying import said_moment

ON_A_PAGE: Final = 10
_AT_ONCE: Final = 50
_TOLD: Final = frozenset({Outcome.DONE, Outcome.SKIPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Some of it. `begins` is how many answers are newer; `older` where the next page begins, None on the last."""

    entries: Sequence[Occurrence]
    begins: int
    older: int | None


async def read_log(uow: UnitOfWork, member_id: int, begins: int) -> LogPage:
    """A page of done and skipped ones; what was put off is told when it came again."""
    entries: list[Occurrence] = []
    at, older = begins, begins
    while rows := await uow.occurrences.latest_of(member_id, limit=_AT_ONCE, offset=at, answered=True):
        for row in rows:
            if row.outcome in _TOLD and len(entries) == ON_A_PAGE:
                return LogPage(entries=entries, begins=begins, older=older)
            at += 1
            if row.outcome in _TOLD:
                entries.append(row)
                older = at
    return LogPage(entries=entries, begins=begins, older=None)


def log_page(page: LogPage, zone: str, words: Phrasebook) -> Outbound:
    """One line for each, with the day and time at which it was due."""
    lines = [_line(one, zone, words) for one in page.entries] or [words("due.log_none")]
    turns: list[AnyButton] = []
    if page.begins:
        turns.append(Button(label=words("due.button_log_newest"), action=action(LOG, 0)))
    if page.older is not None:
        turns.append(Button(label=words("due.button_log_earlier"), action=action(LOG, page.older)))
    rows = ((tuple(turns),) if turns else ()) + ((list_button(words),),)
    return message(title(words("due.log_title")), *lines, note(words("due.log_alone")), buttons=rows)


def _line(one: Occurrence, zone: str, words: Phrasebook) -> str:
    when = said_moment(one.due_at, zone, words)
    if one.outcome is Outcome.DONE:
        return words("due.log_done", what=short(one.label), when=when)
    return words("due.log_skipped", what=short(one.label), when=when)


async def _export(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    records: list[Record] = []
    while rows := await uow.occurrences.latest_of(member.id, limit=_AT_ONCE, offset=len(records)):
        records += [_record(one) for one in rows]
    return records[::-1]


def _record(one: Occurrence) -> Record:
    return {
        "what": one.label,
        "date": one.local_date.isoformat(),
        "slot": one.slot,
        "outcome": one.outcome.value if one.outcome else None,
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
    }


REMINDER_LOG: Final = Holding(name="reminder_log", tables=frozenset({"occurrences"}), export=_export)
