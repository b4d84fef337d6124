"""Adds the rows just read to the raw table, append-only: unchanged rows are left out, changed ones are new versions."""

from __future__ import annotations

from datetime import datetime

from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest.loading import NEW
from headway.schema import Table

_BOOKKEEPING = {"_row", "_loaded_at", "_batch"}


def keep_rows(builder: DuckBuilder, table: Table, source: str, file: str) -> None:
    """Move what was read from ``file`` to ``raw.TABLE``.

    A table with a key gains only rows that differ from the file's newest version of the same key. The lines of a
    multiset are kept whole, since they are replaced together.
    """
    target = f"raw.{table.name}"
    builder.execute(f"ALTER TABLE {NEW} DROP COLUMN _bad")
    if not has_raw(builder, table.name):
        builder.execute(f"ALTER TABLE {NEW} RENAME TO {quoted(table.name)}")
        return
    widen(builder, target)
    if table.key and builder.value(
        f"SELECT count(*) FROM {quoted(target)} WHERE _source = ? AND _file = ?", [source, file]
    ):
        _drop_unchanged(builder, table, source, file)
    builder.execute(f"INSERT INTO {quoted(target)} BY NAME SELECT * FROM {NEW}")
    builder.execute(f"DROP TABLE {NEW}")


def mark_gone(builder: DuckBuilder, table: Table, source: str, file: str, batch: int, day: datetime) -> None:
    """A snapshot no longer holds some keys: add a version of their rows that is deleted as of this load.

    Runs before :func:`keep_rows`, while the new rows still stand apart.
    """
    if not table.key or not has_raw(builder, table.name):
        return
    widen(builder, f"raw.{table.name}")
    if "deleted_at" not in builder.columns(quoted(f"raw.{table.name}")):
        for place in (f"raw.{table.name}", NEW):
            builder.execute(f"ALTER TABLE {quoted(place)} ADD COLUMN deleted_at TIMESTAMP")
    key = ", ".join(quoted(name) for name in table.key)
    builder.execute(
        f"INSERT INTO {quoted('raw.' + table.name)} BY NAME SELECT * REPLACE "
        "(?::TIMESTAMP AS deleted_at, ? AS _batch, ?::TIMESTAMP AS _loaded_at) "
        f"FROM ({_newest(table)}) WHERE deleted_at IS NULL AND ({key}) NOT IN (SELECT ({key}) FROM {NEW})",
        [day, batch, day, source, file],
    )


def forget_file(builder: DuckBuilder, table: str, source: str, file: str) -> None:
    """Take out what was read of a file under another mapping: those rows never meant what they said."""
    if has_raw(builder, table):
        builder.execute(f"DELETE FROM {quoted('raw.' + table)} WHERE _source = ? AND _file = ?", [source, file])


def has_raw(builder: DuckBuilder, table: str) -> bool:
    """Whether any row of the table was ever read."""
    found = "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'raw' AND table_name = ?"
    return bool(builder.value(found, [table]))


def widen(builder: DuckBuilder, target: str) -> None:
    """Give the raw table and the new rows the same columns, so that rows compare as wholes."""
    ours, theirs = builder.columns(quoted(target)), builder.columns(NEW)
    for place, has, wants in ((target, ours, theirs), (NEW, theirs, ours)):
        names = {name.lower() for name in has}
        for name, kind in wants.items():
            if name.lower() not in names and name != "_bad":
                builder.execute(f"ALTER TABLE {quoted(place)} ADD COLUMN {quoted(name)} {kind}")


def _newest(table: Table) -> str:
    key = ", ".join(quoted(name) for name in table.key)
    return (
        f"SELECT * FROM {quoted('raw.' + table.name)} WHERE _source = ? AND _file = ? "
        f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY _batch DESC, _row DESC) = 1"
    )


def _drop_unchanged(builder: DuckBuilder, table: Table, source: str, file: str) -> None:
    names = ", ".join(quoted(name) for name in builder.columns(NEW) if name not in _BOOKKEEPING)
    builder.execute(
        f"DELETE FROM {NEW} WHERE hash(({names})) IN (SELECT hash(({names})) FROM ({_newest(table)}))", [source, file]
    )
