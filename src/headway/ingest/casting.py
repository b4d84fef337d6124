"""From a text to a typed value: the SQL that casts it, and the SQL that says that it could not be cast."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from headway.engine.duckdb import text_literal
from headway.engine.types import DUCKDB
from headway.schema.table import Column, Type

FIRST_YEAR, LAST_YEAR = 1900, 2199
REMEDIES = {
    "type": "mend the value at its source, or map it with {expr = …} in headway.toml",
    "required": "fill it at its source, or map another column to it in headway.toml",
    "value": "map it to one that is known: {column = …, map = {…}} in headway.toml",
    "duplicate": "keep one row for each key at its source",
}
_GROUPED = r"[-+]?\s*[$€£]?\s*[-+]?\d{1,3}(,\d{3})*(\.\d+)?"
_YES, _NO = "('true','t','yes','y','1')", "('false','f','no','n','0')"


def typed(column: Column, text: str) -> str:
    """SQL of the typed value; NULL where the text is empty or cannot be cast.

    Args:
        text: SQL that gives the text.
    """
    casts: dict[Type, Callable[[Column, str], str]] = {
        Type.TEXT: _text,
        Type.TIME: _time,
        Type.DAY: lambda c, t: f"CAST({_time(c, t)} AS DATE)",
        Type.MONEY: _money,
        Type.NUMBER: _number,
        Type.INTEGER: lambda _, t: f"coalesce(TRY_CAST({t} AS BIGINT), TRY_CAST({_number(column, t)} AS BIGINT))",
        Type.FLAG: lambda _, t: (
            f"CASE WHEN lower(trim({t})) IN {_YES} THEN true WHEN lower(trim({t})) IN {_NO} THEN false END"
        ),
    }
    return casts[column.type](column, text)


def broken(column: Column, text: str, value: str, *, required: bool, faults: Sequence[str] = ()) -> str:
    """SQL that is true where the row must be refused for this column.

    Args:
        faults: texts that stand for an error, which no text column takes either.
    """
    missing = f"({value}) IS NULL"
    if column.type is Type.TEXT and not column.closed and faults:
        fault = f"trim({text}) IN ({', '.join(text_literal(fault) for fault in faults)})"
        return f"({missing} OR {fault})" if required else f"coalesce({fault}, false)"
    if required:
        return missing
    if column.type is Type.TEXT and not column.closed:
        return "false"
    return f"({missing} AND length(trim({text})) > 0)"


def rule_of(column: Column, text: str) -> str:
    """SQL of the rule that a refused value broke."""
    wrong = "value" if column.closed else "type"
    return f"CASE WHEN {text} IS NULL OR length(trim({text})) = 0 THEN 'required' ELSE '{wrong}' END"


def _text(column: Column, text: str) -> str:
    if column.closed:
        known = ", ".join(f"'{value}'" for value in column.values)
        return f"CASE WHEN lower(trim({text})) IN ({known}) THEN lower(trim({text})) END"
    return f"nullif(trim({text}), '')"


def _time(column: Column, text: str) -> str:
    """A bare day is a day of the workspace's zone; a time without an offset is UTC, as the contract says."""
    zoned = f"timezone('UTC', TRY_CAST({text} AS TIMESTAMPTZ))"
    day = f"TRY_CAST({text} AS TIMESTAMP)" if column.type is Type.DAY else zoned
    tail = f"substr({text}, 17)"
    offset = f"(right({text}, 1) NOT BETWEEN '0' AND '9' OR contains({tail}, '+') OR contains({tail}, '-'))"
    moment = f"CASE WHEN length({text}) <= 10 THEN {day} WHEN {offset} THEN {zoned} ELSE TRY_CAST({text} AS TIMESTAMP)"
    in_range = f"BETWEEN TIMESTAMP '{FIRST_YEAR}-01-01' AND TIMESTAMP '{LAST_YEAR}-12-31'"
    return f"CASE WHEN ({moment} END) {in_range} THEN ({moment} END) END"


def _money(_: Column, text: str) -> str:
    grouped = (
        f"CASE WHEN regexp_full_match(trim({text}), '{_GROUPED}') THEN regexp_replace({text}, '[$€£,\\s]', '', 'g') END"
    )
    kind = DUCKDB[Type.MONEY]
    return f"coalesce(TRY_CAST({text} AS {kind}), TRY_CAST({grouped} AS {kind}))"


def _number(_: Column, text: str) -> str:
    number = f"TRY_CAST({text} AS DOUBLE)"
    return f"CASE WHEN isfinite({number}) THEN {number} END"
