"""What a look at a resource's link can find, and how long what was found holds."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from core.model.resource import Resource

SEEN_TWICE: Final = 2
"""A link is called broken when it was found so this often, at least a day apart: a page may be away for an hour."""

FINE_FOR: Final = timedelta(days=182)
"""For how long nobody is asked again after a moderator said that a resource is still fine."""


class LinkTrouble(StrEnum):
    """Why a link does not lead anywhere; `data/words/en/shelf.yaml` has a sentence for each.

    A page that asks for a sign-in, or that sends a machine away, is no trouble: people may well be let in.
    """

    GONE = "gone"  # the site says that there is no such page
    FAILING = "failing"  # the site answers with an error of its own
    NO_SITE = "no_site"  # nobody knows a site of that name
    SILENT = "silent"  # it does not answer, or not in time
    INSECURE = "insecure"  # its certificate is not right
    ROUND = "round"  # it leads on and on
    INSIDE = "inside"  # it leads into a network that is not public: never looked at
    ODD = "odd"  # no web address that is looked at: another scheme, a password in it, an unusual port


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkToCheck:
    """A link that has not been looked at for a while. `link` is empty for a resource that has none."""

    resource_id: int
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfItem:
    """A resource that somebody should look at. `stale_since`: its review date, once that has come."""

    resource: Resource
    trouble: LinkTrouble | None
    stale_since: date | None
