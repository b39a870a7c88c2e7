"""Nothing that is tracked names a package registry's host, a path of somebody's machine, or holds a token."""

import re

import pytest

from tests.house.tracked import ROOT, tracked

LEAKS = {
    "a package registry's host": re.compile(
        r"(?<![\w.])(?:pypi\.org|files\.pythonhosted\.org|(?:test\.)?pypi\.python\.org|registry\.npmjs\.org)|"
        r"--(?:extra-)?index-url|(?:artifactory|nexus|devpi)[\w.-]*\.[a-z]{2,}"
    ),
    "a path of this machine": re.compile(r"(?<![\w.:/-])/(?:home|Users|root|work|tmp/w)/[\w.-]+|[A-Z]:\\\\Users\\\\"),
    "a Telegram token": re.compile(r"(?<!\d)\d{8,12}:[A-Za-z0-9_-]{34,}"),
    "a Discord token": re.compile(r"\b[MNO][A-Za-z\d_-]{23,27}\.[A-Za-z\d_-]{6}\.[A-Za-z\d_-]{27,40}\b"),
    "another service's key": re.compile(
        r"\bgh[pousr]_[A-Za-z0-9]{30,}|\bAKIA[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bxox[abp]-[\w-]{20,}"
    ),
}
HERE = "tests/house/test_no_leaks_in_repo.py"  # it holds the patterns themselves
MADE_UP = ("stand-in", "example", "made up", "made-up", "not a real", "fake")
"""A line that holds one of these shows that what looks like a token is none."""


@pytest.mark.parametrize("leak", LEAKS)
def test_no_tracked_file_holds(leak: str) -> None:
    found = []
    for path in tracked():
        name = str(path.relative_to(ROOT))
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if name == HERE:
            continue
        found += [
            f"{name}:{number}"
            for number, line in enumerate(text.splitlines(), start=1)
            if LEAKS[leak].search(line) and not any(word in line.lower() for word in MADE_UP)
        ]
    assert found == []


def test_the_lock_names_no_index_and_every_package_has_a_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    packages = [line for line in lock.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    assert packages
    assert lock.count("--hash=sha256:") >= len(packages)
    assert "://" not in lock
