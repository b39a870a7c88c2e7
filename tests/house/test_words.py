"""Holds code and data/words together: what is asked for exists with its fields, and what exists is asked for."""

from functools import cache
from string import Formatter

from core.library.words import Words, read_words
from tests.house.asked_words import asked, named
from tests.house.tracked import ROOT

GIVEN_FOR_OTHER_LANGUAGES = {
    "times.clock": {"hour24"},  # 24-hour clocks
    "times.weekly": {"count"},
    "reminders.line_once": {"next"},
    "reminders.kept_once": {"next"},
    "resources.scheduled_once": {"next"},
    "resources.posted": {"count"},
    "acts.second_look_on": {"about"},  # one call for all acts
    "acts.second_look_off": {"about"},
    "insight.pattern_after_night_higher": {"cue"},  # one call for all patterns
    "insight.pattern_after_night_lower": {"cue"},
}
"""Fields that code gives although the English sentence does not use them."""


@cache
def words() -> Words:
    return read_words(ROOT / "data" / "words", "data/words")


def fields_of(key: str) -> set[str]:
    return {
        field for wording in words().wordings(key) for _, field, _, _ in Formatter().parse(wording) if field is not None
    }


def test_the_reader_finds_the_calls() -> None:
    assert len(asked()) > 100


def test_every_sentence_that_code_asks_for_is_there() -> None:
    lost = [(one.where, one.pattern.pattern) for one in asked() if not any(one.asks_for(key) for key in words())]
    assert lost == []


def test_every_sentence_is_given_the_fields_that_it_has_and_no_others() -> None:
    wrong = []
    for one in asked():
        for key in words():
            if one.fields is None or not one.asks_for(key) or _is_shared(one.pattern.pattern, one.fields):
                continue
            missing = fields_of(key) - one.fields
            idle = one.fields - fields_of(key) - GIVEN_FOR_OTHER_LANGUAGES.get(key, set())
            if key.startswith("acts."):
                idle -= {"about"}  # one call for all acts; some are done to nothing that has a name
            if missing or idle:
                wrong.append((one.where, key, sorted(missing), sorted(idle)))
    assert wrong == []


def test_every_sentence_is_asked_for_somewhere() -> None:
    idle = [key for key in words() if key not in named() and not any(one.asks_for(key) for one in asked())]
    assert idle == []


def test_no_sentence_stands_in_two_places_of_one_file() -> None:
    seen: dict[tuple[str, str], str] = {}
    doubles = []
    for key in words():
        for wording in words().wordings(key):
            place = (key.partition(".")[0], wording)
            if place in seen and len(wording.split()) > 4:
                doubles.append((seen[place], key))
            seen[place] = key
    assert doubles == []


def _is_shared(pattern: str, fields: frozenset[str]) -> bool:
    """A built key without fields of its own (`f"reminders.ask_{question}"`) also fits keys that others ask for."""
    return "([a-z0-9_]+)" in pattern and not fields
