"""Says in plain lines what there is about a member, kind by kind: how many, and since when."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from core.model.identity import Member
from core.ports import Holding, Phrasebook, Record, UnitOfWork
from core.scheduling.saying import said_day, said_place
from core.scheduling.zone import local_day

Sections = Mapping[str, Sequence[Record]]


async def sections_of(member: Member, holdings: Sequence[Holding], uow: UnitOfWork) -> Sections:
    """All records of a member, by the names of their kinds."""
    return {holding.name: await holding.export(uow, member) for holding in holdings}


def lines(sections: Sections, words: Phrasebook, *, now: datetime, zone: str) -> list[str]:
    """One line for each kind that is there. `now` is aware UTC, `zone` the member's."""
    today = local_day(zone, now)
    return [line for name, records in sections.items() if records for line in _lines(name, records, today, words)]


def _lines(name: str, records: Sequence[Record], today: date, words: Phrasebook) -> list[str]:
    """Two kinds hold single facts, which are told one by one."""
    match name:
        case "you":
            told = [words("belongings.line_accounts", count=sum(len(one["accounts"]) for one in records))]
            zones = [one["zone"] for one in records if one["zone"] is not None]
            return told + [words("belongings.line_zone", zone=said_place(zone)) for zone in zones]
        case "waiting":
            messages, questions = (sum(one[key] for one in records) for key in ("messages", "open_forms"))
            told = [words("belongings.line_messages", count=messages)] if messages else []
            return [*told, words("belongings.line_open", count=questions)] if questions else told
        case _:
            return [_line(name, records, today, words)]


def _line(name: str, records: Sequence[Record], today: date, words: Phrasebook) -> str:
    what = words(f"belongings.holds_{name}")
    days = sorted(day for record in records if (day := _day(record)) is not None)
    if not days:
        return words("belongings.line", what=what, count=len(records))
    first, last = (_said(day, today, words) for day in (days[0], days[-1]))
    if days[0] == days[-1]:
        return words("belongings.line_day", what=what, count=len(records), day=first)
    return words("belongings.line_days", what=what, count=len(records), first=first, last=last)


def _day(record: Record) -> date | None:
    """The local day that a record is about, where its kind has one."""
    day = record.get("date")
    return date.fromisoformat(day) if isinstance(day, str) else None


def _said(day: date, today: date, words: Phrasebook) -> str:
    if day == today:
        return words("belongings.today")
    return words("belongings.day", day=said_day(day, words), year=day.year)
