"""In which groups a member is counted, and since when. Who is counted is shown to that member alone."""

from dataclasses import dataclass
from datetime import datetime

from core.model.identity import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One group that a member is counted in. `since` is aware UTC. `platform`: where they said so."""

    group_id: int
    platform: Platform
    since: datetime
