"""Scans of deals by how they stand: closed in the window, open at its end, due in it, grown old enough to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.measure.scan import DAY_SECONDS, LOST, OPEN, WON, Scan, closed, days_between, deals_with
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir

_WEEK_SECONDS = 7 * DAY_SECONDS


def _closed(_book: Book, deals: ir.Table, _by: tuple[str, ...]) -> ir.Table:
    """A closed deal with how it ended."""
    import ibis

    return deals.mutate(ended=ibis.ifelse(deals.outcome == "won", WON, LOST).cast("int8"))


def _endings(book: Book, deals: ir.Table, by: tuple[str, ...]) -> ir.Table:
    """The same with ``ending_worth``: of a lost deal without amount, the last that its history tells."""
    import ibis

    from headway.model.currency import with_worth
    from headway.model.days import local_day

    rows = _closed(book, deals, by)
    if "amount" not in book.histories:
        return rows.mutate(ending_worth=rows.worth.cast("float64"))
    changes = book.table("deal_changes").filter(ibis._.field == "amount")
    new, old = (changes[name].try_cast("float64") for name in ("new_value", "old_value"))
    changes = changes.mutate(_told=ibis.ifelse(new > 0, new, old))
    last = changes.filter(changes._told > 0).group_by(_deal="deal_id").agg(_last=ibis._._told.argmax(ibis._._seq))
    rows = rows.left_join(last, [("deal_id", "_deal")])
    lacking = (rows.ended == LOST) & (rows.amount.fill_null(0) == 0)
    amount = ibis.ifelse(lacking, rows._last.cast("decimal(18, 4)"), rows.amount)
    rows = rows.drop("worth").mutate(amount=amount)
    day = local_day(rows.closed_at, book.catalog.timezone)
    valued = with_worth(rows, day, book.catalog.currency)
    return valued.mutate(ending_worth=valued.worth.cast("float64"))


def _open(_book: Book, deals: ir.Table, _by: tuple[str, ...]) -> ir.Table:
    return deals


def _is_open(deals: ir.Table) -> ir.BooleanValue:
    return deals.status == "open"


def _cohort(_book: Book, deals: ir.Table, _by: tuple[str, ...]) -> ir.Table:
    """A deal with the whole weeks since it was opened, and the weeks after which it ended."""
    import ibis

    from headway.engine.compiling import place

    # What is said to be closed, but not when or how, tells neither how long deals take nor what became of it.
    deals = deals.filter(deals.status.notnull() & (deals.outcome.isnull() | deals.closed_at.notnull()))
    began, now = deals.created_at.epoch_seconds(), place("known_before", "timestamp").epoch_seconds()
    ended = ibis.cases((deals.outcome == "won", WON), (deals.outcome == "lost", LOST), else_=OPEN)
    took = ibis.coalesce(deals.closed_at.epoch_seconds(), began) - began
    return deals.mutate(
        ended=ended.cast("int8"),
        weeks_old=((now - began) // _WEEK_SECONDS).cast("int32"),
        weeks=ibis.greatest(took // _WEEK_SECONDS, 0).cast("int32"),
    )


def _sizes(_book: Book, deals: ir.Table, _by: tuple[str, ...]) -> ir.Table:
    return deals.filter(deals.outcome == "won", deals.worth.notnull()).mutate(size=deals.worth.cast("float64"))


def _with_first_due(book: Book, columns: tuple[str, ...]) -> ir.Table:
    """Deals with the day on which they were first expected to close, and how often that day was moved later."""
    import ibis

    deals = deals_with(book, columns)
    changes = book.table("deal_changes").filter(ibis._.field == "expected_close_on")
    old, new = (changes[name].try_cast("date") for name in ("old_value", "new_value"))
    told = changes.group_by(_deal="deal_id").agg(
        _first=ibis.coalesce(old.argmin(changes._seq), new.argmin(changes._seq)), _moved=(new > old).sum()
    )
    joined = deals.left_join(told, [("deal_id", "_deal")])
    return joined.mutate(
        _first_due=ibis.coalesce(joined._first, joined.expected_close_on), pushes=joined._moved.fill_null(0)
    ).drop("_deal", "_first", "_moved")


def _came_due(deals: ir.Table) -> ir.BooleanValue:
    from headway.engine.compiling import place

    return days_between(deals._first_due) & (deals._first_due <= place("as_of", "date"))


def _due(book: Book, deals: ir.Table, _by: tuple[str, ...]) -> ir.Table:
    """A deal that came due: whether it was still open after that day, and won by the end of that day's quarter."""
    import ibis

    from headway.model.build import DAYS
    from headway.model.days import local_day

    deals = deals.mutate(_ended=local_day(deals.closed_at, book.catalog.timezone))
    late = deals._ended.isnull() | (deals._ended > deals._first_due)
    deals = deals.mutate(slipped=ibis.ifelse(deals.outcome.notnull() & deals.closed_at.isnull(), None, late))
    days = ibis.table({"day": "date", "month": "string", "quarter": "string", "year": "string"}, name=DAYS)
    ends = days.group_by(_quarter="quarter").agg(_last=days.day.max())
    told = days.select(_day="day", _of="quarter").inner_join(ends, [("_of", "_quarter")]).select("_day", "_last")
    deals = deals.left_join(told, [("_first_due", "_day")])
    won = (deals.outcome == "won") & (deals._ended <= deals._last)
    return deals.mutate(won_in_time=won.fill_null(False)).filter(deals.slipped.notnull())


SCANS = (
    Scan("closed", ("deals",), _closed, ("ended",), when=closed),
    Scan("endings", ("deals",), _endings, ("ended",), when=closed),
    Scan("open", ("deals",), _open, when=_is_open, at_end=True),
    Scan("cohort", ("deals",), _cohort, ("weeks_old", "weeks", "ended")),
    Scan("sizes", ("deals",), _sizes, ("size",)),
    Scan("due", ("deals",), _due, base=_with_first_due, when=_came_due, histories=("expected_close_on",)),
)
