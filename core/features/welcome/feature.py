"""/group welcome: moderators turn the greeting on and off, and write their own words for it. Off by default."""

from core.dispatch.desk import note_act
from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature, FormRoute
from core.features.welcome.greeting import Greeting
from core.features.welcome.pages import BUILT_IN, OFF, ON, PANEL, RULES, WRITE, panel, rules_form
from core.model.action import Action
from core.model.command import Command, Where, Who
from core.model.group_act import ActKind
from core.model.inbound import CommandGiven
from core.model.message import Outbound
from core.model.reply import Edit, OpenForm, Replies, Say
from core.ports import Phrasebook


async def _given(given: CommandGiven, scene: Scene) -> Replies:
    group = await scene.uow.groups.founded(given.origin.address.whole_chat, now=scene.now)
    return [Say(message=await _panel(group.id, scene), private=True)]


async def _shown(tap: Tap, scene: Scene) -> Replies:
    return [Edit(message=await _panel(_group(tap.action), scene))]


async def _turned_on(tap: Tap, scene: Scene) -> Replies:
    return await _turn(_group(tap.action), scene, on=True)


async def _turned_off(tap: Tap, scene: Scene) -> Replies:
    return await _turn(_group(tap.action), scene, on=False)


async def _turn(group_id: int, scene: Scene, *, on: bool) -> Replies:
    if await scene.uow.welcomes.turn(group_id, on=on):
        await note_act(scene, group_id, ActKind.WELCOME_ON if on else ActKind.WELCOME_OFF, _name(scene))
    return [Edit(message=await _panel(group_id, scene))]


async def _write(tap: Tap, scene: Scene) -> Replies:
    kept = await scene.uow.welcomes.of(_group(tap.action))
    return [OpenForm(form=rules_form(tap.action.args[0], kept.rules, scene.words), door=tap.action)]


async def _written(form: Submission, scene: Scene) -> Replies:
    return [Say(message=await _keep(_group(form.action), form.values["rules"].strip(), scene), private=True)]


async def _built_in(tap: Tap, scene: Scene) -> Replies:
    return [Edit(message=await _keep(_group(tap.action), "", scene))]


async def _keep(group_id: int, rules: str, scene: Scene) -> Outbound:
    await scene.uow.welcomes.write(group_id, rules)
    await note_act(scene, group_id, ActKind.WELCOME_WORDS, _name(scene))
    return await _panel(group_id, scene)


async def _panel(group_id: int, scene: Scene) -> Outbound:
    kept = await scene.uow.welcomes.of(group_id)
    return panel(group_id, kept, scene.words, hears_joins=scene.capabilities.hears_joins)


def _name(scene: Scene) -> str:
    """In the record; what moderators wrote is not."""
    return scene.words("welcome.panel_title")


def _group(wanted: Action) -> int:
    return int(wanted.args[0])


def welcome(words: Phrasebook, door: Action) -> Feature:
    """The feature, whole. The greeting is written in `words`; `door` is what its button opens in private."""
    greeting = Greeting(words, door)
    command = Command(
        name="group welcome",
        summary="Greet people who are new in this group",
        who=Who.MODERATORS,
        where=Where.GROUP,
    )
    return Feature(
        name="welcome",
        commands=(CommandRoute(command=command, handle=_given),),
        buttons={
            PANEL: ButtonRoute(handle=_shown, who=Who.MODERATORS),
            ON: ButtonRoute(handle=_turned_on, who=Who.MODERATORS),
            OFF: ButtonRoute(handle=_turned_off, who=Who.MODERATORS),
            WRITE: ButtonRoute(handle=_write, who=Who.MODERATORS, door=True),
            BUILT_IN: ButtonRoute(handle=_built_in, who=Who.MODERATORS),
        },
        forms={
            RULES: FormRoute(
                build=lambda wanted, said: rules_form(wanted.args[0], "", said),
                handle=_written,
                who=Who.MODERATORS,
            )
        },
        events=(greeting.came,),
        purposes=(greeting.purpose,),
    )
