"""The scans that metrics share, one a table: which rows, how joined, what they are split by beside the groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from headway.measure import covering, efforts, paying, quotas, returning, spending, standing
from headway.measure.scan import DAY_SECONDS, LOST, OPEN, UNCLEAR, WON, Scan
from headway.model.book import Book
from headway.model.days import local_of, midnights
from headway.model.words import churned

if TYPE_CHECKING:
    import ibis.expr.types as ir

_MONTH_DAYS = 30.4375


def _deals(book: Book, deals: ir.Table, _by: tuple[str, ...]) -> ir.Table:
    """A deal with its age at its end (or at the end of what is known), and how it ended.

    The age is in whole days, with the seconds beyond them in ``_part_seconds``. Where only the day of its beginning or
    of its end is known, the age is the days between the two and nothing beyond.

    A deal said to be closed, but not when or how, was opened: it counts as that and as nothing else.
    """
    import ibis

    from headway.engine.compiling import place

    zone = book.catalog.timezone
    until = ibis.coalesce(deals.closed_at, place("known_before", "timestamp") - ibis.interval(seconds=1))
    clock = ibis.greatest(until.epoch_seconds() - deals.created_at.epoch_seconds(), ibis.literal(0))
    # Local days take long to work out: what begins and ends with a day is days apart but for an hour of the clocks'.
    starts, ends = (_is_day(moment, zone) for moment in (deals.created_at, deals.closed_at))
    whole = (clock + DAY_SECONDS // 2) // DAY_SECONDS
    opened, closed = (local_of(moment, zone).epoch_seconds() // DAY_SECONDS for moment in (deals.created_at, until))
    between = ibis.greatest(closed - opened, ibis.literal(0))
    one_is_day = (starts | ends) & deals.closed_at.notnull()
    age = ibis.cases((starts & ends, whole), (one_is_day, between), else_=clock // DAY_SECONDS).cast("int32")
    part = ibis.ifelse(one_is_day, 0, clock % DAY_SECONDS)
    undated = deals.status.isnull() | (deals.outcome.notnull() & deals.closed_at.isnull())
    ended = ibis.cases((undated, UNCLEAR), (deals.outcome == "won", WON), (deals.outcome == "lost", LOST), else_=OPEN)
    return deals.mutate(age_days=age, _part_seconds=part, ended=ended.cast("int8"))


def _is_day(moment: ir.TimestampValue, zone: str) -> ir.BooleanValue:
    return (moment.epoch_seconds() % DAY_SECONDS).isin(midnights(zone)).fill_null(False)


def _lines(book: Book, deals: ir.Table, _by: tuple[str, ...]) -> ir.Table:
    """A won deal with what its lines bring and cost, in the reporting currency; lines lacking either are left out."""
    import ibis

    lines = book.table("deal_lines")
    products = book.table("products").select("product_id", _product_cost=ibis._.unit_cost)
    lines = lines.left_join(products, "product_id")
    quantity = ibis.coalesce(lines.quantity, 1.0)
    price, cost = lines.price.cast("float64"), ibis.coalesce(lines.unit_cost, lines._product_cost).cast("float64")
    lines = lines.filter(price.notnull() & cost.notnull())
    sums = lines.group_by("deal_id").agg(revenue=(quantity * price).sum(), cost=(quantity * cost).sum())
    won = deals.filter(deals.outcome == "won", deals.worth.notnull())
    rate = ibis.ifelse(won.amount.cast("float64") == 0, 1.0, won.worth.cast("float64") / won.amount.cast("float64"))
    joined = won.mutate(_rate=ibis.coalesce(rate, 1.0)).inner_join(sums, "deal_id")
    return joined.mutate(revenue=joined.revenue * joined._rate, cost=joined.cost * joined._rate)


def _subscriptions(book: Book, deals: ir.Table, by: tuple[str, ...]) -> ir.Table:
    """A subscription in each whole month of its life: the annual amount at the month's start, and what was lost in it.

    Ended for a term or an upgrade is not lost: such a subscription is only no longer seen. Money is in the reporting
    currency at the rate of the first day, so that a share is no matter of rates; without one it is left out.
    """
    import ibis

    from headway.engine.compiling import place
    from headway.model.currency import with_worth

    sold = deals.select("deal_id", *by)
    every = book.table("subscriptions").filter(ibis._.arr > 0).inner_join(sold, "deal_id")
    every = every.mutate(amount=every.arr, currency=every.currency.upper())
    every = with_worth(every, every.started_on, book.catalog.currency).filter(ibis._.worth.notnull())
    today = place("as_of", "date")
    last = ibis.coalesce(every.ended_on, today)
    days = last.cast("timestamp").epoch_seconds() - every.started_on.cast("timestamp").epoch_seconds()
    life = (days // int(_MONTH_DAYS * DAY_SECONDS)).cast("int32")
    gone = every.ended_on.notnull() & churned(every.end_reason)
    every = every.mutate(_life=ibis.greatest(life, 0), _churned=gone)
    months = every.mutate(month=ibis.range(0, every._life + 1).unnest())
    # A month is counted when it is over, for who left in it as for who stayed: else the last one is full of leavers.
    over = months.month < (today.epoch_days() + 1 - months.started_on.epoch_days()) / _MONTH_DAYS - 1
    left = (months.month == months._life) & months._churned & over
    whole = months.filter((months.month < months._life) | left)
    gone = ibis.ifelse((whole.month == whole._life) & whole._churned, whole.worth, 0).cast("float64")
    return whole.mutate(exposed=whole.worth.cast("float64"), gone=gone)


__all__ = ["DAY_SECONDS", "LOST", "OPEN", "SCANS", "UNCLEAR", "WON"]

SCANS: Mapping[str, Scan] = {
    scan.name: scan
    for scan in (
        Scan("deals", ("deals",), _deals, ("age_days", "ended")),
        Scan("lines", ("deal_lines",), _lines, ()),
        Scan("subscriptions", ("subscriptions",), _subscriptions, ("month",)),
        *standing.SCANS,
        *efforts.SCANS,
        *quotas.SCANS,
        *paying.SCANS,
        *returning.SCANS,
        *spending.SCANS,
        *covering.SCANS,
    )
}
