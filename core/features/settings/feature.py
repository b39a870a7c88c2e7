"""Answers /settings: one page that leads to everything a member can set, and the choice of plain text.

The settings themselves belong to other features; here are only the doors to them.
"""

from typing import Final

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.errors import ButtonRefused
from core.model.action import action
from core.model.command import Command
from core.model.inbound import CommandGiven
from core.model.message import AnyButton, Button, Outbound, message, note, title
from core.model.reply import Edit, Replies, Say
from core.ports import Phrasebook

PAGE, PLAIN = "settings.page", "settings.plain"
ON, OFF = "on", "off"

_DOORS: Final = (
    ("clock", "remind.clock"),
    ("quiet", "quiet.page"),
    ("checkin", "checkin.set"),
    ("weekly", "peg.page"),
    ("flare", "flare.page"),
    ("keep", "keep.page"),
    ("totals", "totals.list"),
    ("link", "link.page"),
)
"""The word on each door (`settings.button_...`) and the route behind it."""


async def _said(given: CommandGiven, scene: Scene) -> Replies:
    """/settings."""
    member = await scene.member()
    return [Say(message=settings_page(scene.words, plain_text=member.plain_text), private=True)]


async def _shown(tap: Tap, scene: Scene) -> Replies:
    """The same by a tap."""
    member = await scene.member()
    return [Edit(message=settings_page(scene.words, plain_text=member.plain_text))]


async def _plain_chosen(tap: Tap, scene: Scene) -> Replies:
    """Plain text on or off; the page that answers is written in the new way already."""
    wanted = tap.action.args[0]
    if wanted not in (ON, OFF):
        raise ButtonRefused("neither on nor off")
    member = await scene.member()
    await scene.uow.members.set_plain_text(member.id, wanted == ON)
    said = scene.words(f"settings.plain_now_{wanted}")
    return [Edit(message=settings_page(scene.words, plain_text=wanted == ON, said=said))]


def settings() -> Feature:
    """The feature, whole."""
    command = Command(name="settings", summary="Clock, quiet hours, check-ins, plain text and more")
    return Feature(
        name="settings",
        commands=(CommandRoute(command=command, handle=_said),),
        buttons={
            PAGE: ButtonRoute(handle=_shown, door=True),
            PLAIN: ButtonRoute(handle=_plain_chosen),
        },
    )


def settings_page(words: Phrasebook, *, plain_text: bool, said: str = "") -> Outbound:
    """All doors, two in a row; `said` is what has just been changed."""
    buttons = [Button(label=words(f"settings.button_{name}"), action=action(route)) for name, route in _DOORS]
    other = OFF if plain_text else ON
    buttons.append(Button(label=words(f"settings.button_plain_{other}"), action=action(PLAIN, other)))
    buttons.append(Button(label=words("settings.button_menu"), action=action("onboarding.menu")))
    rows: list[tuple[AnyButton, ...]] = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    lines = [said] if said else []
    explained = note(words("settings.plain_is_on" if plain_text else "settings.plain_is_off"))
    return message(title(words("settings.title")), *lines, explained, buttons=tuple(rows))
