"""Starts the bot on each platform, and ends it. One line for each adapter."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.bots.behaviour.discord_stage import on_discord
from tests.bots.behaviour.preview_stage import on_preview
from tests.bots.behaviour.simcord_stage import on_simcord
from tests.bots.behaviour.stage import Stage
from tests.bots.behaviour.telegram_stage import on_telegram_stage

Opening = Callable[[Path], AbstractAsyncContextManager[Stage]]

OPENINGS: dict[str, Opening] = {
    "preview-telegram": lambda folder: on_preview(folder, "telegram"),
    "preview-discord": lambda folder: on_preview(folder, "discord"),
    "telegram": lambda folder: on_telegram_stage(folder, "10.3"),
    "telegram-10.0": lambda folder: on_telegram_stage(folder, "10.0"),
    "simcord": on_simcord,
    "discord": on_discord,
}

USUAL = ("preview-telegram", "preview-discord", "telegram", "simcord")
"""Where every test is played."""

everywhere = pytest.mark.parametrize("stage", OPENINGS, indirect=True)
"""Also on Discord's real sockets, and on an older Telegram server that knows no private answers in groups."""
