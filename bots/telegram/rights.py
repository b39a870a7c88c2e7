"""What Telegram says somebody may do in a chat, kept for at most a minute."""

import asyncio
from typing import Final

from telegram import ChatMember
from telegram.error import BadRequest

from bots.telegram.errors import translating
from bots.telegram.inbound import NOBODY
from bots.telegram.wire import WireBot
from core.model.identity import Role

KEPT_SECONDS: Final = 60.0
_MANY: Final = 5_000
_STRANGERS: Final = ("user not found", "participant_id_invalid", "member not found")


class Rights:
    """Asks once a minute for each person and chat; forgets at once where Telegram tells of a change."""

    def __init__(self, bot: WireBot) -> None:
        self._bot = bot
        self._known: dict[tuple[int, int], tuple[float, Role | None]] = {}

    async def role_of(self, user: int, chat: int) -> Role | None:
        """None for a stranger. Raises TransportError when the chat cannot be asked."""
        if user in NOBODY:
            return None
        now = asyncio.get_running_loop().time()
        kept = self._known.get((user, chat))
        if kept is not None and now - kept[0] < KEPT_SECONDS:
            return kept[1]
        role = await self._ask(user, chat)
        if len(self._known) >= _MANY:
            self._known = {key: value for key, value in self._known.items() if now - value[0] < KEPT_SECONDS}
        self._known[user, chat] = (now, role)
        return role

    def forget(self, chat: int, user: int | None = None) -> None:
        """Something changed for one person, or (None) for everybody there."""
        for key in [key for key in self._known if key[1] == chat and user in (None, key[0])]:
            del self._known[key]

    async def _ask(self, user: int, chat: int) -> Role | None:
        with translating():
            try:
                member = await self._bot.get_chat_member(chat, user)
            except BadRequest as error:
                if any(sign in error.message.lower() for sign in _STRANGERS):
                    return None
                raise
        match member.status:
            case ChatMember.OWNER | ChatMember.ADMINISTRATOR:
                return Role.MODERATOR
            case ChatMember.MEMBER:
                return Role.MEMBER
            case ChatMember.RESTRICTED:
                return Role.MEMBER if getattr(member, "is_member", False) else None
            case _:
                return None
