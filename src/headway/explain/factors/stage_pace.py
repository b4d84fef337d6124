"""How soon the deal left its first stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from headway.explain.factor import Factor

if TYPE_CHECKING:
    import ibis.expr.types as ir

_DAY_SECONDS = 86_400
_NOT_YET = 1e6


def _days(rows: ir.Table) -> ir.Value:
    """Days until the first move; far beyond all where there was none by then."""
    left = (rows.since_stage.min().epoch_seconds() - rows.created_at.min().epoch_seconds()) / _DAY_SECONDS
    return left.fill_null(_NOT_YET)


FACTOR = Factor(
    name="stage_pace",
    title="Time in the first stage",
    over="deals",
    value=_days,
    needs=("deal_changes.stage",),
    cuts=(7, 14, 30, _NOT_YET),
    levels=("under a week", "one to two weeks", "two weeks to a month", "over a month", "not left yet"),
    words=(
        "deals that left their first stage within a week",
        "deals that left their first stage in one to two weeks",
        "deals that left their first stage in two weeks to a month",
        "deals that left their first stage after more than a month",
        "deals that were still in their first stage",
    ),
    course=True,
)
