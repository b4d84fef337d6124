"""Compares the snapshots of a file of deals, load after load: what differs is a history that nobody exported.

A source with ``snapshot = true`` gives the whole of a table each time. Where a field of a deal has no history of its
own, the difference between two versions of the deal's row is a change of that field: known when the second was loaded,
and dated by the file's own column of the last change where it has one.
"""

from __future__ import annotations

import re
from datetime import datetime

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.ingest import keeping
from headway.ingest.loading import NEW
from headway.schema import tables

COMPARED = " (compared)"
_RAW = "raw.deals"
_NEVER_COMPARED = {"deal_id", "created_at", "closed_at"}
_MODIFIED = {
    "lastmodified",
    "lastmodifiedat",
    "lastmodifieddate",
    "lastmodifiedon",
    "lastmodifiedtime",
    "hslastmodifieddate",
    "modifiedat",
    "modifieddate",
    "modifiedon",
    "modifiedtime",
    "systemmodstamp",
    "updateat",
    "updatedat",
    "updatedate",
    "updatetime",
}


def compare_snapshots(builder: DuckBuilder, source: str, file: str, batch: int, now: datetime) -> int:
    """Add to ``raw.deal_changes`` what became other in the versions that a load of a file of deals brought.

    Fields whose history was loaded are left to it. Gives how many changes there are.
    """
    columns = builder.columns(quoted(_RAW))
    fields = [c.name for c in tables()["deals"].columns if c.name in columns and c.name not in _NEVER_COMPARED]
    told = _with_history(builder)
    parts = [_changes(field, _changed_at(list(columns))) for field in fields if field not in told]
    if not parts:
        return 0
    versions = f"SELECT * FROM {quoted(_RAW)} WHERE _source = ? AND _file = ? AND _batch"
    newest = "QUALIFY row_number() OVER (PARTITION BY deal_id ORDER BY _batch DESC, _row DESC) = 1"
    place = f"{text_literal(source)} AS _source, {text_literal(file + COMPARED)} AS _file"
    builder.execute(
        f"CREATE OR REPLACE TABLE {NEW} AS WITH now AS ({versions} = ? {newest}), before AS ({versions} < ? {newest}) "
        f"SELECT *, ?::TIMESTAMP AS known_at, 'true' AS rebuilt, false AS _bad, {place}, "
        f"?::TIMESTAMP AS _loaded_at, ?::INTEGER AS _batch FROM ({' UNION ALL '.join(parts)})",
        [*(source, file, batch) * 2, now, now, batch],
    )
    found = int(builder.value(f"SELECT count(*) FROM {NEW}"))
    if found:
        keeping.keep_rows(builder, tables()["deal_changes"], source, file + COMPARED)
    else:
        builder.execute(f"DROP TABLE {NEW}")
    return found


def _with_history(builder: DuckBuilder) -> set[str]:
    """The fields of which any change was loaded."""
    if not keeping.has_raw(builder, "deal_changes"):
        return set()
    loaded = f"SELECT DISTINCT lower(trim(field)) FROM raw.deal_changes WHERE NOT ends_with(_file, '{COMPARED}')"
    return {field for (field,) in builder.rows(loaded)}


def _changes(field: str, changed_at: str) -> str:
    """SQL of one field's changes; a stage or status that is empty now tells nothing."""
    name = quoted(field)
    told = f" AND now.{name} IS NOT NULL" if field in {"stage", "status"} else ""
    return (
        f"SELECT now.deal_id, {text_literal(field)} AS field, before.{name}::VARCHAR AS old_value, "
        f"now.{name}::VARCHAR AS new_value, {changed_at} AS changed_at, now._row "
        f"FROM now JOIN before ON before.deal_id = now.deal_id WHERE now.{name} IS DISTINCT FROM before.{name}{told}"
    )


def _changed_at(columns: list[str]) -> str:
    """SQL of the moment of a change: what the file says, if it lies between the two loads; else the load's."""
    said = [name for name in columns if re.sub(r"[^a-z]", "", name.lower()) in _MODIFIED]
    if not said:
        return "now._loaded_at"
    moment = f"timezone('UTC', TRY_CAST(now.{quoted(said[0])} AS TIMESTAMPTZ))"
    return (
        f"CASE WHEN {moment} BETWEEN before._loaded_at - INTERVAL 1 DAY AND now._loaded_at "
        f"AND {moment} >= now.created_at THEN {moment} ELSE now._loaded_at END"
    )
