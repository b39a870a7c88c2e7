"""What moderators see of their group's resources: all of them, those that wait first."""

from typing import Final

from core.dispatch.homeward import homeward
from core.dispatch.scene import Scene, Tap
from core.features.resources.forms import add_form
from core.features.resources.pages import LIBRARY, LOOK, NEW, SHOW
from core.features.resources.standing import resource_in, shown
from core.model.action import action
from core.model.inbound import CommandGiven
from core.model.message import Button, Outbound, message, note, title
from core.model.reply import Edit, OpenForm, Replies, Say

_ON_A_PAGE: Final = 6
_WAITING: Final = 4


async def listed(given: CommandGiven, scene: Scene) -> Replies:
    """/resource list, in the group it is for."""
    group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
    return [Say(message=await library_page(group.id, 0, scene), private=True)]


async def turned(tap: Tap, scene: Scene) -> Replies:
    group_id, page = tap.action.args
    return [Edit(message=await library_page(int(group_id), int(page), scene))]


async def show(tap: Tap, scene: Scene) -> Replies:
    """One of them, with all that can be done with it."""
    return [await shown(await resource_in(tap.action, scene), scene)]


async def new(tap: Tap, scene: Scene) -> Replies:
    return [OpenForm(form=add_form(tap.action.args[0], scene.words), door=tap.action)]


async def library_page(group_id: int, page: int, scene: Scene) -> Outbound:
    """Titles as buttons, and whether a second look is wanted."""
    words, store = scene.words, scene.uow.resources
    waiting = await store.waiting(group_id, limit=_WAITING) if page == 0 else ()
    kept = await store.kept(group_id, limit=_ON_A_PAGE + 1, offset=page * _ON_A_PAGE)
    rows = [
        (Button(label=words("resources.waiting_one", title=one.title[:40]), action=action(SHOW, group_id, one.id)),)
        for one in waiting
    ]
    rows += [(Button(label=one.title[:60], action=action(SHOW, group_id, one.id)),) for one in kept[:_ON_A_PAGE]]
    turns: list[Button] = []
    if page > 0:
        turns.append(Button(label=words("resources.button_earlier"), action=action(LIBRARY, group_id, page - 1)))
    if len(kept) > _ON_A_PAGE:
        turns.append(Button(label=words("resources.button_more"), action=action(LIBRARY, group_id, page + 1)))
    second = await store.wants_second_look(group_id)
    look = words("resources.button_look_off" if second else "resources.button_look_on")
    foot = (
        Button(label=words("resources.button_new"), action=action(NEW, group_id)),
        Button(label=look, action=action(LOOK, group_id, "off" if second else "on")),
    )
    lines = [title(words("resources.library_title"))]
    if not kept and not waiting:
        lines.append(note(words("resources.none")))
    lines.append(note(words("resources.look_is_on" if second else "resources.look_is_off")))
    shown = message(*lines, buttons=(*rows, *((tuple(turns),) if turns else ()), foot))
    return homeward(shown, group_id, words)
