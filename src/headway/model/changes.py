"""What a field was by then: the value of its last change, or what the first later change says that it was before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from headway.engine.types import IBIS
from headway.model.known import end
from headway.schema import Table

if TYPE_CHECKING:
    import ibis.expr.types as ir


def past_sums(changes: ir.Table, table: Table, fields: Sequence[str]) -> dict[str, ir.Value]:
    """Sums over the changes of one row of the table.

    A text that is no value of its column (``4000 bucks`` for an amount) says nothing: it is as if it had not been told.

    Returns:
        For each field ``_FIELD``, its last value by then; ``_FIELD_before``, the one before its next change; and
        ``_FIELD_later``, whether there is such a change.
    """
    past = changes._known_at < end()
    sums: dict[str, ir.Value] = {}
    for field in fields:
        mine = changes.field == field
        new, new_told = _read(changes.new_value, mine, table, field)
        old, old_told = _read(changes.old_value, mine, table, field)
        sums[f"_{field}"] = new.argmax(changes._seq, where=new_told & past)
        sums[f"_{field}_before"] = old.argmin(changes._seq, where=old_told & ~past)
        sums[f"_{field}_later"] = (old_told & ~past).any()
    return sums


def _read(text: ir.StringValue, mine: ir.BooleanValue, table: Table, field: str) -> tuple[ir.Value, ir.BooleanValue]:
    """The value of a change of this field, and whether it can be read: an empty one can."""
    import ibis

    kind = kind_of(table, field)
    if kind == "string":
        return text, mine
    value = ibis.ifelse(mine, text, ibis.null("string")).try_cast(kind)
    return value, mine & (value.notnull() | text.isnull())


def kind_of(table: Table, field: str) -> str:
    """What a field's values are: the type of the column of that name, text where the files brought it."""
    return IBIS[table.column(field).type] if field in table.names else "string"


def value_then(rows: ir.Table, field: str) -> ir.Value:
    """The field's value by then, of rows to which :func:`past_sums` were joined; else the row's own."""
    import ibis

    before = ibis.ifelse(rows[f"_{field}_later"].fill_null(False), rows[f"_{field}_before"], rows[field])
    return ibis.ifelse(rows[f"_{field}"].notnull(), rows[f"_{field}"], before)
