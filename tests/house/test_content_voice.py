"""Reads every sentence of `data/` as a tired person would: short, plain, kind, with its source."""

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
import textstat

from core.library.content import Content, load_content
from core.library.forms import count_words
from core.model.measure import MeasureKind

DATA = Path(__file__).parents[2] / "data"

HARDEST, HARDEST_MEAN, TOO_SHORT_TO_GRADE = 8.0, 6.9, 8
"""US grades by Flesch-Kincaid; below eight words the formula says nothing."""

FORBIDDEN = (
    r"streaks?",
    r"you(?:'ve| have)? missed",
    r"you should(?:n't| not)? have",
    r"don'?t break",
    r"keep it up",
    r"sufferers?",
    r"suffers? from",
    r"victims?",
    r"battl(?:e|es|ing)",
    r"normal people",
    r"just stress",
    r"(?:it's|it is|is) all in your head",
    r"committ?(?:ed|ing)? suicide",
    r"(?:failed|successful) (?:suicide )?attempts?",
    r"cry for help",
    r"you(?:'re| are) safe",
    r"others? (?:have|has) it worse",
    r"people have it worse",
    r"think of your family",
    r"everything happens for a reason",
    r"stay positive",
    r"good vibes",
    r"no excuses?",
    r"as an ai",
    r"please describe",
    r"click here",
    r"chat\(s\)|\w+\(s\)",
    r"invalid",
    r"oops|uh-oh",
    r"the user",
)

# Letters that people know as words: tests, illnesses, services, forms.
CAPITALS = """
    ACR ACT ADA ANA CBD CBT CCP CDC CFS COVID CRP CSV DM ER ESR EU EULAR FAST FDA GDPR GP HIPAA HR IBS ID IG JAN JSON
    LDN ME MRI MS NHS NIAMS NICE NIH NSAID OK OT PEG PEM PT RA RF SHOW SSA SSB SSS TENS TMJ TV UK US USA UTC WPI
"""  # SHOW: how Sjögren's is said aloud


@cache
def content() -> Content:
    return load_content(DATA)


def snippet_texts() -> Iterator[tuple[str, str]]:
    for snippet in content().snippets.values():
        yield f"library/{snippet.id}/title", snippet.title
        yield f"library/{snippet.id}/body", snippet.body
        if snippet.more:
            yield f"library/{snippet.id}/more", snippet.more
        if snippet.content_warning:
            yield f"library/{snippet.id}/cw", snippet.content_warning


def checkin_texts() -> Iterator[tuple[str, str]]:
    checkins = content().checkins
    for question in checkins.questions.values():
        yield f"checkins/{question.id}", question.ask
        for number, band in enumerate(question.follow_ups):
            yield from ((f"checkins/{question.id}/{number}", say) for say in band.say)
    for number, band in enumerate((*checkins.closings, checkins.all_skipped)):
        yield from ((f"checkins/closings/{number}", say) for say in band.say)
    for number, prompt in enumerate((*checkins.private_prompts, *checkins.group_prompts)):
        yield f"checkins/prompts/{number}", prompt
    for questionnaire in checkins.questionnaires.values():
        yield f"checkins/{questionnaire.id}/about", questionnaire.about


def selfcare_texts() -> Iterator[tuple[str, str]]:
    for reminder in content().selfcare.reminders.values():
        yield f"selfcare/{reminder.id}/title", reminder.title
        yield f"selfcare/{reminder.id}", reminder.text


def question_texts() -> Iterator[tuple[str, str]]:
    for idea in content().questions.values():
        yield f"questions/{idea.id}", idea.text


def smalltalk_texts() -> Iterator[tuple[str, str]]:
    for remark in content().smalltalk.values():
        yield from ((f"smalltalk/{remark.id}/{number}", reply) for number, reply in enumerate(remark.replies))
        yield from ((f"smalltalk/{remark.id}/door", door.label) for door in remark.doors)


def helpline_texts() -> Iterator[tuple[str, str]]:
    for country in content().helplines.countries.values():
        if country.note:
            yield f"helplines/{country.code}", country.note


def consent_texts() -> Iterator[tuple[str, str]]:
    for text in content().consents.values():
        yield f"consents/{text.purpose}/title", text.title
        yield from ((f"consents/{text.purpose}/{number}", line) for number, line in enumerate(text.lines))
        yield f"consents/{text.purpose}/statement", text.statement


def word_texts() -> Iterator[tuple[str, str]]:
    words = content().words
    for key in words:
        yield from ((f"words/{key}", _without_fields(wording)) for wording in words.wordings(key))


SETS = {
    "library": snippet_texts,
    "checkins": checkin_texts,
    "selfcare": selfcare_texts,
    "questions": question_texts,
    "smalltalk": smalltalk_texts,
    "helplines": helpline_texts,
    "consents": consent_texts,
    "words": word_texts,
}


@pytest.mark.parametrize("name", SETS)
def test_every_text_reads_at_eighth_grade_or_below(name: str) -> None:
    hard = {
        where: grade
        for where, text in SETS[name]()
        if (grade := _grade(text)) is not None and grade > HARDEST and not where.endswith("/title")
    }  # one title of eight words jumps a grade with "fibromyalgia" in it; titles count in the mean below
    assert not hard


@pytest.mark.parametrize("name", SETS)
def test_a_set_of_texts_reads_below_seventh_grade_on_the_whole(name: str) -> None:
    grades = [grade for _, text in SETS[name]() if (grade := _grade(text)) is not None]
    assert not grades or statistics.mean(grades) <= HARDEST_MEAN


@pytest.mark.parametrize("name", SETS)
def test_no_text_blames_belittles_or_promises(name: str) -> None:
    rule = re.compile(rf"\b(?:{'|'.join(FORBIDDEN)})(?!\w)", re.IGNORECASE)
    assert [(where, found[0]) for where, text in SETS[name]() if (found := rule.search(_plain(text)))] == []


@pytest.mark.parametrize("name", SETS)
def test_no_text_shouts(name: str) -> None:
    loud = [
        (where, word)
        for where, text in SETS[name]()
        for word in re.findall(r"\b[A-Z]{2,}\b", text)
        if word not in CAPITALS.split()
    ]
    assert loud == []
    assert [where for where, text in SETS[name]() if "!!" in text] == []


@pytest.mark.parametrize("name", SETS)
def test_no_text_means_something_by_an_emoji_alone(name: str) -> None:
    wordless = [where for where, text in SETS[name]() if not re.search(r"\w", text) and "{" not in text]
    assert wordless == []


@pytest.mark.parametrize("name", SETS)
def test_a_message_has_sixty_words_at_most_and_the_part_behind_more_twice_that(name: str) -> None:
    most = {where: 120 if where.endswith("/more") else 60 for where, _ in SETS[name]()}
    assert [(where, count_words(text)) for where, text in SETS[name]() if count_words(text) > most[where]] == []


def test_the_library_holds_a_hundred_snippets_and_each_topic_some() -> None:
    assert len(content().snippets) >= 100
    assert [topic for topic in content().topics if len(content().in_topic(topic)) < 3] == []


def test_every_claim_of_the_article_is_told() -> None:
    told = {claim for snippet in content().snippets.values() for claim in snippet.claims}
    assert [f"A{number}" for number in range(1, 29) if f"A{number}" not in told] == []


def test_a_claim_that_needs_another_beside_it_has_it() -> None:
    for first, second in (("A18", "A19"), ("F18", "F19")):
        alone = [s.id for s in content().snippets.values() if first in s.claims and second not in s.claims]
        assert alone == []


def test_every_snippet_says_who_says_so_and_the_article_is_named_in_full() -> None:
    for snippet in content().snippets.values():
        assert snippet.source.name, snippet.id
        assert snippet.reviewed_on.year >= 2026, snippet.id
        if snippet.source.name == "Community blog post":
            assert snippet.source.title, snippet.id
            assert snippet.source.title.startswith("More Than Just Pain"), snippet.id
            assert snippet.source.date == "2025-05-29", snippet.id


def test_whoever_writes_about_the_link_says_that_fibromyalgia_is_not_classed_as_autoimmune() -> None:
    link = {"A6", "A12", "A13", "A14", "A15", "A16", "A17", "A18", "F18"}
    silent = [
        snippet.id
        for snippet in content().snippets.values()
        if link & set(snippet.claims)
        and not re.search(r"\bnot\b[^.]*\b(?:class|count|group|list|seen)", f"{snippet.body} {snippet.more}")
    ]
    assert silent == []


def test_no_way_of_asking_leads_to_two_snippets() -> None:
    asked = Counter(
        (" ".join(re.findall(r"\w+", way.lower())))
        for snippet in content().snippets.values()
        for way in (snippet.title, *snippet.also_asked)
    )
    assert [way for way, times in asked.items() if times > 1] == []


def test_no_snippet_gives_a_dose() -> None:
    dose = re.compile(r"\b\d+(?:\.\d+)?\s?(?:mg|mcg|µg|milligrams?|tablets?|pills?)\b", re.IGNORECASE)
    assert [where for where, text in snippet_texts() if dose.search(text)] == []


def test_the_catalogue_of_self_care_holds_forty_five_reminders_of_eight_kinds() -> None:
    selfcare = content().selfcare
    assert len(selfcare.reminders) >= 45
    assert len({reminder.kind for reminder in selfcare.reminders.values()}) >= 8
    assert [kind for kind in selfcare.kinds if len(selfcare.of_kind(kind)) < 3] == []
    assert max(count_words(reminder.text) for reminder in selfcare.reminders.values()) <= 40


def test_reminders_that_move_the_body_put_the_limits_of_today_first() -> None:
    bold = [reminder.id for reminder in content().selfcare.of_kind("movement") if "today" not in reminder.text]
    assert bold == []


def test_every_question_runs_from_fine_to_worst() -> None:
    scales = [one for one in content().checkins.questions.values() if one.kind is MeasureKind.SCALE]
    for question in scales:
        assert re.search(r"\bhow (?:bad|tired|low|hard|much did pain)\b", question.ask, re.IGNORECASE), question.id
        assert re.search(r"\b(?:no|not|fine|well|clear)\b", question.fine), question.id
        assert re.search(r"\b(?:worst|lowest|hardly|completely)\b", question.worst), question.id
        assert question.ask.count("?") == 1, question.id


def test_nothing_praises_a_low_answer_or_rings_an_alarm_at_a_high_one() -> None:
    bands = [band for question in content().checkins.questions.values() for band in question.follow_ups]
    loud = re.compile(r"\b(?:great|well done|good job|excellent|hooray|warning|danger|alarming|emergency)\b|!", re.I)
    assert [say for band in bands for say in band.say if loud.search(say)] == []


def test_a_hard_day_is_offered_three_doors() -> None:
    assert len(content().smalltalk["hard_day"].doors) == 3


def test_every_number_to_call_stands_under_its_country_and_says_when_it_was_checked() -> None:
    helplines = content().helplines
    for country in helplines.countries.values():
        assert country.emergency, country.code
        if "111" in (*country.emergency, *(line.call for line in country.lines)):
            assert country.note, country.code
            assert country.name.removeprefix("United Kingdom") in country.note or "UK" in country.note
    assert {"US", "CA", "GB", "IE", "AU", "NZ", "IN", "ZA"} <= set(helplines.countries)
    assert all(line.source.startswith("http") for line in helplines.lines())
    assert "findahelpline.com" in helplines.anywhere.finder_url


def _grade(text: str) -> float | None:
    plain = _plain(text)
    return float(textstat.flesch_kincaid_grade(plain)) if count_words(plain) >= TOO_SHORT_TO_GRADE else None


def _plain(text: str) -> str:
    """Return the text as it is read aloud: no marks, each line and list item a sentence of its own."""
    text = re.sub(
        r"[*_`>#]+|^\s*(?:[-•]|\d+\.)\s+", " ", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), flags=re.MULTILINE
    )
    return " ".join(
        line if line.rstrip("\"')").endswith((".", "?", "!")) else f"{line}."
        for part in text.splitlines()
        if (line := part.strip())
    )


def _without_fields(wording: str) -> str:
    return "".join(before + ("x" if field else "") for before, field, _, _ in Formatter().parse(wording))
