"""/group record: what a group's moderators did, for all of them to read."""

from collections.abc import Sequence
from typing import Final

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.features.moderators.pages import RECORD, record_page
from core.model.command import Command, Where, Who
from core.model.identity import Member
from core.model.inbound import CommandGiven
from core.model.message import Outbound
from core.model.reply import Edit, Replies, Say
from core.ports import Holding, Record, UnitOfWork

_ON_A_PAGE: Final = 10


async def _record(given: CommandGiven, scene: Scene) -> Replies:
    group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
    return [Say(message=await _page(group.id, 0, scene), private=True)]


async def _turned(tap: Tap, scene: Scene) -> Replies:
    group_id, page = tap.action.args
    return [Edit(message=await _page(int(group_id), int(page), scene))]


async def _page(group_id: int, page: int, scene: Scene) -> Outbound:
    group = await scene.uow.groups.get(group_id)
    zone = group.zone if group is not None and group.zone is not None else "UTC"
    acts = await scene.uow.acts.latest(group_id, limit=_ON_A_PAGE + 1, offset=page * _ON_A_PAGE)
    more = len(acts) > _ON_A_PAGE
    return record_page(group_id, acts[:_ON_A_PAGE], scene.words, page=page, more=more, zone=zone)


def moderators() -> Feature:
    """The feature, whole."""
    command = Command(
        name="group record",
        summary="What this group's moderators did",
        who=Who.MODERATORS,
        where=Where.GROUP,
    )
    return Feature(
        name="moderators",
        commands=(CommandRoute(command=command, handle=_record),),
        buttons={RECORD: ButtonRoute(handle=_turned, who=Who.MODERATORS)},
        holdings=(
            Holding(name="acts", tables=frozenset({"act_hands"}), export=_export_acts),
            Holding(name="desk", tables=frozenset({"desk"}), export=_export_desk),
        ),
    )


async def _export_acts(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [
        {"what": one.kind.value, "about": one.about, "at": one.at.isoformat()}
        for one in await uow.acts.of_member(member.id)
    ]


async def _export_desk(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [{"group": group_id} for group_id in await uow.desk.groups_of(member.id)]
