"""The bot on a simulated Discord, for whichever file of tests asks for it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest

from bots.discord.client import SpoonlightClient, create_client
from core.bootstrap import SupportBot
from tests.bots.discord_house import House
from tests.bots.spoonlight_bot import everybody_agreed, running_bot
from tests.fakes import MovableClock


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def bot(tmp_path: Path, clock: MovableClock) -> AsyncIterator[SupportBot]:
    async with running_bot(tmp_path, clock) as bot:
        yield everybody_agreed(bot)


@pytest.fixture
async def simcord_bot(bot: SupportBot) -> SpoonlightClient:
    """What simcord's own fixture runs."""
    return create_client(bot)


@pytest.fixture
def house(simcord_env: Any, bot: SupportBot, clock: MovableClock) -> House:
    guild = simcord_env.create_guild()
    general = guild.create_text_channel("general")
    moderators = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    return House(
        env=simcord_env,
        bot=bot,
        clock=clock,
        guild=guild,
        general=general,
        ana=guild.add_member(simcord_env.create_user("ana")),
        ben=guild.add_member(simcord_env.create_user("ben")),
        maya=guild.add_member(simcord_env.create_user("maya"), roles=[moderators]),
    )
