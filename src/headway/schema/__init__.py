"""THE NOUNS: one file each; their columns, types, units, keys, and since when a value is known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from headway import discover
from headway.schema.table import Column, Table, Type

__all__ = ["Column", "Table", "Type", "histories", "tables"]


@cache
def tables() -> Mapping[str, Table]:
    """Every noun by name, those of installed packages included."""
    return {name: table for name, table in discover.load_all("nouns").items() if isinstance(table, Table)}


@cache
def histories() -> Mapping[str, str]:
    """Noun → the noun that holds the changes of its fields, for those that have one."""
    return {table.changes_of: name for name, table in tables().items() if table.changes_of}
