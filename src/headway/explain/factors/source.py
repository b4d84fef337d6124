"""Where the deal's lead came from."""

from __future__ import annotations

from headway.explain.factor import Factor

FACTOR = Factor(
    name="source",
    title="Source of the lead",
    over="leads",
    value=lambda rows: rows.source.max(),
    needs=("leads",),
    words=("deals from {level}",),
    at_start=True,
)
