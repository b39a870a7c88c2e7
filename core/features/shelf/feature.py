"""/resource review: what a group's moderators should look at, and their word that it is still fine."""

from core.dispatch.desk import note_act
from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.errors import ButtonRefused
from core.features.shelf.pages import FINE, LIST, ONE, fine_page, gone_page, item_page, list_page
from core.model.command import Command, Where, Who
from core.model.group_act import ActKind
from core.model.inbound import CommandGiven
from core.model.link_check import FINE_FOR, ShelfItem
from core.model.message import Outbound
from core.model.reply import Edit, Replies, Say


async def _review(given: CommandGiven, scene: Scene) -> Replies:
    group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
    return [Say(message=await _page(group.id, 0, scene), private=True)]


async def _turned(tap: Tap, scene: Scene) -> Replies:
    group_id, page = tap.action.args
    return [Edit(message=await _page(int(group_id), int(page), scene), private=True)]


async def _one(tap: Tap, scene: Scene) -> Replies:
    item = await _item(tap, scene)
    shown = gone_page(int(tap.action.args[0]), scene.words) if item is None else item_page(item, scene.words)
    return [Edit(message=shown, private=True)]


async def _fine(tap: Tap, scene: Scene) -> Replies:
    """Nobody is asked about it for half a year: neither for its link nor for its review date."""
    item = await _item(tap, scene)
    if item is None:
        return [Edit(message=gone_page(int(tap.action.args[0]), scene.words), private=True)]
    until = scene.now.date() + FINE_FOR
    if item.trouble is not None or item.stale_since is not None:  # a second tap, or a slower moderator: done already
        await scene.uow.shelf.is_fine(item.resource.id, until=until)
        await note_act(scene, item.resource.group_id, ActKind.RESOURCE_STILL_FINE, item.resource.title)
    return [Edit(message=fine_page(item, until, scene.words), private=True)]


async def _page(group_id: int, page: int, scene: Scene) -> Outbound:
    return list_page(group_id, await scene.uow.shelf.items(group_id, scene.now.date()), page, scene.words)


async def _item(tap: Tap, scene: Scene) -> ShelfItem | None:
    """The guard asked for rights in that group, so the resource must be of that very group."""
    group_id, resource_id = tap.action.args
    item = await scene.uow.shelf.item(int(resource_id), scene.now.date())
    if item is not None and item.resource.group_id != int(group_id):
        raise ButtonRefused("not a resource of this group")
    return item


def shelf() -> Feature:
    """The feature, whole. Its round (round.py) is driven by the process's clock."""
    command = Command(
        name="resource review",
        summary="Links that lead nowhere, and resources to look at again",
        who=Who.MODERATORS,
        where=Where.GROUP,
    )
    return Feature(
        name="shelf",
        commands=(CommandRoute(command=command, handle=_review),),
        buttons={
            LIST: ButtonRoute(handle=_turned, who=Who.MODERATORS),
            ONE: ButtonRoute(handle=_one, who=Who.MODERATORS),
            FINE: ButtonRoute(handle=_fine, who=Who.MODERATORS),
        },
    )
