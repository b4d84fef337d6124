"""Whether the product had what the customer asked for."""

from __future__ import annotations

from headway.explain.factor import Factor

FACTOR = Factor(
    name="fit",
    title="What was asked for",
    over="needs",
    value=lambda rows: (
        rows.fit.isin(["missing", "custom"]).sum().cast("float64")
        / rows.fit.isin(["missing", "custom", "native"]).sum().nullif(0)
    ),
    needs=("deal_needs",),
    cuts=(1e-9,),
    levels=("all there", "something missing"),
    words=(
        "deals in which the product had all that was asked for",
        "deals in which the product lacked something that was asked for",
    ),
)
