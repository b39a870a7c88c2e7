"""Holds the list that a start checks the sentences by to the sentences that the code asks for."""

from tests.house.listed_words import LIST, listed


def test_the_list_of_asked_sentences_is_the_newest() -> None:
    assert LIST.read_text(encoding="utf-8") == listed(), "run `make words`"
