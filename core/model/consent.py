"""What a member has agreed to: an express yes to one purpose, provable by its time, its version and its text's hash."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

KEPT_AFTER_WITHDRAWAL: Final = timedelta(days=7)
"""What was kept under a consent goes this long after it was withdrawn; the consent's words say so."""


class ConsentPurpose(StrEnum):
    """Each purpose is agreed to by itself; one never carries another."""

    CHECKINS = "checkins"
    GROUP_TOTALS = "group_totals"
    LINKING = "linking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One yes. `text_hash` is the SHA-256 (hex) of the words that were agreed to. Times are aware UTC.

    It is alive while `withdrawn_at` is None.
    """

    purpose: ConsentPurpose
    version: int
    text_hash: str
    given_at: datetime
    withdrawn_at: datetime | None = None
