"""How fast we answered the customer: the usual time from their words to our next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.explain.factor import Factor

if TYPE_CHECKING:
    import ibis.expr.types as ir

_HOUR_SECONDS = 3600


def _hours(rows: ir.Table) -> ir.Value:
    """The middle time of those that were answered by then."""
    waited = (rows.replied_at.epoch_seconds() - rows.occurred_at.epoch_seconds()) / _HOUR_SECONDS
    return waited.median(where=rows.theirs & (rows.kind == "email") & rows.replied_at.notnull())


FACTOR = Factor(
    name="reply_time",
    title="Our usual answer to a customer's mail",
    over="activities",
    value=_hours,
    needs=("activities",),
    cuts=(24, 72, 168),
    levels=("within a day", "within three days", "within a week", "later"),
    words=("deals in which a customer's mail was usually answered {level}",),
)
