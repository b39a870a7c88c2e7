"""Answers /privacy: what is kept, where, who can see it. It reads nobody's answers to say so."""

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.model.action import action
from core.model.command import Command
from core.model.inbound import CommandGiven
from core.model.message import Button, Outbound, message, title
from core.model.reply import Edit, Replies, Say
from core.ports import Phrasebook


def privacy() -> Feature:
    """The feature, whole."""
    return Feature(
        name="privacy",
        commands=(
            CommandRoute(command=Command(name="privacy", summary="What I keep, and who can see it"), handle=_said),
        ),
        buttons={"privacy.page": ButtonRoute(handle=_tapped)},
    )


async def _said(given: CommandGiven, scene: Scene) -> Replies:
    return [Say(message=page(scene.words), private=True)]


async def _tapped(tap: Tap, scene: Scene) -> Replies:
    return [Edit(message=page(scene.words))]


def page(words: Phrasebook) -> Outbound:
    """The whole answer on one screen."""
    back = Button(label=words("privacy.button_menu"), action=action("onboarding.menu"))
    return message(
        title(words("privacy.title")),
        words("privacy.kept"),
        words("privacy.seen"),
        words("privacy.not_kept"),
        buttons=((back,),),
    )
