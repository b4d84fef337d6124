"""Deals compared on one day of their lives: who was alive then, what had been said by then, and what became of them.

Long deals have more text and end otherwise than short ones. So deals are compared that were all alive on the same day
of their lives (the landmark), had words of the customer on record by then, and have had time to close since. Only text
dated before that day counts, so none of it knows the outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from headway.engine.compiling import place
from headway.explain.said import first_stated, texts
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir

LANDMARKS_DAYS = (7, 14, 21, 30, 45, 60, 90, 120, 180)
_CLOSED_BY = 0.9


@dataclass(frozen=True, slots=True)
class Filters:
    """Which deals: opened in a span of days (both included), and with these values in these columns."""

    start: date | None = None
    end: date | None = None
    where: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are looked at."""
        return tuple(column for column, _ in self.where)

    @property
    def key(self) -> str:
        """What the shape of an expression owes to it."""
        return f"{self.start is not None},{self.end is not None},{','.join(self.columns)}"

    def values(self, book: Book) -> dict[str, Any]:
        """What is bound to the places."""
        found: dict[str, Any] = {f"where_{i}": value for i, (_, value) in enumerate(self.where)}
        if self.start is not None:
            found["window_start"] = book.start_of(self.start)
        if self.end is not None:
            found["window_end"] = book.end_of(self.end)
        return found

    def deals(self, book: Book, columns: Sequence[str] = ()) -> ir.Table:
        """The deals, with the columns of their account, seller or lead joined to them."""
        rows = book.deals_with(tuple(dict.fromkeys((*columns, *self.columns))))
        if self.start is not None:
            rows = rows.filter(rows.created_at >= place("window_start", "timestamp"))
        if self.end is not None:
            rows = rows.filter(rows.created_at < place("window_end", "timestamp"))
        tests = [rows[c].cast("string") == place(f"where_{i}", "string") for i, c in enumerate(self.columns)]
        return rows.filter(*tests) if tests else rows


def usual_days(book: Book, filters: Filters) -> float | None:
    """The age by which nine in ten of the closed deals had closed; None where none has."""
    found = book.rows(f"context usual|{filters.key}", lambda b: _usual(b, filters), filters.values(book))
    days = found.column("days")[0].as_py()
    return None if days is None else float(days)


def best_landmark(book: Book, filters: Filters, old_days: float) -> int | None:
    """The day on which both sides together tell most, whatever became of the deals; None where no day has both."""
    values = filters.values(book) | {"old_days": old_days}
    counts = book.rows(f"context days|{filters.key}", lambda b: _counted(b, filters), values).to_pylist()[0]
    best, most = None, 0.0
    for day in LANDMARKS_DAYS:
        stated, every = counts[f"stated_{day}"], counts[f"every_{day}"]
        tells = stated * (every - stated) / every if every else 0.0
        if tells > most:
            best, most = day, tells
    return best


def cells(
    book: Book, filters: Filters, by: Sequence[str], strata: Sequence[str], *, by_day: int, old_days: float
) -> list[dict[str, Any]]:
    """Deals, won, and texts looked at, by group (``_by_``), stratum (``_in_``) and whether it was stated by the day.

    ``n_squares``, ``won_squares`` and ``won_n`` add up squares and products of each account's deals and wins.
    """
    values = filters.values(book) | {"by_day": float(by_day), "old_days": max(old_days, float(by_day))}
    key = f"context cells of accounts|{filters.key}|{','.join(by)}|{','.join(strata)}"
    rows: list[dict[str, Any]] = book.rows(key, lambda b: _cells(b, filters, by, strata), values).to_pylist()
    return rows


def _days(end: ir.Value, start: ir.Value) -> ir.FloatingColumn:
    return (end.epoch_seconds() - start.epoch_seconds()) / 86400.0


def _usual(book: Book, filters: Filters) -> ir.Table:
    """The age by which nine in ten of the closed deals had closed."""
    deals = filters.deals(book)
    ages = _days(deals.closed_at, deals.created_at)
    closed = deals.outcome.notnull() & deals.closed_at.notnull() & deals.created_at.notnull() & (ages >= 0)
    return deals.agg(days=ages.quantile(_CLOSED_BY, where=closed))


def _lives(book: Book, filters: Filters, columns: Mapping[str, str]) -> tuple[ir.Table, ir.Table]:
    """One row a deal that is old enough to judge, days since its creation throughout; and its texts."""
    deals = filters.deals(book, tuple(columns.values()))
    deals = deals.filter(deals.created_at.notnull(), deals.outcome.isnull() | deals.closed_at.notnull())
    deals = deals.mutate(age_days=_days(place("known_before", "timestamp"), deals.created_at))
    deals = deals.filter(deals.age_days >= place("old_days", "float64"))
    rows = deals.select(
        "deal_id", "account_id", "created_at", "closed_at", won=(deals.outcome == "won").fill_null(False),
        end_days=_days(deals.closed_at, deals.created_at), **{name: deals[column] for name, column in columns.items()},
    )  # fmt: skip
    return rows, texts(book, rows)


def _counted(book: Book, filters: Filters) -> ir.Table:
    """For each landmark the deals alive with words of the customer by then, and those stated by then."""
    lives, said = _lives(book, filters, {})
    theirs = said.filter(said.theirs).group_by("deal_id").agg(first_at=said.filter(said.theirs)["at"].min())
    rows = lives.inner_join(theirs, "deal_id")
    rows = rows.left_join(first_stated(book, said), "deal_id").drop("deal_id_right")
    rows = rows.mutate(spoke=_days(rows.first_at, rows.created_at), told=_days(rows.said_at, rows.created_at))
    sums: dict[str, ir.Value] = {}
    for day in LANDMARKS_DAYS:
        here = (rows.end_days.isnull() | (rows.end_days > day)) & (rows.spoke <= day)
        sums |= {f"every_{day}": rows.count(where=here), f"stated_{day}": rows.count(where=here & (rows.told <= day))}
    return rows.agg(**sums)


def _cells(book: Book, filters: Filters, by: Sequence[str], strata: Sequence[str]) -> ir.Table:
    """Won, deals and texts looked at by group, stratum and side, at the landmark."""
    import ibis

    columns = {f"_by_{column}": column for column in by} | {f"_in_{column}": column for column in strata}
    lives, said = _lives(book, filters, columns)
    day = place("by_day", "float64")
    lives = lives.filter(lives.end_days.isnull() | (lives.end_days > day))
    dated = said.inner_join(lives.select("deal_id", "created_at"), "deal_id")
    early = dated.filter(_days(dated["at"], dated.created_at) <= day)
    early = early.select("deal_id", "activity_id", "at", "theirs")
    spoken = early.group_by("deal_id").agg(looks=early.count(where=early.theirs))
    spoken = spoken.filter(spoken.looks > 0)
    rows = lives.inner_join(spoken, "deal_id")
    rows = rows.left_join(first_stated(book, early), "deal_id").drop("deal_id_right")
    rows = rows.mutate(stated=rows.said_at.notnull())
    # Deals of one account decide alike: their numbers are squared account by account. Who has none stands alone.
    rows = rows.mutate(_account=ibis.coalesce(rows.account_id, "deal " + rows.deal_id))
    each = rows.group_by(*columns, "stated", "_account").agg(
        n=rows.count(), won=rows.count(where=rows.won), looks=rows.looks.sum()
    )
    return each.group_by(*columns, "stated").agg(
        n=each.n.sum(), won=each.won.sum(), looks=each.looks.sum(), n_squares=(each.n * each.n).sum(),
        won_squares=(each.won * each.won).sum(), won_n=(each.won * each.n).sum(),
    )  # fmt: skip
