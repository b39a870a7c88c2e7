"""The way back from any page of moderators to their group's panel. It knows the panel by its route alone."""

from dataclasses import replace
from typing import Final

from core.model.action import action
from core.model.message import Button, Outbound
from core.ports import Phrasebook

HOME: Final = "setup.home"
"""The route of the panel; its one argument is the group's id. A test taps it on every page."""


def home_button(group_id: int, words: Phrasebook) -> Button:
    """Leads to the panel."""
    return Button(label=words("setup.button_home"), action=action(HOME, group_id))


def homeward(page: Outbound, group_id: int, words: Phrasebook) -> Outbound:
    """The page with the way back in a row of its own."""
    return replace(page, buttons=(*page.buttons, (home_button(group_id, words),)))
