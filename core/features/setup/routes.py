"""The names of the routes of a group's setup. The first argument is always the group's id."""

from dataclasses import dataclass
from typing import Final

CHATS, CHAT, TAKES, MAIN = "setup.chats", "setup.chat", "setup.takes", "setup.main"
OUT, OUT_SURE = "setup.out", "setup.outyes"
BEGIN, ZONE, AT, NEXT, STOP, TOGGLE = (
    "setup.begin",
    "setup.z",
    "setup.at",
    "setup.next",
    "setup.stop",
    "setup.toggle",
)
TYPE_ZONE, TYPED_ZONE = "setup.where", "setup.zone"
CODE, TYPE_CODE, TYPED_CODE, JOIN, NOT_NOW = "setup.code", "setup.type", "setup.typed", "setup.join", "setup.no"
DELETE, DELETE_SURE, EXPORT = "setup.delete", "setup.gone", "setup.export"

ALL: Final = "all"
OWN: Final = "own"
"""What becomes of the posts when another chat joins: they come to all chats, or stay as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelDoor:
    """A button of the panel that leads to another feature: `label` is a key of words, the first argument is the
    group's id, `args` follow it."""

    label: str
    route: str
    args: tuple[str, ...] = ()
