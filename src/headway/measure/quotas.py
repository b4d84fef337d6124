"""Quota periods of sellers with what was booked in each: the quota in force, as long as the seller was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.measure.owners import of_who_closed
from headway.measure.scan import Scan
from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir


def periods(book: Book) -> ir.Table:
    """(rep_id, period_start, period_end, quota, there): a quota in the reporting currency, and the share of its period.

    ``there`` is the share of the period's days on which the seller was employed. A period without an end lasts until
    the next one begins; the last of them as long as the one before. One that has neither is left out.
    """
    import ibis

    from headway.model.currency import with_worth

    every = book.table("quotas").mutate(currency=ibis._.currency.upper())
    every = with_worth(every, every.period_start, book.catalog.currency)
    order = ibis.window(group_by="rep_id", order_by="period_start")
    following, before = every.period_start.lead().over(order), every.period_start.lag().over(order)
    every = every.mutate(_next=following, _before=before)
    first = every.period_start.epoch_days()
    last = ibis.coalesce(
        every.period_end.epoch_days(),
        every._next.epoch_days() - 1,
        first + (first - every._before.epoch_days()) - 1,
    )
    every = every.mutate(_first=first, _last=last).filter(ibis._._last >= ibis._._first)
    reps = book.table("reps").select(_rep="rep_id", _from="started_on", _to="ended_on")
    joined = every.left_join(reps, [("rep_id", "_rep")])
    began = ibis.greatest(joined._first, ibis.coalesce(joined._from.epoch_days(), joined._first))
    ended = ibis.least(joined._last, ibis.coalesce(joined._to.epoch_days(), joined._last))
    there = ibis.greatest(ended - began + 1, 0) / (joined._last - joined._first + 1)
    return joined.select("rep_id", "_first", "_last", quota=joined.worth.cast("float64"), there=there)


def with_booked(book: Book, quotas: ir.Table) -> ir.Table:
    """Quota periods with ``booked``, the worth of the deals won in them by who had them then, and how many."""
    from headway.model.days import local_day

    deals = book.table("deals")
    won = of_who_closed(book, deals.filter(deals.outcome == "won", deals.worth.notnull()))
    won = won.select(_who="rep_id", _on=local_day(won.closed_at, book.catalog.timezone).epoch_days(), _worth="worth")
    inside = quotas.left_join(won, [quotas.rep_id == won._who, won._on >= quotas._first, won._on <= quotas._last])
    found = inside.group_by(*quotas.columns).agg(booked=inside._worth.sum().cast("float64"), wins=inside._worth.count())
    return found.mutate(booked=found.booked.fill_null(0.0))


def _with_columns(book: Book, columns: tuple[str, ...]) -> ir.Table:
    """Quota periods with the asked columns of their sellers."""
    every = periods(book)
    others = [column for column in columns if column != "rep_id"]
    if not others:
        return every
    sellers = book.reps_with(columns)
    wanted = sellers.select(_mine=sellers.rep_id, **{column: sellers[column] for column in others})
    return every.left_join(wanted, [("rep_id", "_mine")]).drop("_mine")


def _ended(rows: ir.Table) -> ir.BooleanValue:
    """Quota periods that ended in the window, and by the day asked for."""
    from headway.engine.compiling import place

    first, last, today = (place(name, "date").epoch_days() for name in ("first_day", "last_day", "as_of"))
    return (rows._last >= first) & (rows._last <= last) & (rows._last <= today)


def _rows(book: Book, quotas: ir.Table, _by: tuple[str, ...]) -> ir.Table:
    return with_booked(book, quotas)


SCANS = (Scan("quotas", ("quotas",), _rows, base=_with_columns, when=_ended, sellers=True),)
