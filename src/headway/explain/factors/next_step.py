"""Whether a next step had been agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.explain.factor import Factor

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _agreed(rows: ir.Table) -> ir.Value:
    """1 when agreed, 0 when not; unknown of a deal of which no text was kept."""
    import ibis

    return ibis.ifelse(rows.letters.max() > 0, rows.said_next_step.any().cast("float64"), ibis.null("float64"))


FACTOR = Factor(
    name="next_step",
    title="Next step",
    over="activities",
    value=_agreed,
    needs=("activities", "statements"),
    cuts=(0.5,),
    levels=("not agreed", "agreed"),
    words=("deals without an agreed next step", "deals with an agreed next step"),
)
