"""Reads an export back. What is in it comes from people and may be anything: it becomes sections, or one clear refusal.

Whether a record is a good one is for the feature that owns its kind.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Never

from core.errors import SpoonlightError
from core.ports import Record

FORMAT: Final = "spoonlight-export"
VERSION: Final = 1
MOST_BYTES: Final = 5_000_000
MOST_RECORDS: Final = 20_000

_MOST_BRACKETS: Final = 250_000
_DEEPEST: Final = 6
_LONGEST_TEXT: Final = 20_000
_LARGEST: Final = 2**53


class NotReadable(SpoonlightError):
    """A file that cannot be brought in. `key` is the last part of the sentence's key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the file is refused: {key}")
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The sections of a file. `broken` counts, for each, what has no shape that any record could have."""

    sections: Mapping[str, Sequence[Record]]
    broken: Mapping[str, int]


def read_export(content: bytes) -> Exported:
    """Raises NotReadable. It takes well under a second for anything of MOST_BYTES; call it beside the loop."""
    if len(content) > MOST_BYTES:
        raise NotReadable("file_too_big")
    if content.count(b"{") + content.count(b"[") > _MOST_BRACKETS:
        raise NotReadable("file_too_much")
    whole = _parsed(content)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise NotReadable("file_not_ours")
    version, sections = whole.get("version"), whole.get("sections")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1 or not isinstance(sections, dict):
        raise NotReadable("file_not_ours")
    if version > VERSION:
        raise NotReadable("file_newer")
    lists = {name: records for name, records in sections.items() if isinstance(records, list)}
    if sum(map(len, lists.values())) > MOST_RECORDS:
        raise NotReadable("file_too_much")
    good = {name: [one for one in records if _is_record(one)] for name, records in lists.items()}
    broken = {name: len(records) - len(good[name]) for name, records in lists.items()}
    return Exported(sections=good, broken=broken | {name: 1 for name in sections if name not in lists})


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):  # of letters, of JSON, of a number with too many digits; of nesting
        raise NotReadable("file_not_json") from None  # the texts of these errors hold what was written


def _no_number(_: str) -> Never:
    raise ValueError("no JSON")


def _is_record(value: object) -> bool:
    return isinstance(value, dict) and _is_plain(value, 0)


def _is_plain(value: object, depth: int) -> bool:
    """Whether it can be kept as it is: nothing too deep, too long, too large, and no half characters."""
    match value:
        case None | bool():
            return True
        case int():
            return abs(value) <= _LARGEST
        case float():
            return math.isfinite(value)
        case str():
            return len(value) <= _LONGEST_TEXT and _is_whole(value)
        case list():
            return depth < _DEEPEST and all(_is_plain(one, depth + 1) for one in value)
        case dict():
            return depth < _DEEPEST and all(_is_whole(k) and _is_plain(v, depth + 1) for k, v in value.items())
        case _:
            return False


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text
