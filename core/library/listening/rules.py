"""Loads `data/listening/<language>/*.yaml` and makes its phrases ready; a broken phrase stops the start and is named.

Decides nothing about any message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from core.library.forms import Form, Id, Text, fill, refuse_twins
from core.library.listening.phrases import Phrase, PhraseError, Phrases
from core.library.reading import Sheet, read_sheet
from core.library.search import Thresholds, Vocabulary

Care = Literal["emergency", "same_day", "poison"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that can be heard: any of its phrases, together with any of `also`, and none of `unless`."""

    id: str
    phrases: tuple[Phrase, ...]
    also: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()
    care: Care | None = None
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisRules:
    """What is heard as crisis or concern, and what is left out before."""

    titles: frozenset[str]
    harmless: tuple[Phrase, ...]
    crisis: tuple[Phrase, ...]
    concern: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Everything one language's folder says about how members speak."""

    language: str
    crisis: CrisisRules
    urgent: tuple[Rule, ...]
    medical: tuple[Rule, ...]
    commands: tuple[Rule, ...]
    question_shapes: tuple[Phrase, ...]
    vocabulary: Vocabulary
    small_words: frozenset[str]
    thresholds: Mapping[str, Thresholds]


class _CrisisForm(Form):
    titles: list[Text]
    words: dict[str, Text]
    harmless: list[Text]
    crisis: list[Text] = Field(min_length=1)
    concern: list[Text] = Field(min_length=1)


class _RuleForm(Form):
    id: Id
    care: Care | None = None
    shows: list[Id] = Field(default_factory=list)
    phrases: list[Text] = Field(min_length=1)
    also: list[Text] = Field(default_factory=list)
    unless: list[Text] = Field(default_factory=list)


class _RulesForm(Form):
    words: dict[str, Text] = Field(default_factory=dict)
    rules: list[_RuleForm] = Field(min_length=1)


class _QuestionsForm(Form):
    stemmer: Text
    words: dict[str, Text] = Field(default_factory=dict)
    shapes: list[Text]
    stop_words: list[Text]
    small_words: list[Text]
    same_as: dict[str, list[Text]]


class _BandForm(Form):
    straight: float
    clear: float
    lead: float
    titles: float


class _BandsForm(Form):
    scorers: dict[str, _BandForm] = Field(min_length=1)


def read_listening(folder: Path, name: str) -> Listening:
    """Read one language's folder; raises ContentError naming the file (below `name`), the line and how to mend it."""

    def sheet(file: str) -> Sheet:
        return read_sheet(folder / file, f"{name}/{file}")

    questions = _questions(sheet("questions.yaml"))
    bands = fill(_BandsForm, sheet("bands.yaml"))
    form, shapes = questions
    return Listening(
        language=folder.name,
        crisis=_crisis(sheet("crisis.yaml")),
        urgent=_rules(sheet("urgent.yaml")),
        medical=_rules(sheet("medical.yaml")),
        commands=_rules(sheet("commands.yaml")),
        question_shapes=shapes,
        vocabulary=Vocabulary(
            language=form.stemmer,
            stop_words=frozenset(form.stop_words),
            same_as={word: tuple(known) for word, known in form.same_as.items()},
        ),
        small_words=frozenset(form.small_words),
        thresholds={scorer: Thresholds(scorer=scorer, **band.model_dump()) for scorer, band in bands.scorers.items()},
    )


def read_crisis_rules(folder: Path, name: str) -> CrisisRules:
    """Read what the crisis screen needs, and nothing else; raises ContentError as `read_listening` does."""
    return _crisis(read_sheet(folder / "crisis.yaml", f"{name}/crisis.yaml"))


def _crisis(sheet: Sheet) -> CrisisRules:
    form = fill(_CrisisForm, sheet)
    phrases = Phrases(form.words)
    return CrisisRules(
        titles=frozenset(form.titles),
        harmless=_phrases(sheet, ["harmless"], form.harmless, phrases),
        crisis=_phrases(sheet, ["crisis"], form.crisis, phrases),
        concern=_phrases(sheet, ["concern"], form.concern, phrases),
    )


def _rules(sheet: Sheet) -> tuple[Rule, ...]:
    form = fill(_RulesForm, sheet)
    refuse_twins(sheet, "rules", [rule.id for rule in form.rules])
    phrases = Phrases(form.words)
    return tuple(
        Rule(
            id=rule.id,
            care=rule.care,
            shows=tuple(rule.shows),
            phrases=_phrases(sheet, ["rules", number, "phrases"], rule.phrases, phrases),
            also=_phrases(sheet, ["rules", number, "also"], rule.also, phrases),
            unless=_phrases(sheet, ["rules", number, "unless"], rule.unless, phrases),
        )
        for number, rule in enumerate(form.rules)
    )


def _questions(sheet: Sheet) -> tuple[_QuestionsForm, tuple[Phrase, ...]]:
    form = fill(_QuestionsForm, sheet)
    return form, _phrases(sheet, ["shapes"], form.shapes, Phrases(form.words))


def _phrases(sheet: Sheet, path: Sequence[str | int], written: Sequence[str], phrases: Phrases) -> tuple[Phrase, ...]:
    ready: list[Phrase] = []
    for number, phrase in enumerate(written):
        try:
            ready.append(phrases.read(phrase))
        except PhraseError as error:
            raise sheet.broken(
                [*path, number],
                f"the phrase cannot be read: {error}.",
                "The signs that a phrase may have are explained at the top of crisis.yaml.",
            ) from error
    return tuple(ready)
