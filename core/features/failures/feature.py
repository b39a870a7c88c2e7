"""/group failures: what did not arrive in a group, why, and what to do."""

from collections.abc import Sequence
from typing import Final

from core.dispatch.desk import note_act
from core.dispatch.homeward import homeward
from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.features.failures.telling import SHOW, where
from core.model.action import action
from core.model.command import Command, Where, Who
from core.model.group_act import ActKind
from core.model.inbound import CommandGiven
from core.model.message import Block, Button, Moment, Outbound, message, note, plain, title
from core.model.reply import Edit, Replies, Say

PUT_AWAY: Final = "failures.away"
_SHOWN: Final = 5


def failures() -> Feature:
    """The feature, whole."""
    command = Command(
        name="group failures",
        summary="What did not arrive in this group, and why",
        who=Who.MODERATORS,
        where=Where.GROUP,
    )
    return Feature(
        name="failures",
        commands=(CommandRoute(command=command, handle=_listed),),
        buttons={
            SHOW: ButtonRoute(handle=_shown, who=Who.MODERATORS),
            PUT_AWAY: ButtonRoute(handle=_put_away, who=Who.MODERATORS),
        },
    )


async def failure_news(scene: Scene, group_id: int) -> Sequence[Block]:
    """What the group's panel tells of it: the newest cause, as long as it is not over."""
    newest = await scene.uow.failures.of_group(group_id, limit=1)
    return [
        plain(scene.words("failures.told", where=where(one, scene.words), cause=scene.words(f"failures.{one.cause}")))
        for one in newest
    ]


async def _listed(given: CommandGiven, scene: Scene) -> Replies:
    group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
    return [Say(message=await _page(group.id, scene), private=True)]


async def _shown(tap: Tap, scene: Scene) -> Replies:
    """A new message, so that the line of the desk stays as it is."""
    return [Say(message=await _page(int(tap.action.args[0]), scene), private=True)]


async def _put_away(tap: Tap, scene: Scene) -> Replies:
    group_id = int(tap.action.args[0])
    if await scene.uow.failures.put_away(group_id):
        await note_act(scene, group_id, ActKind.FAILURES_PUT_AWAY)
    return [Edit(message=homeward(message(scene.words("failures.put_away")), group_id, scene.words))]


async def _page(group_id: int, scene: Scene) -> Outbound:
    found = await scene.uow.failures.of_group(group_id, limit=_SHOWN)
    if not found:
        return homeward(message(scene.words("failures.none")), group_id, scene.words)
    group = await scene.uow.groups.get(group_id)
    zone = group.zone if group is not None and group.zone is not None else "UTC"
    lines = [
        plain(
            scene.words("failures.line", where=where(one, scene.words), cause=scene.words(f"failures.{one.cause}")),
            " · ",
            Moment(at=one.at, zone=zone),
        )
        for one in found
    ]
    away = Button(label=scene.words("failures.button_put_away"), action=action(PUT_AWAY, group_id))
    shown = message(
        title(scene.words("failures.title")), *lines, note(scene.words("failures.kept")), buttons=((away,),)
    )
    return homeward(shown, group_id, scene.words)
