"""python-telegram-bot's Bot, made for us: raw updates, fitting time limits, and no words or tokens in logs or errors.

Application, Updater and JobQueue are not used: they confirm an update before it is kept, so that a killed process
loses what it had in memory, and their clock is not the one that members' schedules are kept by.
"""

import json
import os
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final, cast

import httpx
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

Json = dict[str, Any]

CONNECTIONS: Final = 64
_CONNECT_SECONDS: Final = 5.0
_READ_SECONDS: Final = 20.0
_POOL_SECONDS: Final = 10.0


class QuietRequest(HTTPXRequest):
    """Like its parent, without writing an unreadable answer into the log: it may hold a member's words."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Json:
        """The answer as an object. Raises TelegramError."""
        try:
            return cast(Json, json.loads(payload.decode("utf-8", "replace")))
        except ValueError:
            raise TelegramError("Invalid server response") from None

    async def pieces_of(self, url: str) -> AsyncIterator[bytes]:
        """What is at an address, as it comes, neither unpacked nor led elsewhere. Raises httpx.HTTPError."""
        async with self._client.stream("GET", url, headers={"Accept-Encoding": "identity"}) as answer:
            answer.raise_for_status()
            async for piece in answer.aiter_raw():
                yield piece


class WireBot(Bot):
    """A Bot that also hands out updates as Telegram wrote them, so that they can be kept before they are read."""

    async def raw_updates(self, *, offset: int | None, seconds: int, kinds: Sequence[str]) -> list[Json]:
        """One long poll of at most `seconds`; confirms everything below `offset`. Raises TelegramError."""
        asked: Json = {"timeout": seconds, "offset": offset, "limit": 100, "allowed_updates": list(kinds)}
        return cast("list[Json]", await self._post("getUpdates", asked, read_timeout=_READ_SECONDS + seconds))

    def pieces_of(self, url: str) -> AsyncIterator[bytes]:
        """A file as it comes. Raises httpx.HTTPError, whose text holds the address."""
        return cast(QuietRequest, self.request).pieces_of(url)


def wire_bot(token: str, base_url: str, base_file_url: str) -> WireBot:
    """A bot that is not connected yet. The urls end in "/bot", as python-telegram-bot wants them."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's own switch: spans of time are timedeltas
    verified = httpx.create_ssl_context()  # one for both: reading the authorities takes longer than all else here

    def request(connections: int) -> QuietRequest:
        return QuietRequest(
            connection_pool_size=connections,
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            write_timeout=_READ_SECONDS,
            pool_timeout=_POOL_SECONDS,
            httpx_kwargs={"verify": verified},
        )

    return WireBot(
        token,
        base_url=base_url,
        base_file_url=base_file_url,
        request=request(CONNECTIONS),
        get_updates_request=request(1),
    )
