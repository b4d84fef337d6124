"""Subscriptions whose days cannot be: ended before they began, or twice the same at one time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import INFO, Check

if TYPE_CHECKING:
    import ibis.expr.types as ir


def overlapping(book: Book) -> ir.Table:
    """Subscriptions that began while an earlier one of the same account and product still ran."""
    import ibis

    rows = book.table("subscriptions")
    rows = rows.filter(rows.account_id.notnull(), rows.product_id.notnull(), rows.started_on.notnull())
    ends = ibis.coalesce(rows.ended_on, ibis.date("9999-12-31"))
    order = ibis.window(
        group_by=["account_id", "product_id"], order_by=["started_on", "subscription_id"], preceding=(None, 1)
    )
    marked = rows.mutate(_before=ends.max().over(order))
    return marked.filter(marked["_before"] > marked.started_on)


CHECK = (
    Check(
        name="ended_before_started",
        title="Subscriptions that ended before they began",
        table="subscriptions",
        column="ended_on",
        remedy="mend started_on or ended_on at their source",
        affects=("velocity",),
        detail="they lived no month, so they count in no retention",
        fails=lambda subscriptions: subscriptions.ended_on < subscriptions.started_on,
    ),
    Check(
        name="overlapping_subscriptions",
        title="Subscriptions that run beside another of the same account and product",
        table="subscriptions",
        column="started_on",
        remedy="nothing, if the customer holds several; otherwise end the old one when the new one begins",
        affects=("velocity",),
        severity=INFO,
        detail="begun while an earlier one still ran: an upgrade that was not ended counts twice",
        rows=overlapping,
    ),
)
