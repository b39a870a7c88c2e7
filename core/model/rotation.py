"""What a rotation showed a group, and for which slot."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChosen:
    """`slot` is the local date and time that it was chosen for; `item` is what is shown, by its name in the content."""

    group_id: int
    kind: str
    item: str
    slot: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """`post_id` names the post in all places of the group, for its receipts."""

    post_id: int
    item: str
