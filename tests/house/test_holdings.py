"""Each table with a member in it is declared by a feature, so that no export and no /forget leaves it out."""

from sqlalchemy import Table

from core.knowledge import load_knowledge
from core.storage.schema import members, metadata
from tests.fakes import CONTENT

KEYS_ALONE = {"data_keys"}
"""Holds the member's wrapped key, which is destroyed by /forget and means nothing to anybody."""


def test_each_table_with_a_member_in_it_is_declared_by_some_feature() -> None:
    declared = {table for one in load_knowledge(CONTENT).table.holdings for table in one.tables}
    assert _tables_with_a_member() - KEYS_ALONE == declared


def test_each_of_them_goes_with_its_member() -> None:
    kept = [
        str(key.parent)
        for name in _tables_with_a_member() - {"members"}
        for key in metadata.tables[name].foreign_keys
        if key.ondelete != "CASCADE"
    ]
    assert kept == []


def _tables_with_a_member() -> set[str]:
    """`members`, and whatever belongs to it or to something that does."""
    found = {members.name}
    while more := {table.name for table in metadata.tables.values() if _belongs_to(table, found)} - found:
        found |= more
    return found


def _belongs_to(table: Table, owners: set[str]) -> bool:
    return any(key.column.table.name in owners for key in table.foreign_keys)
