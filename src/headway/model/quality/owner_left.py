"""Open deals of a seller who has left: nobody is shown what to do next for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.engine.compiling import place
from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(book: Book) -> ir.Table:
    """Open deals whose seller's last day is before the day as of which is asked."""
    deals, reps = book.table("deals"), book.table("reps")
    gone = reps.filter(reps.ended_on < place("as_of", "date"))
    return deals.filter(deals.status == "open").semi_join(gone, "rep_id")


CHECK = Check(
    name="owner_left",
    title="Open deals of a seller who has left",
    table="deals",
    column="rep_id",
    needs=("reps",),
    remedy="give them to somebody at their source",
    affects=("next",),
    rows=failing,
)
