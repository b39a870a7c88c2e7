"""The check that every line comes from data/ must itself be able to say no."""

import pytest

from tests.bots.behaviour.origins import origins


@pytest.mark.parametrize(
    "line",
    [
        "KeyError: 'pain'",
        "Traceback (most recent call last):",
        "sqlite3.OperationalError: database is locked",
        "Pain: None of 10",
        "I will remind you Daily(times=(datetime.time(9, 0),)). Next: soon.",
        "Your reminder was created successfully.",
    ],
)
def test_what_no_file_says_is_a_stranger(line: str) -> None:
    assert origins().strangers(line, []) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Pain: 6 of 10",
        "I will remind you every day at 9:00 am. Next: Tuesday 3 March, 9:00 am.",
        "1. feed the cat: every weekday at 4:00 pm. Next: Monday 2 March, 4:00 pm.",
        "By the clock of London. Undo takes it away.",
        "Samaritans: call 116 123 (day and night, free).",
    ],
)
def test_what_the_files_say_is_known(line: str) -> None:
    assert origins().strangers(line, ["feed the cat"]) == []
