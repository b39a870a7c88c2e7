"""What moderators share with their group."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ResourceState(StrEnum):
    """A draft is seen by whoever writes it; a waiting one by the moderators; a kept one is in the group's library."""

    DRAFT = "draft"
    WAITING = "waiting"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResource:
    """A resource before it is kept. `link` is http(s) or empty; `content_warning` hides `why` until tapped.

    `language` is a tag such as "en". From the day `review_by` on, moderators are asked whether it is still right.
    """

    group_id: int
    title: str
    link: str
    why: str
    tags: tuple[str, ...] = ()
    content_warning: str = ""
    language: str | None = None
    review_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(NewResource):
    """A stored resource. `version` counts its changes: whoever changes it must have seen the newest one."""

    id: int
    state: ResourceState
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Whose the words of a resource are, and who touched it last; None: an anonymous admin, or somebody who left."""

    author: int | None = None
    last: int | None = None
