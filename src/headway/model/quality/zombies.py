"""Open deals older than almost every deal was when it closed: nobody closed them, but nobody sells them either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.engine.compiling import place
from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir

_CLOSED_BY, _LONGER, _FEWEST_CLOSED = 0.99, 1.5, 20
_SECONDS_A_DAY = 86_400


def failing(book: Book) -> ir.Table:
    """Open deals half as old again as the age by which 99% of the deals had closed; none under 20 closed ones.

    Of sound deals one in a hundred is older than that age itself: without the half, three sound companies in ten would
    have such a deal open.
    """
    deals = book.table("deals")
    opened = deals.created_at.epoch_seconds()
    age_at_close = (deals.closed_at.epoch_seconds() - opened) / _SECONDS_A_DAY
    closed = deals.outcome.notnull() & (age_at_close >= 0)
    # Names that begin with a line below are no company's own: one that has a column "Closed" is read all the same.
    learned = deals.agg(_limit_days=_LONGER * age_at_close.quantile(_CLOSED_BY, where=closed), _closed=closed.sum())
    age_days = (place("known_before", "timestamp").epoch_seconds() - opened) / _SECONDS_A_DAY
    rows = deals.mutate(_age_days=age_days).filter(deals.status == "open").cross_join(learned)
    rows = rows.filter(rows._closed >= _FEWEST_CLOSED, rows._age_days > rows._limit_days)
    return rows.select("deal_id", "_source", _measure=rows._limit_days)


CHECK = Check(
    name="zombies",
    title="Open deals older than deals ever get",
    table="deals",
    column="status",
    remedy="close them as lost with the day on which they died, or give them a next step with a date",
    affects=("deals", "velocity", "next"),
    detail="older than {measure:,.0f} days, half as old again as 99% of the deals that closed ever were",
    rows=failing,
)
