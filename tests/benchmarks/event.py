"""Measures a native event's way to a handler that does nothing, beside the library's own parsing and dispatch.

`ours` is what comes on top of the library, in CPU time: its object -> our fact (`to_inbound`, `button_tapped`), and
the real Router with it: words by locale, the account's turn, the button's signature, guards, the handler, what is
settled. Storage has rows of its own: the unit of work is one that keeps nothing. Nothing is sent.
"""

import asyncio
import gc
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from core.dispatch.router import Router
from core.dispatch.scene import Scene
from core.dispatch.signing import ButtonSigner
from core.dispatch.table import ButtonRoute, Feature, table_of
from core.model.action import action
from core.model.inbound import Inbound
from core.model.reply import Replies
from tests.benchmarks.report import report
from tests.fakes import FakeTransport, MovableClock, english

SIGNER = ButtonSigner(b"a secret of the benchmark alone")
_ROUNDS = 100
_TIMES = 300


class _Nothing:
    """A unit of work, an inbox and a store of people that keep nothing."""

    def __init__(self) -> None:
        self.inbox = self.members = self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    async def first_time(self, *_: object, **__: object) -> bool:
        return True

    async def is_reachable(self, *_: object) -> bool:
        return True

    async def commit(self) -> None: ...


def trivial_router() -> Router:
    """Routes one button to a handler that says nothing."""

    async def handle(_tap: object, _scene: Scene) -> Replies:
        return ()

    feature = Feature(name="bench", buttons={"bench.tap": ButtonRoute(handle=handle)})
    words = english()
    return Router(
        table=table_of([feature]),
        open_unit=_Nothing,  # type: ignore[arg-type]  # nothing else is asked of it here
        clock=MovableClock(),
        words_in=lambda locale: words.in_language(locale or "en"),
        signer=SIGNER,
    )


async def timed(once: Callable[[], Awaitable[object]]) -> float:
    """CPU seconds for one, by the best of many short rounds: what else the machine does meanwhile is not ours."""
    gc.collect()
    gc.freeze()  # as the bot does it after its start (bots.settling)
    best = float("inf")
    for _ in range(_ROUNDS):
        started = time.process_time()
        for _ in range(_TIMES):
            await once()
        best = min(best, (time.process_time() - started) / _TIMES)
    return best


def packed(conversation: str) -> str:
    """A signed button of that chat."""
    return SIGNER.sign(action("bench.tap"), conversation=conversation)


async def telegram() -> None:
    """Prints `library` (de_json and process_update) and `ours` (to_inbound and the router), in seconds."""
    from telegram import Bot, Update
    from telegram.ext import Application, CallbackQueryHandler

    from bots.telegram.inbound import Me, to_inbound

    chat = {"id": -100, "type": "supergroup", "title": "Friends"}
    user = {"id": 5, "is_bot": False, "first_name": "Ana"}
    message = {"message_id": 7, "date": 1_770_000_000, "chat": chat, "text": "Pain?"}
    query = {"id": "9", "from": user, "message": message, "chat_instance": "1", "data": packed("-100")}
    raw: dict[str, Any] = {"update_id": 1, "callback_query": query}
    bot, now = Bot("1:made-up"), datetime.now(UTC)
    me, router, transport = Me(id=1, username="bot", commands=frozenset()), trivial_router(), FakeTransport()
    application = Application.builder().token("1:made-up").updater(None).build()
    application._initialized = True  # no network: only its dispatch is measured
    application.add_handler(CallbackQueryHandler(_nothing_said))
    parsed = Update.de_json(raw, bot)

    async def library() -> None:
        await application.process_update(Update.de_json(raw, bot))

    async def ours() -> None:
        await _route(router, to_inbound(parsed, me, now=now), transport)

    report(library=await timed(library), ours=await timed(ours))


async def discord() -> None:
    """Prints `library` (parsing and dispatch of an interaction) and `ours` (to the router's handler), in seconds."""
    import discord as library_of_discord

    from bots.discord.inbound import button_tapped

    client = library_of_discord.Client(intents=library_of_discord.Intents.none())
    seen: list[Any] = []

    async def on_interaction(interaction: Any) -> None:
        seen[:] = [interaction]

    client.on_interaction = on_interaction  # type: ignore[attr-defined]  # as a subclass would
    client.loop = asyncio.get_running_loop()
    payload = _tap_on_discord()
    router, transport = trivial_router(), FakeTransport()

    async def library() -> None:
        client._connection.parse_interaction_create(payload)
        await asyncio.sleep(0)  # the handler's task

    taken = await timed(library)

    async def ours() -> None:
        await _route(router, button_tapped(seen[0]), transport)

    report(library=taken, ours=await timed(ours))


async def _nothing_said(*_: object) -> None: ...


async def _route(router: Router, inbound: Inbound | None, transport: FakeTransport) -> None:
    if inbound is None:
        raise SystemExit("the event was not understood")
    if await router.handle(inbound, transport):
        raise SystemExit("the handler was not reached")


def _tap_on_discord() -> Any:
    user = {"id": "5", "username": "ana", "discriminator": "0", "avatar": None, "global_name": "Ana"}
    message = {
        **{"id": "7", "channel_id": "6", "author": user, "content": "Pain?", "timestamp": "2026-03-02T09:00:00+00:00"},
        **{"edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": []},
        **{"attachments": [], "embeds": [], "pinned": False, "type": 0, "flags": 0},
    }
    return {
        **{"id": "9", "application_id": "1", "type": 3, "token": "made-up", "version": 1, "user": user, "locale": "en"},
        **{"channel_id": "6", "channel": {"id": "6", "type": 1, "recipients": [user]}, "message": message},
        **{"data": {"custom_id": packed("5"), "component_type": 2}, "entitlements": []},
        **{"authorizing_integration_owners": {}, "attachment_size_limit": 1},
    }


if __name__ == "__main__":
    asyncio.run({"telegram": telegram, "discord": discord}[sys.argv[1]]())
