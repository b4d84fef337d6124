"""Compares the snapshots of a file of deals or accounts: what differs is a history that nobody exported.

A source with ``snapshot = true`` gives the whole of a table each time. Where a field of a row has no history of its
own, the difference between two versions of the row is a change of that field: known when the second was loaded, and
dated by the file's own column of the last change where it has one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.ingest import keeping
from headway.ingest.last_changed import CHANGED
from headway.ingest.late import Told
from headway.ingest.loading import Fresh
from headway.ingest.names import plain_text
from headway.schema import histories, tables

COMPARED = " (compared)"
_NEVER_COMPARED = {"created_at"}
_ENDING = {"stage", "status", "closed_at"}


def compare_snapshots(
    builder: DuckBuilder,
    table: str,
    source: str,
    file: str,
    *,
    batch: int,
    now: datetime,
    told: Told | None,
    loaded: Collection[str],
) -> int:
    """Add to the history of a noun what became other in the versions that a load of one of its files brought.

    Fields whose history was loaded are left to it. A closing since the last sync is known since its own day; one that
    is dated before is known since this load, as every other change is. A deal that began since then began in the stage
    in which it stands. Gives how many changes there are.

    Args:
        loaded: see :func:`with_history`.
    """
    noun, history = tables()[table], tables()[histories()[table]]
    (key,) = noun.key
    columns = list(builder.columns(quoted(f"raw.{table}")))
    held = [c.name for c in noun.columns if c.name in columns and c.name not in {key, *_NEVER_COMPARED}]
    parts = [_changes(key, field, *_moments(field, columns, told)) for field in held if field not in loaded]
    if table == "deals" and told is not None and "stage" in held and "stage" not in loaded:
        parts.append(_entered(columns, told))
    if not parts:
        return 0
    versions = f"SELECT * FROM {quoted(f'raw.{table}')} WHERE _source = ? AND _file = ? AND _batch"
    newest = f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY _batch DESC, _row DESC) = 1"
    fresh = Fresh(source, file + COMPARED, batch, now)
    fresh = replace(fresh, apart=keeping.holds(builder, history.name, fresh))
    place = f"{text_literal(fresh.source)} AS _source, {text_literal(fresh.file)} AS _file"
    builder.execute(
        f"{fresh.making} AS WITH now AS ({versions} = ? {newest}), "
        f"before AS ({versions} < ? {newest}) "
        f"SELECT *, false AS _bad, {place}, ?::TIMESTAMP AS _loaded_at, ?::INTEGER AS _batch "
        f"FROM ({' UNION ALL '.join(parts)})",
        [*(source, file, batch) * 2, now, batch],
    )
    found = int(builder.value(f"SELECT count(*) FROM {fresh.place}"))
    if found:
        keeping.keep_rows(builder, history, fresh)
    else:
        builder.execute(f"DROP TABLE {fresh.place}")
    return found


def leave_to_histories(builder: DuckBuilder, loaded: Collection[str]) -> None:
    """Take out what was found by comparing where a history that was loaded since tells it: from its first change on.

    Args:
        loaded: the tables of which a file was just read.
    """
    for table, history in histories().items():
        raw = quoted(f"raw.{history}")
        any_found = f"SELECT 1 FROM {raw} WHERE ends_with(_file, '{COMPARED}') LIMIT 1"
        if history not in loaded or not keeping.has_raw(builder, history) or not builder.rows(any_found):
            continue
        (key,) = tables()[table].key
        told = f"SELECT {key}, lower(trim(field)) AS field, min(changed_at) AS since FROM {raw} "
        builder.execute(
            f"DELETE FROM {raw} AS found USING ({told} WHERE NOT ends_with(_file, '{COMPARED}') GROUP BY ALL) AS told "
            f"WHERE ends_with(found._file, '{COMPARED}') AND found.{key} = told.{key} AND found.field = told.field "
            "AND found.changed_at >= told.since"
        )


def with_history(builder: DuckBuilder, table: str, source: str, file: str) -> set[str]:
    """The fields of which any change was loaded, of a row of this file of deals or accounts."""
    changes, (key,) = histories()[table], tables()[table].key
    if not keeping.has_raw(builder, changes):
        return set()
    raw = quoted(f"raw.{changes}")
    loaded = f"SELECT DISTINCT lower(trim(field)) FROM {raw} WHERE NOT ends_with(_file, '{COMPARED}')"
    loaded += f" AND {key} IN (SELECT {key} FROM {quoted('raw.' + table)} WHERE _source = ? AND _file = ?)"
    return {field for (field,) in builder.rows(loaded, [source, file])}


def _changes(key: str, field: str, changed_at: str, known_at: str) -> str:
    """SQL of one field's changes; a stage or status that is empty now tells nothing."""
    name = quoted(field)
    told = f" AND now.{name} IS NOT NULL" if field in {"stage", "status"} else ""
    return (
        f"SELECT now.{key}, {text_literal(field)} AS field, before.{name}::VARCHAR AS old_value, "
        f"now.{name}::VARCHAR AS new_value, {changed_at} AS changed_at, {known_at} AS known_at, "
        f"now._row FROM now JOIN before ON before.{key} = now.{key} "
        f"WHERE now.{name} IS DISTINCT FROM before.{name}{told}"
    )


def _entered(columns: Sequence[str], told: Told) -> str:
    """SQL of the first stage of deals that began since the last snapshot and are open: the one in which they are."""
    told_by = [
        f"now.{name} {test}" for name, test in (("status", "= 'open'"), ("closed_at", "IS NULL")) if name in columns
    ]
    goes_on = f"coalesce({', '.join(told_by)})" if told_by else "true"  # of several files, one may not tell the status
    return (
        "SELECT now.deal_id, 'stage', NULL, now.stage, now.created_at, now.created_at, now._row "
        "FROM now ANTI JOIN before USING (deal_id) WHERE EXISTS (FROM before) AND now.stage IS NOT NULL "
        f"AND {goes_on} AND now.created_at BETWEEN TIMESTAMP '{told.start:%Y-%m-%d %H:%M:%S}' AND now._loaded_at"
    )


def _moments(field: str, columns: Sequence[str], told: Told | None) -> tuple[str, str]:
    """SQL of when a field changed, and since when that is known."""
    changed_at, known_at = _changed_at(columns), "now._loaded_at"
    if field not in _ENDING or "closed_at" not in columns or told is None:
        return changed_at, known_at
    other = "now.closed_at IS DISTINCT FROM before.closed_at"
    ended = f"coalesce(now.status IN ('won', 'lost'), {other})" if "status" in columns else other
    since = f"TIMESTAMP '{told.start:%Y-%m-%d %H:%M:%S}'"
    lately = f"{ended} AND now.closed_at BETWEEN greatest({since}, now.created_at) AND now._loaded_at"
    # A day begins before its first sync does: what that did not see yet came after it.
    moment = "greatest(now.closed_at, before._loaded_at + INTERVAL 1 SECOND)"
    at, since = (f"CASE WHEN {lately} THEN {moment} ELSE {other} END" for other in (changed_at, known_at))
    return at, since


def _changed_at(columns: Sequence[str]) -> str:
    """SQL of the moment of a change: what the file says, if it lies between the two loads; else the load's."""
    said = [name for word in CHANGED for name in columns if plain_text(name) == word]
    if not said:
        return "now._loaded_at"
    told = ", ".join(f"TRY_CAST(now.{quoted(name)} AS TIMESTAMPTZ)" for name in said)  # each file has its own
    moment = f"timezone('UTC', coalesce({told}))"
    begun = f" AND {moment} >= now.created_at" if "created_at" in columns else ""
    return (
        f"CASE WHEN {moment} BETWEEN before._loaded_at - INTERVAL 1 DAY AND now._loaded_at{begun} "
        f"THEN {moment} ELSE now._loaded_at END"
    )
