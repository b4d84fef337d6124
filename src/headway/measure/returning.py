"""The scan of buyers, for companies without subscriptions: when each bought first, and when again, on a later day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from headway.calendar import KINDS
from headway.measure.metric import Cells
from headway.measure.paying import COHORTS, accounts_with
from headway.measure.scan import Scan, days_between
from headway.model.book import Book
from headway.stats.arrays import Floats, ratio
from headway.stats.intervals import DRAWS, Interval, interval, share_draws_from

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_MONTHS = 60
_MONTH_DAYS = 30.4375


def _buyers(book: Book, columns: tuple[str, ...]) -> ir.Table:
    """One row an account that bought: the day of its first order, and of its next."""
    import ibis

    from headway.model.build import DAYS
    from headway.model.days import local_day

    won = book.table("deals").filter(ibis._.outcome == "won", ibis._.account_id.notnull(), ibis._.closed_at.notnull())
    orders = won.select("account_id", day=local_day(won.closed_at, book.catalog.timezone)).distinct()
    place = ibis.row_number().over(ibis.window(group_by="account_id", order_by="day"))
    orders = orders.mutate(_place=place)
    every = orders.group_by(_account="account_id").agg(
        began=orders.day.min(), again=orders.day.min(where=orders._place == 1)
    )
    days = ibis.table({"day": "date", "month": "string", "quarter": "string", "year": "string"}, name=DAYS)
    days = days.select(_day="day", **{f"cohort_{kind}": kind for kind in KINDS})
    every = every.left_join(days, [("began", "_day")]).drop("_day")
    own = tuple(column for column in columns if column not in COHORTS)
    return every.left_join(accounts_with(book, own), [("_account", "_mine")]) if own else every


def _began(rows: ir.Table) -> ir.BooleanValue:
    return days_between(rows.began)


def _waits(_book: Book, buyers: ir.Table, _by: tuple[str, ...]) -> ir.Table:
    """A buyer with the months after which it bought again (−1: it did not), and the whole months that it was seen."""
    import ibis

    from headway.engine.compiling import place

    first = buyers.began.epoch_days()
    seen = ((place("as_of", "date").epoch_days() + 1 - first) / _MONTH_DAYS).floor()
    again = ((buyers.again.epoch_days() - first) / _MONTH_DAYS).floor()
    return buyers.mutate(
        seen=ibis.least(seen, MOST_MONTHS).cast("int32"),
        again=ibis.least(again, MOST_MONTHS).fill_null(-1).cast("int32"),
    )


def returned(cells: Cells) -> tuple[Interval, Floats, Floats]:
    """(share that bought again by each month of life, customer-months seen, buyers seen so long), [groups, months].

    A month counts once it is over; who bought again in one that is not has not done so yet (Kaplan-Meier).
    """
    seen, again, n = (np.asarray(cells.columns[name], dtype=np.int64) for name in ("seen", "again", "n"))
    months = max(int(seen.max(initial=0)), 0)
    shape = (cells.groups, months)
    there, back, matured = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for month in range(months):
        old = seen > month
        waiting = old & ((again < 0) | (again >= month))
        for out, where in ((there, waiting), (back, old & (again == month)), (matured, old)):
            out[:, month] = np.bincount(cells.group[where], n[where], minlength=cells.groups)
    known = matured > 0
    hazard = np.nan_to_num(ratio(back, there))
    waits = np.cumprod(1 - hazard, axis=1)
    variance = waits**2 * np.cumsum(np.nan_to_num(ratio(hazard, there * (1 - hazard))), axis=1)
    share = 1 - waits
    told = np.maximum(np.where((share > 0) & (share < 1), np.nan_to_num(ratio(share * waits, variance)), matured), 1.0)
    draws = np.empty((*shape, DRAWS))
    for month in range(months):
        draws[:, month] = share_draws_from(share[:, month], told[:, month], cells.streams, purpose="returned")
    draws[~known] = np.nan
    with np.errstate(invalid="ignore"):
        return interval(np.where(known, share, np.nan), draws), np.cumsum(there, axis=1), matured


SCANS = (Scan("buyers", ("deals",), _waits, ("seen", "again"), base=_buyers, when=_began),)
