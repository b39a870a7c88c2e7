"""Sets up the logs: one line of text an event, no token in any of them, and no words out of foreign errors.

Nothing else in the house adds a handler.
"""

import logging
import sys
import time
import traceback
from collections.abc import Iterable
from types import TracebackType
from typing import Final, TextIO
from urllib.parse import quote

from core.errors import SpoonlightError

_QUIET: Final = ("httpx", "httpcore", "discord", "apscheduler", "aiohttp", "alembic", "asyncio", "tzlocal")
"""They say too much below WARNING; httpx writes the token with each request."""

_LEFT_OUT: Final = "[left out]"


def set_up_logs(secrets: Iterable[str] = (), *, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Sends log lines from `level` on to `stream` (standard error), without the secrets. A second call replaces it."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(PlainLines())
    handler.addFilter(Redaction(secrets))
    root = logging.getLogger()
    for old in [*root.handlers]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught


class Redaction(logging.Filter):
    """Takes the secrets out of a record before its handler writes it: out of message, arguments and traceback."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = _spellings(secrets)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._without(_message_of(record)), None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = self._without(_told(record.exc_info[1]))
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = self._without(record.exc_text)
        if record.stack_info:
            record.stack_info = self._without(record.stack_info)
        return True

    def _without(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _LEFT_OUT)
        return text


class PlainLines(logging.Formatter):
    """`2026-03-02T09:00:00Z INFO core.delivery.worker action=settle ...`; an `action` beside the text leads it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return time.strftime(datefmt or "%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))

    def formatMessage(self, record: logging.LogRecord) -> str:
        action = getattr(record, "action", None)
        if action is not None and not record.message.startswith("action="):
            record.message = f"action={action} {record.message}"
        record.message = record.message.replace("\r", " ").replace("\n", " | ")
        return super().formatMessage(record)


def _message_of(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return f"{record.msg} (its arguments do not fit)"


def _told(error: BaseException) -> str:
    """Where it went wrong and what kind it was. The text of a foreign error may hold a member's words: left out."""
    lines: list[str] = []
    seen: set[int] = set()
    _tell(error, lines, seen)
    return "".join(lines).rstrip("\n")


def _tell(error: BaseException, lines: list[str], seen: set[int]) -> None:
    if id(error) in seen:
        return
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        _tell(before, lines, seen)
        lines.append("which led to\n")
    for inner in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        _tell(inner, lines, seen)
        lines.append("which was part of\n")
    lines += traceback.format_tb(error.__traceback__)
    ours = isinstance(error, SpoonlightError)  # their texts are for operators, and hold no member's words
    lines.append(f"{type(error).__module__}.{type(error).__qualname__}{f': {error}' if ours else ''}\n")


def _spellings(secrets: Iterable[str]) -> tuple[str, ...]:
    """Each secret as it may be spelt: itself, as part of an address, and the half of a Telegram token that counts."""
    found: set[str] = set()
    for secret in secrets:
        for spelling in (secret, secret.partition(":")[2]):
            found |= {spelling, quote(spelling, safe="")}
    return tuple(sorted(filter(None, found), key=len, reverse=True))


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("spoonlight").critical("action=crashed", exc_info=(kind, error, trace))
