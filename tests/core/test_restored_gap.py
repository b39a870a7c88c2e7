"""A backup is put back days later: what fell due in between is not sent in a burst, and nothing is sent twice."""

import os
from pathlib import Path

from core.bootstrap import build
from core.knowledge import load_knowledge
from core.storage.backup import write_backup
from core.storage.restore import restore_draft
from tests.core.company import Company, company
from tests.fakes import CONTENT, FakeTransport, MovableClock, masters


async def test_three_days_between_bring_at_most_one_message_a_reminder(tmp_path: Path) -> None:
    knowledge, clock = load_knowledge(CONTENT), MovableClock()
    backup, draft = tmp_path / "a.backup", tmp_path / "later.db"
    async with company(knowledge, tmp_path, clock) as here:
        ana = here.member()
        await ana.command("timezone Europe/London")
        for hour in ("10am", "11am", "2pm"):
            assert "I will remind you" in await ana.command(f"remind stretch every day at {hour}")
        os.close(os.open(backup, os.O_CREAT | os.O_EXCL, 0o600))
        keys = (await write_backup(f"sqlite:///{tmp_path / 'company.db'}", backup, now=clock.now())).key_set
        clock.forward(hours=2, minutes=1)
        assert len(await here.due()) == 1  # two that fell due together
    clock.forward(hours=72)
    await restore_draft(backup, draft, key_set=keys, ledger={}, masters=masters(), now=clock.now())
    bot = await build(knowledge=knowledge, database_url=f"sqlite:///{draft}", clock=clock, masters=masters())
    try:
        later = Company(bot, clock, FakeTransport())
        assert len(await later.due()) <= 2  # of today alone, once each
        clock.forward(hours=4)
        assert len(await later.due()) == 1
    finally:
        await bot.close()
