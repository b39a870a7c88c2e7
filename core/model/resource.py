"""What moderators share with their group."""

from dataclasses import dataclass
from enum import StrEnum


class ResourceState(StrEnum):
    """A draft is seen by its author alone; a kept one is in the group's library."""

    DRAFT = "draft"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResource:
    """A resource before it is kept. `link` is http(s) or empty; `content_warning` hides `why` until tapped."""

    group_id: int
    title: str
    link: str
    why: str
    tags: tuple[str, ...] = ()
    content_warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(NewResource):
    """A stored resource."""

    id: int
    state: ResourceState
