"""Deals whose own days do not fit the changes that were made to them: back-dated, or written down at an import."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir

# Days of another zone, and a day's end taken for its beginning, are no back-dating.
_SLACK_DAYS = 2


def failing(late: bool) -> Callable[[Book], ir.Table]:
    """Deals opened after their first change, or closed before their last; a bare day may lie two days off."""

    def rows(book: Book) -> ir.Table:
        import ibis

        deals, changes = book.table("deals"), book.table("deal_changes")
        made = changes.filter(changes.field.isin(["stage", "status", "amount"]))
        span = made.group_by("deal_id").agg(_first=made.changed_at.min(), _last=made.changed_at.max())
        both = deals.select("deal_id", "_source", "created_at", "closed_at").inner_join(span, "deal_id")
        slack = ibis.interval(days=_SLACK_DAYS)
        if late:
            return both.filter(both.closed_at + slack < both["_last"])
        return both.filter(both["_first"] + slack < both.created_at)

    return rows


CHECK = (
    Check(
        name="opened_after_first_change",
        title="Deals that were changed before they began",
        table="deals",
        column="created_at",
        needs=("deal_changes",),
        remedy="load the day on which they were opened; imported deals often bear the import's day as created_at",
        affects=("velocity", "funnel", "deals"),
        detail="more than two days before their first moment: their age reads too short",
        rows=failing(late=False),
    ),
    Check(
        name="closed_before_last_change",
        title="Deals that were changed after they had closed",
        table="deals",
        column="closed_at",
        needs=("deal_changes",),
        remedy="check the closing day at its source: it was back-dated, or the deal was mended after its end",
        affects=("velocity", "funnel", "deals"),
        detail="stage, status or amount changed more than two days after the close",
        rows=failing(late=True),
    ),
)
