"""Brings a database to this Spoonlight's schema when it opens, in one transaction, once for all processes."""

import logging
from pathlib import Path
from typing import Final

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from core.errors import SettingsError
from core.ports import MasterKeys
from core.storage.vault import Vault, open_vault

_log = logging.getLogger(__name__)

MIGRATIONS: Final = Path(__file__).parent / "migrations"
_POSTGRES_LOCK: Final = 7_706_100_125  # any number will do, as long as every Spoonlight uses the same


def newest_step() -> str:
    """The number of the last migration, read from the file names ("0001_first.py")."""
    return max(step.name.split("_")[0] for step in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


async def migrate(engine: AsyncEngine, masters: MasterKeys) -> Vault:
    """Upgrades to the newest step and opens the vault. All or nothing.

    Raises SettingsError when a newer Spoonlight has been here, or the master key is missing or another one.
    """
    async with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _POSTGRES_LOCK})
        await connection.run_sync(_upgrade, masters)
        opened = await connection.run_sync(open_vault, masters)
        await connection.commit()
        return opened


def _upgrade(connection: Connection, masters: MasterKeys) -> None:
    found, newest = current_step(connection), newest_step()
    if found == newest:
        return
    if found is not None and found > newest:
        raise SettingsError(
            f"DATABASE_URL: this database is at step {found}, this Spoonlight knows {newest}. Update Spoonlight."
        )
    from alembic import command  # imported here: a start that has nothing to migrate need not pay for it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["masters"] = masters
    command.upgrade(config, "head")
    _log.info("database brought from step %s to %s", found, newest, extra={"action": "migrated"})


def current_step(connection: Connection) -> str | None:
    """The step that a database is at; None for one without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
