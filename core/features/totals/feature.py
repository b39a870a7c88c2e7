"""/totals: lets a member be counted in a group's week, and stop. Nobody else ever learns who is counted."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from core.dispatch.health_gate import HealthGate
from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.features.totals.pages import (
    BACK,
    COMMAND,
    JOIN,
    LIST,
    STOP,
    agree_page,
    already_page,
    closed_page,
    door_page,
    joined_page,
    list_page,
    not_counted_page,
    stopped_page,
    stranger_page,
)
from core.features.totals.weekly import Weekly
from core.library.consents import Consents
from core.library.content import Content
from core.model.command import Command
from core.model.consent import ConsentPurpose
from core.model.identity import Member
from core.model.inbound import BotRemoved, CommandGiven, Inbound, MemberLeft
from core.model.message import Outbound
from core.model.reply import Edit, Replies, Say
from core.model.totals import Counted
from core.ports import Holding, Phrasebook, Record, UnitOfWork

_NEEDED = (ConsentPurpose.CHECKINS, ConsentPurpose.GROUP_TOTALS)
"""The yeses that counting rests on, in the order in which they are asked for."""

_LONGEST_NUMBER: Final = 18


class Totals:
    """Holds the words to agree to, and the gate that knows where no health answers are kept."""

    def __init__(self, texts: Consents, gate: HealthGate) -> None:
        self._texts = texts
        self._gate = gate

    async def said(self, given: CommandGiven, scene: Scene) -> Replies:
        """/totals: the way in from a group, the list in private. After a yes it comes with the group's number."""
        if self._gate.closed(scene):
            return [Say(message=closed_page(scene.words), private=True)]
        here = None
        if not scene.origin.address.private:
            here = (await scene.uow.groups.founded(scene.origin.address.whole_chat, now=scene.now)).id
        if (wanted := _number(given.rest)) and here in (None, wanted):
            return [Say(message=await self._join(given.rest, scene.now, scene), private=True)]
        if here is not None:
            return [Say(message=door_page(here, scene.words), private=True)]
        return [Say(message=await self._list(scene), private=True)]

    async def joined(self, tap: Tap, scene: Scene) -> Replies:
        """ "Count me in"."""
        if self._gate.closed(scene):
            return [Edit(message=closed_page(scene.words))]
        return [Edit(message=await self._join("".join(tap.action.args), scene.now, scene))]

    async def back(self, tap: Tap, scene: Scene) -> Replies:
        """Undo of stopping: counted since when they were before."""
        if self._gate.closed(scene):
            return [Edit(message=closed_page(scene.words))]
        group_id, since = tap.action.args
        return [Edit(message=await self._join(group_id, datetime.fromtimestamp(int(since), UTC), scene))]

    async def listed(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._list(scene))]

    async def stopped(self, tap: Tap, scene: Scene) -> Replies:
        """One tap, without a question."""
        member = await scene.member()
        ended = await scene.uow.totals.leave(int(tap.action.args[0]), member.id)
        if ended is None:
            return [Edit(message=not_counted_page(scene.words))]
        return [Edit(message=stopped_page(ended, _zone(member), scene.words))]

    async def went(self, inbound: Inbound, scene: Scene) -> Replies:
        """Who leaves a group is not counted there any more. Without Spoonlight nobody is: it would see no leaving."""
        match inbound:
            case MemberLeft():
                member = await scene.uow.members.of(scene.origin.account)
                group = await scene.uow.groups.of_chat(scene.origin.address.whole_chat)
                if member is not None and group is not None:
                    await scene.uow.totals.leave(group.id, member.id)
            case BotRemoved():
                group = await scene.uow.groups.of_chat(scene.origin.address.whole_chat)
                if group is not None:
                    await scene.uow.totals.end(group.id)
            case _:
                pass
        return []

    async def _join(self, group: str, since: datetime, scene: Scene) -> Outbound:
        """Asks for each yes that is not there yet; a start link or a typed number proves nothing, the platform does."""
        member = await scene.member()
        group_id = _number(group)
        if not await _is_in(group_id, scene):
            return stranger_page(scene.words)
        for purpose in _NEEDED:
            if not self._texts[purpose].covers(await scene.uow.consents.live(member.id, purpose)):
                return agree_page(purpose, group_id, scene.words)
        new = Counted(group_id=group_id, platform=scene.origin.account.platform, since=since)
        if await scene.uow.totals.join(group_id, member.id, platform=new.platform, since=since):
            return joined_page(new, _zone(member), scene.words)
        kept = next(one for one in await scene.uow.totals.groups_of(member.id) if one.group_id == group_id)
        return already_page(kept, _zone(member), scene.words)

    async def _list(self, scene: Scene) -> Outbound:
        member = await scene.member()
        return list_page(await scene.uow.totals.groups_of(member.id), _zone(member), scene.words)


def totals(content: Content, words: Phrasebook, gate: HealthGate) -> Feature:
    """The feature, whole. The post is written in `words`; where `gate` is closed there is none."""
    feature = Totals(content.consents, gate)
    versions = {purpose: content.consents[purpose].version for purpose in _NEEDED}
    weekly = Weekly(content.checkins.questions, versions, words, gate)
    command = Command(name=COMMAND, summary="Be counted in your group's weekly totals, or stop")
    return Feature(
        name="totals",
        commands=(CommandRoute(command=command, handle=feature.said),),
        buttons={
            JOIN: ButtonRoute(handle=feature.joined, door=True),
            LIST: ButtonRoute(handle=feature.listed, door=True),
            STOP: ButtonRoute(handle=feature.stopped),
            BACK: ButtonRoute(handle=feature.back),
        },
        events=(feature.went,),
        purposes=(weekly.purpose,),
        holdings=(Holding(name="totals", tables=frozenset({"counted"}), export=_export),),
    )


async def _export(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [
        {"since": one.since.isoformat(), "platform": one.platform.value}
        for one in await uow.totals.groups_of(member.id)
    ]


async def _is_in(group_id: int, scene: Scene) -> bool:
    """Whether the one who acts is in one of the group's chats now: seen there, or known there by the platform."""
    for chat in await scene.uow.groups.chats(group_id):
        if chat == scene.origin.address.whole_chat:
            return True
        if chat.platform == scene.origin.account.platform and await scene.ask_role(scene.origin.account, chat):
            return True
    return False


def _number(text: str) -> int:
    """0, which no group has, for what is none."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0


def _zone(member: Member) -> str:
    return member.zone or "UTC"
