"""What each failure of a send means, as the core is told of it: a real library, real HTTP, real sockets."""

from collections.abc import AsyncIterator

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bots.telegram.errors import translated, translating
from bots.telegram.wire import WireBot, wire_bot
from core.errors import (
    ChatReplaced,
    MessageGone,
    MessageRefused,
    NotAllowed,
    NotSent,
    OutcomeUnknown,
    PlaceGone,
    Throttled,
    TokenRevoked,
    TransportError,
    Unreachable,
)
from tests.standins import telegram_faults as faults
from tests.standins.telegram_server import TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as one:
        yield one


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[WireBot]:
    async with wire_bot(server.token, server.base_url, server.base_file_url) as one:
        yield one


async def outcome(bot: WireBot, server: TelegramServer, fault: faults.Fault) -> TransportError:
    ana = server.person("Ana", started=True)
    server.faults.on("sendMessage", fault)
    with pytest.raises(TransportError) as caught, translating():
        await bot.send_message(ana.id, "hello")
    return caught.value


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (faults.answer_lost(), OutcomeUnknown),
        (faults.never_taken(), OutcomeUnknown),
        (faults.reset(), OutcomeUnknown),
        (faults.garbled(), OutcomeUnknown),
        (faults.server_error(), OutcomeUnknown),
        (faults.server_error(500, "Internal Server Error"), OutcomeUnknown),
        (faults.server_error(413, "Request Entity Too Large"), MessageRefused),
        (faults.server_error(401, "Unauthorized"), TokenRevoked),
        (faults.forbidden(), Unreachable),
        (faults.forbidden("bot was kicked from the group chat"), Unreachable),
        (faults.forbidden("bot can't initiate conversation with a user"), Unreachable),
        (faults.forbidden("user is deactivated"), Unreachable),
        (faults.bad_request("chat not found"), Unreachable),
        (faults.bad_request("not enough rights to send text messages to the chat"), NotAllowed),
        (faults.bad_request("message to edit not found"), MessageGone),
        (faults.bad_request("MESSAGE_ID_INVALID"), MessageGone),
        (faults.bad_request("message can't be deleted for everyone"), MessageRefused),
        (faults.bad_request("message thread not found"), PlaceGone),
        (faults.bad_request("TOPIC_CLOSED"), PlaceGone),
        (faults.bad_request("message is too long"), MessageRefused),
    ],
)
async def test_a_failed_send_is_told_as_what_is_known_of_it(
    bot: WireBot, server: TelegramServer, fault: faults.Fault, meaning: type[TransportError]
) -> None:
    assert type(await outcome(bot, server, fault)) is meaning


async def test_a_flood_limit_says_how_long(bot: WireBot, server: TelegramServer) -> None:
    error = await outcome(bot, server, faults.too_many(7))
    assert isinstance(error, Throttled)
    assert error.seconds == 7


async def test_a_move_says_where_to(bot: WireBot, server: TelegramServer) -> None:
    error = await outcome(bot, server, faults.moved(-1001))
    assert isinstance(error, ChatReplaced)
    assert error.conversation == "-1001"


async def test_no_connection_means_certainly_not_sent(bot: WireBot, server: TelegramServer) -> None:
    await server.stop()
    with pytest.raises(NotSent), translating():
        await bot.send_message(1, "hello")


async def test_a_method_that_an_older_server_lacks_is_no_refused_token() -> None:
    async with TelegramServer(version="10.0") as old, wire_bot(old.token, old.base_url, old.base_file_url) as bot:
        with pytest.raises(MessageRefused), translating():
            await bot.do_api_request("editEphemeralMessageText", api_kwargs={"chat_id": 1})
        old.token = "999:another"
        with pytest.raises(TokenRevoked), translating():
            await bot.do_api_request("editEphemeralMessageText", api_kwargs={"chat_id": 1})


@pytest.mark.parametrize(
    "error",
    [
        BadRequest("Words of Ana"),
        Forbidden("Words of Ana"),
        NetworkError("Words of Ana"),
        TimedOut("Words of Ana"),
        InvalidToken("Words of Ana"),
        EndPointNotFound("Words of Ana"),
        ChatMigrated(-5),
        TelegramError("Words of Ana"),
    ],
)
def test_a_foreign_text_is_never_passed_on(error: TelegramError) -> None:
    assert "Ana" not in str(translated(error))
