"""What was known by the end of a day: rows that came later are gone, values that came later are empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.engine.compiling import place
from headway.model.days import moment_of
from headway.schema import Table, Type
from headway.schema.table import ALWAYS, CHANGES, PLAN, WITH_ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir

_NO_TIME = {WITH_ROW, ALWAYS, PLAN, CHANGES}


def end() -> ir.TimestampValue:
    """The first moment that is no longer known."""
    return place("known_before", "timestamp")


def by_then(rows: ir.Table, table: Table, zone: str) -> ir.Table:
    """Rows of ``table`` known by then, each value that was learned later replaced by null."""
    import ibis

    known = rows.filter(rows._known_at < end(), rows.deleted_at.isnull() | (rows.deleted_at >= end()))
    known = known.mutate(deleted_at=ibis.null("timestamp"))
    later = {}
    for column in table.columns:
        if column.known not in _NO_TIME:
            source = table.column(column.known)
            since = moment_of(known[source.name], zone) if source.type is Type.DAY else known[source.name]
            later[column.name] = ibis.ifelse(since < end(), known[column.name], ibis.null(known[column.name].type()))
    return known.mutate(**later) if later and table.name != "deals" else known
