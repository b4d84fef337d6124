"""The nouns as unbound Ibis tables, with the columns that building adds and the extra ones that files brought."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from headway.engine.types import IBIS
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

# Where a row was read: a line of a file may hold another row at the next load, so the load is part of the place.
PLACE = {"_source": "string", "_file": "string", "_row": "int64", "_loaded_at": "timestamp"}
# Since when the row is known; order of changes of a field; worth in the reporting currency, by the day's rate.
BUILT = {"_known_at": "timestamp", "deleted_at": "timestamp", **PLACE}
# A deal's number, made of its id alone; of its steps the codes of their states too, so that nobody reads any text.
CODES = {"_number": "int64", "_state": "int32", "_before": "int32"}
ADDED = {
    "deals": {"outcome": "string", "_number": "int64"},
    "journeys": CODES,
    "deal_changes": {"_seq": "int64"},
    "account_changes": {"_seq": "int64"},
    "rejects": {},
}


def unbound(name: str, extras: Sequence[str] = (), *, table: str | None = None) -> ir.Table:
    """The noun ``name`` as it lies in the store, under the name ``table`` when given."""
    import ibis

    columns = {column.name: IBIS[column.type] for column in tables()[name].columns}
    columns |= {} if name == "rejects" else BUILT
    columns |= ADDED.get(name, {})
    columns |= dict.fromkeys(extras, "string")
    return ibis.table(columns, name=table or name)


def bare(rows: ir.Table, every: Collection[str], wanted: Collection[str] = ()) -> ir.Table:
    """The rows with no more of the extra columns than are wanted; named one by one, for ``*`` would bring the rest."""
    left = set(every) - set(wanted)
    return rows.select([column for column in rows.columns if column not in left]) if left else rows


def newest(name: str, extras: Sequence[str] = ()) -> ir.Table:
    """The noun as ingest offers it: newest rows, not yet one truth."""
    import ibis

    columns = {column.name: IBIS[column.type] for column in tables()[name].columns}
    columns |= {"known_at": "timestamp", "deleted_at": "timestamp", **PLACE}
    columns |= dict.fromkeys(extras, "string")
    return ibis.table(columns, name=name, database="newest")
