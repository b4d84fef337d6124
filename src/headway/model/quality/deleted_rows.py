"""Deals that were deleted at their source: since that day they are in no number, and before it they were.

Of some nobody says when: they are in no number of any day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.ingest.deletions import UNDATED
from headway.model.book import Book
from headway.model.checks import INFO, Check
from headway.model.known import end
from headway.model.nouns import unbound

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(book: Book) -> ir.Table:
    """Deals known and then deleted by the day."""
    return _deleted(book, dated=True)


def without_day(book: Book) -> ir.Table:
    """Deals known by the day and deleted, nobody says when."""
    return _deleted(book, dated=False)


def _deleted(book: Book, *, dated: bool) -> ir.Table:
    """Who may see a deleted deal is not known, so only those who see all do."""
    import ibis

    lying = unbound("deals")
    if book.scope.reps is not None:
        return lying.limit(0)
    told = lying.deleted_at > ibis.timestamp(UNDATED)
    return lying.filter(lying["_known_at"] < end(), lying.deleted_at < end(), told if dated else ~told)


CHECK = (
    Check(
        name="deleted",
        title="Deals deleted at their source",
        table="deals",
        remedy="nothing, if they were slips; close deals that were lost instead of deleting them",
        affects=("velocity", "funnel"),
        severity=INFO,
        detail="deleted, not closed: what was lost with them is in no win rate",
        refused=True,
        unmoved="they are in no number since they were deleted, and how they would have ended is not known",
        rows=failing,
    ),
    Check(
        name="deleted_without_day",
        title="Deleted deals of which nobody says when",
        table="deals",
        remedy="export the time of their last change too; as long as it is not known, they are in no number",
        affects=("velocity", "funnel", "deals"),
        severity=INFO,
        detail="left out of every day, also of those on which they were open",
        refused=True,
        unmoved="when they were deleted is not known, and neither is how they would have ended",
        rows=without_day,
    ),
)
