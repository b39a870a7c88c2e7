"""Killed in the middle of sending: nothing is lost in silence, and nothing comes twice that must not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.delivery.worker import LEASE
from core.model.delivery import Promise
from core.model.identity import Address, Platform
from core.storage import Storage
from tests.fakes import english, masters
from tests.faults.lives import READY_WITHIN, Lives, seeded
from tests.outbox import new_delivery
from tests.standins.discord_server import DiscordServer
from tests.standins.telegram_faults import silence
from tests.standins.telegram_server import TelegramServer

AFTER_LEASE = LEASE.total_seconds() + 2
EACH = 15
"""Deliveries of each promise."""


@dataclass(frozen=True, slots=True)
class Told:
    """One delivery, and what was seen of it: the copies on people's screens, and how it ended in the database."""

    key: str
    promise: Promise
    copies: tuple[str, ...]
    state: str


async def queued(lives: Lives, places: Iterable[Address]) -> None:
    """Due now, alternately of each promise; the words of each name its key."""
    lives.folder.mkdir()
    storage = await Storage.open(f"sqlite:///{lives.database}", masters())
    now = datetime.now(UTC) - timedelta(seconds=1)
    promises = (Promise.AT_LEAST_ONCE, Promise.AT_MOST_ONCE)
    async with storage.unit_of_work() as uow:
        await uow.outbox.put(
            [
                new_delivery(f"<{number}>", to=place, promise=promises[number % 2], due_at=now)
                for number, place in enumerate(places)
            ]
        )
        await uow.commit()
    await storage.close()


def what_was_told(lives: Lives, texts: list[str]) -> list[Told]:
    return [
        Told(key, Promise(promise), tuple(text for text in texts if key in text), state)
        for key, promise, state in lives.rows("SELECT key, promise, state FROM deliveries")
    ]


async def test_on_telegram_a_killed_send_is_repeated_once_with_a_mark_or_left_as_unknown(tmp_path: Path) -> None:
    chance, repeat = seeded(), english()("delivery.repeat")
    async with TelegramServer() as server:
        lives = Lives(tmp_path, telegram=server)
        people = [server.person(f"Person {n}", username=f"person{n}", started=True) for n in range(2 * EACH)]
        await queued(lives, [at(Platform.TELEGRAM, one.id, private=True) for one in people])
        for life in range(2):
            server.faults.clear()
            for _ in range(4):
                arrives = chance.random() < 0.5
                server.faults.on("sendMessage", silence(carried_out=arrives), nth=chance.randint(1, 10))
            last = len(server.calls("sendMessage")) + chance.randint(4, 12)
            async with lives.life(ahead=life * AFTER_LEASE):
                await server.called("sendMessage", times=last, within=READY_WITHIN)
        server.faults.clear()
        async with lives.life(ahead=2 * AFTER_LEASE):
            await lives.nothing_waits(within=READY_WITHIN)
        texts = [seen.text for one in people for seen in one.screen()]
    told = what_was_told(lives, texts)
    assert len(told) == 2 * EACH
    for one in told:
        assert one.state in ("sent", "unknown"), one
        assert one.copies or one.state == "unknown", one
        if one.promise is Promise.AT_MOST_ONCE:
            assert len(one.copies) <= 1, one
        else:
            assert len(one.copies) <= 2, one
            assert [repeat in copy for copy in one.copies] in ([], [False], [True], [False, True]), one
    assert lives.is_sound()


async def test_on_discord_a_killed_send_is_made_good_without_a_second_copy(tmp_path: Path) -> None:
    chance, ahead = seeded(), timedelta()
    async with DiscordServer(clock=lambda: datetime.now(UTC) + ahead) as server:
        lives = Lives(tmp_path, discord=server)
        ana = server.person("Ana")
        guild = server.guild("Fibro friends", channels=[f"room-{n}" for n in range(2 * EACH)], members=[ana])
        rooms = list(guild.channels.values())
        await queued(lives, [at(Platform.DISCORD, room.id) for room in rooms])
        posts = "POST /channels/*/messages"
        for _ in range(3):
            server.faults.hangs_after_the_work(posts, nth=chance.randint(1, 10))
            server.faults.hangs(posts, nth=chance.randint(1, 10))
        async with lives.life():
            await server.was_asked("POST", "/channels/", times=chance.randint(5, 15), within=READY_WITHIN)
        server.faults.clear()
        ahead = timedelta(seconds=AFTER_LEASE)
        async with lives.life(ahead=AFTER_LEASE):
            await lives.nothing_waits(within=READY_WITHIN)
        told = what_was_told(lives, [seen.text for seen in ana.screen()])
    assert len(told) == 2 * EACH
    for one in told:
        assert (one.state, len(one.copies)) == ("sent", 1), one
        assert one.copies[0] == f"words of {one.key}", one
    assert lives.is_sound()


def at(platform: Platform, conversation: int, *, private: bool = False) -> Address:
    return Address(platform=platform, conversation=str(conversation), private=private)
