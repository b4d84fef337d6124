"""Names the stages in which deals end as the model knows them, so that a history tells when a deal was won or lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headway.engine.duckdb import DuckBuilder
from headway.ingest.draft import Draft, Place
from headway.ingest.last_stages import last_stages
from headway.ingest.mapping import by_name, text_of
from headway.ingest.meaning import is_ending, outcome_of
from headway.ingest.shaping import is_plain

_NAMED = {"won": "Closed Won", "lost": "Closed Lost"}


def settle_endings(builder: DuckBuilder, draft: Draft) -> None:
    """Where there is a history of stages, map those that mean won or lost (``Geschlossen und gewonnen``) to such words.

    A stage is an ending when its words say so and every deal that stands in it is won, or lost; or when its deals and
    their history say so, whatever it is called: see :func:`last_stages`.
    """
    deals = draft.of("deals")
    changes = [place for place in draft.places if place.table == "deal_changes"]
    if deals is None or not changes or "per" in deals.entries:
        return
    endings = _named(last_stages(builder, deals, changes)) | _endings(builder, deals)
    if not endings:
        return
    deals.take("stage", _mapped(deals.columns.get("stage", "stage"), endings), "stages that end a deal are named so")
    for place in changes:
        if "stages" in place.entries:
            place.entries["stages"] = _days(place.entries["stages"], endings)
        elif "stage" in place.entries.get("fields", {}):
            place.entries["fields"]["stage"] = _mapped(place.entries["fields"]["stage"], endings)
        else:
            place.entries["values"] = {**place.entries.get("values", {}), "stage": {"map": endings}}


def _endings(builder: DuckBuilder, deals: Place) -> dict[str, str]:
    """Stage → how the model calls it, for those that end a deal and are called otherwise."""
    entries = {name: deals.columns.get(name, name) for name in ("stage", "status")}
    if not (deals.has("stage") and deals.has("status") and is_plain(entries)):
        return {}
    headings = by_name(list(deals.seen.headings))
    stage, status = (text_of(name, entry, headings, deals.file)[0] for name, entry in entries.items())
    rows = builder.rows(
        f"SELECT trim({stage}) AS s, min(lower(trim({status}))), max(lower(trim({status}))) "
        f"FROM {deals.seen.relation} WHERE length(trim({stage})) > 0 GROUP BY s ORDER BY s"
    )
    told = {str(stage): str(low) for stage, low, high in rows if low == high and low == outcome_of(str(stage))}
    return _named(told)


def _named(told: Mapping[str, str]) -> dict[str, str]:
    return {stage: _NAMED[said] for stage, said in told.items() if said in _NAMED and not is_ending(stage)}


def _days(stages: Mapping[str, Any], endings: Mapping[str, str]) -> dict[str, Any]:
    """The days of the stages as they are called now; of several that mean the same, the first that is filled."""
    days: dict[str, list[Any]] = {}
    for stage, day in stages.items():
        days.setdefault(endings.get(stage, stage), []).append(day)
    return {stage: found[0] if len(found) == 1 else {"either": found} for stage, found in days.items()}


def _mapped(entry: Any, endings: Mapping[str, str]) -> dict[str, Any]:
    plain = dict(entry) if isinstance(entry, Mapping) else {"column": entry}
    return {**plain, "map": {**plain.get("map", {}), **endings}}
