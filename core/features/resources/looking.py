"""The second look: where a group wants it, what one moderator wrote is let through by another one."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from core.dispatch.desk import note_act, tell_moderators
from core.dispatch.scene import Scene, Tap
from core.errors import NobodyBehind
from core.features.resources.library import library_page
from core.features.resources.pages import LIBRARY, SHOW, done
from core.features.resources.standing import as_seen, me, outrun, resource_in, shown, standing_of
from core.model.action import action
from core.model.delivery import Lane, NewDelivery, Promise
from core.model.group_act import ActKind
from core.model.identity import private_address
from core.model.message import Button, message
from core.model.reply import Edit, Replies
from core.model.resource import Resource, ResourceState

_TOLD: Final = "resource_told"
_GOOD_FOR: Final = timedelta(days=3)


async def ask(tap: Tap, scene: Scene) -> Replies:
    """The draft waits for another moderator; the desk hears that something waits."""
    seen = await resource_in(tap.action, scene)
    if scene.origin.anonymous:
        raise NobodyBehind("nobody would know who must not let it through")
    if seen.state is not ResourceState.DRAFT or not as_seen(seen, tap.action):
        return await outrun(seen.id, scene)
    ownerless = (await scene.uow.resources.hands(seen.id)).author is None
    waits = replace(seen, state=ResourceState.WAITING)
    waiting = await scene.uow.resources.save(waits, by=await me(scene), wrote=ownerless)
    if waiting is None:
        return await outrun(seen.id, scene)
    await note_act(scene, waiting.group_id, ActKind.RESOURCE_ASKED, waiting.title)
    await tell_of_waiting(waiting, scene)
    return [Edit(message=done("asked", waiting, scene.words))]


async def decline(tap: Tap, scene: Scene) -> Replies:
    """Back to a draft; whoever wrote it is told."""
    seen = await resource_in(tap.action, scene)
    if seen.state is not ResourceState.WAITING or not as_seen(seen, tap.action):
        return await outrun(seen.id, scene)
    if (await standing_of(seen, scene)).mine:
        return [await shown(seen, scene)]
    back = await scene.uow.resources.save(replace(seen, state=ResourceState.DRAFT), by=await me(scene))
    if back is None:
        return await outrun(seen.id, scene)
    await note_act(scene, back.group_id, ActKind.RESOURCE_DECLINED, back.title)
    await answer_author(back, "resources.declined", scene)
    return [Edit(message=done("declined_done", back, scene.words))]


async def choose(tap: Tap, scene: Scene) -> Replies:
    """Turns the second look on or off for the group."""
    group_id, wanted = int(tap.action.args[0]), tap.action.args[1] == "on"
    if wanted is not await scene.uow.resources.wants_second_look(group_id):
        await scene.uow.resources.want_second_look(group_id, wanted)
        await note_act(scene, group_id, ActKind.SECOND_LOOK_ON if wanted else ActKind.SECOND_LOOK_OFF)
    return [Edit(message=await library_page(group_id, 0, scene))]


async def tell_of_waiting(resource: Resource, scene: Scene) -> None:
    """One line to the desk, without a word of the resource."""
    see = Button(label=scene.words("resources.button_see"), action=action(SHOW, resource.group_id, resource.id))
    every = Button(label=scene.words("resources.button_library"), action=action(LIBRARY, resource.group_id, 0))
    line = message(scene.words("resources.desk_waits"), buttons=((see, every),))
    key = f"resource/{resource.id}/{resource.version}"
    await tell_moderators(scene.uow, resource.group_id, line, key=key, now=scene.now)


async def answer_author(resource: Resource, key: str, scene: Scene) -> None:
    """Tells whoever wrote it, in private, what another moderator did; `key` names the sentence.

    They may be a moderator no more: it has no words of the resource.
    """
    author = (await scene.uow.resources.hands(resource.id)).author
    accounts = await scene.uow.members.accounts_of(author) if author is not None else ()
    if author is None or not accounts:
        return
    see = Button(label=scene.words("resources.button_see"), action=action(SHOW, resource.group_id, resource.id))
    told = NewDelivery(
        key=f"{_TOLD}/{resource.id}/{resource.version}",
        address=private_address(accounts[0]),
        message=message(scene.words(key), buttons=((see,),)),
        purpose=_TOLD,
        lane=Lane.DUE,
        promise=Promise.AT_LEAST_ONCE,
        due_at=scene.now,
        expires_at=scene.now + _GOOD_FOR,
        member_id=author,
    )
    await scene.uow.outbox.put([told])
