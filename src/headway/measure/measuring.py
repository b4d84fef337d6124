"""Measures metrics for groups: one scan a table however many metrics, then formulas on the added-up cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from headway import discover
from headway.measure.curves import followed_days
from headway.measure.metric import Cells, Figure, Metric
from headway.measure.scans import LOST, SCANS, WON
from headway.model.book import Book
from headway.model.columns import as_array
from headway.stats.arrays import Floats
from headway.stats.intervals import Interval, interval
from headway.stats.streams import Streams
from headway.units import COUNT, DAYS, MONTHS, PER_DAY, SHARE

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Key = tuple[Any, ...]
_TOO_FEW = "too few deals to divide by: their mean may be anything"
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
    """Figures by metric for every group: ``keys[i]`` are the values of the asked columns for group ``i``.

    The curve of winning is read at ``followed_days``; nothing closed between ``horizon_days`` and then.
    ``created`` counts the deals opened in the window, ``closed`` those of them that were won or lost since.
    """

    keys: tuple[Key, ...]
    figures: Mapping[str, Figure]
    window: Window
    horizon_days: float
    followed_days: float
    created: np.ndarray[Any, Any]
    closed: np.ndarray[Any, Any]


def first_day(book: Book) -> date | None:
    """The day on which the first deal known by then was opened; None without deals."""
    found = book.kept("first day", lambda: _first_day(book))
    return None if found is None else date.fromisoformat(found)


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
        horizon_days: the age at which the curve of winning is read; default the last to which
            enough deals were followed (see :func:`headway.measure.curves.followed_days`).
    """
    metrics = _with_parts((*names, _COUNTED))
    keys: list[Key] = []
    tables: dict[str, pa.Table] = {}
    absent: dict[str, str] = {}
    for name in dict.fromkeys(metric.over for metric in metrics.values() if metric.over):
        absent[name] = SCANS[name].why_not(book, (*by, *(column for column, _ in where)), filtered=bool(where))
        if not absent[name]:
            tables[name] = _scan(book, name, [m for m in metrics.values() if m.over == name], by, window, where)
    codes = {name: code_groups(table, by, keys) for name, table in tables.items()}
    streams = Streams.of(question, keys, book.as_of)
    cells = {
        name: Cells(
            codes[name],
            {c: as_array(table.column(c)) for c in table.column_names if not c.startswith("_by_")},
            len(keys), float(window.days), streams, book.catalog.currency, horizon_days,
        )
        for name, table in tables.items()
    }  # fmt: skip
    figures: dict[str, Figure] = {}
    for name, metric in metrics.items():
        if absent.get(metric.over):
            figures[name] = Figure.unknown(len(keys), "", absent[metric.over])
        else:
            figures[name] = _figure(metric, cells, figures, book.catalog.currency)
    deals = cells["deals"]
    ended = np.isin(np.asarray(deals.columns["ended"]), (WON, LOST))
    followed = followed_days(deals) if horizon_days is None else horizon_days
    ages = np.asarray(deals.columns["age_days"])[ended]
    last = float(ages[ages <= followed].max(initial=0)) if horizon_days is None else horizon_days
    return Measured(tuple(keys), figures, window, last, followed, deals.total("n"), deals.total("n", ended))


def cells_of(
    book: Book,
    metrics: Sequence[Metric],
    *,
    by: tuple[str, ...],
    window: Window,
    where: tuple[tuple[str, str], ...],
    question: str,
) -> tuple[list[Key], Cells]:
    """The cells that metrics of one scan need, for who draws more of them than each one's figure."""
    keys: list[Key] = []
    table = _scan(book, metrics[0].over, metrics, by, window, where)
    codes = code_groups(table, by, keys)
    columns = {name: as_array(table.column(name)) for name in table.column_names if not name.startswith("_by_")}
    streams = Streams.of(question, keys, book.as_of)
    return keys, Cells(codes, columns, len(keys), float(window.days), streams, book.catalog.currency)


def _first_day(book: Book) -> date | None:
    found = book.rows("first day", _first).column("opened")[0].as_py()
    return None if found is None else min(book.day_of(found), book.as_of)


def _first(book: Book) -> ir.Table:
    deals = book.table("deals")
    return deals.agg(opened=deals.created_at.min())


def _with_parts(names: Sequence[str]) -> dict[str, Metric]:
    """The metrics and their parts, parts first."""
    found: dict[str, Metric] = {}
    for name in names:
        metric: Metric = discover.load("metrics", name)
        for part in (*_with_parts((*metric.parts, *metric.per)).values(), metric):
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
    values |= {"first_day": window.start, "last_day": window.end}
    if SCANS[name].at_end and window.end < book.as_of:
        book = replace(book, as_of=window.end)

    def build(book: Book) -> ir.Table:
        return _expression(book, name, metrics, by, columns)

    key = "|".join(("scan", name, ",".join(sorted(m.name for m in metrics)), ",".join(by), ",".join(columns)))
    return book.rows(key, build, values)


def _expression(
    book: Book, name: str, metrics: Sequence[Metric], by: tuple[str, ...], where: tuple[str, ...]
) -> ir.Table:
    from headway.engine.compiling import place

    scan = SCANS[name]
    base = scan.base(book, tuple(dict.fromkeys((*by, *where))))
    tests = [base[column].cast("string") == place(f"where_{i}", "string") for i, column in enumerate(where)]
    rows = scan.rows(book, base.filter(scan.when(base), *tests), by)
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
        codes = as_array(encoded.indices)
        if encoded.null_count:
            codes = np.where(np.isnan(codes), len(values[-1]) - 1, codes)
        codes = codes.astype(np.int64)
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


def _figure(metric: Metric, cells: Mapping[str, Cells], figures: Mapping[str, Figure], currency: str) -> Figure:
    if metric.formula is None:
        return product_of(metric, figures, currency)
    return metric.formula(cells[metric.over])


def product_of(metric: Metric, figures: Mapping[str, Figure], currency: str) -> Figure:
    """The product of the parts, divided by what it is per: its interval is that of their draws."""
    parts, per = ([figures[name] for name in names] for names in (metric.parts, metric.per))
    unknown = next((p.reason for p in (*parts, *per) if not np.isfinite(p.value).any()), "a part is not known")
    value = _together([part.value for part in parts], [part.value for part in per])
    value = np.where(np.isfinite(value), value, np.nan)
    drawn = _together([part.draws for part in parts], [part.draws for part in per])
    with np.errstate(invalid="ignore"):
        found = interval(value, drawn)
    unbounded = np.isfinite(value) & ~np.isfinite(found.high)
    if unbounded.any():  # so few that what it is divided by may be nothing
        found, unknown = Interval(*(np.where(unbounded, np.nan, side) for side in astuple(found))), _TOO_FEW
    unit = _unit({part.unit for part in parts}, {part.unit for part in per}, currency)
    return Figure.of(found, parts[0].n, unit, unknown, drawn)


def _together(parts: list[Floats], per: list[Floats]) -> Floats:
    """The product of arrays by that of others: not known (NaN) by what is not known, without bound by nothing."""
    over = reduce(np.multiply, per, np.ones(1))
    with np.errstate(invalid="ignore"):
        product: Floats = reduce(np.multiply, parts)
        return np.where(over > 0, product / np.where(over > 0, over, 1.0), np.where(np.isnan(over), np.nan, np.inf))


def _unit(units: set[str], per: set[str], currency: str) -> str:
    """The unit of a product: shares and counts change nothing, money at a rate is money per day."""
    if DAYS in per:
        return f"{currency}/day"
    if PER_DAY in units:
        return f"{currency}/day" if currency in units else PER_DAY
    if currency in per:
        return MONTHS if currency in units else COUNT
    return currency if currency in units else SHARE
