"""The answers of one check-in as one sealed value: a small sheet. It opens and closes sheets, and knows no database.

A sheet is JSON, [[measure, value, answered_at], ...] in the order in which they were first answered; null for a skipped
one; microseconds since 1970 (UTC). It is filled up with blanks to a round length: how long it is does not tell what
was answered.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from core.model.checkin import Answer
from core.storage.seal import Seal

_SHEET: Final = "checkins.answers"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_ROUND: Final = 64


def close_sheet(seal: Seal, checkin_id: int, answers: Iterable[Answer], *, at: datetime = _EPOCH) -> str | None:
    """Seals what was answered, None where nothing was. `at`: for answers that name no moment of their own."""
    told = [[one.measure, one.value, ((one.answered_at or at) - _EPOCH) // _TICK] for one in answers]
    if not told:
        return None
    sheet = json.dumps(told, separators=(",", ":"))
    return seal.close(_SHEET, checkin_id, sheet.ljust(-(-len(sheet) // _ROUND) * _ROUND))


def open_sheet(seal: Seal, checkin_id: int, sealed: str) -> tuple[Answer, ...]:
    """What `close_sheet` sealed for this very check-in. Raises SealBroken for anything else."""
    return tuple(
        Answer(measure=measure, value=value, answered_at=_EPOCH + timedelta(microseconds=at))
        for measure, value, at in json.loads(seal.open(_SHEET, checkin_id, sealed))
    )
