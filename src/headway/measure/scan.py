"""What a scan is: rows of one table that metrics share, to what time they belong, and what they are split by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from headway.model.book import Book

if TYPE_CHECKING:
    import ibis.expr.types as ir

DAY_SECONDS = 86_400
OPEN, WON, LOST, UNCLEAR = 0, 1, 2, 3


def deals_with(book: Book, columns: tuple[str, ...]) -> ir.Table:
    """Deals with the asked columns."""
    return book.deals_with(columns)


def opened(rows: ir.Table) -> ir.BooleanValue:
    """Of the deals, those opened in the window."""
    return between(rows.created_at)


def closed(rows: ir.Table) -> ir.BooleanValue:
    """Of the deals, those won or lost in the window."""
    return rows.outcome.notnull() & between(rows.closed_at)


def between(moment: ir.TimestampValue) -> ir.BooleanValue:
    """Whether a moment lies in the window."""
    from headway.engine.compiling import place

    return (moment >= place("window_start", "timestamp")) & (moment < place("window_end", "timestamp"))


def days_between(day: ir.DateValue) -> ir.BooleanValue:
    """Whether a day lies in the window."""
    from headway.engine.compiling import place

    return (day >= place("first_day", "date")) & (day <= place("last_day", "date"))


@dataclass(frozen=True, slots=True)
class Scan:
    """One table's rows for metrics.

    Attributes:
        needs: tables without which it is empty.
        rows: (book, the rows of ``base`` in the window that the filters leave, the group columns) → rows of the scan.
        cells: columns by which the rows are split beside the groups.
        base: the rows that have the group columns: deals, or what else is counted.
        when: which of them are of the window.
        sellers: whether its rows have columns of sellers alone, so that nothing else groups them.
        histories: fields of deals of which changes must be known, since a value that was moved hides the one before.
        whole: whether it must hold the whole company, since what one group costs depends on the others.
        at_end: whether it is read as the book was on the window's last day, not as it is known now.
    """

    name: str
    needs: tuple[str, ...]
    rows: Callable[[Book, ir.Table, tuple[str, ...]], ir.Table]
    cells: tuple[str, ...] = ()
    base: Callable[[Book, tuple[str, ...]], ir.Table] = deals_with
    when: Callable[[ir.Table], ir.BooleanValue] = opened
    sellers: bool = False
    histories: tuple[str, ...] = ()
    whole: bool = False
    at_end: bool = False

    def why_not(self, book: Book, columns: tuple[str, ...], *, filtered: bool = False) -> str:
        """Why nothing can be counted here by these columns; empty when it can."""
        if self.whole and filtered:
            told = f"{', '.join(self.needs)} are shared over all groups"
            return f"{told}: ask for groups (by {columns[-1]}) instead of one"
        lacking = [table for table in self.needs if not book.has(table)]
        if lacking:
            return f"no {', '.join(lacking)} loaded"
        untold = [field for field in self.histories if field not in book.histories]
        if untold:
            return f"no history of {', '.join(untold)}: the value that was changed is not known"
        if self.sellers and not book.of_sellers(columns):
            return f"{self.needs[0]} are of sellers: group by rep_id, team or manager"
        return ""
