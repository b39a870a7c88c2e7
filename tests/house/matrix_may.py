"""Holds what happened in a cell of the matrix against what docs/moderators.md says of it."""

from collections.abc import Callable

from core.model.reply import Replies
from tests.house.matrix_acts import Leaves, Offers, Says, Taps, route_of
from tests.house.matrix_rules import Outcome, is_refused_as_old
from tests.house.matrix_table import Line, May, who_may
from tests.house.matrix_world import OWNER
from tests.house.pages import knowledge
from tests.stage import read

_NO = (
    "dispatch.only_moderators",
    "dispatch.only_in_group",
    "dispatch.only_in_private",
    "dispatch.nobody_behind",
    "moderators.only_admins",
    "moderators.help_closed",
    "resources.not_there",
    "anonymous.none_question",
    "anonymous.none_line",
)
"""The kind sentences that refuse."""

_HALF_SAID = ("forms", "form_values")
"""Whatever one does next puts a half-filled form away."""


def line_of(one: Outcome) -> Line | None:
    """None for plain words, files and leavings: they are no route."""
    if isinstance(one.act, Says | Offers | Leaves):
        return None
    return who_may().line_of(route_of(one.act))


def is_let_through(one: Outcome) -> bool:
    """Where the table says no, there is one sentence and nothing happens; an old button is no refusal of somebody."""
    return _said(one) is May.NO and (not is_refused(one.replies) or _does_something(one))


def is_kept_out(one: Outcome) -> bool:
    """A button that works in the private chat alone may say so: it is no refusal of somebody."""
    said = _said(one)
    if said not in (May.YES, May.OWN) or _only_shows_the_way(one):
        return False
    foreign = said is May.OWN and not one.own
    return is_refused(one.replies) or (is_refused_as_old(one.replies) and not foreign)


def is_kept_nameless(one: Outcome) -> bool:
    return _said(one) is May.NOTHING_KEPT and (bool(one.read) or _does_something(one))


TABLE_RULES: dict[str, Callable[[Outcome], bool]] = {
    "does what the table refuses them": is_let_through,
    "is refused what the table lets them do": is_kept_out,
    "has something kept or shown where there is nobody": is_kept_nameless,
}


def is_refused(replies: Replies) -> bool:
    return read(replies) in [[knowledge().words(key)] for key in _NO]


def shows_or_ends_ones_own(one: Outcome) -> bool:
    """What makes a line one's own: the owner finds their own things there, or changes them."""
    ended = (row for row in one.protected - one.after if row[0] not in _HALF_SAID)
    return one.actor.name == OWNER and (bool(one.read) or any(ended))


def _said(one: Outcome) -> May | None:
    line = line_of(one)
    return None if line is None else line.of(one.actor)


def _does_something(one: Outcome) -> bool:
    return one.before != one.after


def _only_shows_the_way(one: Outcome) -> bool:
    private = [knowledge().words("dispatch.only_in_private")]
    return isinstance(one.act, Taps) and one.actor.in_group and read(one.replies) == private
