"""Finds the stages in which deals end, whatever they are called: their deals closed on the day they came there."""

from __future__ import annotations

from typing import Any

from headway.engine.duckdb import DuckBuilder, text_literal
from headway.ingest.casting import typed
from headway.ingest.draft import Place
from headway.ingest.mapping import by_name, text_of
from headway.ingest.shaping import is_plain
from headway.schema import tables

_FEWEST = 5
_NEARLY_ALL = 0.95
_MOST = 0.9
_SLACK_DAYS = 1  # a day of another zone


def last_stages(builder: DuckBuilder, deals: Place, histories: list[Place]) -> dict[str, str]:
    """Stage → ``won`` or ``lost``, of stages that end deals by what their deals and histories say.

    Of at least five deals that stand in it, nearly all are won (or lost); and of those that have a history, nearly all
    came into it last, on the day on which they closed. A stage in which deals lie when they are won later is none.
    """
    named = ("deal_id", "stage", "status", "closed_at")
    steps = [sql for place in histories for sql in _steps(place)]
    if not steps or not all(deals.has(name) for name in named) or not is_plain(_entries(deals, *named)):
        return {}
    key, stage, status, closed = _texts(deals, *named)
    closing = typed(tables()["deals"].column("closed_at"), closed)
    rows = builder.rows(
        "WITH moves AS (SELECT *, lag(stage) OVER (PARTITION BY key ORDER BY moment) AS former FROM "
        f"({' UNION ALL '.join(steps)}) WHERE moment IS NOT NULL AND length(stage) > 0), "
        "ways AS (SELECT key, arg_max(stage, moment) AS stage, max(moment) AS moment FROM moves "
        "WHERE stage IS DISTINCT FROM former GROUP BY key), "
        f"held AS (SELECT trim({key}) AS key, trim({stage}) AS stage, lower(trim({status})) AS said, "
        f"{closing} AS moment FROM {deals.seen.relation}) "
        "SELECT stage, avg((said = 'won')::INT), avg((said = 'lost')::INT) FROM ("
        "SELECT held.*, ways.key IS NOT NULL AS told, coalesce(ways.stage = held.stage "
        f"AND abs(date_diff('day', ways.moment, held.moment)) <= {_SLACK_DAYS}, false) AS ends "
        "FROM held LEFT JOIN ways USING (key)) WHERE length(stage) > 0 GROUP BY stage "
        f"HAVING count(*) FILTER (told) >= {_FEWEST} AND avg(ends::INT) FILTER (told) >= {_MOST} ORDER BY stage"
    )
    return {
        str(name): "won" if won >= _NEARLY_ALL else "lost"
        for name, won, lost in rows
        if max(won or 0, lost or 0) >= _NEARLY_ALL
    }


def _steps(place: Place) -> list[str]:
    """SQL of (key, stage, moment) of each change of stage in a file; nothing where it looks values up elsewhere."""
    if "stages" in place.entries:
        days = place.entries["stages"]
        return [_step(place, text_literal(stage), day) for stage, day in days.items() if is_plain({"changed_at": day})]
    changed = place.columns.get("changed_at", "changed_at")
    if "fields" in place.entries:
        entry = place.entries["fields"].get("stage")
        named = {"stage": entry, **_entries(place, "deal_id", "changed_at")}
        found = entry is not None and is_plain(named)
        return [_step(place, _text(place, "stage", entry), changed)] if found else []
    if not is_plain(_entries(place, "deal_id", "field", "new_value", "changed_at")):
        return []
    field, value = _texts(place, "field", "new_value")
    return [f"{_step(place, value, changed)} WHERE lower(trim({field})) = 'stage'"]


def _step(place: Place, stage: str, day: Any) -> str:
    moment = typed(tables()["deal_changes"].column("changed_at"), _text(place, "changed_at", day))
    (key,) = _texts(place, "deal_id")
    return f"SELECT trim({key}) AS key, trim({stage}) AS stage, {moment} AS moment FROM {place.seen.relation}"


def _entries(place: Place, *names: str) -> dict[str, Any]:
    return {name: place.columns.get(name, name) for name in names}


def _texts(place: Place, *names: str) -> list[str]:
    return [_text(place, name, entry) for name, entry in _entries(place, *names).items()]


def _text(place: Place, name: str, entry: Any) -> str:
    return text_of(name, entry, by_name(list(place.seen.headings)), place.file)[0]
