"""A broken content file stops the start with the file, the place and the way to mend it, in plain words."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import ContentError
from core.library.content import find_problems, load_content

DATA = Path(__file__).parents[2] / "data"
SNIPPET = """---
id: a-snippet
title: Is this a snippet?
topic: basics
also_asked:
  - is it one
  - one of those
  - a snippet then
  - snipet
  - what is a snippet
  - tell me if it is
source:
  name: NHS
claims: [F1]
reviewed_on: 2026-11-22
---
Yes, it is.

## More
It says a little more here.
"""

QUESTIONS = """\
ideas:
  - {id: what-next, text: What happens next?, snippet: a-snippet, claims: [F103]}
"""

Edit = Callable[[str, str, str], ContentError]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with one snippet and the real other files."""
    folder = tmp_path / "data"
    (folder / "library" / "en").mkdir(parents=True)
    files = ("checkins.yaml", "consents.yaml", "selfcare.yaml", "smalltalk.yaml", "helplines.yaml")
    for file in (*files, "library/topics.yaml"):
        shutil.copy(DATA / file, folder / file)
    shutil.copytree(DATA / "words", folder / "words")
    (folder / "library" / "en" / "a-snippet.md").write_text(SNIPPET, encoding="utf-8")
    (folder / "questions.yaml").write_text(QUESTIONS, encoding="utf-8")
    return folder


@pytest.fixture
def broken(folder: Path) -> Edit:
    """Change one place of one file, and return what stops the start."""

    def edit(file: str, old: str, new: str) -> ContentError:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            load_content(folder)
        assert caught.value.file == f"data/{file}"
        assert caught.value.mend
        assert not any(word in str(caught.value) for word in ("pydantic", "validation", "Input", "str_", "NoneType"))
        return caught.value

    return edit


PAGE = "library/en/a-snippet.md"


def test_a_whole_folder_loads_without_complaint(folder: Path) -> None:
    assert load_content(folder).snippets["a-snippet"].more == "It says a little more here."
    assert find_problems(folder) == ()


@pytest.mark.parametrize(
    ("old", "new", "where", "problem", "mend"),
    [
        ("topic: basics", "topic: basic", "line 4, `topic`", "`basic` is not a topic", "Did you mean `basics`?"),
        ("title: Is this", "titel: Is this", "`title`", "`title` is missing", "Add a line `title: ...`"),
        ("claims: [F1]", "clams: [F1]", "line 14, `clams`", "not a key that belongs here", "Did you mean `claims`?"),
        ("  - tell me if it is\n", "", "line 5, `also_asked`", "it has 5 and needs 6 or more", "Add some."),
        ("  - snipet\n", "  - One of those!\n", "line 9, `also_asked`", "is there already", "another way of asking"),
        ("id: a-snippet", "id: a-snipet", "line 2, `id`", "is not the file's name", "Write `id: a-snippet`"),
        ("id: a-snippet", "id: A Snippet", "line 2, `id`", "cannot be an id", "small letters"),
        ("2026-11-22", "2026-13-22", "line 15, `reviewed_on`", "a day that exists", "2026-11-22"),
        ("[F1]", "[G1]", "line 14, `claims`", "`G1` is not a fact's number", "such as A12"),
        ("  name: NHS", "  nme: NHS", "line 12, `source.name`", "`name` is missing", "Add a line"),
        ("  name: NHS", "  name: NHS\n  date: May", "line 14, `source.date`", "`May` is not a date", "or a year"),
        ("  name: NHS", "  name: NHS\n  url: nhs.uk", "line 14, `source.url`", "not a web address", "https://"),
        ("title: Is this", "title: Is: this", "line 3", "there is a colon", "double quotes"),
        ("title: Is this a snippet?", 'title: "Is this', "line", "a quote is opened", "closing quote"),
        ("title: Is", "\ttitle: Is", "line 3", "tab", "spaces"),
        ("claims: [F1]", "topic: basics", "line 14", "the key `topic` is there twice", "Keep one"),
        ("---\nid:", "id:", "line 1", "does not open with a `---` line", "Put `---` alone"),
        ("---\nYes", "Yes", "line 1", "is never closed", "Put `---` alone"),
        ("Yes, it is.", "", "line", "there is no text", "Write the answer"),
        ("Yes, it is.", "word " * 61, "line 17", "the text has 61 words; 60 fit", "fewer words"),
        ("It says", "word " * 120 + "says", "line 19", "under `## More` has 125 words; 120 fit", "fewer words"),
        ("It says a little more here.\n", "", "line 19", "there is nothing under `## More`", "delete the heading"),
        ("## More", "## Further", "line 17", "there is a heading in the text", "Only `## More`"),
    ],
)
def test_a_broken_snippet_is_named_with_its_place_and_the_way_to_mend_it(
    broken: Edit, old: str, new: str, where: str, problem: str, mend: str
) -> None:
    error = broken(PAGE, old, new)
    assert where in error.where
    assert problem.lower() in error.problem.lower()
    assert mend in error.mend


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "problem"),
    [
        ("checkins.yaml", "        to: 3", "        to: 4", "`questions.pain.follow_ups.from`", "go on where"),
        ("checkins.yaml", "        to: 10", "        to: 9", "`questions.pain.follow_ups.to`", "No band holds 10"),
        ("checkins.yaml", "        to: 10", "        to: 11", "`questions.pain.follow_ups.to`", "11 is too high"),
        ("checkins.yaml", "        to: 10", "        to: ten", "`questions.pain.follow_ups.to`", "a whole number"),
        (
            "checkins.yaml",
            "tiredness, sleep",
            "tired, sleep",
            "`questionnaires.daily.questions`",
            "no question `tired`",
        ),
        (
            "checkins.yaml",
            "opens: people",
            "opens: person",
            "`questions.mood.follow_ups.doors.opens`",
            "not known here",
        ),
        ("questions.yaml", "What happens", f"{'What ' * 20}happens", "`ideas.text`", "100 fit"),
        ("selfcare.yaml", "kind: pacing", "kind: paceing", "`reminders.kind`", "`paceing` is not a kind"),
        ("selfcare.yaml", '"10:00"', '"10am"', "`reminders.suggested_time`", "`10am` is not a time of day"),
        ("selfcare.yaml", "Do half, then pause", "Do half of it and then take a pause", "`reminders.title`", "28 fit"),
        ("selfcare.yaml", "id: pacing-pick-three", "id: pacing-half", "`reminders.id`", "is there twice"),
        ("selfcare.yaml", "    text: Whatever", f"    text: {'word ' * 41}Whatever", "`reminders.text`", "40 fit"),
        ("smalltalk.yaml", "tanks,", "hello,", "`remarks.said`", "under `greeting` already"),
        ("helplines.yaml", "    verified_on: 2026-11-22\n", "", "`lines.us-988`", "when it was checked"),
        ("helplines.yaml", "lines: [us-988,", "lines: [us-989,", "`countries.US.lines`", "no line `us-989`"),
        ("helplines.yaml", "your local emergency number", "call 111", "`anywhere.emergency`", "no country"),
        ("helplines.yaml", "  US: {", "  Us: {", "`countries.Us`", "not a country's code"),
        ("library/topics.yaml", "- id: basics", "- id: urgent", "`id`", "is there twice"),
        ("library/topics.yaml", "  blurb:", "  blurp:", "`blurb`", "`blurb` is missing"),
    ],
)
def test_every_other_file_is_named_in_the_same_way(
    broken: Edit, file: str, old: str, new: str, where: str, problem: str
) -> None:
    error = broken(file, old, new)
    assert error.where.startswith("line ")
    assert where in error.where
    assert problem in error.problem


def test_a_door_to_a_topic_that_is_not_there_is_named(broken: Edit) -> None:
    error = broken("smalltalk.yaml", "topic: flares", "topic: flare")
    assert error.where == 'the door "Read about flares"'
    assert error.mend == "Did you mean `flares`?"


def test_an_idea_without_its_page_or_too_long_for_a_line_is_named(broken: Edit) -> None:
    error = broken("questions.yaml", "snippet: a-snippet", "snippet: a-snipet")
    assert error.where == "the idea `what-next`"
    assert error.mend == "Did you mean `a-snippet`?"


def test_a_missing_file_a_list_on_top_and_odd_letters_are_said_plainly(folder: Path) -> None:
    (folder / "checkins.yaml").unlink()
    (folder / "selfcare.yaml").write_text("- water\n", encoding="utf-8")
    (folder / "smalltalk.yaml").write_bytes(b"remarks:\n  - id: caf\xe9\n")
    (folder / "helplines.yaml").write_text("lines: \x07\n", encoding="utf-8")
    said = [str(problem) for problem in find_problems(folder)]
    assert [line.split(":")[0] for line in said] == [
        "data/checkins.yaml, the whole file",
        "data/selfcare.yaml, line 1",
        "data/smalltalk.yaml, line 2",
        "data/helplines.yaml, the whole file",
    ]
    assert "It is not there" in said[0]
    assert "UTF-8" in said[2]


def test_an_empty_library_is_not_a_library(folder: Path) -> None:
    (folder / PAGE).unlink()
    with pytest.raises(ContentError, match="It holds no snippets") as caught:
        load_content(folder)
    assert caught.value.file == "data/library/en"


def test_all_broken_files_are_told_at_once_to_whoever_edits_them(folder: Path) -> None:
    for file in ("selfcare.yaml", "smalltalk.yaml", PAGE):
        (folder / file).write_text("nothing: here\n", encoding="utf-8")
    assert [problem.file for problem in find_problems(folder)] == [
        "data/selfcare.yaml",
        "data/smalltalk.yaml",
        f"data/{PAGE}",
    ]
