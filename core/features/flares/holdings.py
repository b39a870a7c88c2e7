"""What is held about a member here: flare days, and how gently they want to be asked."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from core.model.flare import Flare
from core.model.identity import Member
from core.ports import Holding, Record, Restored, UnitOfWork

_LONGEST = timedelta(days=366)
_AHEAD = timedelta(days=7)
"""No button makes a flare end later than that."""


async def _export(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [
        {"date": one.began_on.isoformat(), "until": one.until.isoformat(), "over": one.over}
        for one in await uow.flares.all_of(member.id)
    ]


async def _restore(uow: UnitOfWork, member: Member, records: Sequence[Record], now: datetime) -> Restored:
    """Raises ConsentMissing where there is no live consent to check-ins. One that touches a kept one is known."""
    fit = [one for record in records if (one := _read(record, member.id, now)) is not None]
    new = await uow.flares.bring_back(member.id, fit) if fit else 0
    return Restored(new=new, known=len(fit) - new, unfit=len(records) - len(fit))


async def _export_gentleness(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    kept = await uow.gentleness.of(member.id)
    return [{"low_energy": True}] if kept.low_energy else []


HOLDINGS = (
    Holding(name="flares", tables=frozenset({"flares"}), export=_export, restore=_restore),
    Holding(name="gentleness", tables=frozenset({"gentleness"}), export=_export_gentleness),
)


def _read(record: Record, member_id: int, now: datetime) -> Flare | None:
    """The flare in a record, None for what cannot be one of ours. Files come from people: trust nothing."""
    try:
        began_on, until = date.fromisoformat(record["date"]), date.fromisoformat(record["until"])
        over = record["over"]
    except (KeyError, TypeError, ValueError):
        return None
    if not isinstance(over, bool) or not began_on <= until <= began_on + _LONGEST or until > (now + _AHEAD).date():
        return None
    return Flare(id=0, member_id=member_id, began_on=began_on, until=until, over=over)
