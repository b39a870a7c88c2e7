"""A sealed value opens in its own place with its owner's key, and nowhere else."""

from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SealBroken
from core.storage.seal import Lookup, Seal, unwrapped, wrapped
from core.storage.types import storable

ANAS = Seal(b"a" * 32, "ana")
BENS = Seal(b"b" * 32, "ben")
PLACE = "checkins.note"


@given(st.text(), st.integers(), st.text(max_size=20))
def test_what_is_sealed_opens_again_as_it_was(words: str, row: int, column: str) -> None:
    assert ANAS.open(column, row, ANAS.close(column, row, words)) == storable(words)


def test_the_same_words_never_look_the_same() -> None:
    assert ANAS.close(PLACE, 1, "a bad day") != ANAS.close(PLACE, 1, "a bad day")


@pytest.mark.parametrize(
    ("seal", "place", "row"),
    [(BENS, PLACE, 1), (ANAS, "checkins.else", 1), (ANAS, PLACE, 2), (Seal(b"a" * 32, "an older key"), PLACE, 1)],
    ids=["another member's key", "another column", "another row", "another version of the key"],
)
def test_a_value_that_was_moved_does_not_open(seal: Seal, place: str, row: int) -> None:
    sealed = ANAS.close(PLACE, 1, "a bad day")
    with pytest.raises(SealBroken):
        seal.open(place, row, sealed)


def test_a_value_with_any_bit_flipped_does_not_open() -> None:
    raw = b64decode(ANAS.close(PLACE, 1, "a bad day"))
    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBroken):
            ANAS.open(PLACE, 1, b64encode(flipped).decode())


def test_a_value_cut_at_any_length_does_not_open() -> None:
    sealed = ANAS.close(PLACE, 1, "a bad day")
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            ANAS.open(PLACE, 1, sealed[:length])


@given(st.text())
def test_what_was_never_sealed_does_not_open(words: str) -> None:
    with pytest.raises(SealBroken):
        ANAS.open(PLACE, 1, words)


def test_a_broken_seal_says_nothing_of_the_words() -> None:
    with pytest.raises(SealBroken) as caught:
        ANAS.open(PLACE, 2, ANAS.close(PLACE, 1, "a bad day"))
    assert "bad day" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_wrapped_key_needs_its_own_master_key_version_and_name() -> None:
    key = b"k" * 32
    kept = wrapped(b"m" * 32, 1, key, "ref")
    assert unwrapped(b"m" * 32, 1, kept, "ref") == key
    for master, version, ref in ((b"n" * 32, 1, "ref"), (b"m" * 32, 2, "ref"), (b"m" * 32, 1, "other")):
        with pytest.raises(SealBroken):
            unwrapped(master, version, kept, ref)


def test_a_lookup_depends_on_its_key_its_kind_and_each_part() -> None:
    lookup = Lookup(b"l" * 32)
    others = {
        Lookup(b"o" * 32).of("account", "telegram", "42"),
        lookup.of("chat", "telegram", "42"),
        lookup.of("account", "telegram4", "2"),
        lookup.of("account", "telegram", "43"),
    }
    assert lookup.of("account", "telegram", "42") == lookup.of("account", "telegram", "42")
    assert len(others | {lookup.of("account", "telegram", "42")}) == 5
