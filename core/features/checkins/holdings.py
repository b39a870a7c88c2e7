"""What is held about a member here: check-ins, own measures and habits; told, and brought back without a loss."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from core.features.checkins.pages import DAILY, LONGEST_NOTE, SHORT
from core.features.checkins.sets import ASKED, MOST_IN_SET, MOST_OWN, OWN
from core.features.checkins.ways import LONGEST_LABEL
from core.library.questionnaires import FINE, MOST_COUNTED, Checkins, highest_of
from core.model.checkin import Answer, Checkin
from core.model.habits import Habits
from core.model.identity import Member
from core.model.measure import MeasureKind
from core.model.tracked import OWN_KEY, Tracked
from core.ports import Holding, Record, Restored, UnitOfWork
from core.ports.holding import moment_in

_LONGEST_NAME = 64
_ONE_DAY = timedelta(days=1)
"""No zone is further ahead: a check-in of a later day would outlive the time for which its member keeps them."""

_ANY: Mapping[str, int] = MappingProxyType({})
_OWN = re.compile(rf"{OWN_KEY}[a-z0-9]{{6}}")


def holdings_of(content: Checkins) -> tuple[Holding, ...]:
    """The three kinds of things. An own measure comes back before the check-ins that answer it are read."""

    async def restore(uow: UnitOfWork, member: Member, records: Sequence[Record], now: datetime) -> Restored:
        named = content.measures(await uow.tracked.of(member.id))
        return await _restore(uow, member, records, now, {key: highest_of(one.kind) for key, one in named.items()})

    async def restore_tracked(uow: UnitOfWork, member: Member, records: Sequence[Record], now: datetime) -> Restored:
        kinds = {key: one.kind for key, one in content.measures().items()}
        return await _restore_tracked(uow, member, records, now, kinds)

    return (
        Holding(name="tracked", tables=frozenset({"tracked"}), export=_export_tracked, restore=restore_tracked),
        Holding(name="checkins", tables=frozenset({"checkins"}), export=_export, restore=restore),
        Holding(name="habits", tables=frozenset({"habits"}), export=_export_habits, restore=_restore_habits),
    )


def record_of(checkin: Checkin) -> Record:
    """One check-in as plain values."""
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


def checkin_in(record: Record, member_id: int, now: datetime, highest: Mapping[str, int] = _ANY) -> Checkin | None:
    """The check-in in a record, None for a record that cannot be one of ours. Files come from people: trust nothing.

    `highest`: the highest answer of each measure that is known; a member's own count may be higher than those.
    """
    try:
        opened_at = moment_in(record["opened_at"])
        closed_at = moment_in(record["closed_at"]) if record["closed_at"] is not None else None
        answers = tuple(_answer(one, highest) for one in record["answers"])
        local_date = date.fromisoformat(record["date"])
        note, name = record["note"], record["set"]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    if not isinstance(note, str) or len(note) > LONGEST_NOTE or not _is_name(name):
        return None
    if opened_at > now or local_date > (now + _ONE_DAY).date():
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


async def _export(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [record_of(one) for one in await uow.checkins.all_of(member.id)]


async def _restore(
    uow: UnitOfWork, member: Member, records: Sequence[Record], now: datetime, highest: Mapping[str, int]
) -> Restored:
    """Raises ConsentMissing where there is no live consent to check-ins."""
    fit = [one for record in records if (one := checkin_in(record, member.id, now, highest)) is not None]
    new = await uow.checkins.bring_back(member.id, fit) if fit else 0
    return Restored(new=new, known=len(fit) - new, unfit=len(records) - len(fit))


async def _export_tracked(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [
        {
            "measure": one.key,
            "kind": one.kind.value,
            "label": one.label,
            "place": one.place,
            "used_at": one.used_at.isoformat() if one.used_at else None,
            "retired": one.retired,
        }
        for one in await uow.tracked.of(member.id)
    ]


async def _restore_tracked(
    uow: UnitOfWork, member: Member, records: Sequence[Record], now: datetime, kinds: Mapping[str, MeasureKind]
) -> Restored:
    """What is here stays, and so does the set that is here: then what is new stands outside it."""
    here = await uow.tracked.of(member.id)
    keys = {one.key for one in here}
    read = {one.key: one for record in records if (one := _tracked(record, now, kinds)) is not None}
    again = [one for one in read.values() if one.key in keys]
    new = [one for one in read.values() if not one.own and one.key not in keys]
    new += [one for one in read.values() if one.own and one.key not in keys][: MOST_OWN - sum(one.own for one in here)]
    if any(one.place is not None for one in here):
        new = [replace(one, place=None) for one in new]
    count = await uow.tracked.bring_back(member.id, new) if new else 0
    return Restored(new=count, known=len(again), unfit=len(records) - len(again) - count)


async def _export_habits(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    if not await uow.habits.known(member.id):
        return []
    habits = await uow.habits.get(member.id)
    return [{"opens": habits.opens, "all_at_once": habits.all_at_once}]


async def _restore_habits(uow: UnitOfWork, member: Member, records: Sequence[Record], _: datetime) -> Restored:
    """One is enough, and one that was chosen here stays."""
    fit = [one for record in records if (one := _habits(record)) is not None]
    if not fit:
        return Restored(unfit=len(records))
    if await uow.habits.known(member.id):
        return Restored(known=len(fit), unfit=len(records) - len(fit))
    await uow.habits.change(member.id, opens=fit[0].opens, all_at_once=fit[0].all_at_once)
    return Restored(new=1, known=len(fit) - 1, unfit=len(records) - len(fit))


def _tracked(record: Record, now: datetime, kinds: Mapping[str, MeasureKind]) -> Tracked | None:
    """None for what cannot be one of ours."""
    try:
        key, label, place = record["measure"], record["label"], record["place"]
        kind, retired = MeasureKind(record["kind"]), record["retired"] is True
        used_at = moment_in(record["used_at"]) if record["used_at"] is not None else None
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    if not isinstance(key, str) or not isinstance(label, str):
        return None
    named = _OWN.fullmatch(key) and _is_name(label) and len(label) <= LONGEST_LABEL
    in_set = isinstance(place, int) and not isinstance(place, bool) and 0 <= place < MOST_IN_SET
    if not (named or (kinds.get(key) is kind and not label)) or (used_at is not None and used_at > now):
        return None
    place = place if in_set and kind in ASKED and not retired else None
    return Tracked(key=key, kind=kind, label=label, place=place, used_at=used_at, retired=retired)


def _habits(record: Record) -> Habits | None:
    """None for what cannot be one of ours."""
    try:
        opens, all_at_once = record["opens"], record["all_at_once"]
    except (KeyError, TypeError):
        return None
    fits = opens in (DAILY, SHORT, OWN) and isinstance(all_at_once, bool)
    return Habits(opens=opens, all_at_once=all_at_once) if fits else None


def _answer(record: Record, highest: Mapping[str, int]) -> Answer:
    """Raises ValueError (or its kin) for anything but a name with a number that can be one, or a skip."""
    measure, value = record["measure"], record["value"]
    if not _is_name(measure):
        raise ValueError("not a measure")
    most = highest.get(measure, MOST_COUNTED)
    fits = isinstance(value, int) and not isinstance(value, bool) and FINE <= value <= most
    if not (value is None or fits):
        raise ValueError("not an answer")
    return Answer(measure=measure, value=value, answered_at=moment_in(record["at"]) if record["at"] else None)


def _is_name(name: object) -> bool:
    return isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and name.isprintable()
