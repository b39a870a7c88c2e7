"""Remembers in memory alone which veiled events were handled, so that the same one told twice has one effect.

The inbox would write down that somebody did something at that moment. After a restart nothing of it is known.
"""

from typing import Final

from core.model.inbound import Inbound

_MOST: Final = 10_000


class VeiledEvents:
    """One for each router."""

    def __init__(self) -> None:
        self._handled: dict[tuple[str, str], None] = {}

    def known(self, inbound: Inbound) -> bool:
        """Whether it was handled before."""
        return _name(inbound) in self._handled

    def mark(self, inbound: Inbound) -> bool:
        """False: it was handled before."""
        if self.known(inbound):
            return False
        self._handled[_name(inbound)] = None
        while len(self._handled) > _MOST:
            del self._handled[next(iter(self._handled))]
        return True


def _name(inbound: Inbound) -> tuple[str, str]:
    return (inbound.origin.account.platform, inbound.origin.event_id)
