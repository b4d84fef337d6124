"""Deals that name no account or no seller."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir


def failing(column: str) -> Callable[[Book], ir.Table]:
    """Deals whose column is empty."""

    def rows(book: Book) -> ir.Table:
        deals = book.table("deals")
        return deals.filter(deals[column].isnull())

    return rows


CHECK = (
    Check(
        name="no_account",
        title="Deals without an account",
        table="deals",
        column="account_id",
        remedy="map the column that names the account, or fill it at its source",
        affects=("next", "segments", "wins", "retention"),
        detail="what is known of the company, its people and its other deals cannot be used for them",
        rows=failing("account_id"),
    ),
    Check(
        name="no_seller",
        title="Deals without a seller",
        table="deals",
        column="rep_id",
        remedy="map the column that names the owner, or fill it at its source",
        affects=("next", "reps"),
        detail="nobody is shown what to do next for them",
        rows=failing("rep_id"),
    ),
)
