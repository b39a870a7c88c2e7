"""The finder: the right snippet for words as people type them, and scores that can be compared."""

import pytest

from core.library.search import Band, Entry, Found, SnippetIndex, Thresholds, Vocabulary, band_of
from tests.core.listening_bench import fits, index, lines, listening, share

FEW = (
    Entry(
        id="pacing",
        title="What is pacing?",
        text="Pacing keeps activity even from day to day.",
        also_asked=("how do i spread out my energy",),
    ),
    Entry(
        id="fog",
        title="What is fibro fog?",
        text="Trouble with memory and attention.",
        also_asked=("cant find my words", "brain fog"),
    ),
    Entry(id="flare", title="What is a flare?", text="A spell when symptoms get worse."),
)
WORDS = Vocabulary(stop_words=frozenset({"what", "is", "a", "my", "how", "do", "i"}), same_as={"foggy": ("fog",)})
BANDS = Thresholds(scorer="lexical-1", straight=0.9, clear=0.6, lead=0.1, titles=0.3)


def found(*scores: float) -> list[Found]:
    return [Found(id=f"s{number}", score=score) for number, score in enumerate(scores)]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("what is pacing", "pacing"),
        ("PACING???", "pacing"),
        ("wat is paceing", "pacing"),
        ("brian fog", "fog"),
        ("foggy", "fog"),
        ("flares", "flare"),
    ],
)
def test_a_question_finds_its_snippet_in_spite_of_slips(question: str, wanted: str) -> None:
    assert SnippetIndex(FEW, WORDS).find(question)[0].id == wanted


def test_an_asked_line_typed_as_it_stands_earns_nearly_everything() -> None:
    best = SnippetIndex(FEW, WORDS).find("brain fog")[0]
    assert best.id == "fog"
    assert best.score > 0.9


def test_a_text_without_content_words_finds_nothing() -> None:
    few = SnippetIndex(FEW, WORDS)
    assert few.find("what is my") == []
    assert few.find("") == []
    assert few.find("🙂🙂🙂") == []


def test_words_about_something_else_lower_the_score() -> None:
    few = SnippetIndex(FEW, WORDS)
    assert few.find("fog over the airport runway in lisbon")[0].score < few.find("fog")[0].score


def test_scores_stay_between_nothing_and_one_and_come_best_first() -> None:
    hits = index().find("what is fibromyalgia and does it run in families", limit=20)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_the_same_question_gives_the_same_answer() -> None:
    assert index().find("is fibro autoimmune") == index().find("is fibro autoimmune")


def test_an_empty_library_finds_nothing() -> None:
    assert SnippetIndex([]).find("fog") == []


@pytest.mark.parametrize(
    ("scores", "band"),
    [
        ((0.95, 0.9), Band.STRAIGHT),
        ((0.95, 0.95), Band.TITLES),
        ((0.7, 0.5), Band.STRAIGHT),
        ((0.7, 0.65), Band.TITLES),
        ((0.7,), Band.STRAIGHT),
        ((0.4, 0.1), Band.TITLES),
        ((0.2,), Band.UNKNOWN),
        ((), Band.UNKNOWN),
    ],
)
def test_the_band_follows_from_the_score_and_the_lead(scores: tuple[float, ...], band: Band) -> None:
    assert band_of(found(*scores), BANDS) is band


def test_thresholds_are_kept_for_the_scorer_in_use() -> None:
    assert index().scorer in listening().thresholds
    assert listening().thresholds[index().scorer].scorer == index().scorer


@pytest.mark.parametrize("half", ["dev", "test"])
def test_members_questions_find_their_snippet(half: str) -> None:
    asked = [line for line in lines("questions_set.jsonl", half) if line["want_kind"] == "answer"]
    hits = [[fits(hit.id, line) for hit in index().find(line["text"])] for line in asked]
    assert share(hit[:1] == [True] for hit in hits) >= 0.6
    assert share(any(hit) for hit in hits) >= 0.75
