"""How many deals were open on an average day of a span: the deal count of the classic form, a stock and not a rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from headway.measure.measuring import Key, Window, code_groups
from headway.measure.metric import Figure
from headway.model.book import Book
from headway.model.columns import as_array
from headway.stats.arrays import ratio
from headway.stats.intervals import DRAWS, interval
from headway.stats.streams import Streams
from headway.units import COUNT

if TYPE_CHECKING:
    import ibis.expr.types as ir


def open_deals(
    book: Book, window: Window, by: tuple[str, ...], where: tuple[tuple[str, str], ...], keys: tuple[Key, ...]
) -> tuple[tuple[Key, ...], Figure]:
    """The mean number of open deals over the days of a window, for the given groups and those that come beside them.

    A deal adds the part of the window in which it was open; one that is said to be closed, but not when, adds nothing.
    The interval is that of a sum of unequal parts (as many equal deals as would tell as much).
    """
    columns = tuple(column for column, _ in where)
    values: dict[str, Any] = {f"where_{i}": value for i, (_, value) in enumerate(where)}
    values |= {"window_start": book.start_of(window.start), "window_end": book.end_of(window.end)}
    table = book.rows(f"open deals|{','.join(by)}|{','.join(columns)}", lambda b: _expression(b, by, columns), values)
    every = list(keys)
    group = code_groups(table, by, every)
    size = len(every)
    days, squares, n = (
        np.bincount(group, as_array(table.column(name)).astype(np.float64), minlength=size).astype(np.float64)
        for name in ("days", "squares", "n")
    )
    value = days / window.days
    equal = np.nan_to_num(ratio(days**2, squares))
    streams = Streams.of(f"open deals|{window}|{where}", every, book.as_of)
    shape = np.maximum(equal, 0.5)
    draws = value[:, None] * streams.gamma("open", shape, DRAWS) / shape[:, None]
    return tuple(every), Figure.of(interval(value, draws), n, COUNT, "no deal was open", draws)


def _expression(book: Book, by: tuple[str, ...], where: tuple[str, ...]) -> ir.Table:
    import ibis

    from headway.engine.compiling import place

    deals = book.deals_with(tuple(dict.fromkeys((*by, *where))))
    starts, ends = place("window_start", "timestamp"), place("window_end", "timestamp")
    until = ibis.coalesce(deals.closed_at, place("known_before", "timestamp"))
    undated = deals.status.isnull() | (deals.outcome.notnull() & deals.closed_at.isnull())
    tests = [deals[column].cast("string") == place(f"where_{i}", "string") for i, column in enumerate(where)]
    rows = deals.filter(~undated, deals.created_at < ends, until > starts, *tests)
    last = ibis.least(ibis.coalesce(rows.closed_at, place("known_before", "timestamp")), ends).epoch_seconds()
    first = ibis.greatest(rows.created_at, starts).epoch_seconds()
    open_days = ibis.greatest(last - first, ibis.literal(0)).cast("float64") / 86_400.0
    rows = rows.mutate(_days=open_days)
    sums = {"days": rows["_days"].sum(), "squares": (rows["_days"] * rows["_days"]).sum(), "n": rows.count()}
    groups = {f"_by_{column}": rows[column] for column in by}
    counted = rows.group_by(**groups).agg(**sums) if groups else rows.agg(**sums)
    return counted.mutate(**{name: counted[name].fill_null(0) for name in ("days", "squares")})
