"""Both platforms' stand-ins in a process of their own; says when a bot receives from both. Ends with its input.

Writes one line with the addresses, and then the time when the bot was ready.
"""

import asyncio
import json
import sys
import time

from tests.standins.discord_server import DiscordServer
from tests.standins.telegram_server import TelegramServer

_PATIENCE = 30.0


async def serve() -> None:
    """Serves one bot."""
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    async with TelegramServer() as telegram, DiscordServer() as discord:
        discord.guild("Friends")
        print(json.dumps(_environment(telegram, discord)), flush=True)
        await telegram.polling(within=_PATIENCE)
        await discord.world.changes.until(lambda: discord.gateway.identifies > 0, within=_PATIENCE)
        print(time.time(), flush=True)
        await ended


def _environment(telegram: TelegramServer, discord: DiscordServer) -> dict[str, str]:
    return {
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.base_url.removesuffix("/bot"),
        "TELEGRAM_FILE_URL": telegram.base_file_url.removesuffix("/bot"),
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.rest_url,
        "DISCORD_GATEWAY_URL": discord.gateway_url,
    }


if __name__ == "__main__":
    asyncio.run(serve())
