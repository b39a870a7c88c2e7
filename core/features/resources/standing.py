"""Finds the resource that a tap is about, and tells a moderator the truth when another one was faster."""

from typing import Final

from core.dispatch.scene import Scene
from core.errors import ButtonRefused
from core.features.resources.pages import Standing, card
from core.model.action import Action
from core.model.reply import Edit, Replies
from core.model.resource import Resource, ResourceState
from core.ports import UnitOfWork

RESOURCE_POST: Final = "resource_post"


async def resource_in(wanted: Action, scene: Scene) -> Resource:
    """The guard asked for rights in the group of the first argument, so the resource must belong to that very group."""
    group_id, resource_id, *_ = wanted.args
    resource = await scene.uow.resources.get(int(resource_id))
    if resource is None or resource.group_id != int(group_id):
        raise ButtonRefused("not a resource of this group")
    return resource


def as_seen(resource: Resource, wanted: Action) -> bool:
    """Whether the one who acts saw it as it is now."""
    if len(wanted.args) < 3:
        raise ButtonRefused("a button without a version")
    return wanted.args[2] == str(resource.version)


async def me(scene: Scene) -> int | None:
    """The member who acts; None for an anonymous admin."""
    return None if scene.origin.anonymous else (await scene.member()).id


async def standing_of(resource: Resource, scene: Scene) -> Standing:
    """As the one who acts meets it. An anonymous admin may be its author, so they let nothing through."""
    second_look = await scene.uow.resources.wants_second_look(resource.group_id)
    mine = False
    if second_look:
        person = await me(scene)
        mine = person is None or (await scene.uow.resources.hands(resource.id)).author == person
    planned = resource.state is ResourceState.KEPT and bool(await plans_of(resource, scene.uow))
    return Standing(resource=resource, second_look=second_look, mine=mine, planned=planned)


async def plans_of(resource: Resource, uow: UnitOfWork) -> list[int]:
    """The schedules that will post it."""
    return [
        one.id
        for one in await uow.schedules.of_group(resource.group_id)
        if one.purpose == RESOURCE_POST and one.payload.get("resource") == str(resource.id)
    ]


async def outrun(resource_id: int, scene: Scene) -> Replies:
    """Says whether it was they themselves who did it before, or another moderator, and shows how it stands now."""
    newest = await scene.uow.resources.get(resource_id)
    if newest is None:
        raise ButtonRefused("the resource is gone")
    last = (await scene.uow.resources.hands(resource_id)).last
    own = last is not None and last == await me(scene)
    lead = scene.words("resources.already" if own else "resources.faster")
    return [await shown(newest, scene, lead=lead)]


async def shown(resource: Resource, scene: Scene, *, lead: str = "") -> Edit:
    """The card, in the place of what was tapped."""
    return Edit(message=card(await standing_of(resource, scene), scene.words, lead=lead))
