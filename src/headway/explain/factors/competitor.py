"""Which competitor was known to be bidding, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.explain.factor import Factor

if TYPE_CHECKING:
    import ibis.expr.types as ir

NONE = "none named"


def _named(rows: ir.Table) -> ir.Value:
    return rows.competitor.max().strip().nullif("").fill_null(NONE)


FACTOR = Factor(
    name="competitor",
    title="Competitor",
    over="deals",
    value=_named,
    columns=("competitor",),
    words=("deals whose competitor was {level}",),
)
