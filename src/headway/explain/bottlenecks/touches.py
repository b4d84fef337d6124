"""What happened to deals while they were in a stage: dates pushed, sellers changed, days with and without a touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from headway.explain.bottlenecks.reading import Process
from headway.explain.bottlenecks.stages import DAY_SECONDS, Stages
from headway.model.book import Book
from headway.model.columns import as_array
from headway.stats.arrays import Bools, Floats, ratio

if TYPE_CHECKING:
    import ibis.expr.types as ir

PUSHED, HANDED, TOUCHED = "expected_close_on", "rep_id", "touched"


@dataclass(frozen=True, slots=True)
class Touches:
    """Figures of each cell, float [cells]; NaN where nothing loaded tells them.

    Attributes:
        pushes: how often the expected closing was moved to a later day.
        handovers: how often the deal went from one seller to another.
        touched: share of the days in the stage on which there was a call, a mail or the like with the deal.
    """

    pushes: Floats
    handovers: Floats
    touched: Floats


def touches(book: Book, process: Process, found: Stages, cells: int) -> Touches:
    """Count what fell into the spells of each cell."""
    kinds = _kinds(book)
    unknown = np.full(cells, np.nan)
    if not kinds:
        return Touches(unknown, unknown, unknown)
    rows = book.rows(f"touches|{','.join(kinds)}", lambda book: _rows(book, kinds))
    import pyarrow.compute as pc

    journey = pc.index_in(rows.column("deal_id"), value_set=process.ids)
    mine = pc.is_valid(journey)
    rows = rows.filter(mine)
    at = as_array(rows.column("at")).astype("datetime64[us]", copy=False).view(np.int64)
    held = found.spells.holding(as_array(journey.filter(mine)).astype(np.int64), at)
    kind = as_array(rows.column("kind"))

    def count(chosen: Bools) -> Floats:
        return np.bincount(found.cell[held[chosen]], minlength=cells).astype(np.float64)

    counts = {name: count((held >= 0) & (kind == i)) if name in kinds else unknown for i, name in enumerate(_ORDER)}
    days = np.bincount(found.cell, np.ceil(found.spells.seconds / DAY_SECONDS), minlength=cells)
    return Touches(counts[PUSHED], counts[HANDED], np.minimum(ratio(counts[TOUCHED], days), 1.0))


_ORDER = (PUSHED, HANDED, TOUCHED)


def _kinds(book: Book) -> list[str]:
    told = set(book.histories) | ({TOUCHED} if book.has("activities") else set())
    return [kind for kind in _ORDER if kind in told]


def _rows(book: Book, kinds: list[str]) -> ir.Table:
    """(deal_id, at, kind): a push, a handover, or the first touch of a day."""
    import ibis

    parts = [_touched(book) if kind == TOUCHED else _changes(book, kind) for kind in kinds]
    named = [
        part.select("deal_id", "at", kind=ibis.literal(_ORDER.index(kind), "int8"))
        for part, kind in zip(parts, kinds, strict=True)
    ]
    return ibis.union(*named, distinct=False)


def _changes(book: Book, field: str) -> ir.Table:
    """Changes of an expected closing to a later day, or of a seller to another."""
    changes = book.table("deal_changes")
    changes = changes.filter(changes.field == field, changes.old_value.notnull(), changes.new_value.notnull())
    if field == PUSHED:
        before, after = (changes[name].try_cast("date") for name in ("old_value", "new_value"))
        changes = changes.filter(after > before)
    else:
        changes = changes.filter(changes.old_value != changes.new_value)
    return changes.select("deal_id", at="changed_at")


def _touched(book: Book) -> ir.Table:
    from headway.model.days import local_day

    done = book.table("activities")
    done = done.filter(done.deal_id.notnull(), done.occurred_at.notnull())
    day = local_day(done.occurred_at, book.catalog.timezone)
    return done.group_by("deal_id", day=day).agg(at=done.occurred_at.min())
