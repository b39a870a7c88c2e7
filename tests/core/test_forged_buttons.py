"""Ten thousand buttons that nobody was given here: made up, bent, cut, borrowed, moved or old. None is taken."""

from collections.abc import Iterator
from random import Random

import pytest

from core.dispatch.signing import ButtonSigner
from core.errors import ButtonRefused
from core.model.action import Action, action
from tests.house.pages import knowledge

SIGNER, OLD = ButtonSigner(b"the key of today, of the tests alone"), ButtonSigner(b"the key of yesterday")
EACH = 1_250
SIGNS = "ABCxyz019-_*!.:%é😀\ud83d\x00 "
HERE, ME = "-100", "ana"


def some_action(chance: Random) -> Action:
    """Of any route that there is."""
    routes = tuple(knowledge().table.buttons)
    return action(chance.choice(routes), *(chance.randrange(9_999) for _ in range(chance.randrange(4))))


def forged(chance: Random, wanted: Action) -> Iterator[tuple[str, str, str]]:
    """What is tapped, where and by whom."""
    good, mine = SIGNER.sign(wanted, conversation=HERE), SIGNER.sign(wanted, conversation=HERE, only_for=ME)
    at, bit = chance.randrange(len(good)), 1 << chance.randrange(7)
    head, tail = good[: good.index(".")], good[good.index(".") :]
    other = SIGNER.sign(action("privacy.forget", chance.randrange(99)), conversation=HERE)
    yield "".join(chance.choices(SIGNS, k=chance.randrange(64))), HERE, ME
    yield "".join(chance.choices(SIGNS[:11], k=len(head) - 1)) + chance.choice("*!") + tail, HERE, ME
    yield good[:at] + chr(ord(good[at]) ^ bit) + good[at + 1 :], HERE, ME
    yield good[:at] if chance.random() < 0.5 else good + chance.choice(SIGNS), HERE, ME
    yield mine, HERE, f"ben-{chance.randrange(9_999)}"
    yield good, f"-{chance.randrange(101, 9_999)}", ME
    yield OLD.sign(wanted, conversation=HERE), HERE, ME
    yield head + other[other.index(".") :], HERE, ME


def test_of_ten_thousand_forged_buttons_none_is_taken() -> None:
    chance, tried, taken = Random(7), 0, []
    for _ in range(EACH):
        for packed, place, presser in forged(chance, some_action(chance)):
            tried += 1
            try:
                taken.append((packed, SIGNER.read(packed, conversation=place, presser=presser)))
            except ButtonRefused:
                continue
    assert (tried, taken) == (10_000, [])


def test_what_was_given_here_is_taken() -> None:
    """So that the others are not refused for another reason."""
    chance = Random(7)
    for _ in range(100):
        wanted = some_action(chance)
        assert SIGNER.read(SIGNER.sign(wanted, conversation=HERE), conversation=HERE, presser="anybody") == wanted
        mine = SIGNER.sign(wanted, conversation=HERE, only_for=ME)
        assert SIGNER.read(mine, conversation=HERE, presser=ME) == wanted
        with pytest.raises(ButtonRefused):
            SIGNER.read(mine, conversation=HERE, presser="")
