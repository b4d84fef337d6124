"""The scan of what winning customers costs: money spent a sales cycle before the window, beside who was won in it.

What names a deal, an account, a segment, a channel or a seller goes there, where that tells the group; the rest is
shared, by the deals opened while it was spent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from headway.measure.metric import Sums
from headway.measure.paying import accounts_with
from headway.measure.scan import Scan
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _sum(name: str) -> Callable[[ir.Table], ir.Value]:
    return lambda rows: rows[name].sum().fill_null(0.0)


SUMS: Sums = {name: _sum(name) for name in ("spent", "shared", "opened", "won")}
_KINDS = ("marketing", "sales")
_DAY_SECONDS = 86_400
# What a cost says of itself, and the columns of deals that mean the same.
_SAID = {"segment": ("segment",), "channel": ("source", "channel")}


def _rows(book: Book, columns: tuple[str, ...]) -> ir.Table:
    """Costs, opened deals and new customers under each other: the asked columns, ``day``, and what each adds."""
    import ibis

    deals = book.deals_with(columns)
    lag = _lag_days(deals)
    return ibis.union(
        _typed(_spent(book, columns, lag), columns, deals),
        _opened(book, deals, columns, lag),
        _new(book, deals, columns),
        distinct=False,
    )


def _lag_days(deals: ir.Table) -> ir.Table:
    """(_lag): the mean days of the won deals, by which costs come before the customers that they win."""
    took = (deals.closed_at.epoch_seconds() - deals.created_at.epoch_seconds()) / _DAY_SECONDS
    won = deals.filter(deals.outcome == "won", deals.closed_at.notnull())
    return won.agg(_lag=took.mean().fill_null(0).floor().cast("int32"))


def _shaped(rows: ir.Table, columns: tuple[str, ...], told: Mapping[str, ir.Value]) -> ir.Table:
    names = ("day", "spent", "shared", "opened", "won")
    values = {name: told.get(name, 0.0) for name in names}
    return rows.select(**{column: rows[column] for column in columns}, **values)


def _typed(rows: ir.Table, columns: tuple[str, ...], like: ir.Table) -> ir.Table:
    """The columns as deals have them: what a cost says of itself is text."""
    return rows.mutate(**{column: rows[column].cast(like[column].type()) for column in columns})


def _spent(book: Book, columns: tuple[str, ...], lag: ir.Table) -> ir.Table:
    """Costs of marketing and sales, dated a cycle later, as ``spent`` where they tell their group, else ``shared``."""
    import ibis

    from headway.model.currency import with_worth

    costs = book.table("costs").filter(ibis._.kind.isin(_KINDS), ibis._.amount.notnull(), ibis._.incurred_on.notnull())
    costs = with_worth(costs.mutate(currency=costs.currency.upper()), costs.incurred_on, book.catalog.currency)
    costs = costs.filter(costs.worth.notnull()).cross_join(lag)
    costs = costs.mutate(_day=costs.incurred_on.epoch_days() + costs._lag, _worth=costs.worth.cast("float64"))
    if not columns:
        return _shaped(costs, (), {"day": costs._day, "spent": costs._worth})
    named = {f"_said_{column}": costs[said] for said, names in _SAID.items() for column in names if column in columns}
    costs = costs.select("deal_id", "account_id", "rep_id", "_day", "_worth", **named)
    for key, others in _homes(book, columns).items():
        costs = costs.left_join(others, [(key, f"_key_{key}")])
    found = {column: ibis.coalesce(*_told(costs, column)) for column in columns}
    costs = costs.mutate(**{f"_of_{column}": value for column, value in found.items()})
    costs = costs.select("_day", "_worth", **{column: costs[f"_of_{column}"] for column in columns})
    placed = costs[columns[0]].notnull()
    for column in columns[1:]:
        placed &= costs[column].notnull()
    spent, shared = (ibis.ifelse(where, costs._worth, 0.0) for where in (placed, ~placed))
    return _shaped(costs, columns, {"day": costs._day, "spent": spent, "shared": shared})


def _homes(book: Book, columns: tuple[str, ...]) -> dict[str, ir.Table]:
    """For each key that a cost may name, the asked columns of what it names."""
    deals = book.deals_with(columns)
    accounts = accounts_with(book, columns)
    homes = {"deal_id": (deals, "deal_id"), "account_id": (accounts, "_mine")}
    if book.of_sellers(columns):
        homes["rep_id"] = (book.reps_with(columns), "rep_id")
    return {
        key: rows.select(**{f"_key_{key}": rows[own], **{f"_{key}_{c}": rows[c] for c in columns if c in rows.columns}})
        for key, (rows, own) in homes.items()
    }


def _told(costs: ir.Table, column: str) -> list[ir.Value]:
    """What tells a cost's group, the surest first."""
    names = (f"_deal_id_{column}", f"_account_id_{column}", f"_rep_id_{column}", f"_said_{column}")
    return [costs[name].cast("string") for name in names if name in costs.columns]


def _opened(book: Book, deals: ir.Table, columns: tuple[str, ...], lag: ir.Table) -> ir.Table:
    from headway.model.days import local_day

    rows = deals.cross_join(lag)
    day = local_day(rows.created_at, book.catalog.timezone).epoch_days() + rows._lag
    rows = rows.mutate(_day=day)
    return _shaped(rows, columns, {"day": rows._day, "opened": 1.0})


def _new(book: Book, deals: ir.Table, columns: tuple[str, ...]) -> ir.Table:
    """The first won deal of each account, or a won deal of no account."""
    import ibis

    from headway.model.days import local_day

    won = deals.filter(deals.outcome == "won", deals.closed_at.notnull())
    won = won.mutate(_who=ibis.coalesce(won.account_id, "no account: " + won.deal_id))
    place = ibis.row_number().over(ibis.window(group_by="_who", order_by=[won.closed_at, won.deal_id]))
    first = won.mutate(_place=place).filter(ibis._._place == 0)
    day = local_day(first.closed_at, book.catalog.timezone).epoch_days()
    first = first.mutate(_day=day)
    return _shaped(first, columns, {"day": first._day, "won": 1.0})


def _in_window(rows: ir.Table) -> ir.BooleanValue:
    from headway.engine.compiling import place

    return (rows.day >= place("first_day", "date").epoch_days()) & (rows.day <= place("last_day", "date").epoch_days())


def _same(_book: Book, rows: ir.Table, _by: tuple[str, ...]) -> ir.Table:
    return rows


SCANS = (Scan("acquisition", ("costs",), _same, base=_rows, when=_in_window, whole=True),)
