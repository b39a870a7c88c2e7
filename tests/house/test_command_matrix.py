"""Every command, button, door and form that there is, by everybody, everywhere: nobody reaches another member's health.

The rows are walked out of the bot itself (matrix_walk.py), so a new command is in here from its first day; what must
hold in each cell is in matrix_rules.py, and who may do what in docs/moderators.md.
"""

from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.dispatch.form_walk import CANCEL, PICK, SKIP
from core.model.action import action
from core.model.command import Who
from core.model.identity import Platform
from tests.house.matrix_acts import Enters, Gives, route_of
from tests.house.matrix_may import TABLE_RULES, line_of, shows_or_ends_ones_own
from tests.house.matrix_rules import (
    NEVER_SHOWN,
    RULES,
    Canaries,
    actors_for,
    bound_to_the_owner,
    is_refused_as_old,
    one_of_each,
    outcomes,
)
from tests.house.matrix_table import May, who_may
from tests.house.matrix_walk import Found, walked
from tests.house.matrix_world import OTHERS, OWNER, Actor, World, one_thread
from tests.house.pages import knowledge
from tests.stage import read

SHOWN = 20
"""Broken cells that a failure lists; the first ones tell the rest."""


@dataclass(slots=True, kw_only=True)
class Matrix:
    """A platform's walk, and what came of it in every cell; outcomes themselves would be too much to keep."""

    world: World
    found: Found
    cells: int = 0
    broken: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    exercised: dict[str, set[Actor]] = field(default_factory=lambda: defaultdict(set))
    owner_read: set[str] = field(default_factory=set)
    ones_own: dict[str, str] = field(default_factory=dict)

    def judged(self) -> "Matrix":
        """Every cell, one after the other."""
        for one in outcomes(self.world, self.found):
            self.cells += 1
            self.exercised[route_of(one.act)].add(one.actor)
            if one.actor.name == OWNER:
                self.owner_read |= one.read
            if (line := line_of(one)) is not None and shows_or_ends_ones_own(one):
                self.ones_own.setdefault(line.what, str(one))
            for rule, breaks in (RULES | TABLE_RULES).items():
                if breaks(one):
                    self.broken[rule].append(str(one))
        return self


def routes() -> set[str]:
    """Of commands, buttons and forms; and the buttons of a form that is asked step by step."""
    table = knowledge().table
    there = {f"command {name}" for name in table.commands} | {f"form {name}" for name in table.forms}
    return there | {f"button {name}" for name in (*table.buttons, PICK, SKIP, CANCEL)}


def test_every_route_has_a_line_in_the_table_of_who_may_and_every_line_a_route() -> None:
    named = {route: who_may().name_of(route) for route in routes()}
    assert [route for route, name in named.items() if name is None] == []
    assert who_may().names.keys() - set(named.values()) == set()
    assert who_may().lines.keys() == set(who_may().names.values())


def test_what_the_table_keeps_from_members_is_guarded_before_any_handler() -> None:
    table = knowledge().table
    guards = {f"command {name}": one.command.who for name, one in table.commands.items()}
    guards |= {f"button {name}": one.who for name, one in table.buttons.items()}
    guards |= {f"form {name}": one.who for name, one in table.forms.items()}
    for route, who in guards.items():
        refused = who_may().line_of(route).cells["Member"] is May.NO
        assert refused is (who is Who.MODERATORS), route


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
        matrix = Matrix(world=world, found=found).judged()
        for rule in RULES | TABLE_RULES:
            with subtests.test(f"nobody {rule}"):
                broken = matrix.broken[rule]
                assert not broken, "\n".join([f"{len(broken)} of {matrix.cells} cells:", *broken[:SHOWN]])
        for check in (
            every_route_is_exercised_in_every_cell,
            what_the_table_calls_ones_own_is_so,
            the_owner_themselves_reads_all_that_is_hidden_from_the_others,
            a_button_made_for_one_person_does_nothing_for_anybody_else,
            a_forged_start_link_opens_declared_doors_alone_and_asks_for_rights_there,
        ):
            with subtests.test(check.__name__):
                check(matrix)


def every_route_is_exercised_in_every_cell(matrix: Matrix) -> None:
    there = routes() - {f"button {PICK}", f"button {SKIP}", f"button {CANCEL}"}
    never_shown = NEVER_SHOWN[matrix.world.platform].keys()
    missing = there - matrix.exercised.keys()
    assert missing == never_shown, f"no reply offers {missing - never_shown}; some does offer {never_shown - missing}"
    everybody = {route: set(actors_for(route, matrix.world.platform)) for route in there - missing}
    assert [route for route, actors in everybody.items() if not matrix.exercised[route] >= actors] == []


def what_the_table_calls_ones_own_is_so(matrix: Matrix) -> None:
    own = {line.what for line in who_may().lines.values() if line.cells["Member"] is May.OWN}
    assert matrix.ones_own.keys() == own, [matrix.ones_own[what] for what in matrix.ones_own.keys() - own]


def the_owner_themselves_reads_all_that_is_hidden_from_the_others(matrix: Matrix) -> None:
    canaries = Canaries(matrix.found)
    read_while_planting = canaries.within(matrix.found.answer_lines)
    hidden = canaries.all - {OWNER}
    assert len(hidden) >= 9
    assert read_while_planting | matrix.owner_read >= hidden


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
