"""Fetches a file that somebody sent, from where Discord keeps attachments and from nowhere else; it follows no one on.

discord.py reads whatever comes to its end; this one stops at the limit. The address is told nowhere: whoever has it
has the file.
"""

from typing import Final

import aiohttp
import yarl

from core.errors import FileTooLarge, MessageRefused, NotSent

FETCH_SECONDS: Final = 20.0
DISCORDS_OWN: Final = frozenset({"https://cdn.discordapp.com", "https://media.discordapp.net"})
_PIECE: Final = 64 * 1024
_OK: Final = 200


async def fetched(url: str, *, limit: int, origins: frozenset[str]) -> bytes:
    """At most `limit` bytes. Raises FileTooLarge and other TransportErrors."""
    _refuse_elsewhere(url, origins)
    timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS)
    asked = {"Accept-Encoding": "identity"}
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as web,
            web.get(yarl.URL(url, encoded=True), headers=asked, allow_redirects=False) as answer,
        ):
            if answer.status != _OK:
                raise MessageRefused(f"the place of files answered {answer.status}")
            return await _read(answer, limit)
    except (aiohttp.ClientError, OSError):  # TimeoutError is an OSError
        raise NotSent("the file did not come") from None  # the library's text holds the address


async def _read(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    if (answer.content_length or 0) > limit:
        raise FileTooLarge("it says so before it comes")
    content = bytearray()
    async for piece in answer.content.iter_chunked(_PIECE):
        content += piece
        if len(content) > limit:
            raise FileTooLarge("it went on beyond the limit")
    return bytes(content)


def _refuse_elsewhere(url: str, origins: frozenset[str]) -> None:
    try:
        origin = str(yarl.URL(url).origin())
    except ValueError:
        origin = ""
    if origin not in origins:
        raise MessageRefused("no place where Discord keeps files")
