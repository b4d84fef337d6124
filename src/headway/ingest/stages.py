"""Gives deals and their history the names of their stages, where they hold ids that a file of stages explains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.ingest.draft import Draft, Place
from headway.ingest.outcomes import settle_status
from headway.ingest.profile import JOINS_AT_LEAST, overlap


def name_stages(builder: DuckBuilder, draft: Draft) -> None:
    """Look the names of stages up by their ids, for deals and changes of a system that no layout knows."""
    stages, deals = draft.of("stages"), draft.of("deals")
    if stages is None or deals is None or deals.sheet is not None or "per" in deals.entries:
        return
    key, label, heading = stages.heading_of("stage_id"), stages.heading_of("stage"), deals.heading_of("stage")
    if key is None or label is None or heading is None:
        return
    if overlap(builder, deals.seen, heading, stages.seen, key) < JOINS_AT_LEAST:
        return
    look = {"file": stages.file, "key": key, "value": label}
    why = f"the names in {stages.file}"
    deals.take("stage", {"column": heading, "lookup": look}, why)
    if not deals.has("status"):
        settle_status(draft, deals)
    for place in draft.places:
        when = _of_stages(place) if place.table == "deal_changes" else ""
        for column in ("old_value", "new_value") if when else ():
            value = place.heading_of(column)
            if value is not None:
                place.take(column, {"column": value, "lookup": {**look, "when": when}}, why)


def _of_stages(place: Place) -> str:
    """SQL that is true of changes of the stage, as an expression of a mapping; empty where that is told elsewhere."""
    field: Any = place.columns.get("field", "field")
    heading = place.heading_of("field")
    if place.sheet is not None or heading is None or {"fields", "stages"} & set(place.entries):
        return ""
    named = field.get("map", {}) if isinstance(field, Mapping) else {}
    theirs = [name for name, ours in named.items() if ours == "stage"]
    return f"trim({quoted(heading)}) IN ({', '.join(map(text_literal, [*theirs, 'stage']))})"
