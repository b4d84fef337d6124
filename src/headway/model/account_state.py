"""An account as it was known by then: its segment, its name and the like as its history tells them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from headway.model.changes import past_sums, value_then
from headway.model.known import by_then
from headway.model.nouns import bare, unbound
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

_FIXED = frozenset({"account_id", "created_at"})


def accounts_by_then(extras: Sequence[str], histories: Sequence[str], *, zone: str, wanted: Sequence[str]) -> ir.Table:
    """Every account known by then, with the values of that day.

    Args:
        extras: the columns that the files brought beside ours; of them ``wanted`` are given.
        histories: fields that have rows in ``account_changes``.
    """
    table = tables()["accounts"]
    rows = by_then(bare(unbound("accounts", extras), extras, wanted), table, zone)
    fields = [field for field in histories if field in {*table.names, *wanted} - _FIXED]
    if not fields:
        return rows
    changes = unbound("account_changes")
    told = changes.filter(changes.field.isin(fields)).group_by("account_id").agg(**past_sums(changes, table, fields))
    joined = rows.left_join(told, "account_id", rname="told_{name}")
    joined = joined.mutate(**{field: value_then(joined, field) for field in fields})
    return joined.select(*rows.columns)
