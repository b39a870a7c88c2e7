"""Opens IANA zones by their exact name, each once. Finding a zone from what a person typed is in `zones`."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.errors import UnknownZone


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The zone of that exact IANA name. Raises UnknownZone."""
    if name.startswith(("posix/", "right/")) or name in {"localtime", "posixrules", "Factory"}:
        raise UnknownZone(name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise UnknownZone(name) from problem


def local_day(name: str | None, now: datetime) -> date:
    """The date in that zone; in UTC where somebody's zone is not known yet. `now` is aware. Raises UnknownZone."""
    return now.astimezone(zone(name or "UTC")).date()
