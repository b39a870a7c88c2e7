"""Killed between the two sends of one act: the chat that has it gets no second one, and the other one gets its own."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from math import inf
from pathlib import Path

import pytest

from core.features.learning import GROUP_SNIPPET
from core.model.delivery import Promise
from core.model.identity import Address, Platform
from core.model.message import Outbound, message
from core.model.schedule import Daily, NewSchedule, Recurrence
from core.ports import UnitOfWork
from core.scheduling.recurrence import next_due
from core.storage import Storage
from tests.bots.behaviour.discord_marks import read
from tests.fakes import masters
from tests.faults.lives import READY_WITHIN, Lives
from tests.faults.test_kill_delivery import AFTER_LEASE
from tests.newest_database import at_newest_step
from tests.outbox import new_delivery
from tests.standins.discord_server import DiscordServer
from tests.standins.telegram_faults import silence
from tests.standins.telegram_server import TelegramServer

POST = ("test", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """The two servers with the group's chat on each, and the processes that live on one database."""

    lives: Lives
    telegram: TelegramServer
    discord: DiscordServer

    def __post_init__(self) -> None:
        ana, ben = self.telegram.person("Ana"), self.discord.person("Ben")
        self.telegram.group("Fibro friends", members=[ana])
        self.discord.guild("Fibro friends", members=[ben])

    @property
    def places(self) -> list[Address]:
        (chat,) = [room.id for room in self.telegram.world.rooms.values() if room.title == "Fibro friends"]
        (guild,) = self.discord.world.guilds.values()
        channel = guild.channel("general").id
        return [
            Address(platform=Platform.TELEGRAM, conversation=str(chat)),
            Address(platform=Platform.DISCORD, conversation=str(channel)),
        ]

    def seen(self) -> tuple[list[str], list[str]]:
        """What the bot shows in the chat on Telegram, and in the one on Discord."""
        here = self.telegram.world.rooms[int(self.places[0].conversation)]
        there = self.discord.world.channels[int(self.places[1].conversation)]
        bots = (self.telegram.world.bot, self.discord.world.bot)
        return (
            [post.words for post in here.posts if post.sender is bots[0] and not post.deleted],
            [read(one.content) for one in there.messages if one.author is bots[1] and not one.deleted],
        )

    @contextmanager
    def out_of_reach(self, platform: str) -> Iterator[None]:
        """One platform says nothing to whoever knocks; so the process that is started now serves the other alone."""
        if platform == "telegram":
            self.telegram.faults.on("getMe", silence(), times=inf)
        else:
            self.discord.faults.hangs("GET /users/@me", times=inf)
        try:
            yield
        finally:
            self.telegram.faults.clear()
            self.discord.faults.clear()

    async def lives_without(self, platform: str, *, ends: int) -> None:
        """A process that is killed when so many deliveries of the other side have ended."""
        with self.out_of_reach(platform):
            async with self.lives.life():
                await self.lives.until("SELECT count(*) FROM deliveries WHERE ready_at IS NULL", at_least=ends)

    async def lives_on(self, *, ahead: float = 0) -> None:
        async with self.lives.life(ahead=ahead):
            await self.lives.nothing_waits(within=READY_WITHIN)

    @asynccontextmanager
    async def database(self) -> AsyncIterator[UnitOfWork]:
        """While no process lives on it."""
        storage = await Storage.open(await at_newest_step(self.lives.database), masters())
        async with storage.unit_of_work() as uow:
            yield uow
            await uow.commit()
        await storage.close()


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    async with TelegramServer() as telegram, DiscordServer() as discord:
        yield Both(lives=Lives(tmp_path, telegram=telegram, discord=discord), telegram=telegram, discord=discord)


async def joined(both: Both, uow: UnitOfWork) -> int:
    """One group of both chats."""
    groups = [await uow.groups.founded(place, now=datetime.now(UTC)) for place in both.places]
    await uow.setup.join(groups[0].id, groups[1].id)
    return groups[0].id


async def posts(both: Both, words: str) -> None:
    """One act: a delivery for each chat, due now."""
    now = datetime.now(UTC)
    async with both.database() as uow:
        group_id = await joined(both, uow)
        new = [
            new_delivery(place.platform, to=place, promise=Promise.AT_MOST_ONCE, due_at=now, says=message(words))
            for place in both.places
        ]
        await uow.outbox.put([replace(one, group_id=group_id, post_id=POST[1]) for one in new])


async def amends(both: Both, shown: Outbound | None) -> int:
    now = datetime.now(UTC)
    async with both.database() as uow:
        return await uow.outbox.amend(*POST, shown, now=now, expires_at=now + timedelta(days=1))


@pytest.mark.parametrize("late", ["telegram", "discord"])
async def test_the_daily_read_comes_once_to_each_and_is_the_same_although_the_process_died_between(
    both: Both, late: str
) -> None:
    now = datetime.now(UTC)
    minute = (now - timedelta(minutes=1)).replace(second=0, microsecond=0)
    rule = Recurrence(rule=Daily(times=(time(minute.hour, minute.minute),)), zone="UTC")
    async with both.database() as uow:
        group_id = await joined(both, uow)
        for place in both.places:
            new = NewSchedule(purpose=GROUP_SNIPPET, recurrence=rule, address=place, group_id=group_id)
            await uow.schedules.add(new, next_slot=next_due(rule, minute - timedelta(seconds=1)), now=now)
    await both.lives_without(late, ends=1)
    assert sorted(len(texts) for texts in both.seen()) == [0, 1]
    await both.lives_on()
    (here,), (there,) = both.seen()
    assert [line for line in here.splitlines() if line] == [line for line in there.splitlines() if line]
    assert both.lives.rows("SELECT count(*) FROM receipts") == [(2,)]
    assert both.lives.rows("SELECT count(*) FROM failures") == [(0,)]
    assert both.lives.is_sound()


async def test_an_edit_and_a_withdrawal_reach_each_chat_although_processes_die_between(both: Both) -> None:
    await posts(both, "the first words")
    await both.lives_without("telegram", ends=1)
    assert both.seen() == ([], ["the first words"])
    assert await amends(both, message("the newer words")) == 2
    await both.lives_without("discord", ends=2)
    assert both.seen() == (["the newer words"], ["the first words"])
    await both.lives_on()
    assert both.seen() == (["the newer words"], ["the newer words"])
    assert await amends(both, None) == 2
    ended = len(both.lives.rows("SELECT 1 FROM deliveries WHERE ready_at IS NULL"))
    await both.lives_without("telegram", ends=ended + 1)
    assert both.seen() == (["the newer words"], [])
    await both.lives_on()
    assert both.seen() == ([], [])
    assert both.lives.rows("SELECT count(*) FROM receipts") == [(0,)]
    assert both.lives.is_sound()


@pytest.mark.parametrize("arrives", [True, False], ids=["it arrived", "it did not"])
async def test_killed_in_the_middle_of_both_sends_one_side_is_made_good_and_the_other_one_is_told(
    both: Both, arrives: bool
) -> None:
    """Discord knows a copy by its key. Telegram does not: a post to many is not sent a second time, but told."""
    ahead = timedelta()
    both.discord.world.clock = lambda: datetime.now(UTC) + ahead
    await posts(both, "the words")
    both.telegram.faults.on("sendMessage", silence(carried_out=arrives))
    both.discord.faults.hangs_after_the_work("POST /channels/*/messages")
    async with both.lives.life():
        await both.telegram.called("sendMessage", within=READY_WITHIN)
        await both.discord.was_asked("POST", "/channels/", within=READY_WITHIN)
        await both.lives.until("SELECT count(*) FROM deliveries WHERE state = 'sending'", at_least=2)
    both.discord.faults.clear()
    both.telegram.faults.clear()
    ahead = timedelta(seconds=AFTER_LEASE)
    await both.lives_on(ahead=AFTER_LEASE)
    assert both.seen() == (["the words"] if arrives else [], ["the words"])
    states = dict(both.lives.rows("SELECT key, state FROM deliveries"))
    assert states == {"telegram": "unknown", "discord": "sent"}
    assert both.lives.rows("SELECT count(*) FROM failures") == [(1,)]
    assert both.lives.is_sound()
