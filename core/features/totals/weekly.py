"""Composes the post about a group's week. Answers are read, added up and let go here; nobody's leave it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from core.dispatch.health_gate import HealthGate
from core.features.totals.adding import DAYS, MIN_PEOPLE, Sum
from core.features.totals.pages import week_page
from core.library.questionnaires import Question
from core.model.consent import ConsentPurpose
from core.model.delivery import Lane, Promise
from core.model.message import Outbound
from core.ports import Composition, Phrasebook, Purpose
from core.scheduling.rotation import chosen, post_at, remember, replaces

GROUP_TOTALS: Final = "group_totals"
_GOOD_FOR: Final = timedelta(hours=12)


class Weekly:
    """The week before the post's day, of those who are counted.

    What could give somebody away is the difference of two totals: one with them and one without. Against it: a day is
    told in one total only (weeks that overlap with one that was told stay silent, whatever a moderator sets); people
    count for whole weeks, from the first one that begins after their yes, and whoever ends it is left out of the whole
    next one; the number is rounded, its ends are cut (`week_page`), and it needs MIN_PEOPLE on a day. What stays: two
    weeks side by side may hint at somebody who came between them, and four people who put their numbers together can
    guess the fifth's average to a few points.
    """

    def __init__(
        self,
        questions: Mapping[str, Question],
        versions: Mapping[ConsentPurpose, int],
        words: Phrasebook,
        gate: HealthGate,
    ) -> None:
        self._questions = questions
        self._versions = versions
        self._words = words
        self._gate = gate

    async def compose(self, due: Composition) -> Outbound | None:
        """None: too few people, or these days were told already."""
        group_id = due.schedule.group_id
        if group_id is None or self._gate.closed_at(due.schedule.address):
            return None
        first, last = due.slot.local_date - timedelta(days=DAYS), due.slot.local_date - timedelta(days=1)
        if await chosen(due) is None and await self._told(due, group_id, first):
            return None
        before = _end_of(first, due.schedule.recurrence.zone)
        people = await due.uow.totals.counted(group_id, before=before, versions=self._versions)
        if len(people) < MIN_PEOPLE:
            return None
        total = Sum()
        for member_id in people:  # one after the other, each read in portions: the loop breathes between them
            total.add(await due.uow.checkins.between(member_id, first, last))
        week = total.week()
        if week is None:
            return None
        await remember(due, last.isoformat())
        return week_page(week, group_id, self._questions, self._words)

    async def _told(self, due: Composition, group_id: int, first: date) -> bool:
        """Several are looked at: where two groups became one, the newest told need not be that of the latest days."""
        told = await due.uow.groups.chosen_lately(group_id, GROUP_TOTALS, limit=DAYS)
        return any(date.fromisoformat(one) >= first for one in told)

    @property
    def purpose(self) -> Purpose:
        """Rather a week without than a second one."""
        return Purpose(
            name=GROUP_TOTALS,
            compose=self.compose,
            lane=Lane.BROADCAST,
            promise=Promise.AT_MOST_ONCE,
            good_for=_GOOD_FOR,
            cheerful=True,
            post_at=post_at,
            renews=replaces,
        )


def _end_of(day: date, zone: str) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
