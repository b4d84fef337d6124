"""Adds the rows just read to the raw table, append-only: unchanged rows are left out, changed ones are new versions."""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.errors import SourceError
from headway.ingest import parts
from headway.ingest.late import LATE, Told, late_test, mark_late
from headway.ingest.loading import STANDING, WITHHELD, Fresh, forget_refused, of_file
from headway.schema import Table
from headway.settings import Source

_BOOKKEEPING = {"_row", "_loaded_at", "_batch", LATE}


def keep_rows(builder: DuckBuilder, table: Table, fresh: Fresh, told: Told | None = None) -> int:
    """Move what was read of a file to ``raw.TABLE``; gives how many keys stay as they were, but on other lines.

    A table with a key gains only the rows of keys that differ from the file's newest version of the same key: the
    rows that share a key are one version of it. The lines of a multiset are kept whole, since they are replaced
    together. Rows that a snapshot should have shown before are marked as late: ``told`` says of which days it had told.
    """
    moved = 0
    target = f"raw.{table.name}"
    builder.execute(f"ALTER TABLE {fresh.place} DROP COLUMN _bad")
    if not has_raw(builder, table.name):
        builder.execute(f"ALTER TABLE {fresh.place} RENAME TO {quoted(table.name)}")
        return moved
    widen(builder, target, fresh.place)
    if table.key and holds(builder, table.name, fresh):
        moved = _drop_unchanged(builder, table, fresh)
        late = late_test(table, builder.columns(fresh.place), told)
        if late or LATE in builder.columns(quoted(target)):
            mark_late(builder, quoted(target), fresh, key_in_file(table), late)
    builder.execute(f"INSERT INTO {quoted(target)} BY NAME SELECT * FROM {fresh.place}")
    builder.execute(f"DROP TABLE {fresh.place}")
    return moved


def mark_gone(builder: DuckBuilder, table: Table, source: Source, fresh: Fresh) -> int:
    """A snapshot no longer holds some keys: add a version of their rows that is deleted as of this load.

    Runs before :func:`keep_rows`, while the new rows still stand apart. Gives how many keys are gone.

    Errors: :class:`SourceError` when more are gone at once than ``max_gone_share``: a file that was cut short looks
    like a day on which nearly everything was deleted, and only a person can tell them apart.
    """
    if not table.key or not has_raw(builder, table.name):
        return 0
    widen(builder, f"raw.{table.name}", fresh.place)
    if "deleted_at" not in builder.columns(quoted(f"raw.{table.name}")):
        for place in (f"raw.{table.name}", fresh.place):
            builder.execute(f"ALTER TABLE {quoted(place)} ADD COLUMN deleted_at TIMESTAMP")
    key = ", ".join(quoted(name) for name in table.key)
    filled = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in table.key)
    # A row that was refused is there, though what it says now is not known: what it said before stands.
    lasting = f"({key}) IN (SELECT ({key}) FROM {fresh.place} UNION ALL SELECT ({key}) FROM {WITHHELD} WHERE {filled})"
    stood = f"FROM ({newest_of(table, fresh)}) WHERE deleted_at IS NULL"
    ((before, gone),) = builder.rows(f"SELECT count(*), count(*) FILTER (NOT {lasting}) {stood}")
    if gone == 0:
        return 0
    _believe(source, f"{fresh.file} as {table.name}", before, gone)
    builder.execute(
        f"INSERT INTO {quoted('raw.' + table.name)} BY NAME SELECT * REPLACE "
        "(?::TIMESTAMP AS deleted_at, ? AS _batch, ?::TIMESTAMP AS _loaded_at) "
        f"{stood} AND NOT {lasting}",
        [fresh.loaded_at, fresh.batch, fresh.loaded_at],
    )
    return int(gone)


def _believe(source: Source, what: str, before: int, gone: int) -> None:
    """One row of several may always go; beyond that, the source's share holds."""
    if gone <= max(source.max_gone_share * before, min(1, before - 1)):
        return
    raise SourceError(
        what,
        f"no longer holds {gone:,} of {before:,} rows, more at once than max_gone_share = {source.max_gone_share:g} "
        f"of source '{source.name}' allows: with snapshot = true they would all count as deleted",
        "put the whole file back if it was cut short; if they were deleted, set max_gone_share = 1 for the source in "
        "headway.toml and sync",
    )


def forget_file(builder: DuckBuilder, table: str, source: str, file: str) -> None:
    """Take out what was kept and what was refused of a file: it was meant otherwise, or is read under another name."""
    parts.bring_back(builder, table, of_file(source, file))
    if has_raw(builder, table):
        builder.execute(f"DELETE FROM {quoted('raw.' + table)} WHERE _source = ? AND _file = ?", [source, file])
    forget_refused(builder, table, source, file)


def files_of(builder: DuckBuilder, table: str, source: str) -> set[str]:
    """The names under which rows of a source are kept in a table."""
    if not has_raw(builder, table):
        return set()
    outside = builder.rows(f"SELECT DISTINCT _file FROM {quoted('raw.' + table)} WHERE _source = ?", [source])
    return {file for (file,) in outside} | parts.files_in_parts(builder, table, source)


def has_raw(builder: DuckBuilder, table: str) -> bool:
    """Whether any row of the table was ever read."""
    return builder.has(f"raw.{table}")


def holds(builder: DuckBuilder, table: str, fresh: Fresh) -> bool:
    """Whether any row of the file was kept before."""
    raw = quoted(f"raw.{table}")
    return has_raw(builder, table) and bool(builder.rows(f"SELECT 1 FROM {raw} WHERE {fresh.mine} LIMIT 1"))


def widen(builder: DuckBuilder, target: str, place: str) -> None:
    """Give the raw table and the new rows the same columns, so that rows compare as wholes."""
    ours, theirs = builder.columns(quoted(target)), builder.columns(place)
    for which, has, wants in ((target, ours, theirs), (place, theirs, ours)):
        names = {name.lower() for name in has}
        for name, kind in wants.items():
            if name.lower() not in names and name != "_bad":
                builder.execute(f"ALTER TABLE {quoted(which)} ADD COLUMN {quoted(name)} {kind}")


def newest_of(table: Table, fresh: Fresh) -> str:
    """SQL of the newest version of each key that was kept of the file."""
    key = ", ".join(quoted(name) for name in table.key)
    return (
        f"SELECT * FROM {quoted('raw.' + table.name)} WHERE {fresh.mine} "
        f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY _batch DESC, _row DESC) = 1"
    )


def key_in_file(table: Table) -> str:
    """SQL of what tells a key of one file of one table from all others: one number for each."""
    return f"hash(({text_literal(table.name)}, _source, _file, {', '.join(quoted(name) for name in table.key)}))"


def _drop_unchanged(builder: DuckBuilder, table: Table, fresh: Fresh) -> int:
    """Take out the keys of which every row is as it was: those stand, on the lines where they now are."""
    raw = quoted(f"raw.{table.name}")
    content = f"hash(({', '.join(quoted(name) for name in builder.columns(fresh.place) if name not in _BOOKKEEPING)}))"
    # Rows that share a key are equal in any order but for the last, which holds; a sum tells so without sorting them.
    version = f"hash((count(*), sum({content}), arg_max({content}, _row))), sum(hash(({content}, _row)))"
    builder.execute(
        "CREATE OR REPLACE TEMP TABLE unchanged AS WITH "
        f"fresh(key, version, lines) AS (SELECT {key_in_file(table)}, {version} FROM {fresh.place} GROUP BY 1), "
        f"told(key, batch, version, lines) AS (SELECT {key_in_file(table)}, _batch, {version} FROM {raw} "
        f"WHERE {fresh.mine} GROUP BY 1, 2), kept AS (SELECT key, max(batch) AS batch, "
        "arg_max(version, batch) AS version, arg_max(lines, batch) AS lines FROM told GROUP BY 1) "
        "SELECT key, batch, kept.lines != fresh.lines AS moved "
        "FROM fresh JOIN kept USING (key, version)"
    )
    moved = int(builder.value("SELECT count(*) FROM unchanged WHERE moved"))
    if moved:
        _tell_lines(builder, table, content, fresh)
    builder.execute(f"INSERT INTO {STANDING} SELECT key FROM unchanged")
    builder.execute(f"DELETE FROM {fresh.place} WHERE {key_in_file(table)} IN (SELECT key FROM unchanged)")
    builder.execute("DROP TABLE unchanged")
    return moved


def _tell_lines(builder: DuckBuilder, table: Table, content: str, fresh: Fresh) -> None:
    """Unchanged rows stand on other lines now, since rows were added or taken out above them."""
    raw, key = quoted(f"raw.{table.name}"), key_in_file(table)
    same = f"row_number() OVER (PARTITION BY {content} ORDER BY _row)"
    builder.execute(
        f"UPDATE {raw} SET _row = line FROM (SELECT old.place, new.line FROM "
        f"(SELECT r.rowid AS place, {content} AS content, {same} AS nth FROM {raw} AS r JOIN unchanged AS u "
        f"ON u.moved AND u.batch = r._batch AND u.key = {key} WHERE {fresh.mine}) AS old JOIN "
        f"(SELECT _row AS line, {content} AS content, {same} AS nth FROM {fresh.place} "
        f"WHERE {key} IN (SELECT key FROM unchanged WHERE moved)) AS new USING (content, nth)) AS stood "
        f"WHERE {raw}.rowid = stood.place"
    )
