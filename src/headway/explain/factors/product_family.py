"""Which family of products the deal was about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.explain.factor import Factor

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _family(rows: ir.Table) -> ir.Value:
    import ibis

    return ibis.ifelse(rows.family.nunique() > 1, "several families", rows.family.max())


FACTOR = Factor(
    name="product_family",
    title="Products",
    over="lines",
    value=_family,
    needs=("deal_lines", "products"),
    words=("deals about {level}",),
)
