"""Measures metrics for groups: one scan a table however many metrics, then formulas on the added-up cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from headway import discover
from headway.measure.metric import Cells, Figure, Metric
from headway.measure.scans import LOST, SCANS, WON
from headway.model.book import Book
from headway.stats.intervals import product_interval
from headway.stats.streams import Streams
from headway.units import PER_DAY, SHARE

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Key = tuple[Any, ...]
_COUNTED = "arrivals"  # every answer says how many deals it is about


@dataclass(frozen=True, slots=True)
class Window:
    """Deals opened from ``start`` to ``end``, both days included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it spans."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures by metric for every group: ``keys[i]`` are the values of the asked columns for group ``i``."""

    keys: tuple[Key, ...]
    figures: Mapping[str, Figure]
    window: Window
    horizon_days: float
    created: np.ndarray[Any, Any]


def first_day(book: Book) -> date | None:
    """The day on which the first deal known by then was opened; None without deals."""
    found = book.rows("first day", _first).column("opened")[0].as_py()
    return None if found is None else min(book.day_of(found), book.as_of)


def measure(
    book: Book,
    names: Sequence[str],
    *,
    by: tuple[str, ...] = (),
    window: Window,
    where: tuple[tuple[str, str], ...] = (),
    question: str,
    horizon_days: float | None = None,
) -> Measured:
    """The asked metrics for deals opened in the window, by the asked columns, filtered by column values.

    Args:
        names: metrics of ``measure/metrics``; those that are products bring their parts along.
        question: part of every draw's seed.
        horizon_days: the age at which the curve of winning is read; default the last at which any of the deals closed.
    """
    metrics = _with_parts((*names, _COUNTED))
    keys: list[Key] = []
    tables: dict[str, pa.Table] = {}
    for name in dict.fromkeys(metric.over for metric in metrics.values() if metric.over):
        if all(book.has(table) for table in SCANS[name].needs):
            tables[name] = _scan(book, name, [m for m in metrics.values() if m.over == name], by, window, where)
    codes = {name: code_groups(table, by, keys) for name, table in tables.items()}
    streams = Streams.of(question, keys, book.as_of)
    cells = {
        name: Cells(
            codes[name],
            {c: table.column(c).to_numpy() for c in table.column_names if not c.startswith("_by_")},
            len(keys), float(window.days), streams, book.catalog.currency, horizon_days,
        )
        for name, table in tables.items()
    }  # fmt: skip
    figures: dict[str, Figure] = {}
    for name, metric in metrics.items():
        figures[name] = _figure(metric, cells, figures, len(keys), book.catalog.currency)
    deals = cells["deals"]
    ended = np.isin(np.asarray(deals.columns["ended"]), (WON, LOST))
    ages = np.asarray(deals.columns["age_days"])[ended]
    horizon = float(ages.max(initial=0)) if horizon_days is None else horizon_days
    return Measured(tuple(keys), figures, window, horizon, deals.total("n"))


def _first(book: Book) -> ir.Table:
    deals = book.table("deals")
    return deals.agg(opened=deals.created_at.min())


def _with_parts(names: Sequence[str]) -> dict[str, Metric]:
    """The metrics and their parts, parts first."""
    found: dict[str, Metric] = {}
    for name in names:
        metric: Metric = discover.load("metrics", name)
        for part in (*_with_parts(metric.parts).values(), metric):
            found.setdefault(part.name, part)
    return found


def _scan(
    book: Book,
    name: str,
    metrics: Sequence[Metric],
    by: tuple[str, ...],
    window: Window,
    where: tuple[tuple[str, str], ...],
) -> pa.Table:
    columns = tuple(column for column, _ in where)
    values: dict[str, Any] = {f"where_{i}": value for i, (_, value) in enumerate(where)}
    values |= {"window_start": book.start_of(window.start), "window_end": book.end_of(window.end)}

    def build(book: Book) -> ir.Table:
        return _expression(book, name, metrics, by, columns)

    key = "|".join(("scan", name, ",".join(sorted(m.name for m in metrics)), ",".join(by), ",".join(columns)))
    return book.rows(key, build, values)


def _expression(
    book: Book, name: str, metrics: Sequence[Metric], by: tuple[str, ...], where: tuple[str, ...]
) -> ir.Table:
    from headway.engine.compiling import place

    deals = book.deals_with(tuple(dict.fromkeys((*by, *where))))
    opened = (deals.created_at >= place("window_start", "timestamp")) & (
        deals.created_at < place("window_end", "timestamp")
    )
    tests = [deals[column].cast("string") == place(f"where_{i}", "string") for i, column in enumerate(where)]
    scan = SCANS[name]
    rows = scan.rows(book, deals.filter(opened, *tests), by)
    sums = {sum_name: expression(rows) for metric in metrics for sum_name, expression in metric.sums.items()}
    groups = {f"_by_{column}": rows[column] for column in by} | {cell: rows[cell] for cell in scan.cells}
    return rows.group_by(**groups).agg(**sums) if groups else rows.agg(**sums)


def code_groups(table: pa.Table, by: tuple[str, ...], keys: list[Key]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Group codes of the rows by their ``_by_`` columns, in the order of ``keys``, which grows by what is new."""
    if not by:
        if not keys:
            keys.append(())
        return np.zeros(table.num_rows, dtype=np.int64)
    mixed = np.zeros(table.num_rows, dtype=np.int64)
    values = []
    for column in by:
        encoded = table.column(f"_by_{column}").combine_chunks().dictionary_encode()
        values.append([*encoded.dictionary.to_pylist(), None])
        codes = encoded.indices.fill_null(len(values[-1]) - 1).to_numpy().astype(np.int64)
        mixed = mixed * len(values[-1]) + codes
    found, inverse = np.unique(mixed, return_inverse=True)
    here = [_split(int(code), values) for code in found]
    place = {key: i for i, key in enumerate(keys)}
    for key in sorted(here, key=_sortable):
        if key not in place:
            place[key] = len(keys)
            keys.append(key)
    return np.array([place[key] for key in here], dtype=np.int64)[inverse]


def _split(code: int, values: list[list[Any]]) -> Key:
    parts = []
    for column in reversed(values):
        code, at = divmod(code, len(column))
        parts.append(column[at])
    return tuple(reversed(parts))


def _sortable(key: Key) -> tuple[tuple[bool, str], ...]:
    return tuple((part is None, str(part)) for part in key)


def _figure(
    metric: Metric, cells: Mapping[str, Cells], figures: Mapping[str, Figure], groups: int, currency: str
) -> Figure:
    if metric.parts:
        return _product(metric, figures, currency)
    if metric.formula is None or metric.over not in cells:
        return Figure.unknown(groups, "", f"no {', '.join(SCANS[metric.over].needs)} loaded")
    return metric.formula(cells[metric.over])


def _product(metric: Metric, figures: Mapping[str, Figure], currency: str) -> Figure:
    """The product of the parts: its value is the product of their values, its interval that of their draws."""
    parts = [figures[name] for name in metric.parts]
    unknown = next((part.reason for part in parts if not np.isfinite(part.value).any()), "a part is not known")
    value = np.prod([part.value for part in parts], axis=0)
    width = max(part.draws.shape[1] for part in parts)
    draws = [
        np.broadcast_to(part.draws, (len(value), width)) if part.draws.shape[1] == 1 else part.draws for part in parts
    ]
    with np.errstate(invalid="ignore"):
        interval = product_interval(value, *draws)
        together = np.prod(draws, axis=0)
    return Figure.of(interval, parts[0].n, _unit({part.unit for part in parts}, currency), unknown, together)


def _unit(units: set[str], currency: str) -> str:
    """The unit of a product: shares change nothing, money at a rate is money per day."""
    if PER_DAY in units:
        return f"{currency}/day" if currency in units else PER_DAY
    return currency if currency in units else SHARE
