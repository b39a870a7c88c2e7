"""The logs: no token in any line, no words out of foreign errors, one line an event."""

import io
import logging
import sys
from collections.abc import Iterator

import pytest

from bots.logs import set_up_logs
from core.errors import TokenRevoked

TELEGRAM = "123456:AAcanary-token_of-telegram-0123456789"
DISCORD = "canary.discord.token-0123456789"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What was logged; afterwards the logging is as it was."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = [*root.handlers], root.level
    stream = io.StringIO()
    set_up_logs((TELEGRAM, DISCORD), stream=stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)


def assert_clean(text: str) -> None:
    for canary in (TELEGRAM, TELEGRAM.partition(":")[2], TELEGRAM.replace(":", "%3A"), DISCORD):
        assert canary not in text


def test_a_token_is_taken_out_of_messages_and_arguments(written: io.StringIO) -> None:
    log = logging.getLogger("a.library")
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
    logging.getLogger("a.library").warning("%d and %d", "one")
    assert "its arguments do not fit" in written.getvalue()


def test_libraries_that_write_addresses_are_quiet_below_warning(written: io.StringIO) -> None:
    for name in ("httpx", "httpcore.http11", "discord.gateway", "apscheduler.executors.default"):
        logging.getLogger(name).info("too much")
    assert written.getvalue() == ""


def test_an_error_that_nobody_caught_is_logged_without_its_text(written: io.StringIO) -> None:
    error = KeyError(TELEGRAM)
    sys.excepthook(KeyError, error, None)
    assert_clean(written.getvalue())
    assert "action=crashed" in written.getvalue()
