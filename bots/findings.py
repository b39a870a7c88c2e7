"""What `spoonlight check` finds: values only."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """OK needs nothing; WARN works, but not all of it; FAIL must be mended."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line: how it stands, with what, and what to do."""

    verdict: Verdict
    part: str
    text: str
