"""What stays open after something reached us: where to answer, to whom alone, and for how long that is possible."""

import asyncio
from dataclasses import dataclass
from typing import Final

from telegram import CallbackQuery, Chat, Message, Update

from bots.telegram.inbound import NOBODY, ephemeral_id_of, thread_of
from bots.telegram.render import Place
from core.model.identity import Address, Platform

ANSWER_WITHIN: Final = 13.0
"""Seconds for an answer that one person sees: Telegram's 15, less the way there."""

LONG_AGO: Final = float("-inf")
"""When something arrived that an earlier process took in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """`user` is None where nobody stands behind it. `tap` is the callback's id, `message_id` the tapped message's.

    `whisper`: the id of the message for one person that was tapped, or of the command that only we can see.
    `arrived` is the event loop's time.
    """

    chat: int
    private: bool
    arrived: float
    user: int | None = None
    thread: int | None = None
    tap: str | None = None
    message_id: int | None = None
    whisper: int | None = None

    @property
    def fresh(self) -> bool:
        """Whether Telegram still takes an answer that quotes it."""
        return asyncio.get_running_loop().time() - self.arrived < ANSWER_WITHIN

    @property
    def kind(self) -> str:
        """For the logs, which must not say whose chat it was."""
        return "private" if self.private else "group"

    @property
    def address(self) -> Address:
        """For the limiter."""
        return Address(platform=Platform.TELEGRAM, conversation=str(self.chat), private=self.private)

    @property
    def for_all(self) -> Place:
        """The conversation itself."""
        return Place(conversation=str(self.chat), private=self.private)

    @property
    def for_one(self) -> Place:
        """A message in a group that one person sees; its buttons are bound to them."""
        return Place(conversation=str(self.chat), private=False, only_for=str(self.user))


def opening_of(update: Update, *, arrived: float) -> Opening | None:
    """None for what cannot be answered."""
    if update.callback_query is not None:
        return _of_tap(update.callback_query, arrived)
    if update.message is not None:
        return _of_message(update.message, arrived)
    return None


def _of_tap(query: CallbackQuery, arrived: float) -> Opening | None:
    message = query.message
    if message is None:
        return None
    whisper = ephemeral_id_of(message)
    return Opening(
        chat=message.chat.id,
        private=message.chat.type == Chat.PRIVATE,
        arrived=arrived,
        user=query.from_user.id,
        thread=thread_of(message) if isinstance(message, Message) else None,
        tap=query.id,
        message_id=message.message_id if isinstance(message, Message) and whisper is None else None,
        whisper=whisper,
    )


def _of_message(message: Message, arrived: float) -> Opening:
    user = message.from_user
    is_person = message.sender_chat is None and user is not None and user.id not in NOBODY
    whisper = ephemeral_id_of(message)
    return Opening(
        chat=message.chat.id,
        private=message.chat.type == Chat.PRIVATE,
        arrived=arrived,
        user=user.id if is_person and user is not None else None,
        thread=thread_of(message),
        message_id=message.message_id if whisper is None else None,
        whisper=whisper,
    )
