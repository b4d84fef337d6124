"""How far the price stood below the list."""

from __future__ import annotations

from headway.explain.factor import Factor

FACTOR = Factor(
    name="discount",
    title="Price against the list",
    over="lines",
    value=lambda rows: 1.0 - rows.asked.sum() / rows.listed.sum().nullif(0),
    needs=("deal_lines",),
    cuts=(0.01, 0.1, 0.2),
    levels=("at list or above", "up to 10% below", "10 to 20% below", "over 20% below"),
    words=(
        "deals at list price or above",
        "deals at up to 10% below list",
        "deals at 10 to 20% below list",
        "deals at more than 20% below list",
    ),
    remark="prices carry no day: they are taken as those of the proposal; one that was lowered late in a dying deal "
    "is a consequence, not a cause",
)
