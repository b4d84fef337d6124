"""How often we had met: meetings and demos."""

from __future__ import annotations

from headway.explain.factor import Factor

FACTOR = Factor(
    name="meetings",
    title="Meetings and demos",
    over="activities",
    value=lambda rows: rows.kind.isin(["meeting", "demo"]).sum(),
    needs=("activities",),
    cuts=(1, 2, 4),
    levels=("none", "one", "two or three", "four or more"),
    words=(
        "deals without a meeting or demo",
        "deals with one meeting or demo",
        "deals with two or three meetings and demos",
        "deals with four or more meetings and demos",
    ),
    absent=0,
)
