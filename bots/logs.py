"""Sets up the logs: one line of text an event, no token or key in any of them, and no words out of foreign errors.

Libraries are heard from WARNING on, at whatever level the logs stand, and then by their own fixed words alone: what
they fill in (an address with a token, a query with its values, a task with its error) may be a member's.
Nothing else in the house adds a handler.
"""

import logging
import re
import sys
import threading
import time
import traceback
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Final, TextIO
from urllib.parse import quote

from core.errors import ContentError, SettingsError, StoredUnreadable, TransportError, WordMissing

_OURS: Final = frozenset({"bots", "core", "spoonlight"})

_FOR_OPERATORS: Final = (ContentError, SettingsError, StoredUnreadable, TransportError, WordMissing)
"""Our errors whose texts are written for operators; the text of any other may hold a member's words."""

_NUMBERED: Final = re.compile(r"%(?:\(\w+\))?[#0\- +]*(?:\d+)?(?:\.\d+)?([a-zA-Z%])")
_FIXED_WORDS: Final = re.compile(r"[^'\"<({\[=\n]*")

_NO_COUNT: Final = 100_000
"""From here on a number is rather somebody's id."""

_LEFT_OUT: Final = "[left out]"

Secret = str | bytes


def set_up_logs(secrets: Iterable[Secret] = (), *, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Sends log lines from `level` on to `stream` (standard error), without the secrets. A second call replaces it."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(PlainLines())
    handler.addFilter(Reserve())
    handler.addFilter(Redaction(secrets))
    root = logging.getLogger()
    for old in [*root.handlers]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a line that cannot be written is not written to standard error with its words
    sys.excepthook = _log_uncaught
    sys.unraisablehook = _log_unraisable
    threading.excepthook = _log_of_thread


def keep_out(*secrets: Secret) -> None:
    """More secrets, such as a key that was read after the logs were set up."""
    for handler in logging.getLogger().handlers:
        for held in handler.filters:
            if isinstance(held, Redaction):
                held.add(secrets)


class Reserve(logging.Filter):
    """Lets our own records through as they are, and of a library's only what it says to everybody."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.partition(".")[0] in _OURS:
            return True
        if record.levelno < logging.WARNING:
            return False
        record.msg, record.args = _fixed_words(record), None
        record.stack_info = None
        return True


class Redaction(logging.Filter):
    """Takes the secrets out of a record before its handler writes it: out of message, arguments and traceback."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        super().__init__()
        self._secrets: tuple[str, ...] = ()
        self.add(secrets)

    def add(self, secrets: Iterable[Secret]) -> None:
        """Longer ones go first: a part of one may be another."""
        self._secrets = tuple(sorted({*self._secrets, *_spellings(secrets)}, key=len, reverse=True))

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self._without(_message_of(record)), None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = self._without(_told(record.exc_info[1]))
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = _LEFT_OUT  # somebody else told it, with its words
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
    except Exception:
        return f"{record.msg} (its arguments do not fit)"


def _fixed_words(record: logging.LogRecord) -> str:
    """The library's own wording and where it stands: numbers are filled in, and nothing else."""
    template = str(record.msg)
    if record.name == "py.warnings":
        said = ": ".join(_message_of(record).split(": ")[:2])
    elif record.args:
        given = iter(record.args if isinstance(record.args, tuple) else ())
        said = _NUMBERED.sub(lambda mark: _number(mark, given), template)
    else:
        # It may have been put together out of anything: what stands before the first thing that was put in.
        said = _FIXED_WORDS.match(template)[0].strip()  # type: ignore[index]  # it matches nothing, too
    return f"{said} at={record.filename}:{record.lineno}"


def _number(mark: re.Match[str], given: Iterator[object]) -> str:
    if mark[1] == "%":
        return "%"
    value = next(given, None)
    counted = isinstance(value, int | float) and abs(value) < _NO_COUNT
    return f"{value:g}" if counted else "..."


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
    known = isinstance(error, _FOR_OPERATORS)
    lines.append(f"{type(error).__module__}.{type(error).__qualname__}{f': {error}' if known else ''}\n")


def _spellings(secrets: Iterable[Secret]) -> Iterator[str]:
    """Each secret as it may be spelt: itself, as part of an address, and the half of a Telegram token that counts."""
    for secret in secrets:
        for spelling in _of_bytes(secret) if isinstance(secret, bytes) else (secret, secret.partition(":")[2]):
            if spelling:
                yield from (spelling, quote(spelling, safe=""))


def _of_bytes(key: bytes) -> tuple[str, ...]:
    """A key as text: in hex, in both kinds of base64, and as Python shows it."""
    if not key:
        return ()
    encoded = (b64encode(key).decode(), urlsafe_b64encode(key).decode())
    return (key.hex(), *encoded, *(one.rstrip("=") for one in encoded), repr(key)[2:-1], repr(bytearray(key))[12:-2])


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("spoonlight").critical("action=crashed", exc_info=(kind, error, trace))


def _log_unraisable(lost: "sys.UnraisableHookArgs") -> None:
    """An error that nobody can catch, such as one in a destructor."""
    _log_lost("lost", lost.exc_value)


def _log_of_thread(died: threading.ExceptHookArgs) -> None:
    _log_lost("thread_died", died.exc_value)


def _log_lost(action: str, error: BaseException | None) -> None:
    told = (type(error), error, error.__traceback__) if error is not None else None
    logging.getLogger("spoonlight").error("action=%s", action, exc_info=told)
