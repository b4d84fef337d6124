"""Makes one row a case out of many events: the first, or last, value of a column by the time of the events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headway.engine.duckdb import quoted
from headway.errors import MappingError
from headway.ingest import casting
from headway.ingest.expressions import blamed, check_expression
from headway.ingest.landed import LINE, Landed
from headway.ingest.mapping import COMPUTED, by_name, find_heading, text_of
from headway.schema import Table
from headway.schema.table import Column, Type

_MOMENT = Column("by", Type.TIME, "When an event took place.")


def make_cases(rows: Landed, mapping: Mapping[str, Any], file: str) -> tuple[Landed, dict[str, Any]]:
    """One row for each value of the heading ``per``, its events in the order of ``by``.

    A heading gives its first filled value; ``{first = "…"}`` and ``{last = "…"}`` say which, ``where`` out of which
    events. Of events at the same moment the one on the earlier line is first.

    Errors: :class:`MappingError` when ``by`` is missing, or a heading does not exist.
    """
    if "by" not in mapping:
        raise MappingError(file, "per = … does not say the order of the events", 'add by = "their time column"')
    headings = by_name(rows.headings)
    per = find_heading(str(mapping["per"]), headings, file)
    moment = casting.typed(_MOMENT, text_of("by", mapping["by"], headings, file)[0])
    picks, plain, told = {}, {}, {}
    for name, entry in mapping.items():
        if isinstance(entry, Mapping) and {"first", "last"} & set(entry):
            heading = f"{COMPUTED}{name} of case"
            where = check_expression(str(entry.get("where", "true")), list(rows.headings), file)
            told[f"where of {name}"] = (str(entry.get("where")), where)
            picks[heading] = _pick(entry, rows, file, where)
            rest = {key: part for key, part in entry.items() if key not in {"first", "last", "where"}}
            plain[name] = {**rest, "column": heading}
        elif name not in {"per", "by"}:
            plain[name] = entry
    others = {heading: _ends(quoted(heading), "true", last=False) for heading in rows.headings if heading != per}
    fields = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in (others | picks).items())
    line = quoted(LINE)
    made = f"SELECT *, {moment} AS moment FROM {rows.table}"
    sql = f"SELECT {quoted(per)}, {fields}, min({line}) AS {line} FROM ({made}) GROUP BY {quoted(per)}"
    with blamed(rows.builder, rows.table, file, told):
        return rows.step("cases", sql, (*rows.headings, *picks)), plain


def take_newest(rows: Landed, table: Table, mapping: Mapping[str, Any], file: str) -> Landed:
    """Of rows with the same key the newest by the heading ``newest``; of two as new the one on the later line.

    Errors: :class:`MappingError` when the table has no key, or the heading does not exist.
    """
    headings = by_name(rows.headings)
    keys = [
        text_of(name, mapping.get(name, name), headings, file)[0]
        for name in table.key
        if name in mapping or name in headings
    ]
    if not keys:
        raise MappingError(file, f"{table.name} has no key by which a row could be the newest", "take 'newest' out")
    moment = casting.typed(_MOMENT, text_of("newest", mapping["newest"], headings, file)[0])
    order = f"PARTITION BY {', '.join(keys)} ORDER BY {moment} DESC NULLS LAST, {quoted(LINE)} DESC"
    return rows.step("newest_rows", f"SELECT * FROM {rows.table} QUALIFY row_number() OVER ({order}) = 1")


def _pick(entry: Mapping[str, Any], rows: Landed, file: str, where: str) -> str:
    last = "last" in entry
    heading = find_heading(str(entry["last" if last else "first"]), by_name(rows.headings), file)
    return _ends(quoted(heading), where, last=last)


def _ends(value: str, where: str, *, last: bool) -> str:
    """SQL of the first or last filled value by (moment, line); events without a moment are neither."""
    pick, never = ("arg_max", "-infinity") if last else ("arg_min", "infinity")
    order = f"(coalesce(moment, TIMESTAMP '{never}'), {quoted(LINE)})"
    return f"{pick}({value}, {order}) FILTER (coalesce({where}, false) AND length(trim({value})) > 0)"
