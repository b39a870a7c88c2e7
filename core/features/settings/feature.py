"""Answers /settings: one page that leads to everything a member can set, and the choice of plain text.

The settings themselves belong to other features; here are only the doors to them.
"""

from typing import Final

from core.dispatch.scene import Scene, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature
from core.errors import ButtonRefused
from core.model.action import action
from core.model.command import Command
from core.model.identity import Platform
from core.model.inbound import CommandGiven
from core.model.message import AnyButton, Button, Outbound, message, note, title
from core.model.reply import Edit, Replies, Say
from core.ports import Phrasebook

PAGE, PLAIN = "settings.page", "settings.plain"
ON, OFF = "on", "off"

_DOORS: Final = (
    ("clock", "remind.clock"),
    ("quiet", "quiet.page"),
    ("keep", "keep.page"),
)
"""The word on each door (`settings.button_...`) and the route behind it."""

_HEALTH_DOORS: Final = frozenset({"keep"})
"""Doors that lead nowhere on platforms where no health answers are kept."""


class Settings:
    """Holds where no health answers are kept."""

    def __init__(self, reminders_only: frozenset[Platform]) -> None:
        self._reminders_only = reminders_only

    async def said(self, given: CommandGiven, scene: Scene) -> Replies:
        """/settings."""
        return [Say(message=await self._page(scene), private=True)]

    async def shown(self, tap: Tap, scene: Scene) -> Replies:
        """The same by a tap."""
        return [Edit(message=await self._page(scene))]

    async def plain_chosen(self, tap: Tap, scene: Scene) -> Replies:
        """Plain text on or off; the page that answers is written in the new way already."""
        wanted = tap.action.args[0]
        if wanted not in (ON, OFF):
            raise ButtonRefused("neither on nor off")
        member = await scene.member()
        await scene.uow.members.set_plain_text(member.id, wanted == ON)
        said = scene.words(f"settings.plain_now_{wanted}")
        return [Edit(message=self._written(scene, plain_text=wanted == ON, said=said))]

    async def _page(self, scene: Scene) -> Outbound:
        member = await scene.member()
        return self._written(scene, plain_text=member.plain_text)

    def _written(self, scene: Scene, *, plain_text: bool, said: str = "") -> Outbound:
        closed = scene.origin.account.platform in self._reminders_only
        return settings_page(scene.words, plain_text=plain_text, said=said, checkins=not closed)


def settings(*, reminders_only: frozenset[Platform] = frozenset()) -> Feature:
    """The feature, whole. On the platforms of `reminders_only` doors about health answers are left out."""
    feature = Settings(reminders_only)
    command = Command(name="settings", summary="Clock, quiet hours, plain text and more")
    return Feature(
        name="settings",
        commands=(CommandRoute(command=command, handle=feature.said),),
        buttons={
            PAGE: ButtonRoute(handle=feature.shown, door=True),
            PLAIN: ButtonRoute(handle=feature.plain_chosen),
        },
    )


def settings_page(words: Phrasebook, *, plain_text: bool, said: str = "", checkins: bool = True) -> Outbound:
    """All doors, two in a row; `said` is what has just been changed."""
    doors = [
        Button(label=words(f"settings.button_{name}"), action=action(route))
        for name, route in _DOORS
        if checkins or name not in _HEALTH_DOORS
    ]
    other = OFF if plain_text else ON
    doors.append(Button(label=words(f"settings.button_plain_{other}"), action=action(PLAIN, other)))
    rows: list[tuple[AnyButton, ...]] = [tuple(doors[at : at + 2]) for at in range(0, len(doors), 2)]
    rows.append((Button(label=words("settings.button_menu"), action=action("onboarding.menu")),))
    lines = [said] if said else []
    explained = note(words("settings.plain_is_on" if plain_text else "settings.plain_is_off"))
    return message(title(words("settings.title")), *lines, explained, buttons=tuple(rows))
