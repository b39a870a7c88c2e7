"""core.ports.Transport for Telegram: what is sent, changed, withdrawn or fetched outside an open conversation."""

from collections.abc import Sequence
from typing import Final

from bots.telegram.fetching import fetched
from bots.telegram.lettering import TEXT_LIMIT
from bots.telegram.render import Place, Renderer
from bots.telegram.rights import Rights
from bots.telegram.sending import Sender
from bots.telegram.wire import WireBot
from core.errors import MessageRefused, OutcomeUnknown, TokenRevoked, TransportError
from core.model.delivery import Receipt
from core.model.identity import Account, Address, Platform, Role
from core.model.message import Outbound
from core.model.naming import RankThere
from core.ports import Capabilities

_GENERAL_TOPIC: Final = 1


class TelegramTransport:
    """Telegram drops no second copy: a send without an answer stays unknown, and the promise decides."""

    platform = Platform.TELEGRAM
    capabilities = Capabilities(forms=False, text_limit=TEXT_LIMIT)

    def __init__(self, *, wire: WireBot, sender: Sender, renderer: Renderer, rights: Rights) -> None:
        self._wire = wire
        self._sender = sender
        self._renderer = renderer
        self._rights = rights

    async def send(self, address: Address, message: Outbound, *, key: str) -> Receipt:  # noqa: ARG002 - nothing to drop a copy by
        """A long message becomes several. When a later one fails, nobody may send the whole again: OutcomeUnknown."""
        rendered = self._renderer.render(message, place_of(address))
        ids: list[str] = []
        for index, part in enumerate(rendered.parts):
            try:
                sent = await self._sender.post(
                    int(address.conversation),
                    part,
                    keyboard=rendered.keyboard_of(index),
                    thread=thread_in(address),
                    quiet=rendered.quiet,
                )
            except TokenRevoked:
                raise
            except TransportError as error:
                if ids:
                    raise OutcomeUnknown("only its beginning arrived") from error
                raise
            ids.append(str(sent.message_id))
        return Receipt(address=address, message_ids=tuple(ids))

    async def edit(self, receipt: Receipt, message: Outbound) -> Receipt:
        """Part by part; what is left over is withdrawn. Raises MessageRefused when there are more parts than before."""
        rendered = self._renderer.render(message, place_of(receipt.address))
        chat = int(receipt.address.conversation)
        if len(rendered.parts) > len(receipt.message_ids):
            raise MessageRefused("it became longer than what was sent")
        for index, part in enumerate(rendered.parts):
            await self._sender.edit(chat, int(receipt.message_ids[index]), part, rendered.keyboard_of(index))
        for message_id in receipt.message_ids[len(rendered.parts) :]:
            await self._sender.delete(chat, int(message_id))
        return Receipt(address=receipt.address, message_ids=receipt.message_ids[: len(rendered.parts)])

    async def withdraw(self, receipt: Receipt) -> None:
        """Takes every part away."""
        for message_id in receipt.message_ids:
            await self._sender.delete(int(receipt.address.conversation), int(message_id))

    async def role_of(self, account: Account, address: Address) -> Role | None:
        """A private chat has no moderators."""
        if address.private:
            return Role.MEMBER if account.user_id == address.conversation else None
        return await self._rights.role_of(int(account.user_id), int(address.conversation))

    async def ranks_of(self, account: Account, address: Address) -> frozenset[str]:  # noqa: ARG002  (the port's shape)
        """Telegram has no roles that a group makes for itself."""
        return frozenset()

    async def ranks_in(self, address: Address) -> Sequence[RankThere]:  # noqa: ARG002  (the port's shape)
        """None either."""
        return ()

    async def fetch(self, ref: str, *, limit: int) -> bytes:
        """By Telegram's own handle of the file."""
        return await fetched(self._wire, ref, limit=limit)


def place_of(address: Address) -> Place:
    """Where a message to this address will be read: in private by one, in a group by all."""
    return Place(conversation=address.conversation, private=address.private)


def thread_in(address: Address) -> int | None:
    """The topic to name; the general topic must not be named."""
    thread = int(address.thread) if address.thread is not None else None
    return None if thread == _GENERAL_TOPIC else thread
