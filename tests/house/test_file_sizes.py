"""A file that grows over 300 lines asks for a second room; a function over 40 for a second function."""

import ast
from collections.abc import Iterator

from tests.house.tracked import ROOT, python_files

MOST_LINES, MOST_IN_A_FUNCTION = 300, 40
MIGRATIONS = "core/storage/migrations/versions"
WRITTEN_BY_MAKE = "core/library/asked_words.py"

A_TABLE_OF_ROUTES = "one declaration, read from top to bottom like a table"
LONGER_FUNCTIONS = {
    "core/features/reminders/feature.py:reminders": A_TABLE_OF_ROUTES,
    "core/scheduling/phrases/reading.py:_take": "one match, a case for each tag of the grammar",
}
"""What may be longer, and why."""


def test_no_python_file_is_longer_than_three_hundred_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files()
        if (lines := path.read_text().count("\n")) > MOST_LINES
        and not str(path.relative_to(ROOT)).startswith((MIGRATIONS, WRITTEN_BY_MAKE))
    }
    assert long == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = {where: lines for where, lines in _functions() if lines > MOST_IN_A_FUNCTION}
    assert {where: lines for where, lines in long.items() if where not in LONGER_FUNCTIONS} == {}
    assert [where for where in LONGER_FUNCTIONS if where not in long] == [], "these became short again"


def _functions() -> Iterator[tuple[str, int]]:
    for path in python_files("core", "bots", "tests"):
        name = str(path.relative_to(ROOT))
        if name.startswith(MIGRATIONS):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                yield f"{name}:{node.name}", node.end_lineno - node.lineno + 1
