"""Scripts of what goes wrong: which call of which method, and how it fails.

A fault says what happens on the wire; the server acts it out. Nothing here touches the world.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class How(StrEnum):
    """What the bot sees of its request."""

    ANSWER_LOST = "answer lost"  # carried out, then the connection closes before the answer
    NEVER_TAKEN = "never taken"  # the connection closes before anything is carried out
    SILENCE = "silence"  # nothing is carried out and no answer ever comes
    ANSWER_SILENT = "answer silent"  # carried out, and no answer ever comes
    RESET = "reset"  # the connection is reset before anything is carried out
    REFUSED = "refused"  # an error answer
    GARBLED = "garbled"  # carried out, and the answer is not JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to fail."""

    how: How
    code: int = 0
    description: str = ""
    parameters: Json = field(default_factory=dict)


@dataclass(slots=True)
class _Script:
    method: str
    fault: Fault
    first: int
    last: float
    seen: int = 0


class FaultScript:
    """The faults that wait for their call; a script counts the calls of its method since it was written."""

    def __init__(self) -> None:
        self._scripts: list[_Script] = []

    def on(self, method: str, fault: Fault, *, nth: int = 1, times: float = 1) -> None:
        """Fail the n-th call from now on, and `times` calls in all. The method "*" means any but getUpdates."""
        self._scripts.append(_Script(method.lower(), fault, nth, nth + times - 1))

    def clear(self) -> None:
        self._scripts.clear()

    def strike(self, method: str) -> Fault | None:
        """The fault for this call, or None. Each call counts in each script that names its method."""
        hit = None
        for script in self._scripts:
            if script.method == method.lower() or (script.method == "*" and method.lower() != "getupdates"):
                script.seen += 1
                if script.first <= script.seen <= script.last:
                    hit = hit or script.fault
        return hit


def answer_lost() -> Fault:
    return Fault(how=How.ANSWER_LOST)


def never_taken() -> Fault:
    return Fault(how=How.NEVER_TAKEN)


def silence(*, carried_out: bool = False) -> Fault:
    return Fault(how=How.ANSWER_SILENT if carried_out else How.SILENCE)


def reset() -> Fault:
    return Fault(how=How.RESET)


def garbled() -> Fault:
    return Fault(how=How.GARBLED)


def too_many(retry_after: int) -> Fault:
    text = f"Too Many Requests: retry after {retry_after}"
    return Fault(how=How.REFUSED, code=429, description=text, parameters={"retry_after": retry_after})


def moved(to: int) -> Fault:
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return Fault(how=How.REFUSED, code=400, description=text, parameters={"migrate_to_chat_id": to})


def forbidden(text: str = "bot was blocked by the user") -> Fault:
    return Fault(how=How.REFUSED, code=403, description=f"Forbidden: {text}")


def bad_request(text: str) -> Fault:
    return Fault(how=How.REFUSED, code=400, description=f"Bad Request: {text}")


def server_error(code: int = 502, text: str = "Bad Gateway") -> Fault:
    return Fault(how=How.REFUSED, code=code, description=text)
