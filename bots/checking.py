"""`spoonlight check`: says for each thing whether it is OK, and what to do where it is not. It starts nothing.

Tokens and texts of foreign errors are never printed.
"""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from bots.checking_rights import discord_findings, telegram_findings
from bots.findings import Finding, Verdict
from bots.settings import Settings, env_file, look_at_settings
from bots.stray_names import stray_names
from core.errors import SpoonlightError

PARTS: Final = ("settings", "content", "database", "platforms")

SHOWN_BACK: Final = timedelta(days=7)
"""How far back missed messages are shown."""


def check(wanted: Sequence[str] = (), say: Callable[[str], None] = print) -> int:
    """Looks at the wanted parts (all when empty) and says what it finds; the exit code is 1 when something fails."""
    if strangers := [part for part in wanted if part not in PARTS]:
        say(f"There is no check of {', '.join(strangers)}. There are: {', '.join(PARTS)}.")
        return 2
    findings = asyncio.run(findings_of(wanted or PARTS))
    for finding in findings:
        say(f"{finding.verdict:<4}  {finding.part}: {finding.text}")
    return 1 if any(finding.verdict is Verdict.FAIL for finding in findings) else 0


async def findings_of(parts: Sequence[str]) -> list[Finding]:
    """What is found in each of the parts. Settings that are wrong stand in the way of everything but themselves."""
    settings, faults = look_at_settings()
    found = [Finding(verdict=Verdict.FAIL, part="settings", text=fault) for fault in faults]
    if settings is None or "settings" in parts:
        found += [Finding(verdict=Verdict.WARN, part="settings", text=stray) for stray in stray_names()]
    if settings is None:
        return found
    if "settings" in parts:
        found += _settings(settings)
    if "content" in parts:
        found += _content(settings.content_dir)
    if "database" in parts:
        found += await _database(settings)
    if "platforms" in parts:
        found += await _platforms(settings)
    return found


def _settings(settings: Settings) -> list[Finding]:
    source = env_file() if env_file().is_file() else "the environment alone; there is no .env"
    found = [Finding(verdict=Verdict.OK, part="settings", text=f"read from {source}")]
    names = [
        name
        for name, token in (("Telegram", settings.telegram_token), ("Discord", settings.discord_token))
        if token is not None
    ]
    text = f"runs on {' and '.join(names)}" if names else "no token, so `spoonlight run` starts the preview"
    found.append(Finding(verdict=Verdict.OK, part="settings", text=text))
    found.append(_writable(settings.data_dir))
    found.append(_keys(settings))
    found += _backups(settings)
    return found


def _keys(settings: Settings) -> Finding:
    from bots.keys_folder import master_keys

    try:
        masters = master_keys(settings)
    except SpoonlightError as error:
        return Finding(verdict=Verdict.FAIL, part="settings", text=str(error))
    if not masters.versions:
        return Finding(
            verdict=Verdict.OK, part="settings", text=f"no master key yet; the first start makes {masters.where}"
        )
    text = f"the master key is in {masters.where}; keep a copy of it apart from the backups"
    if len(masters.versions) > 1:
        text = "a rotation of the master key is not finished. Run `spoonlight keys rotate` again."
        return Finding(verdict=Verdict.WARN, part="settings", text=text)
    return Finding(verdict=Verdict.OK, part="settings", text=text)


def _backups(settings: Settings) -> list[Finding]:
    from bots.backups import backups_in, failures_in, made_at

    if not settings.backup_every_hours:
        text = "no backups are made by themselves (BACKUP_EVERY_HOURS is 0). Run `spoonlight backup` from time to time."
        return [Finding(verdict=Verdict.WARN, part="settings", text=text)]
    there = backups_in(settings.backups)
    newest = (
        f"the newest of {len(there)} is of {made_at(there[-1]):%Y-%m-%d %H:%M} UTC" if there else "there is none yet"
    )
    found = [Finding(verdict=Verdict.OK, part="settings", text=f"backups go to {settings.backups}; {newest}")]
    if failures := failures_in(settings.backups):
        text = f"{len(failures)} backups in a row could not be made; the last one: {failures[-1]}. See the log."
        found.append(Finding(verdict=Verdict.FAIL, part="settings", text=text))
    return found


def _writable(folder: Path) -> Finding:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if os.access(there, os.W_OK | os.X_OK):
        return Finding(verdict=Verdict.OK, part="settings", text=f"the data folder is {folder}")
    text = f"SPOONLIGHT_DATA_DIR {folder} cannot be written to. Give Spoonlight that right, or name another folder."
    return Finding(verdict=Verdict.FAIL, part="settings", text=text)


def _content(folder: Path) -> list[Finding]:
    from core.knowledge import load_knowledge
    from core.library.content import find_problems

    problems: list[SpoonlightError] = [*find_problems(folder)]
    if not problems:
        try:
            knowledge = load_knowledge(folder)  # the listening folder too
        except SpoonlightError as error:
            problems.append(error)
        else:
            count = len(knowledge.content.snippets)
            return [Finding(verdict=Verdict.OK, part="content", text=f"{count} snippets, all files are sound")]
    return [Finding(verdict=Verdict.FAIL, part="content", text=str(problem)) for problem in problems]


async def _database(settings: Settings) -> list[Finding]:
    from bots.clock import SystemClock
    from bots.runner import opened

    file = settings.database_file
    if file is not None and not file.exists():
        return [Finding(verdict=Verdict.OK, part="database", text=f"none yet; the first start makes {file}")]
    try:
        async with opened(settings, settings.database, SystemClock()) as bot, bot.open_unit() as uow:
            counts = await uow.outbox.counts()
            missed = await uow.missed.since((bot.clock.now() - SHOWN_BACK).date())
            asleep = await uow.schedules.count_asleep()
    except SpoonlightError as error:
        return [Finding(verdict=Verdict.FAIL, part="database", text=str(error))]
    except Exception as error:  # whatever a driver raises; its text may hold the address with its password
        text = f"it cannot be opened ({type(error).__name__}). Check DATABASE_URL, and that the server is up."
        return [Finding(verdict=Verdict.FAIL, part="database", text=text)]
    waiting = sum(counts.get(state, 0) for state in counts if state.value in ("due", "leased", "sending"))
    text = f"opened, at the newest step; messages that wait: {waiting}"
    return [Finding(verdict=Verdict.OK, part="database", text=text), _missed(missed), _asleep(asleep)]


def _missed(counts: Mapping[str, int]) -> Finding:
    """What should have come and did not: told, never hidden."""
    if not counts:
        return Finding(verdict=Verdict.OK, part="database", text="no scheduled message was missed in the last 7 days")
    told = ", ".join(f"{purpose} {number}" for purpose, number in sorted(counts.items()))
    text = f"scheduled messages missed in the last 7 days, because their time had passed: {told}"
    return Finding(verdict=Verdict.WARN, part="database", text=text)


def _asleep(number: int) -> Finding:
    text = f"schedules that sleep until their member can be written to again: {number}"
    return Finding(verdict=Verdict.OK, part="database", text=text)


async def _platforms(settings: Settings) -> list[Finding]:
    found: list[Finding] = []
    if settings.telegram_token is not None:
        token = settings.telegram_token.get_secret_value()
        found += await telegram_findings(settings.telegram_base_url + token)
    if settings.discord_token is not None:
        token = settings.discord_token.get_secret_value()
        found += await discord_findings(settings.discord_base_url, token, hears_joins=settings.discord_hears_joins)
    if not found:
        found.append(Finding(verdict=Verdict.OK, part="platforms", text="no token, so there is nothing to ask them"))
    return found
