"""The sentences of the code: filled in, taking turns, in another language with English behind it."""

from pathlib import Path

import pytest

from core.errors import ContentError, WordMissing
from core.library.words import FieldMissing, Words, read_words


def words_of(folder: Path, **languages: str) -> Words:
    """Write one file `onboarding.yaml` a language, and read them all."""
    for language, text in languages.items():
        (folder / language).mkdir()
        (folder / language / "onboarding.yaml").write_text(text, encoding="utf-8")
    return read_words(folder, "data/words")


ENGLISH = """
welcome: "Hello, {name}."
turns: [One, Two, Three]
page:
  title: Start
  "yes": Yes please
"""


def test_a_sentence_is_found_by_its_file_and_key_and_its_fields_are_filled_in(tmp_path: Path) -> None:
    words = words_of(tmp_path, en=ENGLISH)
    assert words("onboarding.welcome", name="Ana") == "Hello, Ana."
    assert words("onboarding.page.title") == "Start"
    assert words("onboarding.page.yes") == "Yes please"


def test_wordings_take_turns_by_the_number_given_round_and_round(tmp_path: Path) -> None:
    words = words_of(tmp_path, en=ENGLISH)
    assert [words.pick("onboarding.turns", turn) for turn in range(5)] == ["One", "Two", "Three", "One", "Two"]
    assert words("onboarding.turns") == "One"


def test_braces_in_what_somebody_is_called_stay_as_they_are(tmp_path: Path) -> None:
    assert words_of(tmp_path, en=ENGLISH)("onboarding.welcome", name="{name}") == "Hello, {name}."


def test_a_sentence_that_is_not_there_is_named(tmp_path: Path) -> None:
    words = words_of(tmp_path, en=ENGLISH)
    assert "onboarding.farewell" not in words
    with pytest.raises(WordMissing, match=r"onboarding\.farewell"):
        words("onboarding.farewell")


def test_a_field_that_was_left_out_is_named(tmp_path: Path) -> None:
    with pytest.raises(FieldMissing, match="'name'") as caught:
        words_of(tmp_path, en=ENGLISH)("onboarding.welcome")
    assert isinstance(caught.value, WordMissing)


def test_another_language_has_english_behind_it(tmp_path: Path) -> None:
    words = words_of(tmp_path, en=ENGLISH, es='welcome: "Hola, {name}."')
    spanish = words.in_language("es-MX")
    assert spanish.language == "es"
    assert spanish("onboarding.welcome", name="Ana") == "Hola, Ana."
    assert spanish("onboarding.page.title") == "Start"
    assert words.in_language("fi")("onboarding.welcome", name="Ana") == "Hello, Ana."
    assert words.languages == ("en", "es")


@pytest.mark.parametrize(
    ("text", "where", "problem"),
    [
        ("welcome: Hello {name", "line 1, `welcome`", "A brace is opened or closed alone."),
        ("welcome: Hello {}", "line 1, `welcome`", "`{}` is not a plain field."),
        ("welcome: Hello {name.upper}", "line 1, `welcome`", "`{name.upper}` is not a plain field."),
        ("a: b\nwelcome:\n  - Hello\n  -\n", "line 4, `welcome`", "There is no sentence here."),
        ("a: b\nwelcome:\n", "line 2, `welcome`", "There is no sentence here."),
    ],
)
def test_a_broken_sentence_is_named_with_its_line(tmp_path: Path, text: str, where: str, problem: str) -> None:
    with pytest.raises(ContentError) as caught:
        words_of(tmp_path, en=text)
    assert (caught.value.file, caught.value.where) == ("data/words/en/onboarding.yaml", where)
    assert caught.value.problem == problem


@pytest.mark.parametrize(
    ("spanish", "problem"),
    [
        ("welcom: Hola", "English has no sentence `onboarding.welcom`."),
        ('welcome: "Hola, {nombre}"', "`{nombre}` is not a field of the English sentence."),
    ],
)
def test_a_translation_of_nothing_is_refused(tmp_path: Path, spanish: str, problem: str) -> None:
    with pytest.raises(ContentError) as caught:
        words_of(tmp_path, en=ENGLISH, es=spanish)
    assert caught.value.problem == problem
    assert caught.value.file == "data/words/es/onboarding.yaml"


def test_a_folder_without_sentences_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="It holds no sentences"):
        words_of(tmp_path)
