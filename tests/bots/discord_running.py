"""Runs Spoonlight's whole Discord part against the stand-in, and waits for what the outbox tells."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bots.discord.app import DiscordApp
from core.bootstrap import SupportBot
from core.model.delivery import DeliveryState
from tests.bots.spoonlight_bot import running_bot
from tests.fakes import MovableClock
from tests.standins import discord_interactions as asking
from tests.standins.discord_people import Person
from tests.standins.discord_server import DiscordServer
from tests.standins.discord_world import Message

GREETING = "Hello, I am Spoonlight. I bring short facts, gentle check-ins and reminders."


@asynccontextmanager
async def spoonlight(server: DiscordServer, folder: Path, clock: MovableClock) -> AsyncIterator[SupportBot]:
    """The whole process part, from an empty folder or from what an earlier one left there."""
    async with running_bot(folder, clock) as bot:
        app = DiscordApp(
            bot,
            token=server.token,
            api_url=server.rest_url,
            gateway_url=server.gateway_url,
            data_dir=folder,
        )
        async with running(app):
            await server.gateway.connected()
            yield bot


@asynccontextmanager
async def running(app: DiscordApp) -> AsyncIterator[None]:
    task = asyncio.create_task(app.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def ended(bot: SupportBot, *states: DeliveryState) -> None:
    """Wait until the outbox holds deliveries in these states, as many as they are named, and nothing else."""
    async with asyncio.timeout(5):
        while True:
            async with bot.open_unit() as uow:
                counts = {state: count for state, count in (await uow.outbox.counts()).items() if count}
            if counts == Counter(states):
                return
            await asyncio.sleep(0.01)


async def taps_stolen(server: DiscordServer, person: Person, message: Message, custom_id: str = "") -> None:
    """With a client of one's own: another person's button, or one that never was. It must be answered in time."""
    mine = custom_id or message.components[0]["components"][0]["custom_id"]
    data = {"component_type": 2, "custom_id": mine}
    asked = server.interactions.ask(asking.COMPONENT, person.user, message.channel, data, source=message)
    assert await server.world.changes.until(lambda: asked.is_answered, within=3)
