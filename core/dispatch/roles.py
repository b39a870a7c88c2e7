"""What the platform says somebody may do, asked while no transaction is open: a slow platform must not hold the writer.

A handler asks as if the answer were there. When it is not, the attempt is undone, the platform is asked, and the
handler runs anew from the beginning.
"""

from core.errors import ChatReplaced, MessageRefused, PlaceGone, SpoonlightError, Unreachable
from core.model.identity import Account, Address, Role
from core.ports import Transport


class RoleWanted(SpoonlightError):
    """Stops an attempt that needs an answer of the platform. Nobody but the router catches it."""

    def __init__(self, account: Account, address: Address) -> None:
        super().__init__("a role must be asked first")
        self.account = account
        self.address = address


class Roles:
    """The answers for one event."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._known: dict[tuple[Account, Address], Role | None] = {}

    async def known(self, account: Account, address: Address) -> Role | None:
        """The answer, when it was asked for already. Raises RoleWanted."""
        try:
            return self._known[account, address]
        except KeyError:
            raise RoleWanted(account, address) from None

    async def ask(self, wanted: RoleWanted) -> None:
        """Asks the platform; in a chat that is out of its reach nobody has a role. Raises TransportError."""
        try:
            role = await self._transport.role_of(wanted.account, wanted.address)
        except (Unreachable, PlaceGone, ChatReplaced, MessageRefused):
            role = None
        self._known[wanted.account, wanted.address] = role
