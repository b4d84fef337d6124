"""What a field was by then: the value of its last change, or what the first later change says that it was before."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from headway.engine.types import IBIS
from headway.model.known import end
from headway.schema import Table


def past_sums(changes: ir.Table, fields: Sequence[str]) -> dict[str, ir.Value]:
    """Sums over the changes of one row.

    Returns:
        For each field ``_FIELD``, its last value by then; ``_FIELD_before``, the one before its next change; and
        ``_FIELD_later``, whether there is such a change.
    """
    past = changes._known_at < end()
    sums: dict[str, ir.Value] = {}
    for field in fields:
        mine = changes.field == field
        sums[f"_{field}"] = changes.new_value.argmax(changes._seq, where=mine & past)
        sums[f"_{field}_before"] = changes.old_value.argmin(changes._seq, where=mine & ~past)
        sums[f"_{field}_later"] = (mine & ~past).any()
    return sums


def value_then(rows: ir.Table, table: Table, field: str) -> ir.Value:
    """The field's value by then, of rows to which :func:`past_sums` were joined; else the row's own."""
    kind = IBIS[table.column(field).type] if field in table.names else "string"
    last, former = rows[f"_{field}"], rows[f"_{field}_before"]
    if kind != "string":
        last, former = last.try_cast(kind), former.try_cast(kind)
    before = ibis.ifelse(rows[f"_{field}_later"].fill_null(False), former, rows[field])
    return ibis.ifelse(rows[f"_{field}"].notnull(), last, before)
