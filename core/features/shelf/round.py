"""Goes round all links, a few at a time, and tells a group's moderators once a week what they should look at.

No transaction is open while a page is waited for. What it says to the desk is one line without any detail.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from core.dispatch.desk import tell_moderators
from core.features.shelf.pages import desk_line
from core.model.link_check import LinkToCheck, LinkTrouble
from core.ports import Clock, Phrasebook, UnitOfWorkFactory
from core.ports.link_probe import LinkProbe

WELL_FOR: Final = timedelta(days=7)
"""How long nobody looks again at a link that leads somewhere, or whose trouble is known."""

ILL_FOR: Final = timedelta(days=1)
"""When a link is looked at again that was in trouble for the first time."""

AT_ONCE: Final = 30
"""Links of one round. Rounds come hourly: 5,000 links a week."""

MOST_FOR_A_SITE: Final = 5
"""Links of one site in one round; the others wait for the next one."""

_ENOUGH_TO_DOUBT: Final = 3
"""When so many sites, and all of them, cannot be reached, it is this machine's own line that is down."""

_UNREACHED: Final = frozenset({LinkTrouble.SILENT, LinkTrouble.NO_SITE})
_FIRST_HOUR, _LAST_HOUR, _HOURS, _DAYS = 10, 20, 7, 5


class LinkRound:
    """Does one round. Stopped in the middle, what was found is kept, and the rest waits for the next one."""

    def __init__(self, open_unit: UnitOfWorkFactory, probe: LinkProbe, clock: Clock, words: Phrasebook) -> None:
        self._open_unit = open_unit
        self._probe = probe
        self._clock = clock
        self._words = words

    async def go(self) -> Counter[str]:
        """Returns how many links were looked at, how many are in trouble, and how many groups were told."""
        done = Counter[str]()
        found = [(one, await self._probe.look(one.link)) for one in await self._chosen()]
        done["links"] = len(found)
        if _is_offline(found):  # nothing is noted: they are asked again in the next round
            done["offline"] = len(found)
        else:
            for one, trouble in found:
                await self._note(one, trouble)
                done["trouble"] += trouble is not None
        done["groups"] = await self._tell()
        return done

    async def _chosen(self) -> Sequence[LinkToCheck]:
        """What has no link is noted as looked at, so that it is not asked for in each round."""
        now = self._clock.now()
        async with self._open_unit() as uow:
            due = await uow.shelf.to_check(well_before=now - WELL_FOR, ill_before=now - ILL_FOR, limit=AT_ONCE)
            for one in due:
                if not one.link:
                    await uow.shelf.note(one.resource_id, "", None, now=now)
            await uow.commit()
        sites = Counter[str]()
        chosen = []
        for one in due:
            site = _site(one.link)
            sites[site] += 1
            if one.link and sites[site] <= MOST_FOR_A_SITE:
                chosen.append(one)
        return chosen

    async def _note(self, one: LinkToCheck, trouble: LinkTrouble | None) -> None:
        async with self._open_unit() as uow:
            await uow.shelf.note(one.resource_id, one.link, trouble, now=self._clock.now())
            await uow.commit()

    async def _tell(self) -> int:
        """One line a week for each group with something to look at, from its own day and hour of the week on."""
        now = self._clock.now()
        async with self._open_unit() as uow:
            groups = await uow.shelf.groups_with_items(now.date())
        told = 0
        for group_id in groups:
            async with self._open_unit() as uow:
                group = await uow.groups.get(group_id)
                week = week_due(group_id, now, group.zone) if group is not None else None
                if week is None:
                    continue
                if not await uow.shelf.items(group_id, now.date()):
                    continue
                line = desk_line(group_id, self._words)
                told += await tell_moderators(uow, group_id, line, key=f"shelf/{week}", now=now) > 0
                await uow.commit()
        return told


def week_due(group_id: int, now: datetime, zone: str | None) -> str | None:
    """The week, once the group's own day and hour of it has come and it is day there. They are spread over all groups,
    so that not all are told at once."""
    there = now.astimezone(ZoneInfo(zone or "UTC"))
    day, hour = group_id % _DAYS, _FIRST_HOUR + group_id // _DAYS % _HOURS
    has_come = (there.weekday(), there.time()) >= (day, time(hour))
    year, week, _ = there.date().isocalendar()
    return f"{year}-{week}" if has_come and _FIRST_HOUR <= there.hour < _LAST_HOUR else None


def _is_offline(found: Sequence[tuple[LinkToCheck, LinkTrouble | None]]) -> bool:
    sites = {_site(one.link) for one, _ in found}
    return len(sites) >= _ENOUGH_TO_DOUBT and all(trouble in _UNREACHED for _, trouble in found)


def _site(link: str) -> str:
    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""
