"""core.ports.Transport of the preview: sends into the conversation on the page. Nothing leaves the computer."""

from collections.abc import Sequence

from bots.local.conversation import Conversation
from bots.local.people import CAPABILITIES, GROUP, PEOPLE, Look
from core.errors import FileTooLarge, MessageGone, MessageRefused, Unreachable
from core.model.delivery import Receipt
from core.model.identity import Account, Address, Platform, Role
from core.model.message import Outbound
from core.model.naming import RankThere
from core.ports import Clock, Transport


class LocalTransport(Transport):
    """One for each look, all on one conversation; they differ in what they can do."""

    platform = Platform.LOCAL

    def __init__(self, conversation: Conversation, clock: Clock, look: Look) -> None:
        self.look = look
        self.capabilities = CAPABILITIES[look]
        self._conversation = conversation
        self._clock = clock

    async def send(self, address: Address, message: Outbound, *, key: str) -> Receipt:  # noqa: ARG002  (no copies here)
        if address.private and address.conversation not in PEOPLE:
            raise Unreachable("nobody of that id lives in the preview")
        if not address.private and address.whole_chat != GROUP:
            raise Unreachable("the preview has one group")
        entry = self._conversation.add(address.whole_chat, message, at=self._clock.now())
        return Receipt(address=address, message_ids=(f"{self._conversation.session}.{entry.id}",))

    async def edit(self, receipt: Receipt, message: Outbound) -> Receipt:
        if not self._conversation.edit(self._entry_id(receipt), message):
            raise MessageGone("the message is gone")
        return receipt

    async def withdraw(self, receipt: Receipt) -> None:
        self._conversation.remove(self._entry_id(receipt))

    async def role_of(self, account: Account, address: Address) -> Role | None:
        person = PEOPLE.get(account.user_id)
        if person is None or account.platform is not Platform.LOCAL:
            return None
        if address.private:
            return Role.MEMBER if address.conversation == person.id else None
        return person.role if address.whole_chat == GROUP else None

    async def ranks_of(self, account: Account, address: Address) -> frozenset[str]:  # noqa: ARG002  (the port's shape)
        """The preview has none."""
        return frozenset()

    async def ranks_in(self, address: Address) -> Sequence[RankThere]:  # noqa: ARG002  (the port's shape)
        """None either."""
        return ()

    async def fetch(self, ref: str, *, limit: int) -> bytes:
        content = self._conversation.held(ref)
        if content is None:
            raise MessageRefused("the file is gone")
        if len(content) > limit:
            raise FileTooLarge("longer than asked for")
        return content

    def _entry_id(self, receipt: Receipt) -> int:
        """0, which nothing has, for a message of an earlier start: the conversation is in memory alone."""
        session, _, entry_id = receipt.message_ids[0].partition(".")
        return int(entry_id) if session == self._conversation.session else 0
