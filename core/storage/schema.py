"""The whole schema in one place: whoever needs every table imports it from here."""

from core.storage.queue_tables import deliveries, missed, occurrences, receipts, schedules
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
from core.storage.trust_tables import consents, data_keys, erasures, vault

__all__ = [
    "accounts",
    "chats",
    "checkins",
    "consents",
    "counted",
    "data_keys",
    "deliveries",
    "erasures",
    "form_values",
    "forms",
    "groups",
    "inbox",
    "members",
    "metadata",
    "missed",
    "occurrences",
    "receipts",
    "resources",
    "rotations",
    "schedules",
    "vault",
]
