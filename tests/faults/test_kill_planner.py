"""Killed while many daily posts fall due together: each is planned exactly once, and none is sent twice."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from core.features.learning import GROUP_SNIPPET
from core.model.identity import Address, Platform
from core.model.schedule import Daily, NewSchedule, Recurrence
from core.scheduling.recurrence import next_due
from core.storage import Storage
from tests.fakes import masters
from tests.faults.lives import READY_WITHIN, Lives, seeded
from tests.faults.test_kill_delivery import AFTER_LEASE
from tests.standins.telegram_server import Group, TelegramServer

GROUPS = 20


async def fall_due(lives: Lives, groups: list[Group]) -> None:
    """A daily post of each group, due a minute ago."""
    lives.folder.mkdir()
    storage = await Storage.open(f"sqlite:///{lives.database}", masters())
    now = datetime.now(UTC)
    minute = (now - timedelta(minutes=1)).replace(second=0, microsecond=0)
    rule = Recurrence(rule=Daily(times=(time(minute.hour, minute.minute),)), zone="UTC")
    slot = next_due(rule, minute - timedelta(seconds=1))
    async with storage.unit_of_work() as uow:
        for group in groups:
            chat = Address(platform=Platform.TELEGRAM, conversation=str(group.id))
            kept = await uow.groups.founded(chat, now=now)
            new = NewSchedule(purpose=GROUP_SNIPPET, recurrence=rule, address=chat, group_id=kept.id)
            await uow.schedules.add(new, next_slot=slot, now=now)
        await uow.commit()
    await storage.close()


async def test_what_falls_due_together_is_planned_once_although_the_process_dies(tmp_path: Path) -> None:
    chance = seeded()
    async with TelegramServer() as server:
        lives, ana = Lives(tmp_path, telegram=server), server.person("Ana")
        groups = [server.group(f"Group {number}", members=[ana]) for number in range(GROUPS)]
        await fall_due(lives, groups)
        async with lives.life():
            await server.called("sendMessage", times=chance.randint(1, GROUPS // 2), within=READY_WITHIN)
        async with lives.life(ahead=AFTER_LEASE):
            await server.polling(READY_WITHIN)
            await lives.nothing_waits(within=READY_WITHIN)
        copies = [len([seen for seen in ana.screen(group) if "Today's short read" in seen.text]) for group in groups]
    states = lives.rows("SELECT group_id, state FROM deliveries ORDER BY id")
    assert len(states) == len({group for group, _ in states}) == GROUPS
    assert max(copies) == 1
    assert sum(1 for _, state in states if state == "sent") <= sum(copies)
    assert {state for _, state in states} <= {"sent", "unknown"}
    assert lives.rows("SELECT count(*) FROM schedules WHERE next_due_at > added_at") == [(GROUPS,)]
    assert lives.is_sound()
