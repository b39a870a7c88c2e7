"""Processes that do not die but stand still: one frozen in the middle of a send, and one whose database is locked."""

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from core.model.identity import Platform
from tests.fakes import english
from tests.faults.lives import READY_WITHIN, Lives
from tests.faults.test_kill_delivery import AFTER_LEASE, at, queued, what_was_told
from tests.standins.discord_server import DiscordServer
from tests.standins.telegram_faults import silence
from tests.standins.telegram_server import TelegramServer


async def test_a_process_that_was_frozen_longer_than_its_lease_settles_nothing_any_more(tmp_path: Path) -> None:
    async with TelegramServer() as server:
        lives = Lives(tmp_path, telegram=server)
        people = [server.person(f"Person {n}", username=f"person{n}", started=True) for n in range(4)]
        await queued(lives, [at(Platform.TELEGRAM, one.id, private=True) for one in people])
        server.faults.on("sendMessage", silence(carried_out=True), times=4)
        async with lives.life() as frozen:
            await server.called("sendMessage", times=4, within=READY_WITHIN)
            frozen.send_signal(signal.SIGSTOP)
            server.faults.clear()
            async with lives.life(ahead=AFTER_LEASE):
                await lives.nothing_waits(within=READY_WITHIN)
                ended = lives.rows("SELECT id, fence, state FROM deliveries ORDER BY id")
            await server.stop()
            frozen.send_signal(signal.SIGCONT)  # its four sends end now, without an answer
            await server.start()
            await server.polling(READY_WITHIN)
        assert lives.rows("SELECT id, fence, state FROM deliveries ORDER BY id") == ended
        texts = [seen.text for one in people for seen in one.screen()]
    repeat = english()("delivery.repeat")
    told = what_was_told(lives, texts)
    assert sorted((one.state, len(one.copies)) for one in told) == [("sent", 2)] * 2 + [("unknown", 1)] * 2
    assert all(repeat in one.copies[1] for one in told if len(one.copies) == 2)


async def test_a_locked_database_holds_back_neither_the_first_answer_nor_the_help_lines(
    tmp_path: Path,
) -> None:
    async with DiscordServer() as server:
        lives, words = Lives(tmp_path, discord=server), english()
        ana = server.person("Ana")
        general = server.guild("Fibro friends", members=[ana]).channel("general")
        async with lives.life():
            await server.gateway.connected(within=READY_WITHIN)
            await ana.slash("timezone", {"place": "Leeds"}, in_=general)
            with closing(sqlite3.connect(lives.database, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                asked = await ana.slash("checkin", {}, in_=general)
                assert not asked.failed
                assert not any("May I keep" in seen.text for seen in ana.screen())
                await ana.dms("I want to kill myself")
                await ana.sees(words("safety.glad"))
                other.execute("ROLLBACK")
            await ana.sees("May I keep your check-ins?", within=READY_WITHIN)
            assert lives.is_sound()
