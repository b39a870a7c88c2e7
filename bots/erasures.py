"""Carries each erasure out of the database: into the ledger beside the keys, and out of the key set of the backups.

So a backup that still holds a forgotten member can neither be read for them, nor bring them back. Each step may be cut
short and done again: an erasure counts as noted only after the others.
"""

import asyncio
import logging

from bots.keys_folder import KeysFolder
from core.bootstrap import SupportBot
from core.keeping import current_key_set
from core.ports import Clock

log = logging.getLogger(__name__)


class ErasureKeeper:
    """One for each running bot; `run` waits for erasures until it is cancelled."""

    def __init__(self, bot: SupportBot, folder: KeysFolder, database_url: str) -> None:
        self._bot = bot
        self._folder = folder
        self._database_url = database_url
        self._told = asyncio.Event()
        bot.on_forgotten = self.hear

    def hear(self) -> None:
        """There may be an erasure that is not noted yet."""
        self._told.set()

    async def run(self) -> None:
        """Notes what an earlier run left, then each new one at once. A fault is logged; the next call tries again."""
        self._told.set()
        while True:
            await self._told.wait()
            self._told.clear()
            try:
                await self.settle()
            except Exception as error:
                log.exception("action=note_erasures", exc_info=error)

    async def settle(self) -> int:
        """Returns how many were noted. They are gone from the database's log, too, when it returns."""
        waiting = await self._bot.unnoted_erasures()
        if not waiting:
            return 0
        erased = {one.ref_hash: one.erased_at for one in waiting}
        await asyncio.to_thread(self._folder.note_erased, erased)
        if self._folder.has_key_set:
            await renew_key_set(self._folder, self._database_url, self._bot.clock)
        await self._bot.erasures_noted([one.ref_hash for one in waiting])
        log.info("action=note_erasures count=%d", len(waiting))
        return len(waiting)


async def renew_key_set(folder: KeysFolder, database_url: str, clock: Clock) -> None:
    """Writes the database's keys, as they are now, into the key set. Raises SettingsError or OSError."""

    def renew() -> None:
        with folder.locked():
            now = clock.now()
            folder.keep_key_set(asyncio.run(current_key_set(database_url, now=now)), now=now)

    await asyncio.to_thread(renew)
