"""Which channel is whose private chat. Opens one when it must, and new ones slowly: Discord punishes haste."""

import asyncio
from typing import Final

import discord

from bots.discord.errors import translated
from core.errors import Throttled

OPENED_AT_ONCE: Final = 5
SECONDS_EACH: Final = 10.0
"""A new chat every ten seconds, after the first five (Discord: private chats should follow what a user does)."""


class PrivateChats:
    """Remembers channel ids for as long as the process lives; asking for a known chat again is harmless."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._channels: dict[str, int] = {}
        self._fresh: set[str] = set()
        self._full_at = 0.0

    def remember(self, user_id: str, channel_id: int) -> None:
        """This person wrote to us there."""
        self._channels[user_id] = channel_id
        self._fresh.discard(user_id)

    async def channel_of(self, user_id: str) -> int:
        """Raises Throttled when a chat that holds nothing yet must wait, and TransportError when there can be none."""
        if user_id not in self._channels:
            with translated():
                opened = await self._client.http.start_private_message(int(user_id))
            self._channels[user_id] = int(opened["id"])
            if opened.get("last_message_id") is None:
                self._fresh.add(user_id)
        if user_id in self._fresh:
            self._pace()
            self._fresh.discard(user_id)
        return self._channels[user_id]

    def _pace(self) -> None:
        """A bucket of five that fills by one every ten seconds."""
        now = asyncio.get_running_loop().time()
        full_at = max(self._full_at, now) + SECONDS_EACH
        wait = full_at - now - OPENED_AT_ONCE * SECONDS_EACH
        if wait > 0:
            raise Throttled(wait)
        self._full_at = full_at
