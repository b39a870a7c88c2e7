"""/group desk: where a group's moderators hear of news. Each says it for themselves; a room is chosen from inside."""

from collections.abc import Sequence
from hashlib import sha256

from core.dispatch.desk import note_act
from core.dispatch.scene import Scene, Tap
from core.features.moderators.desk_pages import desk_page, room_added_page, room_how_page
from core.model.group_act import ActKind
from core.model.identity import Address, private_address
from core.model.inbound import CommandGiven
from core.model.message import Outbound, message
from core.model.naming import ROOM_CALL_OPEN_FOR
from core.model.reply import Edit, Notice, Replies, Say


async def given(given: CommandGiven, scene: Scene) -> Replies:
    """/group desk."""
    group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
    return [Say(message=await _page(group.id, scene), private=True)]


async def shown(tap: Tap, scene: Scene) -> Replies:
    return [Edit(message=await _page(int(tap.action.args[0]), scene))]


async def here(tap: Tap, scene: Scene) -> Replies:
    """In their own private chat; an anonymous admin has none, and is told so."""
    group_id, member = int(tap.action.args[0]), await scene.member()
    if await scene.uow.desk.add(group_id, private_address(scene.origin.account), member_id=member.id):
        await note_act(scene, group_id, ActKind.DESK_JOINED)
    return [Edit(message=await _page(group_id, scene))]


async def away(tap: Tap, scene: Scene) -> Replies:
    """From all of their private chats."""
    group_id, member = int(tap.action.args[0]), await scene.member()
    for place, whose in await scene.uow.desk.of(group_id):
        if whose == member.id and await scene.uow.desk.remove(group_id, place):
            await note_act(scene, group_id, ActKind.DESK_LEFT)
    return [Edit(message=await _page(group_id, scene))]


async def room(tap: Tap, scene: Scene) -> Replies:
    group_id, member = int(tap.action.args[0]), await scene.member()
    await scene.uow.desk.call_room(group_id, member.id, until=scene.now + ROOM_CALL_OPEN_FOR)
    return [Edit(message=room_how_page(group_id, scene.words))]


async def room_yes(tap: Tap, scene: Scene) -> Replies:
    """In the room, by the one who went there to choose it."""
    group_id = int(tap.action.args[0])
    if await room_called(scene) != group_id:
        return [Notice(text=scene.words("moderators.room_over"))]
    await scene.uow.desk.end_room_call((await scene.member()).id)
    if await scene.uow.desk.add(group_id, scene.origin.address, member_id=None):
        await note_act(scene, group_id, ActKind.DESK_ROOM_ADDED)
    return [Edit(message=room_added_page(group_id, scene.words))]


async def room_no(tap: Tap, scene: Scene) -> Replies:
    await scene.uow.desk.end_room_call((await scene.member()).id)
    return [Edit(message=message(scene.words("moderators.room_not")))]


async def unroom(tap: Tap, scene: Scene) -> Replies:
    group_id, mark = int(tap.action.args[0]), tap.action.args[1]
    for place in await _rooms(group_id, scene):
        if _mark(place) == mark and await scene.uow.desk.remove(group_id, place):
            await note_act(scene, group_id, ActKind.DESK_ROOM_REMOVED)
    return [Edit(message=await _page(group_id, scene))]


async def room_called(scene: Scene) -> int | None:
    """The group whose moderators' room this may be: its own main chat and a private chat are none."""
    if scene.origin.anonymous or scene.origin.address.private:
        return None
    member = await scene.uow.members.of(scene.origin.account)
    group_id = None if member is None else await scene.uow.desk.room_called(member.id, now=scene.now)
    if group_id is None:
        return None
    address = scene.origin.address
    is_main = address.thread is None and address in await scene.uow.groups.chats(group_id)
    return None if is_main else group_id


async def _page(group_id: int, scene: Scene) -> Outbound:
    member = None if scene.origin.anonymous else await scene.uow.members.of(scene.origin.account)
    private = [whose for _, whose in await scene.uow.desk.of(group_id) if whose is not None]
    me = None if scene.origin.anonymous else member is not None and member.id in private
    return desk_page(
        group_id,
        scene.words,
        me=me,
        others=len({one for one in private if member is None or one != member.id}),
        rooms=[_mark(place) for place in await _rooms(group_id, scene)],
    )


async def _rooms(group_id: int, scene: Scene) -> Sequence[Address]:
    return [place for place, whose in await scene.uow.desk.of(group_id) if whose is None]


def _mark(place: Address) -> str:
    """Tells one room from another in a button; it is no secret, and leads nobody there."""
    return sha256(place.to_text().encode()).hexdigest()[:10]
