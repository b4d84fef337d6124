"""Whether the customer had stated the problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.explain.factor import Factor

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _stated(rows: ir.Table) -> ir.Value:
    """1 when stated, 0 when not; unknown of a deal of which no text was kept."""
    import ibis

    return ibis.ifelse(rows.letters.max() > 0, rows.said_problem.any().cast("float64"), ibis.null("float64"))


FACTOR = Factor(
    name="stated_problem",
    title="The customer's problem",
    over="activities",
    value=_stated,
    needs=("activities", "statements"),
    cuts=(0.5,),
    levels=("not stated", "stated"),
    words=(
        "deals in which the customer had not stated the problem",
        "deals in which the customer had stated the problem",
    ),
)
