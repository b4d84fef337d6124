"""The scan of paying customers: each in each whole month of its life, with what it paid and what of that went.

A customer begins on the first day of its first subscription. What it pays is the sum of its subscriptions, each in the
reporting currency at the rate of its first day, so that a share is no matter of rates. A month is counted once it is
over, for who left as for who stayed. Who left does not come back: what a returned customer pays is new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.calendar import KINDS
from headway.measure.scan import Scan, days_between
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir

COHORTS = tuple(f"cohort_{kind}" for kind in KINDS)
"""Columns by which customers can be grouped beside those of their accounts: when they began."""
MOST_MONTHS = 60
_MONTH_DAYS = 30.4375
# A year's contract ends on its anniversary, or days before or after it: its end is of the year that it ends.
_GRACE_DAYS = 3
_NEAR_DAYS = 31  # a subscription that ends for another is replaced by one that begins within so many days
_MONEY = "decimal(18, 4)"


def subscriptions(book: Book) -> ir.Table:
    """Subscriptions that were paid for, with ``customer``, ``rate`` and what became of them.

    ``level`` is what was paid a year when it ended; ``moved_on`` the day on which another took its place: near its end
    where that was for a term or an upgrade, on the next day where it is said to be a churn.
    """
    import ibis

    from headway.model.currency import with_worth

    rows = book.table("subscriptions").filter(ibis._.arr > 0, ibis._.started_on.notnull())
    rows = rows.select(
        "subscription_id", "account_id", "started_on", "ended_on", "end_reason", "arr",
        amount=rows.arr, currency=rows.currency.upper(),
    )  # fmt: skip
    rows = with_worth(rows, rows.started_on, book.catalog.currency).filter(ibis._.worth.notnull())
    rows = rows.mutate(
        customer=ibis.coalesce(rows.account_id, "no account: " + rows.subscription_id),
        rate=rows.worth.cast("float64") / rows.arr.cast("float64"),
    )
    others = rows.select(_who="customer", _other="subscription_id", _began="started_on")
    pairs = rows.filter(rows.ended_on.notnull()).inner_join(others, [("customer", "_who")])
    kept = pairs.end_reason.isin(["term", "upgrade"]).fill_null(False)
    days = pairs._began.epoch_days() - pairs.ended_on.epoch_days()
    near = ibis.ifelse(
        kept, days.abs() <= _NEAR_DAYS, days.isin([0, 1]) & ~pairs.end_reason.isin(["payment"]).fill_null(False)
    )
    after = pairs.filter(near, pairs._other != pairs.subscription_id, pairs._began > pairs.started_on)
    found = after.group_by(_ended="subscription_id").agg(moved_on=after._began.min())
    return rows.left_join(found, [("subscription_id", "_ended")]).drop("_ended")


def _changes(book: Book, subs: ir.Table) -> ir.Table:
    """(subscription_id, customer, day, delta): changes of what a subscription is paid for, while it ran."""
    changes = book.table("subscription_changes").select(
        _of="subscription_id", day="changed_on", _before="arr_before", _after="arr_after"
    )
    joined = subs.inner_join(changes, [("subscription_id", "_of")])
    joined = joined.filter(joined.ended_on.isnull() | (joined.day <= joined.ended_on), joined.day >= joined.started_on)
    delta = ((joined._after - joined._before).cast("float64") * joined.rate).cast(_MONEY)
    return joined.select("subscription_id", "customer", "day", delta=delta).filter(lambda rows: rows.delta.notnull())


def _deltas(book: Book, subs: ir.Table) -> ir.Table:
    """(customer, day, delta): every change of what a customer pays a year."""
    import ibis

    changes = _changes(book, subs)
    grown = changes.group_by(_sub="subscription_id").agg(_grown=changes.delta.sum())
    ended = subs.filter(subs.ended_on.notnull()).left_join(grown, [("subscription_id", "_sub")])
    level = ended.worth.cast(_MONEY) + ibis.coalesce(ended._grown, 0).cast(_MONEY)
    gone = ended.select("customer", day=ibis.coalesce(ended.moved_on, ended.ended_on), delta=(-level).cast(_MONEY))
    begun = subs.select("customer", day="started_on", delta=subs.worth.cast(_MONEY))
    return ibis.union(begun, changes.select("customer", "day", "delta"), gone, distinct=False)


def _month(day: ir.DateValue, start: ir.DateValue) -> ir.IntegerValue:
    """The month of a customer's life, from 0; −1 on its first day."""
    import ibis

    days = day.epoch_days() - start.epoch_days()
    whole = ((ibis.greatest(days - _GRACE_DAYS, 0)) / _MONTH_DAYS).floor().cast("int32")
    return ibis.ifelse(days <= 0, -1, whole)


def _customers(book: Book, columns: tuple[str, ...]) -> ir.Table:
    """One row a customer: ``began``, its cohorts, the asked columns, and ``out_on`` when it was lost from sight.

    Who leaves at the end of a term, or for another subscription that nobody wrote down, is no longer seen.
    """
    import ibis

    from headway.model.build import DAYS

    subs = subscriptions(book)
    out = subs.end_reason.isin(["term", "upgrade"]).fill_null(False) & subs.ended_on.notnull() & subs.moved_on.isnull()
    every = subs.group_by("customer").agg(
        began=subs.started_on.min(), out_on=ibis.ifelse(out, subs.ended_on, None).min(), _account=subs.account_id.min()
    )
    days = ibis.table({"day": "date", "month": "string", "quarter": "string", "year": "string"}, name=DAYS)
    days = days.select(_day="day", **{f"cohort_{kind}": kind for kind in KINDS})
    every = every.left_join(days, [("began", "_day")]).drop("_day")
    own = tuple(column for column in columns if column not in COHORTS)
    if not own:
        return every
    return every.left_join(accounts_with(book, own), [("_account", "_mine")])


def accounts_with(book: Book, columns: tuple[str, ...]) -> ir.Table:
    """(_mine, the asked columns) of each account: its own where they are columns of accounts, else of its first win."""
    import ibis

    if book.of_accounts(columns):
        rows = book.table("accounts", columns)
        return rows.select(_mine="account_id", **{column: rows[column] for column in columns if column != "account_id"})
    deals = book.deals_with(columns)
    won = deals.filter(deals.outcome == "won", deals.account_id.notnull())
    first = ibis.window(group_by="account_id", order_by=[won.closed_at, won.deal_id])
    won = won.mutate(_place=ibis.row_number().over(first)).filter(ibis._._place == 0)
    return won.select(_mine="account_id", **{column: won[column] for column in columns})


def _began(rows: ir.Table) -> ir.BooleanValue:
    return days_between(rows.began)


def _lives(book: Book, customers: ir.Table, _by: tuple[str, ...]) -> ir.Table:
    """A customer in each whole month of its life: what it paid before and after, and the least that it paid so far."""
    import ibis

    from headway.engine.compiling import place

    tomorrow = place("as_of", "date").epoch_days() + 1
    seen = ((tomorrow - customers.began.epoch_days() - _GRACE_DAYS) / _MONTH_DAYS).floor().cast("int32")
    gone = ibis.ifelse(customers.out_on.isnull(), MOST_MONTHS, _month(customers.out_on, customers.began))
    customers = customers.mutate(_seen=ibis.least(seen, MOST_MONTHS), _gone=gone).filter(ibis._._seen > 0)
    months = customers.mutate(_month=ibis.range(-1, customers._seen).unnest())
    began = customers.select(_who="customer", _first="began")
    deltas = _deltas(book, subscriptions(book)).inner_join(began, [("customer", "_who")])
    deltas = deltas.mutate(_at=_month(deltas.day, deltas._first))
    deltas = deltas.group_by(_who="customer", _at="_at").agg(_delta=deltas.delta.sum())
    grid = months.left_join(deltas, [("customer", "_who"), ("_month", "_at")])
    order = {"group_by": "customer", "order_by": "_month"}
    grid = grid.mutate(_pays=ibis.greatest(grid._delta.fill_null(0).sum().over(ibis.cumulative_window(**order)), 0))
    grid = grid.mutate(_least=grid._pays.min().over(ibis.cumulative_window(**order)))
    before = ibis.window(**order)
    grid = grid.mutate(_paid=grid._pays.lag().over(before), _kept=grid._least.lag().over(before))
    grid = grid.filter(grid._month >= 0)
    there = (grid._kept > 0) & (grid._month < grid._gone)
    kept, least, paid, pays = (
        ibis.ifelse(there, grid[name], 0).cast("float64") for name in ("_kept", "_least", "_paid", "_pays")
    )
    return grid.mutate(
        month=(grid._month + 1).cast("int32"), there=there, kept=kept, lost=kept - least, paid=paid, pays=pays,
        left=there & (least <= 0),
    )  # fmt: skip


SCANS = (Scan("customers", ("subscriptions",), _lives, ("month",), base=_customers, when=_began),)
