"""Keeps the dates of a member's appointments, and plans the list that comes the evening before each."""

from datetime import date, time

from core.dispatch.health_gate import HealthGate
from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, FormRoute
from core.features.appointments import visit_pages as pages
from core.features.appointments.evening import comes_at, drop_list, plan_list, planned_list
from core.model.appointment import Appointment, NewAppointment
from core.model.identity import Member, private_address
from core.model.inbound import CommandGiven
from core.model.message import Outbound
from core.model.reply import Edit, OpenForm, Replies, Say
from core.model.schedule import Once
from core.scheduling.phrases import Assumed, Question, WhenUnclear, understand
from core.scheduling.zone import local_day


class Visiting:
    """Holds the gate before what it keeps."""

    def __init__(self, gate: HealthGate) -> None:
        self._gate = gate

    async def said(self, given: CommandGiven, scene: Scene) -> Replies:
        """/appointment alone, or with its day."""
        when = given.rest or given.options.get("when", "")
        shown = await self._typed(when, "", pages.NO_OTHER, scene) if when else await self._page(scene)
        return [Say(message=shown, private=True)]

    async def page(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._page(scene))]

    async def new(self, tap: Tap, scene: Scene) -> Replies:
        """Which day? For a new one, or instead of a kept one (its argument)."""
        member = await scene.member()
        return [
            Edit(
                message=pages.days_page(local_day(member.zone, scene.now), scene.words, changes=int(tap.action.args[0]))
            )
        ]

    async def day(self, tap: Tap, scene: Scene) -> Replies:
        """A tapped day, without a time."""
        day = date.fromisoformat(tap.action.args[0])
        return [Edit(message=await self._keep(day, None, "", int(tap.action.args[1]), scene))]

    async def type(self, tap: Tap, scene: Scene) -> Replies:
        return [OpenForm(form=pages.when_form(int(tap.action.args[0]), scene.words), door=tap.action)]

    async def typed(self, form: Submission, scene: Scene) -> Replies:
        changes = int(form.action.args[0])
        shown = await self._typed(form.values["when"], form.values.get("whom", ""), changes, scene)
        return [Say(message=shown, private=True)]

    async def one(self, tap: Tap, scene: Scene) -> Replies:
        member = await scene.member()
        visit = await scene.uow.appointments.get(int(tap.action.args[0]), member_id=member.id)
        if visit is None:
            return [Edit(message=pages.simple_page("visits.gone", scene.words))]
        planned = await planned_list(visit.id, member.id, scene.uow)
        comes = comes_at(planned, member) if planned else None
        zone = member.zone or visit.zone
        return [Edit(message=pages.one_page(visit, comes, zone, local_day(member.zone, scene.now), scene.words))]

    async def drop(self, tap: Tap, scene: Scene) -> Replies:
        member = await scene.member()
        visit = await scene.uow.appointments.get(int(tap.action.args[0]), member_id=member.id)
        if visit is None:
            return [Edit(message=pages.simple_page("visits.gone", scene.words))]
        await self._remove(visit.id, member, scene)
        return [Edit(message=pages.removed_page(visit, local_day(member.zone, scene.now), scene.words))]

    async def back(self, tap: Tap, scene: Scene) -> Replies:
        """Undoes a removal, its list included."""
        member = await scene.member()
        visit = await self._put_back(int(tap.action.args[0]), member, scene)
        if visit is None:
            return [Edit(message=pages.simple_page("visits.gone", scene.words))]
        return [Edit(message=await self._page(scene, lead=scene.words("visits.put_back")))]

    async def undo(self, tap: Tap, scene: Scene) -> Replies:
        """Undoes a setting: the new one goes, and the one whose place it took comes back."""
        new_id, old_id = (int(one) for one in tap.action.args)
        member = await scene.member()
        await self._remove(new_id, member, scene)
        if old_id != pages.NO_OTHER:
            await self._put_back(old_id, member, scene)
        return [Edit(message=await self._page(scene))]

    @property
    def buttons(self) -> dict[str, ButtonRoute]:
        """Its buttons, behind the consent; taking something away needs none."""
        behind = {pages.NEW: self.new, pages.DAY: self.day, pages.ONE: self.one, pages.BACK: self.back}
        into = ("appointment",)
        routes = {name: ButtonRoute(handle=self._gate.before(handle, then=into)) for name, handle in behind.items()}
        return {
            **routes,
            pages.PAGE: ButtonRoute(handle=self._gate.before(self.page, then=into), door=True),
            pages.TYPE: ButtonRoute(handle=self._gate.before(self.type, then=into), door=True),
            pages.UNDO: ButtonRoute(handle=self._gate.before(self.undo, then=into)),
            pages.DROP: ButtonRoute(handle=self.drop),
        }

    @property
    def forms(self) -> dict[str, FormRoute]:
        """Its form."""
        return {
            pages.TYPE: FormRoute(
                build=lambda wanted, words: pages.when_form(int(wanted.args[0]), words),
                handle=self._gate.before_form(self.typed, then=("appointment",)),
            )
        }

    async def _page(self, scene: Scene, *, lead: str = "") -> Outbound:
        member = await scene.member()
        today = local_day(member.zone, scene.now)
        if member.zone is None:
            return pages.clock_page(scene.words)
        coming = await _coming(member, today, scene)
        return (
            pages.coming_page(coming, today, scene.words, lead=lead) if coming else pages.days_page(today, scene.words)
        )

    async def _typed(self, when: str, whom: str, changes: int, scene: Scene) -> Outbound:
        member = await scene.member()
        if member.zone is None:
            return pages.clock_page(scene.words)
        found = understand(when, now=scene.now, zone=member.zone)
        if isinstance(found, WhenUnclear):
            half = found.question is Question.WHICH_HALF
            return pages.unclear_page("visits.unclear_half" if half else "visits.unclear", changes, scene.words)
        if not isinstance(found.recurrence.rule, Once):
            return pages.unclear_page("visits.unclear", changes, scene.words)
        clock = None if Assumed.TIME in found.assumed else found.first_due.time()
        return await self._keep(found.first_due.date(), clock, whom, changes, scene)

    async def _keep(self, day: date, clock: time | None, whom: str, changes: int, scene: Scene) -> Outbound:
        member = await scene.member()
        today = local_day(member.zone, scene.now)
        if member.zone is None:
            return pages.clock_page(scene.words)
        if day < today:
            return pages.unclear_page("visits.passed", changes, scene.words)
        former = await scene.uow.appointments.get(changes, member_id=member.id) if changes else None
        if former is not None:
            await self._remove(former.id, member, scene)
            whom = whom or former.whom
            there: list[Appointment] = []
        else:
            there = await _coming(member, today, scene)
        at = (day, clock)
        visit = next((one for one in there if (one.day, one.clock) == at and whom in ("", one.whom)), None)
        if visit is None:  # a second tap keeps no second one
            if len(there) >= pages.MOST_COMING:
                return pages.simple_page("visits.full", scene.words)
            new = NewAppointment(member_id=member.id, day=day, zone=member.zone, clock=clock, whom=whom)
            visit = await scene.uow.appointments.add(new, now=scene.now)
            await plan_list(visit, private_address(scene.origin.account), scene.words, scene.uow, scene.now)
        planned = await planned_list(visit.id, member.id, scene.uow)
        comes = comes_at(planned, member) if planned else None
        return pages.kept_page(visit, comes, member.zone, today, scene.words, instead_of=changes)

    async def _remove(self, visit_id: int, member: Member, scene: Scene) -> None:
        if await scene.uow.appointments.remove(visit_id, member_id=member.id, now=scene.now):
            await drop_list(visit_id, member.id, scene.uow)

    async def _put_back(self, visit_id: int, member: Member, scene: Scene) -> Appointment | None:
        """None: there is nothing to bring back."""
        if not await scene.uow.appointments.put_back(visit_id, member_id=member.id):
            return None
        visit = await scene.uow.appointments.get(visit_id, member_id=member.id)
        if visit is not None:
            await plan_list(visit, private_address(scene.origin.account), scene.words, scene.uow, scene.now)
        return visit


async def _coming(member: Member, today: date, scene: Scene) -> list[Appointment]:
    return [one for one in await scene.uow.appointments.of(member.id) if one.day >= today]
