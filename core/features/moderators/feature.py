"""What moderators have for themselves: who they are, what they did, where they hear of news. Declares it all."""

from collections.abc import Sequence
from typing import Final

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonHandler, ButtonRoute, CommandRoute, Feature
from core.features.moderators import desk, helping, naming
from core.features.moderators.desk_pages import AWAY, HERE, ROOM, ROOM_NO, ROOM_YES, UNROOM
from core.features.moderators.pages import RECORD, record_page
from core.features.moderators.people_pages import (
    ASK,
    CALL,
    DESK,
    HELP,
    LEAVE,
    NO,
    OFF,
    PEOPLE,
    ROLE,
    ROLES,
    UNNAME,
    UNROLE,
    YES,
)
from core.features.moderators.who import who
from core.model.command import Command, Where, Who
from core.model.identity import Member
from core.model.inbound import CommandGiven
from core.model.message import Outbound
from core.model.reply import Edit, Replies, Say
from core.ports import Holding, Record, UnitOfWork

_ON_A_PAGE: Final = 5


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
    more, acts = len(acts) > _ON_A_PAGE, acts[:_ON_A_PAGE]
    hands = {by: await who(by, scene) for by in {one.by for one in acts}}
    return record_page(group_id, acts, hands, scene.words, page=page, more=more, zone=zone)


def moderators() -> Feature:
    """The feature, whole."""
    return Feature(
        name="moderators",
        commands=(
            CommandRoute(command=_of_moderators("group moderators", "Who moderates this group"), handle=naming.given),
            CommandRoute(command=_of_moderators("group desk", "Who hears when something waits"), handle=desk.given),
            CommandRoute(command=_of_moderators("group record", "What this group's moderators did"), handle=_record),
            CommandRoute(
                command=Command(
                    name="moderate",
                    summary="For this group's moderators, and for those who would like to help",
                    where=Where.GROUP,
                ),
                handle=helping.given,
            ),
        ),
        buttons=_buttons(),
        holdings=(
            Holding(name="acts", tables=frozenset({"act_hands"}), export=_export_acts),
            Holding(name="desk", tables=frozenset({"desk", "room_calls"}), export=_export_desk),
            Holding(name="naming", tables=frozenset({"named_people", "help_asks"}), export=_export_naming),
        ),
    )


def _buttons() -> dict[str, ButtonRoute]:
    """All but the wish to help are for moderators. Whoever wants to be told opens the private chat by that tap."""
    theirs: dict[str, ButtonHandler] = {
        RECORD: _turned,
        PEOPLE: naming.shown,
        CALL: naming.called,
        YES: naming.yes,
        NO: naming.no,
        OFF: naming.off,
        UNNAME: naming.unname,
        LEAVE: naming.left,
        ROLES: naming.roles,
        ROLE: naming.role,
        UNROLE: naming.unrole,
        DESK: desk.shown,
        AWAY: desk.away,
        ROOM: desk.room,
        ROOM_YES: desk.room_yes,
        ROOM_NO: desk.room_no,
        UNROOM: desk.unroom,
    }
    guarded = {route: ButtonRoute(handle=handle, who=Who.MODERATORS) for route, handle in theirs.items()}
    return guarded | {
        HERE: ButtonRoute(handle=desk.here, who=Who.MODERATORS, door=True),
        HELP: ButtonRoute(handle=helping.offered, door=True),
        ASK: ButtonRoute(handle=helping.asked),
    }


def _of_moderators(name: str, summary: str) -> Command:
    return Command(name=name, summary=summary, who=Who.MODERATORS, where=Where.GROUP)


async def _export_acts(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [
        {"what": one.kind.value, "about": one.about, "at": one.at.isoformat()}
        for one in await uow.acts.of_member(member.id)
    ]


async def _export_desk(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [{"group": group_id} for group_id in await uow.desk.groups_of(member.id)]


async def _export_naming(uow: UnitOfWork, member: Member) -> Sequence[Record]:
    return [
        {"group": one.group_id, "since": one.since.isoformat(), "named": one.named}
        for one in await uow.naming.of_member(member.id)
    ]
