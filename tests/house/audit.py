"""What `make audit` runs: pip-audit over a lock. A package that the database does not know counts as not looked at.

Exit code 1 is for a known hole or an audit that went wrong; where no database can be reached it says so and gives 0.
"""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_UNREACHED: Final = re.compile(
    r"could not connect|connection ?error|timed? ?out|name ?resolution|failed to resolve|max retries|may be blocking",
    re.IGNORECASE,
)
_SECONDS: Final = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What to say, and the exit code."""

    says: tuple[str, ...]
    code: int


def verdict(report: str, errors: str) -> Verdict:
    """Of what pip-audit wrote: its report in JSON, and its errors."""
    try:
        looked_up: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        if _UNREACHED.search(errors):
            return Verdict(
                says=("No database of known holes can be reached from here, so nothing was audited.",), code=0
            )
        last = (errors.strip() or "it said nothing").splitlines()[-1]
        return Verdict(says=(f"pip-audit failed, so nothing was audited: {last}",), code=1)
    known = [one for one in looked_up if "skip_reason" not in one]
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for one in known
        for hole in one["vulns"]
    ]
    if not known:
        text = f"The database within reach knows none of the {len(looked_up)} packages, so nothing was audited."
        return Verdict(says=(text,), code=0)
    unknown = sorted(one["name"] for one in looked_up if "skip_reason" in one)
    says = [*holes, f"{len(known)} packages audited, {len(holes)} known holes."]
    if unknown:
        says.append(f"Not in the database, so not audited: {', '.join(unknown)}.")
    return Verdict(says=tuple(says), code=1 if holes else 0)


def audit(tool: Path, lock: Path) -> Verdict:
    """Runs pip-audit, when it is there."""
    if not tool.exists():
        return Verdict(says=("pip-audit cannot be installed here, so nothing was audited.",), code=0)
    command = [
        str(tool),
        "-r",
        str(lock),
        "--require-hashes",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        return verdict("", "timed out")
    return verdict(done.stdout, done.stderr)


def main(arguments: Sequence[str]) -> int:
    tool, lock = arguments
    found = audit(Path(tool), Path(lock))
    print(*found.says, sep="\n")
    return found.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
