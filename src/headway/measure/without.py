"""What rows do to the figures: each figure as it is, and as it would be without the rows of one set.

Every set is a bit of a mask on each row. One scan adds the rows up by mask and cell; leaving a set out is then a
matter of leaving its cells out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from headway import discover
from headway.measure.measuring import Window, first_day
from headway.measure.metric import Cells, Figure, Metric
from headway.measure.scans import OPEN, SCANS
from headway.model.book import Book
from headway.model.checks import Check
from headway.model.columns import as_array
from headway.model.findings import once
from headway.stats.arrays import Floats
from headway.stats.streams import Streams
from headway.units import COUNT

if TYPE_CHECKING:
    import ibis.expr.types as ir

_MOST_SETS = 60  # bits of a mask
_KEYS = {"deals": "deal_id", "subscriptions": "subscription_id"}
_METRICS = {"deals": ("arrivals", "win_rate", "deal_size", "cycle_days"), "subscriptions": ("retained",)}
# The figure of a question that each metric is: the key of its row in the contract.
_SHOWN = {
    "arrivals": ("velocity", "deals"),
    "win_rate": ("velocity", "win_rate"),
    "deal_size": ("velocity", "size"),
    "cycle_days": ("velocity", "cycle_days"),
    "retained": ("velocity", "retained"),
}
_VELOCITY = ("arrivals", "win_rate", "deal_size")


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure of a question, with all rows and without the rows of a set; NaN where it is not known."""

    question: str
    figure: str
    all_rows: float
    without: float
    unit: str

    @property
    def relative(self) -> float:
        """How far it moves, as a share of what it is; infinite where nothing is left of it."""
        if not np.isfinite(self.without):
            return np.inf
        return abs(self.without - self.all_rows) / max(abs(self.all_rows), 1e-12)

    def to_json(self) -> dict[str, Any]:
        """The contract's mapping."""
        known = bool(np.isfinite(self.without))
        return {
            "question": self.question,
            "figure": self.figure,
            "with": self.all_rows,
            "without": self.without if known else None,
            "change": self.without - self.all_rows if known else None,
            "unit": self.unit,
        }


def without(book: Book, checks: Sequence[Check]) -> dict[str, list[Moved]]:
    """The figures that move without the failing rows of each check, by the check's key; most moved first.

    Args:
        checks: of the tables deals and subscriptions, with failing rows that bear the table's key.
    """
    found: dict[str, list[Moved]] = {}
    for table in _KEYS:
        mine = sorted({check.key: check for check in checks if check.table == table}.items())[:_MOST_SETS]
        if mine and all(book.has(name) for name in ("deals", table)):
            found |= _of_table(once(book), table, [check for _, check in mine])
    return found


def _of_table(book: Book, table: str, checks: Sequence[Check]) -> dict[str, list[Moved]]:
    metrics = [discover.load("metrics", name) for name in _METRICS[table]]
    key = f"without|{table}|{','.join(check.key for check in checks)}"
    scanned = book.rows(key, lambda book: _scan(book, table, checks, metrics), {"synced_at": book.catalog.synced_at})
    columns = {name: as_array(scanned.column(name)) for name in scanned.column_names}
    mask = columns.pop("_mask").astype(np.int64)
    kept = [np.arange(mask.size), *(np.flatnonzero((mask >> i) & 1 == 0) for i in range(len(checks)))]
    cells = _cells(book, columns, kept, [check.key for check in checks])
    figures = {metric.name: metric.formula(cells) for metric in metrics if metric.formula is not None}
    shown = _shown(figures, cells, book.catalog.currency)
    return {check.key: _moved(shown, i + 1) for i, check in enumerate(checks)}


def _scan(book: Book, table: str, checks: Sequence[Check], metrics: Sequence[Metric]) -> ir.Table:
    import ibis

    key, scan = _KEYS[table], SCANS[table]
    parts = [
        check.failing(book).select(key).mutate(_bit=ibis.literal(1 << i, "int64")) for i, check in enumerate(checks)
    ]
    failing = ibis.union(*parts, distinct=False)
    masks = failing.group_by(_failed=failing[key]).agg(_mask=failing["_bit"].bit_or())
    rows = scan.rows(book, book.table("deals"), ())
    rows = rows.left_join(masks, rows[key] == masks["_failed"])
    rows = rows.mutate(_mask=rows["_mask"].fill_null(0))
    sums = {name: expression(rows) for metric in metrics for name, expression in metric.sums.items()}
    if table == "deals":
        sums["_open_worth"] = rows.worth.sum(where=rows.ended == OPEN).cast("float64").fill_null(0.0)
        sums["_open"] = (rows.ended == OPEN).sum()
    return rows.group_by("_mask", *scan.cells).agg(**sums).order_by("_mask", *scan.cells)


def _cells(book: Book, columns: Mapping[str, np.ndarray[Any, Any]], kept: Sequence[Any], names: Sequence[str]) -> Cells:
    """The cells once whole and once for each set that is left out, as groups beside each other."""
    rows = np.concatenate(kept)
    group = np.repeat(np.arange(len(kept)), [part.size for part in kept]).astype(np.int64)
    opened = first_day(book) or book.as_of
    streams = Streams.of("health", [("",), *((name,) for name in names)], book.as_of)
    taken = {name: values[rows] for name, values in columns.items()}
    return Cells(group, taken, len(kept), float(Window(opened, book.as_of).days), streams, book.catalog.currency)


def _shown(figures: Mapping[str, Figure], cells: Cells, currency: str) -> list[tuple[str, str, Floats, str]]:
    """(question, figure, value by group, unit) of everything that is shown."""
    shown = [(*_SHOWN[name], figure.value, figure.unit) for name, figure in figures.items()]
    if set(_VELOCITY) <= set(figures):
        speed = np.prod([figures[name].value for name in _VELOCITY], axis=0)
        shown.append(("velocity", "velocity", speed, f"{currency}/day"))
    if "_open" in cells.columns:
        shown.append(("deals", "open", cells.total("_open"), COUNT))
        shown.append(("deals", "open_worth", cells.total("_open_worth"), currency))
    return shown


def _moved(shown: Sequence[tuple[str, str, Floats, str]], group: int) -> list[Moved]:
    every = [Moved(name, figure, float(v[0]), float(v[group]), unit) for name, figure, v, unit in shown]
    known = [moved for moved in every if np.isfinite(moved.all_rows) and moved.relative > 1e-9]
    return sorted(known, key=lambda moved: -moved.relative)
