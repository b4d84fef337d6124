"""How often a source brings rows of a table: learned from the days with rows, so that silence and holes can be seen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from headway.model.book import Book
from headway.model.days import local_day
from headway.model.merges import ALWAYS

if TYPE_CHECKING:
    import ibis.expr.types as ir

_FEWEST_DAYS = 30
_LONGEST_LOOK_DAYS = 730
_SILENT_TIMES, _SILENT_DAYS = 3, 7
_HOLE_TIMES, _HOLE_DAYS = 5, 21


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The rows of one table that one source brought, by then.

    Attributes:
        last: the last day with rows; silent_days: days since.
        usual_gap_days: what 95% of the gaps between days with rows do not exceed; None with fewer than 30 such days.
        hole: the first and the last day of the longest gap when it is far beyond the usual; None otherwise.
    """

    source: str
    table: str
    rows: int
    last: date
    silent_days: int
    usual_gap_days: float | None
    hole: tuple[date, date] | None

    @property
    def stale(self) -> bool:
        """Whether it has been silent three times as long as usual, and for more than a week."""
        usual = self.usual_gap_days
        return usual is not None and self.silent_days > max(_SILENT_TIMES * usual, _SILENT_DAYS)


def rhythms(book: Book, table: str) -> list[Rhythm]:
    """One for each source that brought rows of the table, known by the book's day."""
    found = book.rows(f"rhythm|{table}", lambda book: _days(book, table)).to_pylist()
    by_source: defaultdict[str, list[tuple[date, int]]] = defaultdict(list)
    for row in found:
        by_source[row["source"]].append((row["day"], row["rows"]))
    return [_rhythm(book.as_of, table, source, days) for source, days in sorted(by_source.items())]


def _days(book: Book, table: str) -> ir.Table:
    import ibis

    rows = book.table(table)
    rows = rows.filter(rows["_known_at"] > ibis.timestamp(ALWAYS.isoformat()))  # what always held is no event
    day = local_day(rows["_known_at"], book.catalog.timezone)
    return rows.group_by(source=rows["_source"].fill_null(""), day=day).agg(rows=rows.count()).order_by("source", "day")


def _rhythm(as_of: date, table: str, source: str, days: list[tuple[date, int]]) -> Rhythm:
    """Learned from the last two years.

    Example:
        >>> from datetime import timedelta
        >>> daily = [(date(2026, 1, 1) + timedelta(n), 4) for n in range(30)]
        >>> seen = _rhythm(date(2026, 2, 20), "deals", "crm", daily)
        >>> seen.silent_days, seen.usual_gap_days, seen.stale
        (21, 1.0, True)
    """
    every = [day for day, _ in days]
    last, rows = every[-1], sum(count for _, count in days)
    silent = (as_of - last).days
    recent = [day for day in every if (as_of - day).days <= _LONGEST_LOOK_DAYS]
    if len(recent) < _FEWEST_DAYS:
        return Rhythm(source, table, rows, last, silent, None, None)
    gaps = np.diff([day.toordinal() for day in recent])
    usual = float(np.quantile(gaps, 0.95))
    longest = int(gaps.argmax())
    wide = gaps[longest] > max(_HOLE_TIMES * usual, _HOLE_DAYS)
    hole = (recent[longest], recent[longest + 1]) if wide else None
    return Rhythm(source, table, rows, last, silent, usual, hole)
