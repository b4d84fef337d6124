"""The newest version of every row: raw tables keep all that was ever read, these views show what holds now.

The later load wins, then the later file, then the later line. A loser with other values, that no newer version of
its own file replaced, is refused (rule ``duplicate``); one with the same values is a copy and counts as loaded.
"""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder, quoted
from headway.engine.types import DUCKDB
from headway.ingest import parts
from headway.ingest.casting import REMEDIES
from headway.ingest.keeping import has_raw, key_in_file
from headway.ingest.late import LATE
from headway.ingest.loading import STANDING
from headway.ingest.mapping import DELETED_AT, KNOWN_AT
from headway.ingest.remaking import Change, Remaking
from headway.ingest.repeats import REPEATED, find_repeats
from headway.schema import Table, tables

PROVENANCE = {"_source": "VARCHAR", "_file": "VARCHAR", "_row": "BIGINT", "_loaded_at": "TIMESTAMP"}
_ORDER = "_batch DESC, _source DESC, _file DESC, _row DESC"


def make_newest(builder: DuckBuilder, table: Table, making: Remaking) -> list[str]:
    """Make ``newest.TABLE`` with every column of the noun, typed, and the extra columns that files brought.

    Where no key of the rows just read was there before, those that lost against another are as they were.

    Returns:
        The names of the extra columns.
    """
    builder.execute("CREATE SCHEMA IF NOT EXISTS newest")
    ours = {column.name: DUCKDB[column.type] for column in (*table.columns, KNOWN_AT, DELETED_AT)} | PROVENANCE
    have = builder.columns(quoted(f"raw.{table.name}")) if has_raw(builder, table.name) else {}
    extras = [name for name in have if name not in ours and name not in {"_batch", LATE}]
    fields = [
        quoted(name) if name in have else f"CAST(NULL AS {kind}) AS {quoted(name)}" for name, kind in ours.items()
    ]
    if LATE in have:
        said = KNOWN_AT.name if KNOWN_AT.name in have else "NULL"
        fields[list(ours).index(KNOWN_AT.name)] = f"coalesce({said}, {LATE}) AS {KNOWN_AT.name}"
    fields += [quoted(name) for name in extras]
    rows = "(SELECT 1 WHERE false)"
    if have:
        if making.read(table) not in {Change.SAME, Change.GREW}:
            _find_losers(builder, table)
        rows = _winners(builder, table)
    else:
        making.absent(table)
    making.view(f"newest.{table.name}", ", ".join(fields), rows)
    return extras


def _winners(builder: DuckBuilder, table: Table) -> str:
    """SQL of the rows that hold."""
    raw, losers = quoted(f"raw.{table.name}"), f"raw.{table.name}_losers"
    if table.multiset_of:
        return _newest_sets(raw, quoted(table.multiset_of))
    if not has_raw(builder, f"{table.name}_losers"):
        return raw
    lying, others = parts.outside(builder, table.name), parts.beside(builder, table.name)
    columns = ", ".join(quoted(name) for name in builder.columns(lying))
    return f"(SELECT {columns} FROM {lying} WHERE rowid NOT IN (SELECT loser FROM {quoted(losers)}){others})"


def _find_losers(builder: DuckBuilder, table: Table) -> None:
    """Where keys repeat, name those that lost in a table of their own."""
    raw, losers = quoted(f"raw.{table.name}"), quoted(f"raw.{table.name}_losers")
    builder.execute(f"DROP TABLE IF EXISTS {losers}")
    key = ", ".join(quoted(name) for name in table.key)
    if table.multiset_of or not find_repeats(builder, raw, f"hash(({key}))"):
        return
    repeated = f"hash(({key})) IN (SELECT key FROM {REPEATED})"
    parts.take_out(builder, table.name, repeated)  # losers are known by where they lie
    values = ", ".join(
        quoted(c) for c in builder.columns(raw) if c not in {"_row", "_loaded_at", "_batch", "_source", "_file", LATE}
    )
    builder.execute(
        f"CREATE TABLE {losers} AS SELECT rowid AS loser, _source, _file, _row, _batch, "
        "latest AND content != kept AS refused, latest AND content = kept AS copy, "
        f"concat_ws('|', {key}) AS key FROM ("
        f"SELECT rowid, *, hash(({values})) AS content, first_value(hash(({values}))) OVER ranked AS kept, "
        f"_batch = max(_batch) OVER (PARTITION BY {key}, _source, _file) AS latest, row_number() OVER ranked AS place "
        f"FROM {parts.outside(builder, table.name)} WHERE {repeated} "
        f"WINDOW ranked AS (PARTITION BY {key} ORDER BY {_ORDER})) WHERE place > 1"
    )


def _newest_sets(raw: str, owner: str) -> str:
    newest = f"(SELECT {owner} AS owner, max(_batch) AS newest FROM {raw} GROUP BY 1)"
    return f"(SELECT r.* FROM {raw} AS r JOIN {newest} AS n ON r.{owner} = n.owner AND r._batch = n.newest)"


def make_rejects(builder: DuckBuilder, names: list[str]) -> None:
    """Make ``rejects``: what loading refused, and the losers among rows with the same key."""
    parts = [
        'SELECT source, "table", file, row, "column", rule, value, remedy, NULL::BIGINT AS _batch FROM raw.rejects'
    ]
    for name in names:
        losers = f"{name}_losers"
        if has_raw(builder, losers):
            parts.append(
                f"SELECT _source, '{name}', _file, _row, '', 'duplicate', key, '{REMEDIES['duplicate']}', _batch "
                f"FROM {quoted('raw.' + losers)} WHERE refused"
            )
    builder.execute(
        'CREATE OR REPLACE TABLE rejects AS SELECT source, "table", file || \':\' || row AS "row", '
        '"column", rule, value, remedy, '
        f"file AS _file, row AS _row, _batch FROM ({' UNION ALL '.join(parts)}) ORDER BY ALL"
    )


def duplicates_of(builder: DuckBuilder, table: str, source: str, file: str, batch: int) -> tuple[int, int]:
    """(refused, copies) among the rows that one load brought, or found as they were."""
    losers = f"{table}_losers"
    if not has_raw(builder, losers):
        return 0, 0
    row = builder.rows(
        f"SELECT count(*) FILTER (refused), count(*) FILTER (copy) FROM {quoted('raw.' + losers)} "
        "WHERE _source = $source AND _file = $file AND (_batch = $batch OR loser IN (SELECT rowid FROM "
        f"{parts.outside(builder, table)} WHERE {key_in_file(tables()[table])} IN (SELECT key FROM {STANDING})))",
        {"source": source, "file": file, "batch": batch},
    )[0]
    return int(row[0]), int(row[1])
