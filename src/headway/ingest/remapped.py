"""What becomes of the past of a file whose mapping is another: its rows are read anew, and what days told stays.

What rows said under the other mapping was never meant, so it goes. Since when they were known, that some of them are
gone, and what snapshots told of columns whose mapping is as it was, no mapping can change.
"""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.ingest import keeping
from headway.ingest.late import LATE, Told, late_test, mark_late
from headway.ingest.loading import NEW
from headway.ingest.snapshots import COMPARED, HISTORIES
from headway.schema import Table


def replace_rows(
    builder: DuckBuilder, table: Table, source: str, file: str, *, told: Told | None, as_it_was: bool
) -> None:
    """Take out what a file gave under another mapping; the rows just read stand in ``NEW``.

    Args:
        told: until when the store has told of, for a snapshot; None for another file, of which rows that it no longer
            holds go too.
        as_it_was: whether the file itself is the same, so that whatever differs was mapped otherwise.
    """
    if not keeping.has_raw(builder, table.name):
        return
    target = f"raw.{table.name}"
    keeping.widen(builder, target)
    if table.name in HISTORIES:
        _forget_changes(builder, table, source, file, as_it_was=as_it_was)
    mine = f"_source = {text_literal(source)} AND _file = {text_literal(file)}"
    key = keeping.key_in_file(table) if table.key else "NULL"
    late = late_test(table, builder.columns(NEW), told)
    if table.key and (late or LATE in builder.columns(quoted(target))):
        mark_late(builder, quoted(target), NEW, key, mine, late)
    gone = ""
    if table.key and told is not None and "deleted_at" in builder.columns(quoted(target)):
        left = f"SELECT {key} FROM ({keeping.newest_of(table)}) WHERE deleted_at IS NOT NULL"
        gone = f" AND {key} NOT IN ({left}) OR {mine} AND {key} IN (SELECT {key} FROM {NEW})"
        builder.execute(f"DELETE FROM {quoted(target)} WHERE {mine}{gone}", [source, file])
        return
    builder.execute(f"DELETE FROM {quoted(target)} WHERE {mine}")


def _forget_changes(builder: DuckBuilder, table: Table, source: str, file: str, *, as_it_was: bool) -> None:
    """Take out what snapshots told of columns that are mapped otherwise now; of all when that cannot be seen."""
    history = HISTORIES[table.name]
    if not keeping.has_raw(builder, history):
        return
    if not as_it_was:
        keeping.forget_file(builder, history, source, file + COMPARED)
        return
    (key,) = table.key
    columns = builder.columns(NEW)
    fields = [c.name for c in table.columns if c.name in columns and c.name != key]
    tests = ", ".join(f"bool_or(was.{quoted(name)} IS DISTINCT FROM now.{quoted(name)})" for name in fields)
    was = f"({keeping.newest_of(table)}) AS was"
    differ = builder.rows(f"SELECT {tests} FROM {NEW} AS now JOIN {was} USING ({key})", [source, file])
    other = [name for name, differs in zip(fields, differ[0], strict=True) if differs]
    if other:
        builder.execute(
            f"DELETE FROM {quoted(f'raw.{history}')} WHERE _source = ? AND _file = ? AND list_contains(?, field)",
            [source, file + COMPARED, other],
        )
