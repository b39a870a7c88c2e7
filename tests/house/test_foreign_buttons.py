"""Ten thousand buttons of every route that somebody taps who was not given them: none does anything to anybody else.

Forged, moved and borrowed ones; those of a moderator who is none any more; those of another group; and such as name
another member's rows or another group's. The signature is held alone in tests/core/test_forged_buttons.py.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import time
from pathlib import Path
from random import Random

import pytest

from core.dispatch.signing import ButtonSigner
from core.features.learning import GROUP_SNIPPET
from core.model.action import Action, action
from core.model.command import Who
from core.model.identity import Address, Platform, Role
from core.model.reply import Notice, Replies
from core.model.resource import NewResource
from core.model.schedule import Daily, NewSchedule, Recurrence
from core.scheduling.recurrence import next_due
from tests.house.matrix_acts import strings_in
from tests.house.matrix_database import Rows
from tests.house.matrix_typed import PLACE, WAITING_WORD, WORD
from tests.house.matrix_walk import Walk
from tests.house.matrix_world import NAMED, OWNER, Actor, World, one_thread
from tests.house.pages import knowledge
from tests.stage import read

ROUNDS = 1_250
"""Of eight buttons each."""

THEIRS = "ptarmigan"
"""Stands in all that the other group has."""

MEMBER, ADMIN = Actor(name="member", in_group=True), Actor(name="admin", in_group=True)
ALONE, HELPER = Actor(name="member"), Actor(name=NAMED)
_WORDS = ("on", "off", "yes", "pain", "sleep", "snippet", "checkin", "question", "line", "en", "day", "1", "0", "x")
_SECRET = (WORD, WAITING_WORD, PLACE, OWNER, THEIRS)


def guarded(who: Who) -> list[str]:
    return [name for name, one in knowledge().table.buttons.items() if one.who is who]


def numbers(chance: Random, first: int) -> list[object]:
    """What a button may name: small numbers are rows that are there."""
    some = chance.randrange(4)
    return [first, *(chance.choice((chance.randrange(1, 30), chance.choice(_WORDS))) for _ in range(some))]


def forged(chance: Random, wanted: Action, ours: ButtonSigner) -> Iterator[tuple[Actor, str]]:
    """Not made for this person in this place."""
    here, old = "-100", ButtonSigner(b"the key of yesterday")
    good = ours.sign(wanted, conversation=here)
    at = chance.randrange(len(good))
    yield ADMIN, "".join(chance.choices("ABCxyz019-_*!.:%é\x00 ", k=chance.randrange(1, 64)))
    yield ADMIN, good[:at] + chr(ord(good[at]) ^ 1) + good[at + 1 :]
    yield ADMIN, ours.sign(wanted, conversation=chance.choice(("-200", "-1001", "admin", OWNER)))
    yield ALONE, good
    yield ADMIN, ours.sign(wanted, conversation=here, only_for=OWNER)
    yield ADMIN, old.sign(wanted, conversation=here)


def fits(wanted: str, *args: object) -> Action:
    return action(wanted, *(str(one) for one in args))


def another_group(world: World) -> None:
    """With a library and a post of its own; nobody here is in it."""

    async def founded() -> None:
        now = world.bot.clock.now()
        async with world.bot.open_unit() as uow:
            address = Address(platform=world.platform, conversation="-200")
            group = await uow.groups.founded(address, now=now)
            await uow.groups.set_zone(group.id, "Europe/London")
            for _ in range(3):
                new = NewResource(group_id=group.id, title=THEIRS, link="https://example.org", why=THEIRS)
                await uow.resources.add(new, now=now)
            rule = Recurrence(rule=Daily(times=(time(10),)), zone="Europe/London")
            post = NewSchedule(purpose=GROUP_SNIPPET, recurrence=rule, address=address, group_id=group.id)
            await uow.schedules.add(post, next_slot=next_due(rule, now), now=now)
            await uow.commit()

    world.changes(founded())


def says_no(replies: Replies) -> bool:
    words = knowledge().words
    return replies in [[Notice(text=words(key))] for key in ("dispatch.old_button", "dispatch.only_moderators")]


def hurt(before: Rows, world: World, replies: Replies) -> list[object]:
    """What of others is gone or changed, and what of theirs can be read."""
    text = "\n".join(strings_in(replies))
    return [*(row[:2] for row in before - world.rows()), *(word for word in _SECRET if word in text)]


@pytest.mark.parametrize("platform", [Platform.TELEGRAM])
def test_of_ten_thousand_buttons_of_others_none_does_anything(platform: Platform, tmp_path: Path) -> None:
    """What one's own act may bring is put back after it: the next button meets the same world."""
    chance, tried, done = Random(7), 0, 0
    with one_thread(), closing(World(platform, tmp_path)) as world:
        Walk(world).plants()
        another_group(world)
        start, everyone, moderators = world.now(), guarded(Who.EVERYONE), guarded(Who.MODERATORS)
        for _ in range(ROUNDS):
            wanted = fits(chance.choice(everyone + moderators), *numbers(chance, chance.randrange(1, 3)))
            for actor, packed in forged(chance, wanted, world.bot.signer):
                tried += 1
                assert says_no(world.taps(actor, packed)), (str(actor), packed)
            lost = chance.choice((ADMIN, HELPER))
            group = 1 if lost is ADMIN else 2
            world.transport.roles["admin", "-100"] = Role.MEMBER
            place = "-100" if lost.in_group else lost.name
            theirs = fits(chance.choice(moderators), *numbers(chance, group))
            replies = world.taps(lost, world.bot.signer.sign(theirs, conversation=place))
            assert read(replies) == [knowledge().words("dispatch.only_moderators")], theirs
            assert world.rows() == start.rows, theirs
            world.transport.roles["admin", "-100"] = Role.MODERATOR
            mine = fits(chance.choice(everyone), *numbers(chance, chance.randrange(1, 30)))
            replies = world.taps(ALONE, world.bot.signer.sign(mine, conversation="member"))
            assert hurt(start.rows, world, replies) == [], mine
            done += world.rows() != start.rows
            world.back_to(start)
            tried += 2
    assert tried == 8 * ROUNDS
    assert done > ROUNDS / 10  # so that the others are not refused for being nonsense


@pytest.mark.parametrize("platform", [Platform.DISCORD])
def test_a_moderators_button_that_names_another_groups_rows_reaches_none_of_them(
    platform: Platform, tmp_path: Path
) -> None:
    chance = Random(11)
    with one_thread(), closing(World(platform, tmp_path)) as world:
        ours = world.rows()
        another_group(world)
        theirs, start = world.rows() - ours, world.now()
        assert len(theirs) >= 5
        for route in guarded(Who.MODERATORS):
            for _ in range(8):
                wanted = fits(route, *numbers(chance, 1))
                replies = world.taps(ADMIN, world.bot.signer.sign(wanted, conversation="-100"))
                assert hurt(theirs, world, replies) == [], wanted
                world.back_to(start)
