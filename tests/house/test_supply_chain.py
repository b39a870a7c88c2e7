"""What is installed is what was locked, each direct dependency has its reason, and an audit never says too much."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.house.audit import audit, main, verdict
from tests.house.tracked import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-audit.lock")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
PINNED = re.compile(r"([a-z0-9][a-z0-9._-]*)==([^\s;]+)(?: ; .+)?")
STUBS = "types-"


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[._-]+", "-", found.group()).lower()


def runtime() -> set[str]:
    return {name_of(one) for one in project()["project"]["dependencies"]}


def grouped(group: str) -> set[str]:
    return {name_of(one) for one in project()["dependency-groups"][group]}


def locked(lock: str) -> dict[str, str]:
    """The version of each package in a lock, by its name; every line is looked at."""
    versions = {}
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        pin, *hashes = re.split(r"\s+(?=--hash)", line.strip())
        found = PINNED.fullmatch(pin.strip())
        assert found, f"{lock}: {line[:60]!r} is no pin, or names another place to install from"
        assert hashes, f"{lock}: {pin} has no hash"
        assert all(HASH.fullmatch(one.strip()) for one in hashes), f"{lock}: {pin}"
        versions[name_of(found.group(1))] = found.group(2)
    return versions


def documented() -> tuple[set[str], str]:
    """The names in the table of architecture.md, and the paragraph about development."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    _, _, part = page.partition("## Why each dependency is here")
    rows = re.findall(r"^\| ([^|]+?)(?: \([^)]*\))? \| ([^|]+) \|$", part, re.MULTILINE)
    return {name_of(name) for name, why in rows[1:] if len(why.split()) > 2}, part.partition("For development only:")[2]


def test_each_dependency_has_its_reason_in_a_line_and_each_line_its_dependency() -> None:
    assert documented()[0] == runtime() | grouped("build")


def test_each_tool_of_the_developers_is_named_beside_its_use() -> None:
    tools = {one for one in grouped("dev") | grouped("audit") if not one.startswith(STUBS)}
    named = {name_of(word) for word in re.findall(r"[\w.-]+", documented()[1])}
    assert tools - named == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_one_version_with_its_hashes(lock: str) -> None:
    assert locked(lock)


def test_the_locks_hold_what_the_project_names_and_agree_with_each_other() -> None:
    needed, tested = locked(LOCKS[0]), locked(LOCKS[1])
    assert runtime() | grouped("build") <= needed.keys()
    assert grouped("dev") <= tested.keys()
    assert grouped("audit") <= locked(LOCKS[2]).keys()
    assert needed.items() <= tested.items()
    assert not grouped("audit") & tested.keys()


def test_every_install_asks_for_hashes_and_takes_no_source() -> None:
    recipes = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    installs = [line for line in recipes.splitlines() if " install " in line]
    assert len(installs) >= 4
    for line in installs:
        of_the_checkout = "--no-deps --no-build-isolation --editable ." in line
        assert of_the_checkout or all(flag in line for flag in ("--require-hashes", "--only-binary :all:", "--no-deps"))


def test_what_ci_runs_is_what_everybody_runs() -> None:
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().splitlines()[-1] == "make test"


def entry(name: str, *holes: str) -> dict[str, object]:
    return {"name": name, "version": "1.0", "vulns": [{"id": hole, "fix_versions": ["1.1"]} for hole in holes]}


UNKNOWN: dict[str, object] = {"name": "shy", "skip_reason": "Dependency not found and could not be audited"}


@pytest.mark.parametrize(
    ("looked_up", "code", "says"),
    [
        ([entry("a"), entry("b")], 0, "2 packages audited, 0 known holes."),
        ([entry("a", "X-1"), entry("b")], 1, "a 1.0: X-1, mended in 1.1"),
        ([entry("a"), UNKNOWN], 0, "Not in the database, so not audited: shy."),
        ([UNKNOWN, UNKNOWN], 0, "knows none of the 2 packages, so nothing was audited."),
        ([], 0, "nothing was audited"),
    ],
)
def test_an_audit_says_what_it_saw_and_what_it_did_not(looked_up: list[object], code: int, says: str) -> None:
    found = verdict(json.dumps({"dependencies": looked_up, "fixes": []}), "")
    assert found.code == code
    assert says in "\n".join(found.says)


@pytest.mark.parametrize(
    ("errors", "code"),
    [
        (
            "ERROR:pip_audit._cli:Could not connect to the feed\nERROR: Tip: your network may be blocking",
            0,
        ),
        ("requests.exceptions.ConnectionError: Max retries exceeded", 0),
        ("ERROR:pip_audit._cli:requirement tzlocal==5.4.5 does not contain a hash", 1),
        ("", 1),
    ],
)
def test_no_database_is_said_and_a_broken_audit_is_a_fault(errors: str, code: int) -> None:
    found = verdict("", errors)
    assert found.code == code
    assert "nothing was audited" in found.says[0]


def test_without_pip_audit_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none"), "requirements.lock"]) == 0
    assert "cannot be installed here" in capsys.readouterr().out


def test_the_audit_is_given_the_lock_and_its_answer_is_read(tmp_path: Path) -> None:
    tool = tmp_path / "pip-audit"
    report = json.dumps({"dependencies": [entry("a", "X-1")]})
    tool.write_text(f"#!/bin/sh\necho \"$@\" > '{tmp_path}/given'\necho '{report}'\nexit 1\n", encoding="utf-8")
    tool.chmod(0o755)
    assert audit(tool, Path("a.lock")).code == 1
    given = (tmp_path / "given").read_text(encoding="utf-8")
    assert "-r a.lock" in given
    assert "--require-hashes" in given
