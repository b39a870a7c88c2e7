"""The repository's files as git knows them; without git, what lies there outside hidden and made folders."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_MADE = {"__pycache__", "var", "build", "dist", "node_modules"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every tracked file that is there, sorted."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
        return tuple(sorted(path for name in names if name and (path := ROOT / name).is_file()))
    return tuple(sorted(path for path in ROOT.rglob("*") if path.is_file() and not _is_made(path.relative_to(ROOT))))


def python_files(*rooms: str) -> list[Path]:
    """The Python files of these top folders (all when none is named)."""
    found = (path for path in tracked() if path.suffix == ".py")
    return [path for path in found if not rooms or path.relative_to(ROOT).parts[0] in rooms]


def _is_made(path: Path) -> bool:
    return any(part in _MADE or part.startswith(".") or part.endswith(".egg-info") for part in path.parts[:-1])
