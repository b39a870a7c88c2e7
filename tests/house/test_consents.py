"""Holds each text of data/consents.yaml to the fingerprint of its version: a yes must always mean the same words."""

from datetime import timedelta

import pytest

from core.features.totals import MIN_PEOPLE
from core.library.consents import ConsentText
from core.library.forms import count_words
from core.model.consent import ConsentPurpose
from core.model.identity import ANSWERS_KEPT_DAYS
from core.model.linking import APART_FOR
from tests.house.pages import knowledge

PINNED = {
    (ConsentPurpose.CHECKINS, 1): "fa72507d9dd36f242687aebd4e91f7e5b8c4fa354c3a98cf835c54d4edab7019",
    (ConsentPurpose.CHECKINS, 2): "0774d13305d55ac7e93f061220b82d9faf12978c96aed73a2dbaa24887b26663",
    (ConsentPurpose.GROUP_TOTALS, 1): "9222e0810486cdd3e96d5b35affcaf8cba4f51e8ac5d74423aa37b2c81cb5273",
    (ConsentPurpose.GROUP_TOTALS, 2): "e52a8e02225d00f39ea54a80f52dfb665aad58bc5e1bb8cba6b4446f573f896c",
    (ConsentPurpose.LINKING, 1): "caef251f187deeed99cac2441404625bb75bec914a870d82f51c56e2937932be",
    (ConsentPurpose.LINKING, 2): "3f8a8932ff7848a5d3bafa8adf4139f2a8cae8261e6f01ffa996439e0f347ce8",
}
"""The fingerprint of each version that was ever shown. Lines are added, and never changed."""

TEXTS = tuple(knowledge().content.consents.values())


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.purpose)
def test_no_word_changes_without_a_new_version(text: ConsentText) -> None:
    pinned = PINNED.get((text.purpose, text.version))
    assert pinned == text.text_hash, (
        f"The words of `{text.purpose}` in data/consents.yaml are not those that version {text.version} was given to. "
        f"Raise its `version` by one, and add a line to PINNED here: "
        f'(ConsentPurpose.{text.purpose.name}, <version>): "{text.text_hash}".'
    )


def test_every_purpose_has_its_own_words() -> None:
    assert [text.purpose for text in TEXTS] == list(ConsentPurpose)
    assert len({text.text_hash for text in TEXTS}) == len(TEXTS)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.purpose)
def test_each_says_in_few_words_how_it_ends(text: ConsentText) -> None:
    assert "/privacy" in text.lines[-1]
    assert "one tap" in text.lines[-1]
    assert count_words(" ".join(text.lines)) <= 95


def test_the_words_say_how_long_answers_are_kept_and_that_withdrawal_deletes() -> None:
    words = " ".join(knowledge().content.consents[ConsentPurpose.CHECKINS].lines)
    assert ANSWERS_KEPT_DAYS == 365
    assert "1 year" in words
    assert "deleted after 7 days" in words


def test_the_words_say_how_few_people_are_never_counted_and_how_often() -> None:
    words = " ".join(knowledge().content.consents[ConsentPurpose.GROUP_TOTALS].lines)
    assert f"{MIN_PEOPLE} people or more" in words
    assert "once a week" in words
    assert "rounded" in words


def test_the_words_say_how_long_joined_accounts_can_be_put_back() -> None:
    assert timedelta(days=7) == APART_FOR
    assert "For 7 days" in " ".join(knowledge().content.consents[ConsentPurpose.LINKING].lines)
