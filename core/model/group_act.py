"""What moderators did, for the record that all moderators of a group can read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ActKind(StrEnum):
    """One kind of act; `data/words/en/acts.yaml` has a sentence for each."""

    POST_SCHEDULED = "post_scheduled"
    POST_STOPPED = "post_stopped"
    POST_CHANGED = "post_changed"
    POSTS_PAUSED = "posts_paused"
    POSTS_RESUMED = "posts_resumed"
    HARD_DAY = "hard_day"
    HARD_DAY_OVER = "hard_day_over"
    FAILURES_PUT_AWAY = "failures_put_away"
    RESOURCE_POSTED = "resource_posted"
    RESOURCE_SCHEDULED = "resource_scheduled"
    RESOURCE_KEPT = "resource_kept"
    WELCOME_ON = "welcome_on"
    WELCOME_OFF = "welcome_off"
    WELCOME_WORDS = "welcome_words"
    RESOURCE_CHANGED = "resource_changed"
    RESOURCE_WITHDRAWN = "resource_withdrawn"
    RESOURCE_BACK = "resource_back"
    RESOURCE_STOPPED = "resource_stopped"
    RESOURCE_ASKED = "resource_asked"
    RESOURCE_DECLINED = "resource_declined"
    SECOND_LOOK_ON = "second_look_on"
    SECOND_LOOK_OFF = "second_look_off"
    ANONYMOUS_ON = "anonymous_on"
    ANONYMOUS_OFF = "anonymous_off"
    ANONYMOUS_POSTED = "anonymous_posted"
    ANONYMOUS_WITHDRAWN = "anonymous_withdrawn"
    ANONYMOUS_DECLINED = "anonymous_declined"
    ANONYMOUS_ANSWERED = "anonymous_answered"
    ANONYMOUS_BLOCKED = "anonymous_blocked"
    ANONYMOUS_UNBLOCKED = "anonymous_unblocked"
    ANONYMOUS_SHOWN = "anonymous_shown"
    HELP_CALLED = "help_called"
    PERSON_NAMED = "person_named"
    PERSON_UNNAMED = "person_unnamed"
    PERSON_LEFT = "person_left"
    ROLE_NAMED = "role_named"
    ROLE_UNNAMED = "role_unnamed"
    DESK_JOINED = "desk_joined"
    DESK_LEFT = "desk_left"
    DESK_ROOM_ADDED = "desk_room_added"
    DESK_ROOM_REMOVED = "desk_room_removed"
    ZONE_SET = "zone_set"
    PLACE_SET = "place_set"
    CHAT_JOINED = "chat_joined"
    CHAT_LEFT = "chat_left"
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
