"""Deals with a closing day of which neither status nor stage says whether they were won."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(book: Book) -> ir.Table:
    """Deals whose status is not known."""
    deals = book.table("deals")
    return deals.filter(deals.status.isnull())


CHECK = Check(
    name="closed_without_outcome",
    title="Deals that closed without an outcome",
    table="deals",
    column="status",
    remedy='map their words for won and lost: status = {column = "…", map = {"…" = "won"}} in headway.toml',
    affects=("velocity", "model", "deals", "wins"),
    rows=failing,
)
