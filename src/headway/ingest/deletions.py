"""Dates what its source says was deleted, but not when: by the load that first said so of a row seen alive before."""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest.keeping import has_raw, newest_of
from headway.ingest.loading import Fresh
from headway.schema import Table

UNDATED = "1900-01-01 00:00:00"
"""When a row was deleted of which nobody says when: it is in no number of any day.

With its time of day, which makes it UTC wherever it is read: a bare day is a day of the workspace's zone.
"""


def date_deletions(builder: DuckBuilder, table: Table, fresh: Fresh) -> None:
    """Give the rows just read that were alive when the file was last read the moment of this load instead.

    What was answered before stands then: until this load, the row was there. Runs before the rows are kept.
    """
    if not table.key or "deleted_at" not in builder.columns(fresh.place) or not has_raw(builder, table.name):
        return
    undated = f"deleted_at = TIMESTAMP '{UNDATED}'"
    if not builder.value(f"SELECT count(*) FROM {fresh.place} WHERE {undated}"):
        return
    raw = quoted(f"raw.{table.name}")
    key = ", ".join(quoted(name) for name in table.key)
    was = "deleted_at" if "deleted_at" in builder.columns(raw) else "NULL::TIMESTAMP AS deleted_at"
    same = " AND ".join(f"told.{quoted(name)} IS NOT DISTINCT FROM now.{quoted(name)}" for name in table.key)
    builder.execute(
        f"UPDATE {fresh.place} AS now SET deleted_at = coalesce(told.deleted_at, ?) FROM ("
        f"SELECT {key}, {was} FROM ({newest_of(table, fresh)})) AS told "
        f"WHERE {same} AND now.{undated}",
        [fresh.loaded_at],
    )
