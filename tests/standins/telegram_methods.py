"""The table of the methods that the Telegram stand-in answers, and the one way to call them."""

import inspect
from collections.abc import Callable
from typing import Any

from tests.standins import telegram_chats as chats
from tests.standins import telegram_editing as editing
from tests.standins import telegram_sending as sending
from tests.standins.telegram_desk import ApiError, Desk, Params

Method = Callable[[Desk, Params], Any]
METHODS: dict[str, Method] = {
    "getMe": chats.get_me,
    "getUpdates": chats.get_updates,
    "setWebhook": chats.set_webhook,
    "deleteWebhook": chats.delete_webhook,
    "getWebhookInfo": chats.get_webhook_info,
    "setMyCommands": chats.set_my_commands,
    "getMyCommands": chats.get_my_commands,
    "deleteMyCommands": chats.delete_my_commands,
    "setMyName": chats.set_profile,
    "setMyDescription": chats.set_profile,
    "setMyShortDescription": chats.set_profile,
    "setChatMenuButton": chats.set_profile,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "getChatAdministrators": chats.get_chat_administrators,
    "leaveChat": chats.leave_chat,
    "answerCallbackQuery": chats.answer_callback_query,
    "getFile": chats.get_file,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "pinChatMessage": editing.pin_chat_message,
    "unpinChatMessage": editing.unpin_chat_message,
    "unpinAllChatMessages": editing.unpin_all_chat_messages,
}
SINCE_10_3: dict[str, Method] = {
    "editEphemeralMessageText": editing.edit_ephemeral_text,
    "editEphemeralMessageCaption": editing.edit_ephemeral_caption,
    "editEphemeralMessageMedia": editing.edit_ephemeral_media,
    "editEphemeralMessageReplyMarkup": editing.edit_ephemeral_reply_markup,
    "deleteEphemeralMessage": editing.delete_ephemeral,
}


def named(name: str, version: str) -> str | None:
    """The method's own spelling (names arrive in any case), or None for one that this server lacks."""
    known = METHODS | (SINCE_10_3 if version == "10.3" else {})
    return next((own for own in known if own.lower() == name.lower()), None)


async def call(desk: Desk, name: str | None, params: Params) -> Any:
    """The result of a method. Raises ApiError with the answer that Telegram would give."""
    if name is None:
        raise ApiError(404, "Not Found: method not found")
    method = (METHODS | SINCE_10_3)[name]
    try:
        result = method(desk, params)
        return await result if inspect.isawaitable(result) else result
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise ApiError(400, f"Bad Request: can't read the parameters: {problem!r}") from problem
