"""Fetches a file that somebody sent, from the configured place of files.

Its address holds the token and is told nowhere. The library's own download reads whatever comes to its end; this one
stops at the limit.
"""

import asyncio
from typing import Final

import httpx

from bots.telegram.errors import translating
from bots.telegram.wire import WireBot
from core.errors import FileTooLarge, MessageRefused, NotSent

FETCH_SECONDS: Final = 20.0


async def fetched(bot: WireBot, file_id: str, *, limit: int) -> bytes:
    """At most `limit` bytes. Raises FileTooLarge and other TransportErrors."""
    with translating():
        file = await bot.get_file(file_id)
    if (file.file_size or 0) > limit:
        raise FileTooLarge("Telegram says so before it comes")
    if not file.file_path or not file.file_path.startswith(f"{bot.base_file_url}/"):
        raise MessageRefused("the file is not where files are")
    content = bytearray()
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            async for piece in bot.pieces_of(file.file_path):
                content += piece
                if len(content) > limit:
                    raise FileTooLarge("it went on beyond the limit")
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
        raise NotSent("the file did not come") from None  # the library's text holds the address
    return bytes(content)
