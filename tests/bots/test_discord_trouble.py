"""How Discord's refusals and a broken line are told to the core, and how slowly private chats are opened."""

import aiohttp
import discord
import pytest
from aiohttp.client_reqrep import ConnectionKey

from bots.discord.errors import translated
from bots.discord.kept import KEPT_FOR, KeptReplies, Missing
from bots.discord.private_chats import OPENED_AT_ONCE, PrivateChats
from bots.discord.transport import nonce
from core.errors import (
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
from core.model.message import message
from core.model.reply import Say
from tests.fakes import MovableClock

NOBODY = ConnectionKey("127.0.0.1", 1, False, True, None, None, None)


class Answer:
    """As much of an answer as discord.py's errors look at."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.reason = "scripted"


def refusal(status: int, code: int = 0) -> discord.HTTPException:
    kinds = {403: discord.Forbidden, 404: discord.NotFound, 503: discord.DiscordServerError}
    kind = kinds.get(status, discord.HTTPException)
    return kind(Answer(status), {"code": code, "message": "scripted"})


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (refusal(403, 50007), Unreachable),
        (refusal(403, 50278), Unreachable),
        (refusal(403, 50001), NotAllowed),
        (refusal(403, 50013), NotAllowed),
        (refusal(404, 10003), Unreachable),
        (refusal(403, 40333), Unreachable),
        (refusal(404, 10008), MessageRefused),
        (refusal(400, 50035), MessageRefused),
        (refusal(400, 40003), Throttled),
        (refusal(429), Throttled),
        (discord.RateLimited(42.0), Throttled),
        (refusal(401), TokenRevoked),
        (discord.LoginFailure(), TokenRevoked),
        (refusal(503), OutcomeUnknown),
        (refusal(500), OutcomeUnknown),
        (TimeoutError(), OutcomeUnknown),
        (ConnectionResetError(104, "reset"), OutcomeUnknown),
        (aiohttp.ServerDisconnectedError(), OutcomeUnknown),
        (aiohttp.ClientOSError(104, "reset"), OutcomeUnknown),
        (aiohttp.ClientConnectorError(NOBODY, OSError(111, "refused")), NotSent),
        (aiohttp.ConnectionTimeoutError(), NotSent),
    ],
)
def test_each_failure_says_what_is_known(error: Exception, told: type[TransportError]) -> None:
    with pytest.raises(told) as caught, translated():
        raise error
    assert type(caught.value) is told


@pytest.mark.parametrize("code", [50001, 50013, 10003, 50083])
def test_a_thread_that_is_gone_leaves_its_channel(code: int) -> None:
    with pytest.raises(PlaceGone), translated(in_thread=True):
        raise refusal(403 if code < 50083 else 400, code)


def test_a_pause_is_as_long_as_discord_says() -> None:
    with pytest.raises(Throttled) as caught, translated():
        raise discord.RateLimited(42.0)
    assert (caught.value.seconds, caught.value.everywhere) == (42.0, False)


def test_a_nonce_is_the_same_for_the_same_message_alone() -> None:
    key = "schedule/12345678/2026-03-02/09:00/and/more"
    assert nonce(key, 10**18, 0) == nonce(key, 10**18, 0)
    assert len({nonce(key, 1, 0), nonce(key, 1, 1), nonce(key, 2, 0), nonce("other", 1, 0)}) == 4
    assert len(nonce(key, 10**18, 99)) <= 25


class Opener:
    """discord.py's HTTP part, as far as private chats need it."""

    def __init__(self) -> None:
        self.opened: list[int] = []
        self.http = self

    async def start_private_message(self, user_id: int) -> dict[str, object]:
        self.opened.append(user_id)
        return {"id": str(user_id + 1000), "last_message_id": None if user_id < 100 else "1"}


async def test_new_private_chats_are_opened_slowly_and_known_ones_at_once() -> None:
    opener = Opener()
    chats = PrivateChats(opener)  # type: ignore[arg-type]  # see Opener
    for user in range(OPENED_AT_ONCE):
        assert await chats.channel_of(str(user)) == user + 1000
    with pytest.raises(Throttled) as caught:
        await chats.channel_of("50")
    assert 0 < caught.value.seconds <= 10
    assert await chats.channel_of("100") == 1100
    assert await chats.channel_of("0") == 1000
    chats.remember("50", 77)
    assert await chats.channel_of("50") == 77
    assert opener.opened == [*range(OPENED_AT_ONCE), 50, 100]


def test_a_kept_reply_is_shown_to_its_owner_for_a_quarter_of_an_hour() -> None:
    clock = MovableClock()
    kept = KeptReplies(clock.now)
    replies = [Say(message=message("for Ana"), private=True)]
    custom_id = kept.keep("ana", replies)
    assert kept.shown_to("ana", custom_id) == replies
    assert kept.shown_to("ben", custom_id) is Missing.NOT_YOURS
    assert kept.shown_to("ana", custom_id + "x") is Missing.GONE
    clock.move_to(clock.now() + KEPT_FOR)
    assert kept.shown_to("ana", custom_id) is Missing.GONE
