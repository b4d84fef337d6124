"""The scan of the quarter in which the window ends: what is asked for, what was won of it, and what is open and due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.measure.metric import Sums
from headway.measure.owners import of_who_closed
from headway.measure.quotas import periods
from headway.measure.scan import Scan
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir

SUMS: Sums = {
    "asked": lambda rows: rows.asked.sum().fill_null(0.0),
    "booked": lambda rows: rows.booked.sum().fill_null(0.0),
    "due": lambda rows: rows.due.sum().fill_null(0.0),
    "deals": lambda rows: (rows.due != 0).sum().fill_null(0),
}


def quarter_days(last: ir.DateValue) -> ir.Table:
    """(_from, _to): the first and last day, counted from 1970, of the company's quarter of a day."""
    import ibis

    from headway.model.build import DAYS

    days = ibis.table({"day": "date", "month": "string", "quarter": "string", "year": "string"}, name=DAYS)
    mine = days.filter(days.day == last).select(_quarter="quarter")
    of = days.select(_day=days.day.epoch_days(), _of="quarter").inner_join(mine, [("_of", "_quarter")])
    return of.agg(_from=of._day.min(), _to=of._day.max())


def _rows(book: Book, columns: tuple[str, ...]) -> ir.Table:
    """Quotas, won deals and open deals of the quarter under each other, with the asked columns of their sellers."""
    import ibis

    from headway.engine.compiling import place
    from headway.model.days import local_day

    quarter = quarter_days(place("last_day", "date"))
    quotas = periods(book).cross_join(quarter)
    first, last = ibis.greatest(quotas._first, quotas._from), ibis.least(quotas._last, quotas._to)
    share = ibis.greatest(last - first + 1, 0) / (quotas._last - quotas._first + 1)
    asked = quotas.select("rep_id", asked=quotas.quota * quotas.there * share, booked=0.0, due=0.0)

    deals = book.table("deals").filter(ibis._.worth.notnull()).cross_join(quarter)
    won = deals.filter(deals.outcome == "won", deals.closed_at.notnull())
    day = local_day(won.closed_at, book.catalog.timezone).epoch_days()
    won = of_who_closed(book, won.filter(day >= won._from, day <= won._to))
    won = won.select("rep_id", asked=0.0, booked=won.worth.cast("float64"), due=0.0)
    plan = deals.expected_close_on.epoch_days()
    due = deals.filter(deals.status == "open", plan >= deals._from, plan <= deals._to)
    due = due.select("rep_id", asked=0.0, booked=0.0, due=due.worth.cast("float64"))
    every = ibis.union(asked, won, due, distinct=False).filter(lambda rows: rows.rep_id.notnull())
    others = [column for column in columns if column != "rep_id"]
    if not others:
        return every
    sellers = book.reps_with(columns)
    wanted = sellers.select(_mine=sellers.rep_id, **{column: sellers[column] for column in others})
    return every.left_join(wanted, [("rep_id", "_mine")]).drop("_mine")


def _all(rows: ir.Table) -> ir.BooleanValue:
    return rows.asked.notnull()


def _same(_book: Book, rows: ir.Table, _by: tuple[str, ...]) -> ir.Table:
    return rows


SCANS = (Scan("covering", ("quotas", "deals"), _same, base=_rows, when=_all, sellers=True, at_end=True),)
