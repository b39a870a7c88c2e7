"""Hears a crisis before anything else and answers without storage. It tells nobody, stores nothing, asks nothing."""

from collections.abc import Callable, Mapping
from typing import Final

from core.dispatch.scene import Scene, Tap
from core.dispatch.signing import unproved_action
from core.dispatch.table import ButtonRoute, Feature
from core.errors import ButtonRefused
from core.features.safety.pages import (
    COUNTRIES,
    COUNTRY,
    NOT_MEANT,
    PEOPLE,
    concern_page,
    countries_page,
    country_page,
    crisis_page,
    not_meant_page,
    people_page,
)
from core.library.helplines import Helplines
from core.library.listening.screening import Level, Screening
from core.model.inbound import CommandGiven, FormSubmitted, Inbound, TextSaid
from core.model.reply import Edit, Replies, Say
from core.ports import Phrasebook

_OF_MODERATORS: Final = frozenset({"title", "why", "rules", "back"})
"""Fields in which moderators write for others: a leaflet about dark thoughts must not be lost on its way."""

_OF_A_MEMBER: Final = "suggest.write"
"""The form whose fields are named as those, and are a member's own words; a test plays it."""

_GRAVITY: Final = (Level.NONE, Level.CONCERN, Level.CRISIS)


class Safety:
    """Holds the lines that were loaded at start, and the screen."""

    def __init__(self, lines: Helplines, screen: Callable[[str], Screening]) -> None:
        self._lines = lines
        self._screen = screen

    def hear(self, inbound: Inbound, words: Phrasebook) -> Replies | None:
        """The reflex: private, at once, in a group too; also for what is typed behind a command or into a form.

        There a concern alone does not stand in the way: the reminder is set all the same.
        """
        match self._level(inbound):
            case Level.CRISIS:
                return [Say(message=crisis_page(self._lines, words), private=True)]
            case Level.CONCERN if isinstance(inbound, TextSaid):
                return [Say(message=concern_page(self._lines, words), private=True)]
            case _:
                return None

    def _level(self, inbound: Inbound) -> Level:
        match inbound:
            case TextSaid(text=text):
                typed = [text]
            case CommandGiven(rest=rest, options=options):
                typed = [rest, *options.values()]
            case FormSubmitted(packed=packed, values=values) if not _is_for_others(packed, values):
                typed = list(values.values())
            case _:
                return Level.NONE
        return max((self._screen(one).level for one in typed if one), key=_GRAVITY.index, default=Level.NONE)

    async def people(self, tap: Tap, scene: Scene) -> Replies:
        return [Say(message=people_page(self._lines, scene.words), private=True)]

    async def countries(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=countries_page(self._lines, int(tap.action.args[0]), scene.words))]

    async def not_meant(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=not_meant_page(self._lines, scene.words))]

    async def country(self, tap: Tap, scene: Scene) -> Replies:
        country = self._lines.of(tap.action.args[0])
        if country is None:
            raise ButtonRefused("no such country any more")
        return [Edit(message=country_page(country, self._lines, scene.words))]


def _is_for_others(packed: str, values: Mapping[str, str]) -> bool:
    """Written by a moderator, to be read by the group."""
    return bool(_OF_MODERATORS & values.keys()) and not unproved_action(packed).startswith(_OF_A_MEMBER)


def safety(lines: Helplines, screen: Callable[[str], Screening]) -> Feature:
    """The feature, whole."""
    feature = Safety(lines, screen)
    return Feature(
        name="safety",
        buttons={
            PEOPLE: ButtonRoute(handle=feature.people, door=True),
            COUNTRIES: ButtonRoute(handle=feature.countries),
            COUNTRY: ButtonRoute(handle=feature.country),
            NOT_MEANT: ButtonRoute(handle=feature.not_meant),
        },
        reflexes=(feature.hear,),
    )
