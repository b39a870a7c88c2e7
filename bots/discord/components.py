"""Rows of buttons -> a View, and the one kind of button that outlives the process that sent it.

No view is ever kept in memory: what a button means is signed into its custom_id.
"""

import re
from collections.abc import Callable
from typing import Any, Final, Self, cast

import discord

from bots.discord.render import LABEL_LIMIT, Rows, shortened
from core.model.action import Action
from core.model.message import Button, DoorButton, Emphasis, LinkButton

KEPT: Final = "kept."
"""Begins the custom_id of a button behind which a reply is kept (kept.py)."""

TAKEN: Final = "taken"
"""Marks an interaction that a SignedButton answers."""

Sign = Callable[[Action], str]

_STYLES: Final = {
    Emphasis.NORMAL: discord.ButtonStyle.secondary,
    Emphasis.PRIMARY: discord.ButtonStyle.primary,
    Emphasis.DANGER: discord.ButtonStyle.danger,
}

_Native = discord.ui.Button[discord.ui.View]


class SignedButton(
    discord.ui.DynamicItem[_Native],
    template=r"(?s:[A-Za-z0-9_-]{8}[*!]\..+|kept\..+)",
):
    """Any button of ours, old or new; registered once in setup_hook. The router reads the signature, not we."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], _: re.Match[str], /
    ) -> Self:
        """Called by discord.py when it finds the button in the tapped message."""
        interaction.extras[TAKEN] = True
        return cls(cast(_Native, item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """A tap."""
        await interaction.client.answering.tap(interaction)


def view_of(rows: Rows, sign: Sign) -> discord.ui.View | None:
    """A view that discord.py forgets once it is sent. Needs a running event loop."""
    if not rows:
        return None
    view = discord.ui.View(timeout=None)
    for at, row in enumerate(rows):
        for button in row:
            view.add_item(_item(button, at, sign))
    view.stop()
    return view


def kept_view(label: str, custom_id: str) -> discord.ui.View:
    """One button, behind which a reply waits."""
    view = discord.ui.View(timeout=None)
    native = _Native(label=shortened(label, LABEL_LIMIT), style=discord.ButtonStyle.primary, custom_id=custom_id)
    view.add_item(SignedButton(native))
    view.stop()
    return view


def _item(button: Button | DoorButton | LinkButton, row: int, sign: Sign) -> SignedButton | _Native:
    label = shortened(button.label, LABEL_LIMIT)
    if isinstance(button, LinkButton):
        return _Native(label=label, url=button.url, row=row)
    style = _STYLES[button.emphasis] if isinstance(button, Button) else discord.ButtonStyle.primary
    return SignedButton(_Native(label=label, style=style, custom_id=sign(button.action), row=row))
