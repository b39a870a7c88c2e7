"""What runs beside the members' database while Spoonlight serves them: the ledger of erasures, the backups,
and the look at shared links."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from bots.erasures import ErasureKeeper
from bots.keys_folder import KeysFolder, master_keys
from bots.settings import Settings
from core.bootstrap import SupportBot

if TYPE_CHECKING:
    from bots.backups import BackupPlace
    from core.ports import Clock

log = logging.getLogger(__name__)

Chore = tuple[str, Callable[[], Awaitable[None]]]
"""Something to be done every hour, under its name."""


class Housekeeping:
    """Joins both to one opened bot."""

    def __init__(self, settings: Settings, bot: SupportBot) -> None:
        self._settings = settings
        self._bot = bot
        self.keeper = ErasureKeeper(bot, KeysFolder(settings.keys_dir), settings.database)

    @property
    def hourly(self) -> list[Chore]:
        """The chores; a backup is made only when its time has come."""
        return [("note_erasures", self._note), ("backup", self._backup), ("links", self._links)]

    async def _note(self) -> None:
        self.keeper.hear()

    async def _links(self) -> None:
        """A few of them each hour; the pages are asked one after the other, with no transaction open."""
        from bots.link_probe import WebProbe  # imported here: a start need not wait for it

        done = await self._bot.look_at_links(WebProbe())
        log.info("action=links %s", " ".join(f"{name}={count}" for name, count in done.items()))

    async def _backup(self) -> None:
        from bots.backups import Backups  # imported here: a start need not wait for it

        place = backup_place(self._settings, self._bot.clock)
        every = timedelta(hours=self._settings.backup_every_hours)
        await Backups(place, every=every, keep=self._settings.backup_keep).make_if_due()


def backup_place(settings: Settings, clock: "Clock") -> "BackupPlace":
    """Where a backup of the members' database goes. Raises SettingsError for a damaged master key."""
    from bots.backups import BackupPlace

    return BackupPlace(
        database_url=settings.database,
        folder=settings.backups,
        keys=KeysFolder(settings.keys_dir),
        masters=master_keys(settings),
        clock=clock,
    )
