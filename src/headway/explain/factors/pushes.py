"""Whether the expected closing day had been pushed back."""

from __future__ import annotations

from headway.explain.factor import Factor

FACTOR = Factor(
    name="pushes",
    title="Closing day pushed back",
    over="deals",
    value=lambda rows: rows.moves_expected_close_on.max().fill_null(0),
    needs=("deal_changes.expected_close_on",),
    cuts=(1, 2),
    levels=("never", "once", "twice or more"),
    words=(
        "deals whose closing day had not been pushed back",
        "deals whose closing day had been pushed back once",
        "deals whose closing day had been pushed back twice or more",
    ),
)
