"""The requests that post, change and take away messages, each with its errors already translated.

It waits for no turn and decides nothing about who may read what: its callers do.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from telegram import InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bots.telegram.errors import translating
from bots.telegram.lettering import Lettered
from bots.telegram.render import FilePart, Part, Renderer
from bots.telegram.wire import WireBot
from core.errors import MessageRefused
from core.model.message import Picture

log = logging.getLogger(__name__)

Json = dict[str, Any]
Answer = TypeVar("Answer")

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_SAME: Final = "message is not modified"
_GONE: Final = ("message to delete not found", "message_id_invalid", "message identifier is not specified")


class Sender:
    """One for each token."""

    def __init__(self, bot: WireBot, renderer: Renderer) -> None:
        self._bot = bot
        self._renderer = renderer

    async def post(
        self,
        chat: int,
        part: Part,
        *,
        keyboard: InlineKeyboardMarkup | None = None,
        thread: int | None = None,
        quiet: bool = False,
        extra: Json | None = None,
    ) -> Message:
        """One message; `extra` are parameters that the library does not know. Raises TransportError."""
        common: Json = {
            "reply_markup": keyboard,
            "message_thread_id": thread,
            "disable_notification": quiet,
            "api_kwargs": extra,
        }

        def send(words: str, mode: str | None) -> Awaitable[Message]:
            match part:
                case FilePart(file=Picture(content=content, name=name), words_first=above):
                    return self._bot.send_photo(
                        chat,
                        content,
                        filename=name,
                        caption=words,
                        parse_mode=mode,
                        show_caption_above_media=above or None,
                        **common,
                    )
                case FilePart(file=file):
                    return self._bot.send_document(
                        chat, file.content, filename=file.name, caption=words, parse_mode=mode, **common
                    )
                case _:
                    return self._bot.send_message(
                        chat, words, parse_mode=mode, link_preview_options=_NO_PREVIEW, **common
                    )

        return await self._readable(part, send)

    async def edit(self, chat: int, message_id: int, part: Part, keyboard: InlineKeyboardMarkup | None) -> None:
        """Puts a part in the place of a message of the same kind; "not modified" is done. Raises TransportError."""

        def send(words: str, mode: str | None) -> Awaitable[object]:
            if isinstance(part, Lettered):
                return self._bot.edit_message_text(
                    words,
                    chat,
                    message_id,
                    parse_mode=mode,
                    reply_markup=keyboard,
                    link_preview_options=_NO_PREVIEW,
                )
            media = _media(part, words, mode)
            return self._bot.edit_message_media(media, chat, message_id, reply_markup=keyboard)

        await self._unless_same(self._readable(part, send))

    async def edit_whisper(
        self, chat: int, receiver: int, ephemeral_id: int, part: Lettered, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        """The same for a message that one person sees. Raises TransportError."""

        def send(words: str, mode: str | None) -> Awaitable[object]:
            asked: Json = {"chat_id": chat, "receiver_user_id": receiver, "ephemeral_message_id": ephemeral_id}
            asked |= {"text": words, "link_preview_options": _NO_PREVIEW}
            asked |= {"parse_mode": mode} if mode else {}
            asked |= {"reply_markup": keyboard} if keyboard else {}
            return self._bot.do_api_request("editEphemeralMessageText", api_kwargs=asked)

        await self._unless_same(self._readable(part, send))

    async def delete(self, chat: int, message_id: int) -> None:
        """One that is gone already is done. Raises TransportError."""
        with translating():
            try:
                await self._bot.delete_message(chat, message_id)
            except BadRequest as error:
                if not any(sign in error.message.lower() for sign in _GONE):
                    raise

    async def answer_tap(self, tap: str, *, text: str = "", url: str = "") -> None:
        """Ends the waiting sign on a button; a long text stands still until it is closed. Raises TransportError."""
        with translating():
            await self._bot.answer_callback_query(
                tap, text=text or None, show_alert=len(text) > _PASSING_LENGTH or None, url=url or None
            )

    async def _readable(self, part: Part, send: Callable[[str, str | None], Awaitable[Answer]]) -> Answer:
        """As HTML; once more in bare words where Telegram cannot read the HTML."""
        words = part.caption if isinstance(part, FilePart) else part
        with translating():
            try:
                return await send(words.html, ParseMode.HTML)
            except BadRequest as error:
                text = error.message.lower()
                if "can't parse entities" not in text:
                    raise
                if "tg-time" in text:
                    self._renderer.knows_moments = False
                log.warning("action=parse refused=html moments=%s", self._renderer.knows_moments)
            return await send(words.plain, None)

    async def _unless_same(self, edit: Awaitable[object]) -> None:
        try:
            await edit
        except MessageRefused as error:
            if _SAME not in str(error.__cause__).lower():
                raise


def _media(part: FilePart, words: str, mode: str | None) -> InputMediaPhoto | InputMediaDocument:
    content, name, above = part.file.content, part.file.name, part.words_first or None
    if isinstance(part.file, Picture):
        return InputMediaPhoto(content, caption=words, parse_mode=mode, filename=name, show_caption_above_media=above)
    return InputMediaDocument(content, caption=words, parse_mode=mode, filename=name)


_PASSING_LENGTH: Final = 60
"""Characters that can be read while a toast passes by."""
