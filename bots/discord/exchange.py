"""One open interaction: what was answered so far decides in which of Discord's ways the next reply goes out.

In a server, what is private is ephemeral. A promise to answer ("thinking") is always an ephemeral one there, because a
public one could not become private any more.
"""

from dataclasses import dataclass
from typing import Any

import discord
from discord.utils import MISSING

from bots.discord.components import view_of
from bots.discord.render import Part, render
from bots.discord.transport import files_of
from core.dispatch.signing import ButtonSigner
from core.model.identity import Address
from core.model.message import Outbound, message

_UPDATES = (discord.InteractionResponseType.deferred_message_update, discord.InteractionResponseType.message_update)


@dataclass(slots=True, kw_only=True)
class Exchange:
    """Knows the interaction and whether a promise ("thinking") still stands in its place."""

    interaction: discord.Interaction[Any]
    address: Address
    signer: ButtonSigner
    promised: bool = False

    @property
    def answered(self) -> bool:
        """Whether Discord got its first answer; from then on no modal can be opened."""
        return self.interaction.response.is_done()

    @property
    def message_private(self) -> bool:
        """Whether nobody else sees the message that was tapped."""
        message = self.interaction.message
        return self.address.private or (message is not None and message.flags.ephemeral)

    async def promise(self) -> None:
        """Holds the door open for 15 minutes: a tapped message stays as it is, anything else says "thinking"."""
        if self.interaction.type is discord.InteractionType.component:
            await self.interaction.response.defer()
            return
        await self.interaction.response.defer(ephemeral=not self.address.private, thinking=True)
        self.promised = True

    async def say(self, said: Outbound, *, private: bool) -> None:
        """A new message, in as many parts as it needs."""
        ephemeral = private and not self.address.private
        for part in render(said):
            await self.say_part(part, self._view(part, ephemeral=ephemeral), ephemeral=ephemeral, quiet=said.quiet)

    async def notice(self, text: str) -> None:
        """A short line that only this person sees, in a private chat too, and that passes by."""
        for part in render(message(text)):
            await self.say_part(part, None, ephemeral=True)

    async def edit(self, said: Outbound) -> None:
        """Puts the message in the place of the tapped one; parts that do not fit follow it."""
        first, *more = render(said)
        hidden = self.message_private and not self.address.private
        view = self._view(first, ephemeral=hidden)
        if not self.answered:
            await self.interaction.response.edit_message(content=first.content, view=view, attachments=files_of(first))
        elif self.interaction.response.type in _UPDATES:
            await self.interaction.edit_original_response(content=first.content, view=view, attachments=files_of(first))
        else:
            await self.say_part(first, view, ephemeral=hidden)
        for part in more:
            await self.say_part(part, self._view(part, ephemeral=hidden), ephemeral=hidden)

    async def say_part(self, part: Part, view: discord.ui.View | None, *, ephemeral: bool, quiet: bool = False) -> None:
        """One Discord message."""
        shown, files = view or MISSING, files_of(part)
        if not self.answered:
            await self.interaction.response.send_message(
                part.content, view=shown, files=files, ephemeral=ephemeral, silent=quiet
            )
            return
        if self.promised:
            self.promised = False
            if ephemeral or self.address.private:
                await self.interaction.edit_original_response(content=part.content, view=view, attachments=files)
                return
            await self.interaction.delete_original_response()
        await self.interaction.followup.send(part.content, view=shown, files=files, ephemeral=ephemeral, silent=quiet)

    async def close(self) -> None:
        """Nothing is (or was) to be said: Discord still wants an answer, and a promise must not stay."""
        if not self.answered:
            await self.promise()
        if self.promised:
            self.promised = False
            await self.interaction.delete_original_response()

    def _view(self, part: Part, *, ephemeral: bool) -> discord.ui.View | None:
        only_for = str(self.interaction.user.id) if ephemeral else None
        conversation = self.address.conversation
        return view_of(part.rows, lambda action: self.signer.sign(action, conversation=conversation, only_for=only_for))
