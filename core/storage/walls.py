"""Everything that stands behind a live consent, in one list: whoever copies, gives away or removes it looks here."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Table

from core.model.consent import ConsentPurpose
from core.storage.gentle_tables import flares, gentleness, wall_before_flares
from core.storage.tables import checkins
from core.storage.tracked_tables import habits, tracked, wall_of_tracking
from core.storage.trust_tables import wall_of_consent
from core.storage.visit_tables import appointments, doctor_questions, wall_of_visits

KEPT_UNDER: Final[Mapping[ConsentPurpose, tuple[Table, ...]]] = {
    ConsentPurpose.CHECKINS: (checkins, tracked, habits, flares, doctor_questions, appointments)
}
"""The tables (each with its member in it) that a consent covers: they go when it is taken back."""

WALLED: Final = frozenset(table.name for tables in KEPT_UNDER.values() for table in tables)
"""Their names: the database refuses a row without a live consent of its member."""

GOES_ALONG: Final[Mapping[ConsentPurpose, tuple[Table, ...]]] = {ConsentPurpose.CHECKINS: (gentleness,)}
"""Tables before which no wall stands, and whose rows go with the others all the same: low energy tells about health."""

ANSWERS: Final[Mapping[ConsentPurpose, tuple[Table, ...]]] = {
    purpose: tuple(one for one in tables if one not in (tracked, habits)) for purpose, tables in KEPT_UNDER.items()
}
"""Of the walled tables those with what a member said; the others hold their own words and ways for saying it."""


def all_walls(dialect: str) -> list[str]:
    """The statements that build every wall."""
    walls = (wall_of_consent, wall_of_tracking, wall_before_flares, wall_of_visits)
    return [statement for wall in walls for statement in wall(dialect)]
