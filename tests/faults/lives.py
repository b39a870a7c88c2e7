"""Real processes of Spoonlight on one data folder: started before the stand-ins, and killed without a warning."""

import asyncio
import os
import random
import sqlite3
import sys
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from bots.settings import Settings
from tests.fakes import FIRST_KEY
from tests.standins.discord_server import DiscordServer
from tests.standins.telegram_server import TelegramServer

CHECKOUT = Path(__file__).parents[2]
READY_WITHIN = 30.0
"""Real seconds for a start on a busy machine."""


class Lives:
    """One data folder, and the processes that live on it, one after the other."""

    def __init__(
        self, folder: Path, *, telegram: TelegramServer | None = None, discord: DiscordServer | None = None
    ) -> None:
        self.folder = folder / "kept"
        self.database = self.folder / "spoonlight.db"
        self._log = folder / "process.log"
        self._settings = {name.upper(): "" for name in Settings.model_fields} | {
            "SPOONLIGHT_DATA_DIR": str(self.folder),
            "SPOONLIGHT_MASTER_KEY": b64encode(FIRST_KEY.key).decode(),  # tests fill the database beforehand
        }
        if telegram is not None:
            self._settings |= {
                "TELEGRAM_TOKEN": telegram.token,
                "TELEGRAM_API_URL": telegram.base_url.removesuffix("/bot"),
            }
        if discord is not None:
            self._settings |= {
                "DISCORD_TOKEN": discord.token,
                "DISCORD_API_URL": discord.rest_url,
                "DISCORD_GATEWAY_URL": discord.gateway_url,
            }

    @asynccontextmanager
    async def life(self, *, ahead: float = 0) -> AsyncIterator[asyncio.subprocess.Process]:
        """`python -m bots run`; killed (SIGKILL) at the end of the block. `ahead`: seconds that its clock is ahead."""
        program = ["tests.faults.later", str(ahead)] if ahead else ["bots", "run"]
        with self._log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", *program),
                cwd=CHECKOUT,
                env=os.environ | self._settings,
                stdout=log,
                stderr=log,
            )
        try:
            yield process
            assert process.returncode is None, self.told()
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    def told(self) -> str:
        """The last lines of the log."""
        return self._log.read_text(encoding="utf-8")[-3000:] if self._log.exists() else ""

    def rows(self, query: str) -> Sequence[Any]:
        """Reads the database from outside."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(query).fetchall()

    async def nothing_waits(self, within: float = 20.0) -> None:
        """Returns when every delivery has come to an end."""
        async with asyncio.timeout(within):
            while self.rows("SELECT 1 FROM deliveries WHERE ready_at IS NOT NULL"):  # noqa: ASYNC110 - files do not tell
                await asyncio.sleep(0.05)

    async def until(self, count: str, *, at_least: int, within: float = READY_WITHIN) -> None:
        """Returns when this query counts so many."""
        async with asyncio.timeout(within):
            while self.rows(count)[0][0] < at_least:  # noqa: ASYNC110 - files do not tell
                await asyncio.sleep(0.02)

    def is_sound(self) -> bool:
        return [row[0] for row in self.rows("PRAGMA integrity_check")] == ["ok"]


def seeded() -> random.Random:
    """Chance with a seed that is printed; SPOONLIGHT_FAULT_SEED repeats one."""
    seed = int(os.environ.get("SPOONLIGHT_FAULT_SEED") or random.randrange(10**6))
    print(f"SPOONLIGHT_FAULT_SEED={seed}")
    return random.Random(seed)
