"""Every command, button, door and form that there is, by everybody, everywhere: nobody reaches another member's health.

The rows are walked out of the bot itself (matrix_walk.py), so a new command is in here from its first day; what must
hold in each cell is in matrix_rules.py.
"""

from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.dispatch.table import ButtonRoute, FormRoute
from core.model.action import action
from core.model.command import Who
from core.model.identity import Platform
from tests.house.matrix_acts import Enters, Gives, route_of
from tests.house.matrix_rules import (
    NEVER_SHOWN,
    RULES,
    Canaries,
    Outcome,
    bound_to_the_owner,
    is_refused_as_old,
    one_of_each,
    outcomes,
)
from tests.house.matrix_walk import Found, walked
from tests.house.matrix_world import ACTORS, OTHERS, OWNER, Actor, World, one_thread
from tests.house.pages import knowledge
from tests.stage import read

SHOWN = 20
"""Broken cells that a failure lists; the first ones tell the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A platform's walk, and what came of it in every cell."""

    world: World
    found: Found
    outcomes: list[Outcome]


def test_what_changes_a_groups_affairs_is_for_its_moderators() -> None:
    table = knowledge().table
    routes: list[tuple[str, ButtonRoute | FormRoute]] = [*table.buttons.items(), *table.forms.items()]
    open_to_all = {
        route for route, one in routes if one.who is Who.EVERYONE and route.startswith(("group.", "resource."))
    }
    assert open_to_all == {f"resource.{name}" for name in ("list", "open", "tags", "save", "saved")}


def test_what_one_platform_never_shows_the_other_one_does() -> None:
    shown_nowhere = NEVER_SHOWN[Platform.TELEGRAM].keys() & NEVER_SHOWN[Platform.DISCORD].keys()
    assert shown_nowhere == set()


@pytest.mark.parametrize("platform", [Platform.TELEGRAM, Platform.DISCORD])
def test_whoever_acts_wherever_nobody_reaches_another_members_health(
    platform: Platform, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    """One test a platform: a walk is too dear to be made twice, by two processes."""
    with one_thread(), closing(World(platform, tmp_path)) as world:
        found = walked(world)
        matrix = Matrix(world=world, found=found, outcomes=list(outcomes(world, found)))
        for rule, breaks in RULES.items():
            with subtests.test(f"nobody {rule}"):
                broken = [str(one) for one in matrix.outcomes if breaks(one)]
                assert not broken, "\n".join([f"{len(broken)} cells:", *broken[:SHOWN]])
        for check in (
            every_route_is_exercised_in_every_cell,
            the_owner_themselves_reads_all_that_is_hidden_from_the_others,
            a_button_made_for_one_person_does_nothing_for_anybody_else,
            a_forged_start_link_opens_declared_doors_alone_and_asks_for_rights_there,
        ):
            with subtests.test(check.__name__):
                check(matrix)


def every_route_is_exercised_in_every_cell(matrix: Matrix) -> None:
    table = knowledge().table
    there = {f"command {name}" for name in table.commands} | {f"form {name}" for name in table.forms}
    there |= {f"button {name}" for name in table.buttons}
    exercised: dict[str, set[Actor]] = defaultdict(set)
    for one in matrix.outcomes:
        exercised[route_of(one.act)].add(one.actor)
    never_shown = NEVER_SHOWN[matrix.world.platform].keys()
    missing = there - exercised.keys()
    assert missing == never_shown, f"no reply offers {missing - never_shown}; some does offer {never_shown - missing}"
    cells = {one for one in ACTORS if one.in_group or matrix.world.platform is Platform.TELEGRAM}
    assert [route for route in there - missing if not exercised[route] >= cells] == []


def the_owner_themselves_reads_all_that_is_hidden_from_the_others(matrix: Matrix) -> None:
    canaries = Canaries(matrix.found)
    own = [canaries.within(one.replies) for one in matrix.outcomes if one.actor.name == OWNER]
    read_while_planting = canaries.within(matrix.found.answer_lines)
    hidden = canaries.all - {OWNER}
    assert len(hidden) >= 9
    assert read_while_planting.union(*own) >= hidden


def a_button_made_for_one_person_does_nothing_for_anybody_else(matrix: Matrix) -> None:
    for sample in one_of_each(matrix.found):
        if (act := bound_to_the_owner(sample.act)) is not None:
            matrix.world.back_to(sample.at)
            replies = matrix.world.does(Actor(name="admin", in_group=True), act)
            assert is_refused_as_old(replies), sample.route
            assert matrix.world.rows() == sample.at.rows, sample.route


def a_forged_start_link_opens_declared_doors_alone_and_asks_for_rights_there(matrix: Matrix) -> None:
    world, planted = matrix.world, matrix.found.planted
    if world.platform is not Platform.TELEGRAM:  # no other platform has start links
        return
    for actor in (one for one in OTHERS if not one.in_group):
        world.back_to(planted)
        welcome = read(world.does(actor, Gives(name="start")))
        for route, declared in knowledge().table.buttons.items():
            for wanted in (action(route), action(route, "-1", "x", "y")):
                world.back_to(planted)
                replies = world.does(actor, Enters(action=wanted))
                if not declared.door:
                    assert read(replies)[-1:] == welcome, route
                elif declared.who is Who.MODERATORS and not actor.moderates:
                    assert read(replies) == [knowledge().words("dispatch.only_moderators")], route
