"""Open deals whose expected closing day has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.engine.compiling import place
from headway.model.checks import Check

if TYPE_CHECKING:
    import ibis.expr.types as ir


def fails(deals: ir.Table) -> ir.BooleanValue:
    """Whether an open deal was expected to close before the day as of which is asked."""
    return (deals.status == "open") & (deals.expected_close_on < place("as_of", "date"))


CHECK = Check(
    name="close_date_passed",
    title="Open deals whose closing day has passed",
    table="deals",
    column="expected_close_on",
    remedy="agree a new day with the customer, or close the deal",
    affects=("next",),
    fails=fails,
)
