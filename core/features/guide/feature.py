"""/group help: every command of moderators with what it does, a few at a time. It knows them from the table alone."""

from collections.abc import Sequence
from typing import Final

from core.dispatch.homeward import homeward
from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.model.action import action
from core.model.command import Command, Where, Who
from core.model.inbound import CommandGiven
from core.model.message import Button, Outbound, message, note, title
from core.model.reply import Edit, Replies, Say
from core.ports import Phrasebook

PAGE: Final = "guide.page"
"""Its first argument is the group's id, the second the page."""

ON_A_PAGE: Final = 4


class Guide:
    """Holds the commands to tell of, in the order to show."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._commands = commands

    async def given(self, given: CommandGiven, scene: Scene) -> Replies:
        group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
        return [Say(message=guide_page(group.id, self._commands, 0, scene.words), private=True)]

    async def turned(self, tap: Tap, scene: Scene) -> Replies:
        group_id, number = tap.action.args
        return [Edit(message=guide_page(int(group_id), self._commands, int(number), scene.words))]


def guide_page(group_id: int, commands: Sequence[Command], number: int, words: Phrasebook) -> Outbound:
    """One page of them; the buttons turn it."""
    first = number * ON_A_PAGE
    turns: list[Button] = []
    if number > 0:
        turns.append(Button(label=words("guide.button_back"), action=action(PAGE, group_id, number - 1)))
    if first + ON_A_PAGE < len(commands):
        turns.append(Button(label=words("guide.button_more"), action=action(PAGE, group_id, number + 1)))
    shown = message(
        title(words("guide.title")),
        *(
            words("guide.line", name=one.name, summary=one.summary.rstrip("."))
            for one in commands[first : first + ON_A_PAGE]
        ),
        note(words("guide.where")),
        buttons=(tuple(turns),) if turns else (),
    )
    return homeward(shown, group_id, words)


def guide(commands: Sequence[Command]) -> Feature:
    """The feature, whole. `commands` are all that there are; moderators' alone are told of."""
    feature = Guide([one for one in commands if one.who is Who.MODERATORS])
    command = Command(name="group help", summary="What moderators can do", who=Who.MODERATORS, where=Where.GROUP)
    return Feature(
        name="guide",
        commands=(CommandRoute(command=command, handle=feature.given),),
        buttons={PAGE: ButtonRoute(handle=feature.turned, who=Who.MODERATORS)},
    )
