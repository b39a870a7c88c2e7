"""Speaks first on Discord: sends with our own nonce, edits, withdraws, and asks for roles and files.

discord.py's own send would make up a nonce for each call, which is of no use after a crash; so the request is built
here, with discord.py's parts. Each try of a request has 20 seconds; discord.py's waiting for a rate limit is not cut
off (a cancelled wait for the global limit would hold its gate closed for ever).
"""

import io
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any, Final

import aiohttp
import discord
from discord.http import Route, handle_message_parameters
from discord.utils import MISSING

from bots.discord.components import view_of
from bots.discord.errors import ARCHIVED, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, translated
from bots.discord.fetching import DISCORDS_OWN, fetched
from bots.discord.private_chats import PrivateChats
from bots.discord.render import TEXT_LIMIT, Part, render
from bots.discord.roles import Roles
from core.dispatch.signing import ButtonSigner
from core.errors import MessageGone, MessageRefused, PlaceGone, Unreachable
from core.model.action import Action
from core.model.delivery import Receipt
from core.model.identity import Account, Address, Platform, Role
from core.model.message import Outbound
from core.model.naming import RankThere
from core.ports import Capabilities

REQUEST_SECONDS: Final = 20.0
_ALT_LIMIT: Final = 1024
_GONE: Final = frozenset({UNKNOWN_MESSAGE, UNKNOWN_CHANNEL})
"""The message itself, or the channel or thread that it stood in."""


class DiscordTransport:
    """core.ports.Transport."""

    platform = Platform.DISCORD
    capabilities = Capabilities(forms=True, text_limit=TEXT_LIMIT, dedupes=True, dedupe_seconds=120)

    def __init__(
        self,
        client: discord.Client,
        signer: ButtonSigner,
        *,
        files_from: frozenset[str] | None = None,
        hears_joins: bool = False,
    ) -> None:
        """`files_from`: the only origins that a file is fetched from; None for Discord's own."""
        self.capabilities = replace(self.capabilities, hears_joins=hears_joins)
        self._client = client
        self._signer = signer
        self._files_from = files_from or DISCORDS_OWN
        self._roles = Roles(client)
        self.private_chats = PrivateChats(client)

    async def send(self, address: Address, message: Outbound, *, key: str) -> Receipt:
        """Several messages when one is not enough, each with a nonce of its own."""
        channel_id = await self._channel_of(address)
        sent = []
        for number, part in enumerate(render(message)):
            view = view_of(part.rows, lambda action: self._sign(action, address))
            flags = discord.MessageFlags(suppress_notifications=True) if message.quiet else MISSING
            with _parameters(part, view, flags=flags, nonce=nonce(key, channel_id, number)) as parameters:
                sent.append(await self._post(channel_id, parameters, address))
        return Receipt(address=address, message_ids=tuple(sent))

    async def send_line(self, message: discord.Message, address: Address, text: str, view: discord.ui.View) -> None:
        """One line in answer to somebody's message, with a button. Raises TransportError.

        Where we may not read back, Discord refuses answers to messages; then the line stands by itself.
        """
        answered = message.to_reference(fail_if_not_exists=False).to_message_reference_dict()
        own = nonce(f"line/{message.id}", message.channel.id, 0)
        try:
            with _parameters(Part(content=text), view, nonce=own, message_reference=answered) as parameters:
                await self._post(message.channel.id, parameters, address)
        except (MessageRefused, Unreachable, PlaceGone):
            with _parameters(Part(content=text), view, nonce=own) as parameters:
                await self._post(message.channel.id, parameters, address)

    async def edit(self, receipt: Receipt, message: Outbound) -> Receipt:
        """A longer text gets one more message, a shorter one loses those that are left over."""
        address = receipt.address
        channel_id = await self._channel_of(address)
        parts = render(message)
        for part, message_id in zip(parts, receipt.message_ids, strict=False):
            view = view_of(part.rows, lambda action: self._sign(action, address))
            route = _message_route("PATCH", channel_id, message_id)
            with _parameters(part, view, editing=True) as parameters, translated(in_thread=address.thread is not None):
                await self._patch(route, parameters, channel_id)
        ids = list(receipt.message_ids[: len(parts)])
        known = len(receipt.message_ids)
        for number, part in enumerate(parts[known:], start=known):
            view = view_of(part.rows, lambda action: self._sign(action, address))
            own = nonce(f"edit/{receipt.message_ids[0]}", channel_id, number)
            with _parameters(part, view, nonce=own) as parameters:
                ids.append(await self._post(channel_id, parameters, address))
        for message_id in receipt.message_ids[len(parts) :]:
            await self._delete(channel_id, message_id, address)
        return Receipt(address=address, message_ids=tuple(ids))

    async def withdraw(self, receipt: Receipt) -> None:
        """One that is already gone counts as done."""
        channel_id = await self._channel_of(receipt.address)
        for message_id in receipt.message_ids:
            await self._delete(channel_id, message_id, receipt.address)

    async def role_of(self, account: Account, address: Address) -> Role | None:
        """Manage Server makes a moderator."""
        return await self._roles.role_of(account, address)

    async def ranks_of(self, account: Account, address: Address) -> frozenset[str]:
        """The server's own roles, from the same answer."""
        return await self._roles.ranks_of(account, address)

    async def ranks_in(self, address: Address) -> Sequence[RankThere]:
        """All of the server's roles that people are given."""
        return await self._roles.ranks_in(address)

    async def fetch(self, ref: str, *, limit: int) -> bytes:
        """From where Discord keeps attachments, and from nowhere else."""
        return await fetched(ref, limit=limit, origins=self._files_from)

    async def _channel_of(self, address: Address) -> int:
        if address.private:
            return await self.private_chats.channel_of(address.conversation)
        return int(address.thread or address.conversation)

    async def _post(self, channel_id: int, parameters: Any, address: Address) -> str:
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel_id)
        with translated(in_thread=address.thread is not None):
            answer = await self._request(route, parameters)
        return str(answer["id"])

    async def _delete(self, channel_id: int, message_id: str, address: Address) -> None:
        with translated(in_thread=address.thread is not None):
            try:
                await self._client.http.request(_message_route("DELETE", channel_id, message_id), timeout=_timeout())
            except discord.NotFound as error:
                if error.code not in _GONE:
                    raise

    async def _patch(self, route: Route, parameters: Any, channel_id: int) -> None:
        try:
            await self._request(route, parameters)
        except discord.HTTPException as error:
            if error.code in _GONE:
                raise MessageGone("somebody took it away") from error
            if error.code != ARCHIVED:
                raise
            wake = Route("PATCH", "/channels/{channel_id}", channel_id=channel_id)
            await self._client.http.request(wake, json={"archived": False}, timeout=_timeout())
            await self._request(route, parameters)

    async def _request(self, route: Route, parameters: Any) -> Any:
        if parameters.files:
            return await self._client.http.request(
                route, files=parameters.files, form=parameters.multipart, timeout=_timeout()
            )
        return await self._client.http.request(route, json=parameters.payload, timeout=_timeout())

    def _sign(self, action: Action, address: Address) -> str:
        return self._signer.sign(action, conversation=address.conversation)


def nonce(key: str, channel_id: int, number: int) -> str:
    """At most 25 characters, the same for the same message in the same place, so that Discord drops a second copy."""
    digest = blake2b(f"{key}\x00{channel_id}\x00{number}".encode(), digest_size=18).digest()
    return urlsafe_b64encode(digest).decode()


def files_of(part: Part) -> list[discord.File]:
    """The attachments, each with its description."""
    return [
        discord.File(io.BytesIO(file.content), filename=file.name, description=file.alt[:_ALT_LIMIT])
        for file in part.files
    ]


def _parameters(part: Part, view: discord.ui.View | None, *, editing: bool = False, **more: Any) -> Any:
    """discord.py's request parameters; a context that closes the files at its end."""
    files = files_of(part)
    if editing:
        return handle_message_parameters(
            content=part.content, view=view, attachments=files, allowed_mentions=discord.AllowedMentions.none()
        )
    return handle_message_parameters(
        content=part.content,
        view=view or MISSING,
        files=files or MISSING,
        allowed_mentions=discord.AllowedMentions.none(),
        **more,
    )


def _message_route(method: str, channel_id: int, message_id: str) -> Route:
    path = "/channels/{channel_id}/messages/{message_id}"
    return Route(method, path, channel_id=channel_id, message_id=message_id)


def _timeout() -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=REQUEST_SECONDS)
