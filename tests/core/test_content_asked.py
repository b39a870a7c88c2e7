"""A sentence that the code asks for and that is not there stops the start, not a member's evening."""

import shutil
import time
from pathlib import Path

import pytest

from core.errors import ContentError
from core.library.content import find_problems, load_content
from core.library.words import find_lost, read_words

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real content, to be damaged."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def damage(folder: Path, old: str, new: str) -> ContentError:
    path = folder / "words" / "en" / "times.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_content(folder)
    assert caught.value.file == "data/words/en/times.yaml"
    return caught.value


def test_a_missing_file_of_sentences_stops_the_start(folder: Path) -> None:
    (folder / "words" / "en" / "groups.yaml").unlink()
    with pytest.raises(ContentError, match="It is not there") as caught:
        load_content(folder)
    assert caught.value.file == "data/words/en/groups.yaml"


def test_a_renamed_key_is_named_with_its_new_name(folder: Path) -> None:
    error = damage(folder, "\nweekly:", "\nweekli:")
    assert error.where.endswith("`weekli`")
    assert error.problem == "The code asks for `weekly`, and it is not there."
    assert error.mend == "Call `weekli` `weekly` again."


def test_a_missing_key_is_named_with_the_line_to_put_back(folder: Path) -> None:
    error = damage(folder, "\nweekly:", "\n# weekly:")
    assert error.problem == "The code asks for `weekly`, and it is not there."
    assert error.mend == "Put the line back: `weekly: ...`."


def test_a_wrong_field_is_named_with_the_right_one(folder: Path) -> None:
    error = damage(folder, 'weekly: "', 'weekly: "{dsys} ')
    assert error.where.endswith("`weekly`")
    assert error.problem == "`{dsys}` is not a field of this sentence."
    assert error.mend == "Did you mean `days`?"


def test_a_field_where_none_is_given_is_to_be_taken_out(folder: Path) -> None:
    error = damage(folder, 'am: "am"', 'am: "am {hour}"')
    assert error.problem == "`{hour}` is not a field of this sentence."
    assert error.mend == "Take it out: this sentence has no fields."


def test_each_damaged_file_is_told_at_once(folder: Path) -> None:
    (folder / "words" / "en" / "groups.yaml").unlink()
    (folder / "words" / "en" / "safety.yaml").write_text('nothing: "Here"\n', encoding="utf-8")
    assert [problem.file for problem in find_problems(folder)] == [
        "data/words/en/groups.yaml",
        "data/words/en/safety.yaml",
    ]


def test_a_sentence_may_leave_a_field_out_and_a_file_may_hold_more(folder: Path) -> None:
    path = folder / "words" / "en" / "times.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("\nweekly:") + 1
    line = text[start : text.index("\n", start)]
    path.write_text(text.replace(line, 'weekly: "Each week"\nmore: "More"'), encoding="utf-8")
    assert find_problems(folder) == ()


def test_the_check_costs_a_start_next_to_nothing() -> None:
    words = read_words(DATA / "words", "data/words")
    took = []
    for _ in range(5):
        before = time.perf_counter()
        assert find_lost(words, DATA / "words", "data/words") == []
        took.append(time.perf_counter() - before)
    assert min(took) < 0.02  # about 1 ms; the room is for a slow machine
