"""Points an unmodified discord.py at the stand-in, and back again; it starts nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.standins.discord_server import DiscordServer


@contextmanager
def aimed_at(server: DiscordServer) -> Iterator[None]:
    """Within this block discord.py speaks to the stand-in; afterwards to the real addresses again."""
    real_base, real_gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = server.rest_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = real_base, real_gateway
