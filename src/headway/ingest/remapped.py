"""What becomes of the past of a file whose mapping is another: its rows are read anew, and what days told stays.

What rows said under the other mapping was never meant, so it goes. Since when they were known, that some of them are
gone, and what snapshots told of columns whose mapping is as it was, no mapping can change.
"""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest import keeping
from headway.ingest.late import LATE, Told, late_test, mark_late
from headway.ingest.loading import Fresh
from headway.ingest.snapshots import COMPARED
from headway.schema import Table, histories


def replace_rows(builder: DuckBuilder, table: Table, fresh: Fresh, *, told: Told | None, as_it_was: bool) -> None:
    """Take out what the file of the rows just read gave under another mapping.

    Args:
        told: until when the store has told of, for a snapshot; None for another file, of which rows that it no longer
            holds go too.
        as_it_was: whether the file itself is the same, so that whatever differs was mapped otherwise.
    """
    if not keeping.has_raw(builder, table.name):
        return
    target = f"raw.{table.name}"
    keeping.widen(builder, target, fresh.place)
    if table.name in histories():
        _forget_changes(builder, table, fresh, as_it_was=as_it_was)
    key = keeping.key_in_file(table) if table.key else "NULL"
    late = late_test(table, builder.columns(fresh.place), told)
    if table.key and (late or LATE in builder.columns(quoted(target))):
        mark_late(builder, quoted(target), fresh, key, late)
    but = ""
    if table.key and told is not None and "deleted_at" in builder.columns(quoted(target)):
        left = f"SELECT {key} FROM ({keeping.newest_of(table, fresh)}) WHERE deleted_at IS NOT NULL"
        but = f" AND ({key} NOT IN ({left}) OR {key} IN (SELECT {key} FROM {fresh.place}))"
    builder.execute(f"DELETE FROM {quoted(target)} WHERE {fresh.mine}{but}")


def _forget_changes(builder: DuckBuilder, table: Table, fresh: Fresh, *, as_it_was: bool) -> None:
    """Take out what snapshots told of columns that are mapped otherwise now; of all when that cannot be seen."""
    history = histories()[table.name]
    if not keeping.has_raw(builder, history):
        return
    if not as_it_was:
        keeping.forget_file(builder, history, fresh.source, fresh.file + COMPARED)
        return
    (key,) = table.key
    columns = builder.columns(fresh.place)
    fields = [c.name for c in table.columns if c.name in columns and c.name != key]
    tests = ", ".join(f"bool_or(was.{quoted(name)} IS DISTINCT FROM now.{quoted(name)})" for name in fields)
    was = f"({keeping.newest_of(table, fresh)}) AS was"
    differ = builder.rows(f"SELECT {tests} FROM {fresh.place} AS now JOIN {was} USING ({key})")
    other = [name for name, differs in zip(fields, differ[0], strict=True) if differs]
    if other:
        builder.execute(
            f"DELETE FROM {quoted(f'raw.{history}')} WHERE _source = ? AND _file = ? AND list_contains(?, field)",
            [fresh.source, fresh.file + COMPARED, other],
        )
