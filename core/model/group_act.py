"""What moderators did, for the record that all moderators of a group can read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ActKind(StrEnum):
    """One kind of act; `data/words/en/acts.yaml` has a sentence for each."""

    POST_SCHEDULED = "post_scheduled"
    POST_STOPPED = "post_stopped"
    RESOURCE_POSTED = "resource_posted"
    RESOURCE_SCHEDULED = "resource_scheduled"
    RESOURCE_KEPT = "resource_kept"
    SUGGESTION_APPROVED = "suggestion_approved"
    SUGGESTION_DECLINED = "suggestion_declined"
    RESOURCE_STILL_FINE = "resource_still_fine"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAct:
    """One act. `at` is aware UTC. `by`: the member who did it, None for an anonymous admin or somebody who has left.

    `about` is a short name of what it was done to: the title of a resource, the name of a post; never a member's words.
    """

    id: int
    kind: ActKind
    at: datetime
    by: int | None
    about: str = ""
