"""How large the deal was beside what is usual in its segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.explain.factor import Factor

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _worth(rows: ir.Table) -> ir.Value:
    """Nothing and less than nothing are no size."""
    import ibis

    worth = rows.worth.max()
    return ibis.ifelse(worth > 0, worth, ibis.null("float64"))


FACTOR = Factor(
    name="size",
    title="Size against the segment's usual",
    over="deals",
    value=_worth,
    columns=("amount",),
    cuts=(0.5, 1, 2),
    levels=("under half", "half to usual", "usual to twice", "over twice"),
    words=(
        "deals under half of their segment's usual size",
        "deals of half to the whole of their segment's usual size",
        "deals of once to twice their segment's usual size",
        "deals over twice their segment's usual size",
    ),
    by_segment=True,
)
