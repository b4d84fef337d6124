"""Whether the deal had changed hands between sellers."""

from __future__ import annotations

from headway.explain.factor import Factor

FACTOR = Factor(
    name="handover",
    title="Handed over to another seller",
    over="deals",
    value=lambda rows: rows.moves_rep_id.max().fill_null(0),
    needs=("deal_changes.rep_id",),
    cuts=(1,),
    levels=("no", "yes"),
    words=("deals that stayed with their seller", "deals that had been handed over to another seller"),
)
