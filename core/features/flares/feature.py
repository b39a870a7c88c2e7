"""Begins, lengthens, ends and undoes flare days, and keeps the switch for low energy. It asks nothing itself."""

from dataclasses import replace
from datetime import date, timedelta

from core.dispatch.health_gate import HealthGate
from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.errors import ButtonRefused
from core.features.flares.ending import Ending, plan_ending
from core.features.flares.holdings import HOLDINGS
from core.features.flares.pages import (
    BEGIN,
    DAYS,
    END,
    LENGTHS,
    LOW,
    NEW,
    OFF,
    ON,
    PAGE,
    UNDO,
    USUAL_DAYS,
    ended_page,
    low_page,
    none_page,
    saved_page,
    status_page,
    undone_page,
)
from core.model.command import Command
from core.model.flare import Flare
from core.model.identity import Member
from core.model.inbound import CommandGiven
from core.model.message import Outbound
from core.model.reply import Edit, Replies, Say
from core.ports import Phrasebook
from core.scheduling.zone import local_day

_OVER = "-"
"""Ends what Undo carries of a flare that was over."""


class Flares:
    """Holds the gate before it."""

    def __init__(self, gate: HealthGate) -> None:
        self._gate = gate

    async def said(self, given: CommandGiven, scene: Scene) -> Replies:
        """/flare: today is one. While one goes on, it is shown instead."""
        member = await scene.member()
        if await _going_on(member, scene) is not None:
            return [Say(message=await self._status(member, scene), private=True)]
        return [Say(message=await self._begin(USUAL_DAYS, member, scene), private=True)]

    async def begun(self, tap: Tap, scene: Scene) -> Replies:
        """One tap. A second one changes nothing, and shows what is kept."""
        member = await scene.member()
        if await _going_on(member, scene) is not None:
            return [Edit(message=await self._status(member, scene))]
        return [Edit(message=await self._begin(USUAL_DAYS, member, scene))]

    async def lasts(self, tap: Tap, scene: Scene) -> Replies:
        """For so many days, today included."""
        days = int(tap.action.args[0])
        if days not in LENGTHS:
            raise ButtonRefused("not a length any more")
        return [Edit(message=await self._begin(days, await scene.member(), scene))]

    async def ended(self, tap: Tap, scene: Scene) -> Replies:
        """It is over: from now on everything comes again. Its days so far stay flare days."""
        member = await scene.member()
        today = local_day(member.zone, scene.now)
        flare = await _going_on(member, scene)
        if flare is None:
            return [Edit(message=none_page(scene.words))]
        for one in await scene.uow.flares.between(member.id, today, today):  # two, where two accounts were joined
            if not one.over:
                await scene.uow.flares.change(_ended(one, today))
        await plan_ending(None, member, scene)
        return [Edit(message=ended_page(_ended(flare, today), _to_code(flare), scene.words))]

    async def undone(self, tap: Tap, scene: Scene) -> Replies:
        """As it was before the tap that this Undo stands under."""
        flare_id, code = int(tap.action.args[0]), tap.action.args[1]
        member = await scene.member()
        today = local_day(member.zone, scene.now)
        flare = await scene.uow.flares.get(flare_id, member_id=member.id)
        if flare is None:
            return [Edit(message=none_page(scene.words))]
        former: Flare | None = None
        if code == NEW:
            await scene.uow.flares.remove(flare.id, member_id=member.id)
        else:
            former = _from_code(code, flare)
            if former.until > flare.until:
                await self._gate.let_in(scene)
            await scene.uow.flares.change(former)
        await plan_ending(former, member, scene)
        return [Edit(message=undone_page(former, today, scene.words))]

    async def shown(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._status(await scene.member(), scene))]

    async def low(self, tap: Tap, scene: Scene) -> Replies:
        """One question a day and no nudges; or as before."""
        wanted = tap.action.args[0]
        if wanted not in (ON, OFF):
            raise ButtonRefused("no such switch")
        member = await scene.member()
        if wanted == ON:
            await self._gate.let_in(scene)
        kept = await scene.uow.gentleness.of(member.id)
        await scene.uow.gentleness.keep(member.id, replace(kept, low_energy=wanted == ON))
        return [Edit(message=low_page(wanted == ON, scene.words))]

    async def _begin(self, days: int, member: Member, scene: Scene) -> Outbound:
        """A new one, or the one that goes on with another last day. One that ended today goes on."""
        await self._gate.let_in(scene, then=("flare",))
        today = local_day(member.zone, scene.now)
        until = today + timedelta(days=days - 1)
        touching = await scene.uow.flares.between(member.id, today, today)
        if touching:
            former = touching[-1]
            flare, undo = replace(former, until=until, over=False), _to_code(former)
            await scene.uow.flares.change(flare)
        else:
            flare, undo = await scene.uow.flares.begin(member.id, today, until), NEW
        await plan_ending(flare, member, scene)
        return saved_page(flare, today, undo, scene.words, knows_zone=member.zone is not None)

    async def _status(self, member: Member, scene: Scene) -> Outbound:
        gentle = await scene.uow.gentleness.of(member.id)
        flare = await _going_on(member, scene)
        return status_page(flare, local_day(member.zone, scene.now), scene.words, low_energy=gentle.low_energy)


def flares(words: Phrasebook, gate: HealthGate) -> Feature:
    """The feature, whole. `words` are what is written when nobody is there to ask for a language."""
    feature = Flares(gate)
    command = Command(name="flare", summary="A flare day: I ask less for a while")
    return Feature(
        name="flares",
        commands=(CommandRoute(command=command, handle=gate.before_command(feature.said)),),
        buttons={
            BEGIN: ButtonRoute(handle=gate.before(feature.begun), door=True),
            DAYS: ButtonRoute(handle=gate.before(feature.lasts)),
            END: ButtonRoute(handle=feature.ended),
            UNDO: ButtonRoute(handle=gate.before(feature.undone)),
            PAGE: ButtonRoute(handle=gate.before(feature.shown), door=True),
            LOW: ButtonRoute(handle=gate.before(feature.low)),
        },
        holdings=HOLDINGS,
        purposes=(Ending(words, gate).purpose,),
    )


async def _going_on(member: Member, scene: Scene) -> Flare | None:
    return await scene.uow.flares.on(member.id, local_day(member.zone, scene.now))


def _ended(flare: Flare, today: date) -> Flare:
    return replace(flare, until=max(flare.began_on, today - timedelta(days=1)), over=True)


def _to_code(flare: Flare) -> str:
    return f"{flare.until:%Y%m%d}{_OVER if flare.over else ''}"


def _from_code(code: str, flare: Flare) -> Flare:
    try:
        until = date.fromisoformat(code.removesuffix(_OVER))
    except ValueError as error:
        raise ButtonRefused("not a day") from error
    return replace(flare, until=until, over=code.endswith(_OVER))
