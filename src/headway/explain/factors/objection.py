"""Whether an objection had been raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.explain.factor import Factor

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _raised(rows: ir.Table) -> ir.Value:
    """1 when raised, 0 when not; unknown of a deal of which no text was kept."""
    import ibis

    return ibis.ifelse(rows.letters.max() > 0, rows.said_objection.any().cast("float64"), ibis.null("float64"))


FACTOR = Factor(
    name="objection",
    title="Objection",
    over="activities",
    value=_raised,
    needs=("activities", "statements"),
    cuts=(0.5,),
    levels=("none raised", "raised"),
    words=("deals without an objection", "deals in which an objection had been raised"),
)
