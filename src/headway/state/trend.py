"""How much each finding of health concerned at the last syncs: written once for a generation, and gone with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select

from headway.state.database import Database
from headway.state.tables import FACTS, HEALTH

# Says that a generation was looked at, even when nothing was found.
_LOOKED = ""
LAST = 12


@dataclass(frozen=True, slots=True)
class Point:
    """What one finding concerned at one sync; 0 rows when it was not found."""

    synced_at: str
    rows: int
    share: float


class Trend:
    """The findings of each generation as of its own day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, generation: int, found: Iterable[tuple[str, int, float]]) -> None:
        """Write down (finding, rows, share) of a generation of the ledger, unless that was done before."""
        query = select(HEALTH.c.generation).where(HEALTH.c.generation == generation).limit(1)
        if self._database.rows(query):
            return
        added: dict[str, tuple[int, float]] = {_LOOKED: (0, 0.0)}
        for finding, rows, share in found:
            before = added.get(finding, (0, 0.0))
            added[finding] = (before[0] + rows, max(before[1], share))
        lines = [
            {"generation": generation, "finding_id": finding, "rows": rows, "share": share}
            for finding, (rows, share) in added.items()
        ]
        with self._database.writing() as connection:
            connection.execute(insert(HEALTH), lines)

    def before(self, generation: int, day: date) -> dict[str, list[Point]]:
        """The points of each finding at the last syncs before a generation that spoke of no later day, oldest first."""
        facts = self._database.rows(
            select(FACTS.c.generation, FACTS.c.name, FACTS.c.value).where(FACTS.c.generation < generation)
        )
        made: defaultdict[int, dict[str, str]] = defaultdict(dict)
        for number, name, value in facts:
            made[number][name] = value
        told = {number for number, fact in made.items() if fact.get("as_of", "9999") <= day.isoformat()}
        query = select(HEALTH.c.generation, HEALTH.c.finding_id, HEALTH.c.rows, HEALTH.c.share)
        lines = [row for row in self._database.rows(query.where(HEALTH.c.generation < generation)) if row[0] in told]
        syncs = sorted({row[0] for row in lines})[-LAST:]
        held = {(row[0], row[1]): row for row in lines}
        names = {row[1] for row in lines} - {_LOOKED}
        return {name: [_point(held.get((n, name)), made[n].get("synced_at", "")) for n in syncs] for name in names}


def _point(line: tuple[int, str, int, float] | None, synced_at: str) -> Point:
    return Point(synced_at, 0, 0.0) if line is None else Point(synced_at, line[2], line[3])
