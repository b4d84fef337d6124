"""Use of a product by accounts whose subscriptions had all ended: a missing renewal, or another company's use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SLACK_DAYS = 31


def failing(book: Book) -> ir.Table:
    """Use more than a month after the last day of the account's last subscription; running ones have none."""
    import ibis

    usage, subscriptions = book.table("usage"), book.table("subscriptions")
    mine = subscriptions.filter(subscriptions.account_id.notnull())
    last = mine.group_by(_of=mine.account_id).agg(_ended=mine.ended_on.max(), _running=mine.ended_on.isnull().sum())
    both = usage.inner_join(last.filter(last["_running"] == 0), usage.account_id == last["_of"])
    return both.filter(both.day > both["_ended"] + ibis.interval(days=_SLACK_DAYS), both.value > 0)


CHECK = Check(
    name="usage_after_end",
    title="Use of a product after its subscription had ended",
    table="usage",
    column="day",
    needs=("subscriptions",),
    remedy="load the subscription that runs, or mend ended_on: who still uses it has not left",
    affects=("next",),
    detail="more than a month after the last day of the account's last subscription",
    unmoved="no figure of deals counts use",
    rows=failing,
)
