"""/group moderators: whom the group names besides its admins. Only those whom the platform says change it."""

from collections.abc import Sequence

from core.dispatch.desk import note_act
from core.dispatch.scene import Scene, Tap
from core.features.moderators.helping import welcome_message
from core.features.moderators.people_pages import (
    ROLES_ON_A_PAGE,
    UNNAME,
    YES,
    NamedRole,
    People,
    Somebody,
    called_page,
    done_page,
    left_page,
    off_page,
    people_page,
    role_page,
    roles_page,
)
from core.features.moderators.who import who
from core.model.action import action
from core.model.delivery import Lane, NewDelivery, Promise
from core.model.group_act import ActKind
from core.model.identity import private_address
from core.model.inbound import CommandGiven
from core.model.naming import ASK_KEPT, CALL_OPEN_FOR, Named, Rank, RankThere
from core.model.reply import Edit, Notice, Replies, Say
from core.ports import UnitOfWork

NEWS = "moderators.news"


async def given(given: CommandGiven, scene: Scene) -> Replies:
    """/group moderators."""
    group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
    return [Say(message=people_page(await _people(group.id, scene), scene.words), private=True)]


async def shown(tap: Tap, scene: Scene) -> Replies:
    return [Edit(message=people_page(await _people(int(tap.action.args[0]), scene), scene.words))]


async def called(tap: Tap, scene: Scene) -> Replies:
    """For a day members can say that they would like to help."""
    group_id = int(tap.action.args[0])
    if not await scene.runs(group_id):
        return _refused(scene)
    await scene.uow.naming.call(group_id, until=scene.now + CALL_OPEN_FOR)
    await note_act(scene, group_id, ActKind.HELP_CALLED)
    return [Edit(message=called_page(group_id, scene.words))]


async def yes(tap: Tap, scene: Scene) -> Replies:
    """Also undoes that somebody was taken off. Of two who say it at once, the second one is told."""
    group_id, member_id = (int(one) for one in tap.action.args)
    if not await scene.runs(group_id):
        return _refused(scene)
    if await scene.uow.members.get(member_id) is None:
        return [Notice(text=scene.words("moderators.already"))]
    if not await scene.uow.naming.name(group_id, member_id, now=scene.now):
        return [Notice(text=scene.words("moderators.already"))]
    await note_act(scene, group_id, ActKind.PERSON_NAMED)
    await _tell(group_id, member_id, scene)
    undo = action(UNNAME, group_id, member_id)
    return [Edit(message=done_page(group_id, "named", scene.words, undo=undo))]


async def no(tap: Tap, scene: Scene) -> Replies:
    """Nobody is told: a no is hard to read."""
    group_id, member_id = (int(one) for one in tap.action.args)
    if not await scene.runs(group_id):
        return _refused(scene)
    if not await scene.uow.naming.end_ask(group_id, member_id):
        return [Notice(text=scene.words("moderators.already"))]
    return [Edit(message=done_page(group_id, "declined", scene.words))]


async def off(tap: Tap, scene: Scene) -> Replies:
    group_id = int(tap.action.args[0])
    if not await scene.runs(group_id):
        return _refused(scene)
    return [Edit(message=off_page(await _people(group_id, scene), scene.words))]


async def unname(tap: Tap, scene: Scene) -> Replies:
    group_id, member_id = (int(one) for one in tap.action.args)
    if not await scene.runs(group_id):
        return _refused(scene)
    if not await scene.uow.naming.unname(group_id, member_id):
        return [Notice(text=scene.words("moderators.already"))]
    await _leaves_the_desk(group_id, member_id, scene.uow)
    await note_act(scene, group_id, ActKind.PERSON_UNNAMED)
    return [Edit(message=done_page(group_id, "unnamed", scene.words, undo=action(YES, group_id, member_id)))]


async def left(tap: Tap, scene: Scene) -> Replies:
    """Somebody who was named stops."""
    group_id, member = int(tap.action.args[0]), await scene.member()
    if not await scene.uow.naming.unname(group_id, member.id):
        return [Notice(text=scene.words("moderators.already"))]
    await _leaves_the_desk(group_id, member.id, scene.uow)
    await note_act(scene, group_id, ActKind.PERSON_LEFT)
    return [Edit(message=left_page(scene.words))]


async def roles(tap: Tap, scene: Scene) -> Replies:
    group_id, page = int(tap.action.args[0]), int(tap.action.args[1])
    if not await scene.runs(group_id):
        return _refused(scene)
    there = await _ranks_there(group_id, scene)
    return [Edit(message=roles_page(group_id, there, page if page * ROLES_ON_A_PAGE < len(there) else 0, scene.words))]


async def role(tap: Tap, scene: Scene) -> Replies:
    """Named only while there is such a role in the group's own server."""
    group_id, rank_id = int(tap.action.args[0]), tap.action.args[1]
    if not await scene.runs(group_id):
        return _refused(scene)
    found = next((one for one in await _ranks_there(group_id, scene) if one.rank.id == rank_id), None)
    if found is None or not await scene.uow.naming.name_rank(group_id, found.rank):
        return [Notice(text=scene.words("moderators.already"))]
    await note_act(scene, group_id, ActKind.ROLE_NAMED, found.name)
    return [Edit(message=role_page(group_id, NamedRole(rank_id=rank_id, name=found.name), scene.words, on=True))]


async def unrole(tap: Tap, scene: Scene) -> Replies:
    group_id, rank_id = int(tap.action.args[0]), tap.action.args[1]
    if not await scene.runs(group_id):
        return _refused(scene)
    rank = next((one for one in await scene.uow.naming.ranks(group_id) if one.id == rank_id), None)
    if rank is None:
        return [Notice(text=scene.words("moderators.already"))]
    names = _names(await _ranks_there(group_id, scene))
    await scene.uow.naming.unname_rank(group_id, rank)
    named = NamedRole(rank_id=rank_id, name=names.get(rank))
    await note_act(scene, group_id, ActKind.ROLE_UNNAMED, named.name or scene.words("moderators.role_elsewhere"))
    return [Edit(message=role_page(group_id, named, scene.words, on=False))]


async def _people(group_id: int, scene: Scene) -> People:
    group, naming = await scene.uow.groups.get(group_id), scene.uow.naming
    persons, member = await naming.people(group_id), await scene.uow.members.of(scene.origin.account)
    there = await _ranks_there(group_id, scene)
    names = _names(there)
    return People(
        group_id=group_id,
        zone=(group.zone if group is not None else None) or "UTC",
        persons=await _shown(persons, scene),
        roles=tuple(NamedRole(rank_id=one.id, name=names.get(one)) for one in await naming.ranks(group_id)),
        asks=await _shown(await naming.asks(group_id), scene),
        calling=await naming.is_calling(group_id, now=scene.now),
        runs=await scene.runs(group_id),
        named=member is not None and member.id in [one.member_id for one in persons],
        has_roles=bool(there),
    )


async def _shown(people: Sequence[Named], scene: Scene) -> tuple[Somebody, ...]:
    return tuple(
        [Somebody(member_id=one.member_id, who=await who(one.member_id, scene), since=one.since) for one in people]
    )


async def _ranks_there(group_id: int, scene: Scene) -> list[RankThere]:
    """Of the group's chats on the platform where this happens; each role once."""
    found: dict[Rank, RankThere] = {}
    for chat in await scene.uow.groups.chats(group_id):
        if chat.platform is scene.origin.account.platform:
            found |= {one.rank: one for one in await scene.errands.ranks_in(chat)}
    return list(found.values())


def _names(there: list[RankThere]) -> dict[Rank, str]:
    return {one.rank: one.name for one in there}


async def _tell(group_id: int, member_id: int, scene: Scene) -> None:
    """The one who was named, in their private chat."""
    accounts = await scene.uow.members.accounts_of(member_id)
    if not accounts:
        return
    here = next((one for one in accounts if one.platform is scene.origin.account.platform), accounts[0])
    told = NewDelivery(
        key=f"{NEWS}/{group_id}/{scene.now.isoformat()}/{scene.origin.event_id}",
        address=private_address(here),
        message=welcome_message(group_id, scene.words),
        purpose=NEWS,
        lane=Lane.DUE,
        promise=Promise.AT_LEAST_ONCE,
        due_at=scene.now,
        expires_at=scene.now + ASK_KEPT,
        member_id=member_id,
    )
    await scene.uow.outbox.put([told])


async def _leaves_the_desk(group_id: int, member_id: int, uow: UnitOfWork) -> None:
    """An admin of the chat who was named too can come back to it with one tap."""
    for place, whose in await uow.desk.of(group_id):
        if whose == member_id:
            await uow.desk.remove(group_id, place)


def _refused(scene: Scene) -> Replies:
    return [Notice(text=scene.words("moderators.only_admins"))]
