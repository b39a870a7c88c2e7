"""The logs: no token or key in any line, no words out of foreign errors and libraries, one line an event."""

import asyncio
import base64
import gc
import io
import logging
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest

from bots.logs import keep_out, set_up_logs
from core.errors import NobodyBehind, TokenRevoked, UnknownZone

TELEGRAM = "123456:AAcanary-token_of-telegram-0123456789"
DISCORD = "canary.discord.token-0123456789"
WORDS = "my pain is 9 and nobody knows"
LIBRARIES = (
    *("aiohttp.access", "aiohttp.server", "aiosqlite", "alembic.runtime", "apscheduler.executors.default", "asyncio"),
    *("asyncpg", "discord.client", "discord.gateway", "discord.http", "discord.webhook.async_", "httpcore.http11"),
    *("httpx", "py.warnings", "sqlalchemy.engine", "sqlalchemy.engine.Engine", "sqlalchemy.pool", "telegram"),
    *("telegram.Bot", "telegram.ext", "tzlocal"),
)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What was logged; afterwards the logging is as it was."""
    root, hooks = logging.getLogger(), (sys.excepthook, sys.unraisablehook, threading.excepthook)
    handlers, level = [*root.handlers], root.level
    stream = io.StringIO()
    set_up_logs((TELEGRAM, DISCORD), stream=stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:], logging.raiseExceptions = handlers, True
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    root.setLevel(level)


def assert_clean(text: str) -> None:
    for canary in (TELEGRAM, TELEGRAM.partition(":")[2], TELEGRAM.replace(":", "%3A"), DISCORD):
        assert canary not in text


def test_a_token_is_taken_out_of_messages_and_arguments(written: io.StringIO) -> None:
    log = logging.getLogger("core.somewhere")
    log.warning("GET https://api.telegram.org/bot%s/getMe with %r", TELEGRAM, {"auth": DISCORD})
    log.warning(f"the same in one text: {TELEGRAM.replace(':', '%3A')} {TELEGRAM.partition(':')[2]}")
    assert_clean(written.getvalue())
    assert written.getvalue().count("[left out]") == 4


def fail(words: str) -> None:
    raise ValueError(words)


def fail_together(words: str) -> None:
    try:
        fail(words)
    except ValueError as inner:
        raise ExceptionGroup(words, [RuntimeError(DISCORD), inner]) from inner


def test_a_token_and_a_members_words_are_taken_out_of_tracebacks(written: io.StringIO) -> None:
    try:
        fail_together(f"{TELEGRAM} my pain is 9")
    except ExceptionGroup as error:
        logging.getLogger("core").error("action=broken", exc_info=error)
    told = [line for line in written.getvalue().splitlines() if "fail_together(" not in line]
    assert_clean("\n".join(told))
    assert not [line for line in told if "my pain" in line]
    assert [line for line in told if line in ("builtins.ValueError", "builtins.RuntimeError")]
    assert "test_logs.py" in written.getvalue()


def test_our_own_errors_say_what_to_do(written: io.StringIO) -> None:
    logging.getLogger("bots").error("action=stop", exc_info=TokenRevoked("Telegram refused the token"))
    assert "Telegram refused the token" in written.getvalue()


def test_an_event_is_one_line_with_its_action(written: io.StringIO) -> None:
    logging.getLogger("core.storage").info("brought from %s\nto %s", 1, 2, extra={"action": "migrated"})
    assert written.getvalue().endswith("Z INFO core.storage action=migrated brought from 1 | to 2\n")


def test_arguments_that_do_not_fit_lose_nothing_and_raise_nothing(written: io.StringIO) -> None:
    logging.getLogger("bots").warning("%d and %d", "one")
    assert "its arguments do not fit" in written.getvalue()


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_is_quiet_below_warning_at_whatever_level_it_stands(written: io.StringIO, name: str) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    log = logging.getLogger(name)
    before = log.level
    try:
        log.setLevel(logging.DEBUG)
        log.debug("INSERT INTO notes VALUES (%s)", WORDS)
        log.info(f"POST https://api.telegram.org/bot{TELEGRAM}/sendMessage {WORDS}")
    finally:
        log.setLevel(before)
    assert written.getvalue() == ""


def test_a_librarys_warning_keeps_its_own_words_and_numbers_alone(written: io.StringIO) -> None:
    log = logging.getLogger("discord.http")
    log.warning("We are being rate limited. %s %s responded with 429. Retrying in %.2f seconds.", "POST", WORDS, 1.5)
    log.error("%(what)s failed at 100%%", {"what": WORDS})
    log.error(f"Ignoring exception in '{WORDS}'")
    log.error("Unclosed client session\nclient_session: %r" % WORDS)  # noqa: UP031  (as a library may write it)
    told = written.getvalue()
    assert "We are being rate limited. ... ... responded with 429. Retrying in 1.5 seconds. at=test_logs.py:" in told
    assert "... failed at 100% at=" in told
    assert "Ignoring exception in at=" in told
    assert "Unclosed client session at=" in told
    assert "pain" not in told


async def test_the_event_loops_own_complaints_hold_no_words(written: io.StringIO) -> None:
    loop = asyncio.get_running_loop()

    async def fails() -> None:
        raise ValueError(WORDS)

    lost = asyncio.create_task(fails())
    await asyncio.wait({lost})
    del lost
    gc.collect()
    loop.call_soon(fail, WORDS)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert "Task exception was never retrieved at=" in written.getvalue()
    assert "Exception in callback fail at=" in written.getvalue()
    assert written.getvalue().count("builtins.ValueError") == 2
    assert "pain is" not in written.getvalue()


def test_a_warning_says_its_kind_and_place_alone(written: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"unclosed {WORDS}", ResourceWarning, stacklevel=1)
    assert "ResourceWarning" in written.getvalue()
    assert "pain" not in written.getvalue()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_nobody_can_catch_is_logged_without_its_text(written: io.StringIO) -> None:
    class Leaving:
        def __del__(self) -> None:
            fail(WORDS)

    hooks = sys.unraisablehook, threading.excepthook
    Leaving()
    gc.collect()
    thread = threading.Thread(target=fail, args=(WORDS,))
    thread.start()
    thread.join()
    assert hooks == (sys.unraisablehook, threading.excepthook)
    assert "action=lost" in written.getvalue()
    assert "action=thread_died" in written.getvalue()
    assert "pain is" not in written.getvalue()


@pytest.mark.parametrize("error", [UnknownZone(WORDS), NobodyBehind(WORDS)])
def test_of_our_errors_those_that_may_hold_words_keep_them_to_themselves(
    written: io.StringIO, error: Exception
) -> None:
    logging.getLogger("core").error("action=broken", exc_info=error)
    assert "core.errors" in written.getvalue()
    assert "pain" not in written.getvalue()


def test_a_key_is_taken_out_however_it_is_spelt(written: io.StringIO) -> None:
    key = bytes(range(190, 222))
    keep_out(key)
    spelt = (key.hex(), base64.b64encode(key).decode(), base64.urlsafe_b64encode(key).decode(), key, bytearray(key))
    for one in spelt:
        logging.getLogger("core").warning("read %s", one)
    for one in spelt:
        assert str(one) not in written.getvalue()
    assert written.getvalue().count("[left out]") == len(spelt)


def test_an_error_that_nobody_caught_is_logged_without_its_text(written: io.StringIO) -> None:
    error = KeyError(TELEGRAM)
    sys.excepthook(KeyError, error, None)
    assert_clean(written.getvalue())
    assert "action=crashed" in written.getvalue()
