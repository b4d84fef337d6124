"""Sources that fell silent, or have a hole of days: what did not come is in no number, and nothing else says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import INFO, WARNING, Check, Study
from headway.model.rhythm import Rhythm, rhythms
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

# Tables in which events come day by day; companies, people and plans come when they come.
_DAILY = ("activities", "deal_changes", "deals", "leads", "tickets", "usage")
_AFFECTS = {
    "activities": ("next",),
    "deal_changes": ("funnel", "deals", "next"),
    "deals": ("velocity", "deals", "next"),
    "leads": ("funnel",),
    "tickets": (),
    "usage": ("next",),
}
_UNMOVED = "what did not come cannot be counted"


def learn(table: str) -> Callable[[Book], Sequence[Check]]:
    """One check for each source that is silent for far longer than usual, and one for each hole."""

    def found(book: Book) -> list[Check]:
        told = []
        for seen in rhythms(book, table):
            if seen.stale and seen.usual_gap_days is not None:
                silent = f"no row for {seen.silent_days} days, while {seen.usual_gap_days:.0f} is usual"
                told.append(_check(seen, "stale", f"{silent}: the last is of {seen.last}"))
            if seen.hole is not None:
                told.append(_check(seen, "incomplete", f"no row between {seen.hole[0]} and {seen.hole[1]}"))
        return told

    return found


def _check(seen: Rhythm, name: str, detail: str) -> Check:
    source, table = seen.source, seen.table

    def rows(book: Book) -> ir.Table:
        known = book.table(table)
        return known.filter(known["_source"].fill_null("") == source)

    wrong = "fell silent" if name == "stale" else "have a hole of days"
    return Check(
        name=name,
        title=f"The {table.replace('_', ' ')} of {source or 'a source'} {wrong}",
        table=table,
        remedy="export them anew, and check that the export was not cut off",
        affects=_AFFECTS[table],
        severity=WARNING if name == "stale" else INFO,
        detail=detail,
        unmoved=_UNMOVED,
        variant=source,
        rows=rows,
    )


CHECK = tuple(Study("stale", name, learn(name), names=("stale", "incomplete")) for name in _DAILY if name in tables())
