"""`spoonlight check` tells what scheduled messages were missed lately, and how many schedules sleep."""

from datetime import timedelta
from pathlib import Path

import pytest

from bots.checking import findings_of
from bots.clock import SystemClock
from bots.findings import Finding, Verdict
from bots.runner import opened
from bots.settings import Settings, read_settings
from core.model.identity import Account, Platform, private_address
from core.model.schedule import Daily, NewSchedule, Recurrence
from core.scheduling.recurrence import next_due


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in Settings.model_fields:
        monkeypatch.setenv(name.upper(), "")
    monkeypatch.setenv("SPOONLIGHT_DATA_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("SPOONLIGHT_KEYS_DIR", str(tmp_path / "keys"))
    return read_settings(tmp_path / "none.env")


async def test_what_was_missed_is_told_by_purpose_and_what_is_older_is_not(settings: Settings) -> None:
    clock = SystemClock()
    today = clock.now().date()
    async with opened(settings, settings.database, clock) as bot, bot.open_unit() as uow:
        await uow.missed.add("reminder", 2, day=today)
        await uow.missed.add("reminder", 1, day=today - timedelta(days=6))
        await uow.missed.add("group_snippet", 1, day=today - timedelta(days=3))
        await uow.missed.add("checkin_prompt", 9, day=today - timedelta(days=8))
        await uow.commit()
    found = await findings_of(["database"])
    assert _told(found, Verdict.WARN) == [
        "scheduled messages missed in the last 7 days, because their time had passed: group_snippet 1, reminder 3"
    ]


async def test_nothing_missed_is_well_and_sleepers_are_counted(settings: Settings) -> None:
    clock = SystemClock()
    account = Account(platform=Platform.TELEGRAM, user_id="ana")
    async with opened(settings, settings.database, clock) as bot, bot.open_unit() as uow:
        member = await uow.members.welcome(account, now=clock.now())
        rule = Recurrence(rule=Daily(times=(clock.now().time(),)), zone="UTC")
        new = NewSchedule(purpose="reminder", recurrence=rule, address=private_address(account), member_id=member.id)
        await uow.schedules.add(new, next_slot=next_due(rule, clock.now()), now=clock.now())
        assert await uow.schedules.fall_asleep(private_address(account)) == 1
        await uow.commit()
    told = _told(await findings_of(["database"]), Verdict.OK)
    assert "no scheduled message was missed in the last 7 days" in told
    assert "schedules that sleep until their member can be written to again: 1" in told


def _told(found: list[Finding], verdict: Verdict) -> list[str]:
    return [finding.text for finding in found if finding.verdict is verdict]
