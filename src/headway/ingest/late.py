"""Rows that the last snapshot of a file should have held and did not: they are known since they came, not before.

A source with ``snapshot = true`` gives the whole of a table each time. A row of a day that had already been told, seen
for the first time, was entered later (a bulk import, a call logged a week afterwards): what was answered as of the
days between must not change for it. A row of a later day is known since that day, as everywhere else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest.loading import Fresh
from headway.schema import Table, Type

LATE = "_late"


@dataclass(frozen=True, slots=True)
class Told:
    """Until when the store has told of: the day of the last sync in the workspace's zone, and its start in UTC."""

    day: date
    start: datetime

    @classmethod
    def of(cls, day: date, zone: str) -> Told:
        """What a sync on this day could tell: the days before it."""
        start = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
        return cls(day, start)


def late_test(table: Table, columns: Collection[str], told: Told | None) -> str:
    """SQL that is true of rows whose own time lies before what was told; empty where the file tells none.

    Args:
        columns: those that the file fills.
    """
    if told is None or table.always or not table.key:
        return ""
    times = [_before(name, table.column(name).type, told) for name in table.dated_by if name in columns]
    return f"coalesce({', '.join(times)})" if times else ""


def _before(name: str, kind: Type, told: Told) -> str:
    limit = f"DATE '{told.day}'" if kind is Type.DAY else f"TIMESTAMP '{told.start:%Y-%m-%d %H:%M:%S}'"
    return f"{quoted(name)} < {limit}"


def mark_late(builder: DuckBuilder, target: str, fresh: Fresh, key: str, test: str) -> None:
    """Write into late rows since when they are known: those of a key that was there keep what they had.

    Args:
        key: SQL of a row's key, in both tables.
        test: see :func:`late_test`; empty where no row can be late any more.
    """
    for place in (target, fresh.place):
        builder.execute(f"ALTER TABLE {place} ADD COLUMN IF NOT EXISTS {LATE} TIMESTAMP")
    if test:
        builder.execute(f"UPDATE {fresh.place} SET {LATE} = _loaded_at WHERE {test}")
    builder.execute(
        f"UPDATE {fresh.place} SET {LATE} = was.since FROM (SELECT {key} AS key, min({LATE}) AS since FROM {target} "
        f"WHERE {fresh.mine} AND {key} IN (SELECT {key} FROM {fresh.place}) GROUP BY 1) AS was WHERE {key} = was.key"
    )
