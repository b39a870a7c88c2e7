"""What is held about a member here: check-ins with their answers and notes, told and brought back without a loss."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from core.features.checkins.pages import LONGEST_NOTE
from core.library.questionnaires import FINE, WORST
from core.model.checkin import Answer, Checkin
from core.model.identity import Member
from core.ports import Holding, Record, Restored, UnitOfWork

_LONGEST_NAME = 64


async def _export(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [_record(one) for one in await uow.checkins.all_of(member.id)]


async def _restore(uow: UnitOfWork, member: Member, records: Sequence[Record], now: datetime) -> Restored:
    """Raises ConsentMissing where there is no live consent to check-ins."""
    fit = [one for record in records if (one := _read(record, member.id, now)) is not None]
    new = await uow.checkins.bring_back(member.id, fit) if fit else 0
    return Restored(new=new, known=len(fit) - new, unfit=len(records) - len(fit))


HOLDINGS = (Holding(name="checkins", tables=frozenset({"checkins"}), export=_export, restore=_restore),)


def _record(checkin: Checkin) -> Record:
    return {
        "date": checkin.local_date.isoformat(),
        "set": checkin.questionnaire,
        "opened_at": checkin.opened_at.isoformat(),
        "closed_at": checkin.closed_at.isoformat() if checkin.closed_at else None,
        "answers": [
            {
                "measure": answer.measure,
                "value": answer.value,
                "at": answer.answered_at.isoformat() if answer.answered_at else None,
            }
            for answer in checkin.answers
        ],
        "note": checkin.note,
    }


def _read(record: Record, member_id: int, now: datetime) -> Checkin | None:
    """The check-in in a record, None for a record that cannot be one of ours. Files come from people: trust nothing."""
    try:
        opened_at = _moment(record["opened_at"])
        closed_at = _moment(record["closed_at"]) if record["closed_at"] is not None else None
        answers = tuple(_answer(one) for one in record["answers"])
        local_date = date.fromisoformat(record["date"])
        note, name = record["note"], record["set"]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    if not isinstance(note, str) or len(note) > LONGEST_NOTE or not _is_name(name) or opened_at > now:
        return None
    if len({answer.measure for answer in answers}) < len(answers):
        return None
    return Checkin(
        id=0,
        member_id=member_id,
        questionnaire=name,
        local_date=local_date,
        opened_at=opened_at,
        closed_at=closed_at,
        answers=answers,
        note=note,
    )


def _answer(record: Record) -> Answer:
    """Raises ValueError (or its kin) for anything but a name with a number on the scale, or a skip."""
    measure, value = record["measure"], record["value"]
    on_scale = isinstance(value, int) and not isinstance(value, bool) and FINE <= value <= WORST
    if not _is_name(measure) or not (value is None or on_scale):
        raise ValueError("not an answer")
    return Answer(measure=measure, value=value, answered_at=_moment(record["at"]) if record["at"] else None)


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return at.astimezone(UTC)


def _is_name(name: object) -> bool:
    return isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and name.isprintable()
