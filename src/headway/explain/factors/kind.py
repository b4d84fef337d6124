"""Whether it was new business, an expansion or a renewal."""

from __future__ import annotations

from headway.explain.factor import Factor

FACTOR = Factor(
    name="kind",
    title="Kind of deal",
    over="deals",
    value=lambda rows: rows.kind.max(),
    columns=("kind",),
    words=("deals of the kind {level}",),
)
