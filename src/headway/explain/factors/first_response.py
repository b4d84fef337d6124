"""How soon we were in touch with a deal's lead after it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.explain.factor import Factor

if TYPE_CHECKING:
    import ibis.expr.types as ir

_DAY_SECONDS = 86_400
_NOT_YET = 1e6


def _days(rows: ir.Table) -> ir.Value:
    """From the lead's coming to our first call, mail or meeting in the deal; far beyond all where there was none."""
    import ibis

    lead_at = rows.lead_at.min()
    first = rows.occurred_at.min(where=rows.ours & (rows.occurred_at >= rows.lead_at))
    waited = (first.epoch_seconds() - lead_at.epoch_seconds()) / _DAY_SECONDS
    return ibis.ifelse(lead_at.notnull(), waited.fill_null(_NOT_YET), ibis.null("float64"))


FACTOR = Factor(
    name="first_response",
    title="From lead to our first response",
    over="activities",
    value=_days,
    needs=("activities", "leads"),
    cuts=(1, 7, 30),
    levels=("within a day", "within a week", "within a month", "later or not yet"),
    words=("deals whose lead was first answered {level}",),
    remark="first response: our first activity in the deal after its lead came",
)
