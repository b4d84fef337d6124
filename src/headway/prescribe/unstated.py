"""What became of past deals in which the customer had named no problem by the day on which winners usually had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from headway.engine.compiling import place
from headway.model.book import Book
from headway.prescribe.standing import LEAST_P

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LEAST = 20  # past deals below which nothing is said
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Unstated:
    """Closed deals that lived past the day by which nine in ten of the stated wins had their problem stated.

    Attributes:
        by_days: that day, counted from the deal's creation.
        won, n: of those without a stated problem by then, how many were won.
        won_all, n_all: of all that lived so long.
    """

    by_days: float
    won: int
    n: int
    won_all: int
    n_all: int

    @property
    def shift(self) -> float:
        """By how much the log-odds of winning are lower without a stated problem."""
        return _log_odds(self.won, self.n) - _log_odds(self.won_all, self.n_all)

    @property
    def sd(self) -> float:
        """Standard deviation of the shift (delta method, as if the two groups were apart: a little too wide)."""
        parts = (self.won, self.n - self.won, self.won_all, self.n_all - self.won_all)
        return float(np.sqrt(sum(1.0 / (part + _HALF) for part in parts)))


def unstated(book: Book) -> Unstated | None:
    """Read it off the past known by then; None where too few deals say so."""
    days = book.rows("unstated by", _usual).to_pylist()[0]
    if days["n"] < _LEAST:
        return None
    row = book.rows("unstated after", _after, {"by_days": float(days["by_days"])}).to_pylist()[0]
    if row["n"] < _LEAST:
        return None
    return Unstated(float(days["by_days"]), int(row["won"]), int(row["n"]), int(row["won_all"]), int(row["n_all"]))


def _log_odds(won: int, n: int) -> float:
    return float(np.log((won + _HALF) / (n - won + _HALF)))


def _closed(book: Book) -> ir.Table:
    """(won, age_days, said_days) of every closed deal; ``said_days`` null where no problem was named."""
    told = book.table("statements")
    told = told.filter(told.kind == "problem", told.speaker == "customer", told.p >= LEAST_P, told.deal_id.notnull())
    first = told.group_by("deal_id").agg(said_at=told._known_at.min())
    deals = book.table("deals")
    deals = deals.filter(deals.outcome.notnull(), deals.closed_at.notnull(), deals.created_at.notnull())
    rows = deals.left_join(first, "deal_id")
    return rows.select(
        won=rows.outcome == "won",
        age_days=_days(rows.closed_at, rows.created_at),
        said_days=_days(rows.said_at, rows.created_at),
    )


def _days(end: ir.TimestampColumn, start: ir.TimestampColumn) -> ir.FloatingColumn:
    return (end.epoch_seconds() - start.epoch_seconds()) / 86400.0


def _usual(book: Book) -> ir.Table:
    rows = _closed(book)
    stated = rows.won & rows.said_days.notnull()
    return rows.agg(n=rows.count(where=stated), by_days=rows.said_days.quantile(0.9, where=stated))


def _after(book: Book) -> ir.Table:
    rows = _closed(book)
    limit = place("by_days", "float64")
    old = rows.age_days > limit
    silent = old & (rows.said_days.isnull() | (rows.said_days > limit))
    return rows.agg(
        won=rows.count(where=silent & rows.won), n=rows.count(where=silent),
        won_all=rows.count(where=old & rows.won), n_all=rows.count(where=old),
    )  # fmt: skip
