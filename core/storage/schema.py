"""The whole schema in one place: whoever needs every table imports it from here."""

from core.storage.anonymous_tables import anonymous_notes, anonymous_ways
from core.storage.gentle_tables import flares, gentleness
from core.storage.link_tables import homes, link_codes, link_tries, merged_rows, merges
from core.storage.moderating_tables import act_hands, acts, desk
from core.storage.naming_tables import help_asks, help_calls, named_people, named_ranks, room_calls
from core.storage.queue_tables import deliveries, failures, missed, occurrences, receipts, schedules
from core.storage.resource_tables import resource_hands, saved
from core.storage.setup_tables import group_codes, setups
from core.storage.shelf_tables import link_checks, suggestions
from core.storage.table_kit import metadata
from core.storage.tables import (
    accounts,
    chats,
    checkins,
    form_values,
    forms,
    groups,
    inbox,
    members,
    resources,
    rotations,
)
from core.storage.totals_table import counted
from core.storage.tracked_tables import habits, tracked
from core.storage.trust_tables import consents, data_keys, erasures, vault
from core.storage.visit_tables import appointments, doctor_questions
from core.storage.welcome_tables import welcome_turns, welcomed, welcomes

__all__ = [
    "accounts",
    "act_hands",
    "acts",
    "anonymous_notes",
    "anonymous_ways",
    "appointments",
    "chats",
    "checkins",
    "consents",
    "counted",
    "data_keys",
    "deliveries",
    "desk",
    "doctor_questions",
    "erasures",
    "failures",
    "flares",
    "form_values",
    "forms",
    "gentleness",
    "group_codes",
    "groups",
    "habits",
    "help_asks",
    "help_calls",
    "homes",
    "inbox",
    "link_checks",
    "link_codes",
    "link_tries",
    "members",
    "merged_rows",
    "merges",
    "metadata",
    "missed",
    "named_people",
    "named_ranks",
    "occurrences",
    "receipts",
    "resource_hands",
    "resources",
    "room_calls",
    "rotations",
    "saved",
    "schedules",
    "setups",
    "suggestions",
    "tracked",
    "vault",
    "welcome_turns",
    "welcomed",
    "welcomes",
]
