"""The checker of Bot API requests, tried on right and wrong ones; skipped where the specification is not there."""

import json
from typing import Any

import pytest

from tests.standins.spec_telegram import TelegramSpec


@pytest.fixture
def spec() -> TelegramSpec:
    found = TelegramSpec.from_environment()
    if found is None:
        pytest.skip("SPOONLIGHT_SPECS_DIR names no folder with the Bot API's specification")
    return found


KEYS = {"inline_keyboard": [[{"text": "Pain 6", "callback_data": "p:6", "style": "primary"}]]}


@pytest.mark.parametrize(
    ("method", "params", "files"),
    [
        ("sendMessage", {"chat_id": "-1005", "text": "x", "reply_markup": json.dumps(KEYS)}, set()),
        ("sendMessage", {"chat_id": 5, "text": "x", "reply_markup": KEYS, "disable_notification": True}, set()),
        ("sendMessage", {"chat_id": 5, "text": "x", "reply_parameters": '{"ephemeral_message_id": 3}'}, set()),
        ("sendPhoto", {"chat_id": 5}, {"photo"}),
        ("editMessageMedia", {"media": '{"type": "document", "media": "attach://a"}'}, {"a"}),
        ("setMyCommands", {"commands": '[{"command":"x","description":"y","is_ephemeral":true}]'}, set()),
        ("getmycommands", {"scope": '{"type": "chat", "chat_id": -1005}', "language_code": "en"}, set()),
    ],
)
def test_a_right_request_passes(spec: TelegramSpec, method: str, params: dict[str, Any], files: set[str]) -> None:
    assert spec.problems(method, params, frozenset(files)) == []


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("flyToMoon", {}, "flyToMoon: no such method"),
        ("sendMessage", {"text": "x"}, "sendMessage.chat_id: required, and not there"),
        ("sendMessage", {"chat_id": 5, "text": "x", "nope": 1}, "sendMessage: no such parameter: nope"),
        ("leaveChat", {"chat_id": True}, "leaveChat.chat_id: not of type Integer"),
        ("pinChatMessage", {"chat_id": 5, "message_id": "x"}, "pinChatMessage.message_id: not of type Integer"),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1", "text": "x" * 201},
            "answerCallbackQuery.text: 201 characters, allowed are 0-200",
        ),
        (
            "sendMessage",
            {
                "chat_id": 5,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "é" * 40}]]},
            },
            "sendMessage.reply_markup.inline_keyboard[0][0].callback_data: 80 bytes, allowed are 1-64",
        ),
        (
            "sendMessage",
            {"chat_id": 5, "text": "x", "ephemeral_message_parameters": "{}"},
            "sendMessage.ephemeral_message_parameters.receiver_user_id: required, and not there",
        ),
    ],
)
def test_a_wrong_request_is_named(spec: TelegramSpec, method: str, params: dict[str, Any], words: str) -> None:
    assert spec.problems(method, params, frozenset()) == [words]
