"""Makes changes of states: a row for each field that changed or stage that was entered, with its old value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headway.engine.duckdb import quoted, text_literal
from headway.errors import MappingError
from headway.ingest import casting
from headway.ingest.landed import LINE, Landed
from headway.ingest.mapping import COMPUTED, by_name, text_of
from headway.schema import Table, histories

_FIELD, _NEW, _AT = (f"{COMPUTED}{name}" for name in ("field", "new_value", "changed_at"))


def unfold(rows: Landed, table: Table, mapping: Mapping[str, Any], file: str) -> tuple[Landed, dict[str, Any]]:
    """Rows of changes out of rows that hold a whole state, or the days on which stages were entered.

    ``fields = {stage = "StageName", amount = "Amount"}``: each row is the deal's state at ``changed_at``; one change
    for each field whose value differs from the row before. ``stages = {Won = "Date entered Won"}``: one change of
    the field stage for each day that is filled.

    Errors: :class:`MappingError` for a heading that does not exist, or a table that holds no changes.
    """
    if not table.changes_of:
        wrong = "takes no 'fields' and no 'stages'"
        raise MappingError(f"[sources.tables.{table.name}]", wrong, f"{' and '.join(sorted(histories().values()))} do")
    headings = by_name(rows.headings)
    plain = {name: entry for name, entry in mapping.items() if name not in {"fields", "stages"}}
    parts = [
        _part(rows, text_literal(field), text_of(field, entry, headings, file)[0], None)
        for field, entry in mapping.get("fields", {}).items()
    ]
    parts += [
        _part(rows, "'stage'", text_literal(stage), text_of(stage, entry, headings, file)[0])
        for stage, entry in mapping.get("stages", {}).items()
    ]
    every = (*rows.headings, _FIELD, _NEW, *((_AT,) if "stages" in mapping else ()))
    rows = rows.step("unfolded", " UNION ALL ".join(parts), every)
    plain |= {"field": {"column": _FIELD}, "new_value": {"column": _NEW}, "keep": plain.get("keep", False)}
    if "stages" in mapping:
        plain["changed_at"] = {"column": _AT}
    rows, plain = fill_previous(rows, table, {**plain, "old_value": {"previous": "new_value"}}, file)
    if "fields" in mapping:
        old = quoted(str(plain["old_value"]["column"]))
        changed = f"{old} IS DISTINCT FROM nullif(trim({quoted(_NEW)}), '')"
        rows = rows.step("changed", f"SELECT * FROM {rows.table} WHERE {changed}")
    return rows, plain


def _part(rows: Landed, field: str, value: str, day: str | None) -> str:
    at = f", {day} AS {quoted(_AT)}" if day is not None else ""
    filled = f" WHERE length(trim({day})) > 0" if day is not None else ""
    return f"SELECT *, {field} AS {quoted(_FIELD)}, {value} AS {quoted(_NEW)}{at} FROM {rows.table}{filled}"


def fill_previous(rows: Landed, table: Table, mapping: Mapping[str, Any], file: str) -> tuple[Landed, dict[str, Any]]:
    """Fill ``{previous = "our column"}`` with that column's value in the row before, of the same key, by time."""
    plain = dict(mapping)
    headings = by_name(rows.headings)
    for name, entry in mapping.items():
        if not (isinstance(entry, Mapping) and "previous" in entry):
            continue
        value = str(entry["previous"])
        wanted = (value, *table.key, *table.dated_by)
        texts = {c: text_of(c, mapping.get(c, c), headings, file)[0] for c in wanted if c in mapping or c in headings}
        if value not in texts or not table.dated_by or table.dated_by[0] not in texts:
            raise MappingError(file, f"{name}: there is no '{value}' with a time before", f"map {value} and its time")
        same = ", ".join(texts[c] for c in table.key if c in texts and c not in {value, *table.dated_by})
        at = casting.typed(table.column(table.dated_by[0]), texts[table.dated_by[0]])
        heading = f"{COMPUTED}{name}"
        before = f"lag(nullif(trim({texts[value]}), '')) OVER (PARTITION BY {same} ORDER BY {at}, {quoted(LINE)})"
        sql = f"SELECT *, {before} AS {quoted(heading)} FROM {rows.table}"
        rows = rows.step(f"before_{name}", sql, (*rows.headings, heading))
        plain[name] = {"column": heading}
    return rows, plain
