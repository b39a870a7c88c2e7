"""The one way in which Spoonlight looks at pages of the web: whether a shared link still leads somewhere."""

from typing import Protocol

from core.model.link_check import LinkTrouble


class LinkProbe(Protocol):
    """Looks at one address. It never asks a host inside a network that is not public, and reads a bounded amount."""

    async def look(self, link: str) -> LinkTrouble | None:
        """None: it leads somewhere. Never raises for what a host does; takes a bounded time."""
        ...
