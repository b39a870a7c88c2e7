"""Other days than today: the same as last time, a day of the last week, and taking a whole check-in away."""

import json
from dataclasses import replace
from datetime import date, timedelta

from core.dispatch.scene import Scene, Tap
from core.errors import ButtonRefused
from core.features.checkins.asking import DAYS_BACK, Asking, local_day
from core.features.checkins.holdings import checkin_in, record_of
from core.features.checkins.ways import days_page, deleted_page, nothing_back_page, ways_page
from core.model.checkin import Checkin
from core.model.identity import Member
from core.model.message import Outbound
from core.model.reply import Edit, Replies


class Days:
    """Handles the taps that have to do with days."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def same(self, tap: Tap, scene: Scene) -> Replies:
        """Takes the numbers of an earlier check-in over, at once and whole."""
        member = await scene.member()
        checkin = await self._asking.own(int(tap.action.args[0]), member, scene)
        earlier = await self._asking.own(int(tap.action.args[1]), member, scene)
        await self._asking.gate.let_in(scene, then=("checkin", checkin.questionnaire))
        if checkin.closed_at is None:
            for measure, value in (await self._asking.numbers(earlier, scene)).items():
                await scene.uow.checkins.record(checkin.id, measure, value, member_id=member.id, now=scene.now)
            await scene.uow.checkins.close(checkin.id, now=scene.now)
            checkin = await self._asking.own(checkin.id, member, scene)
        return [Edit(message=await self._asking.saved(checkin, member, scene, same=True))]

    async def unsame(self, tap: Tap, scene: Scene) -> Replies:
        """What was taken over goes, and the first question is there again."""
        member = await scene.member()
        checkin = await self._asking.own(int(tap.action.args[0]), member, scene)
        await scene.uow.checkins.remove(checkin.id, member_id=member.id)
        return [Edit(message=await self._opened(member, checkin.questionnaire, checkin.local_date, scene))]

    async def ways(self, tap: Tap, scene: Scene) -> Replies:
        """What is needed less often."""
        checkin = await self._asking.own(int(tap.action.args[0]), await scene.member(), scene)
        return [Edit(message=ways_page(checkin, scene.words))]

    async def days(self, tap: Tap, scene: Scene) -> Replies:
        """The last days as buttons."""
        member = await scene.member()
        checkin = await self._asking.own(int(tap.action.args[0]), member, scene)
        return [Edit(message=days_page(checkin, local_day(member, scene), DAYS_BACK, scene.words))]

    async def day(self, tap: Tap, scene: Scene) -> Replies:
        """The same set for one of these days; one that waits there goes on."""
        member = await scene.member()
        checkin = await self._asking.own(int(tap.action.args[0]), member, scene)
        wanted, today = date.fromisoformat(tap.action.args[1]), local_day(member, scene)
        if not today - timedelta(days=DAYS_BACK) <= wanted <= today:
            raise ButtonRefused("too long ago")
        await self._asking.gate.let_in(scene, then=("checkin", checkin.questionnaire))
        if not checkin.answers and checkin.local_date != wanted:
            await scene.uow.checkins.close(checkin.id, now=scene.now)
        return [Edit(message=await self._opened(member, checkin.questionnaire, wanted, scene))]

    async def show(self, tap: Tap, scene: Scene) -> Replies:
        """Back to where it was: its next question, or what is kept."""
        member = await scene.member()
        checkin = await self._asking.own(int(tap.action.args[0]), member, scene)
        shown = self._asking.first_page if checkin.closed_at is None else self._asking.saved
        return [Edit(message=await shown(checkin, member, scene))]

    async def delete(self, tap: Tap, scene: Scene) -> Replies:
        """Takes a whole check-in away; whoever still agrees to keeping can have it back for a day."""
        member = await scene.member()
        checkin = await self._asking.own(int(tap.action.args[0]), member, scene)
        undo = await self._asking.gate.agreed(scene)
        if undo:
            await scene.uow.habits.set_aside(member.id, json.dumps(record_of(checkin)), now=scene.now)
        await scene.uow.checkins.remove(checkin.id, member_id=member.id)
        return [Edit(message=deleted_page(checkin.local_date, scene.words, undo=undo))]

    async def undelete(self, _: Tap, scene: Scene) -> Replies:
        """Brings back the last check-in that was deleted."""
        member = await scene.member()
        await self._asking.gate.let_in(scene)
        aside = await scene.uow.habits.take_back(member.id)
        gone = checkin_in(json.loads(aside), member.id, scene.now) if aside else None
        if gone is None:
            return [Edit(message=nothing_back_page(scene.words))]
        back = await self._brought_back(gone, member, scene)
        return [Edit(message=await self._asking.saved(back, member, scene))]

    async def _brought_back(self, gone: Checkin, member: Member, scene: Scene) -> Checkin:
        """Two of one set in one minute count as the same in an import; here both were the member's."""
        while not await scene.uow.checkins.bring_back(member.id, [gone]):
            gone = replace(gone, opened_at=gone.opened_at + timedelta(minutes=1))
        return max(await scene.uow.checkins.on(member.id, gone.local_date), key=lambda one: one.id)

    async def _opened(self, member: Member, name: str, day: date, scene: Scene) -> Outbound:
        name = await self._asking.sets.chosen(name, member, scene.uow)
        checkin = await self._asking.waiting_or_new(member, name, day, scene)
        return await self._asking.first_page(checkin, member, scene)
