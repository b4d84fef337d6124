"""Values of changes are texts of every kind: each is read as the column whose change it is would be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headway.engine.duckdb import text_literal
from headway.engine.types import DUCKDB
from headway.errors import MappingError
from headway.ingest import casting
from headway.ingest.values import value_text
from headway.schema import Table, tables
from headway.schema.table import DATES, NUMBERS, Column, Type


def values_of_changes(table: Table, texts: Mapping[str, str], written: Any, file: str) -> dict[str, str]:
    """SQL of old and new values: as ``values = {amount = {decimal = ","}}`` says, else as their column is read.

    What cannot be read stays as it is: it is counted by ``headway health``, and changes no value of the row's own.

    Args:
        texts: SQL of the columns' texts; nothing is changed where none tells the field.

    Errors: :class:`MappingError` where ``values`` is no table, or there is no field.
    """
    if written and (not isinstance(written, Mapping) or "field" not in texts):
        raise MappingError(file, "'values' says how the fields of changes are written", 'amount = {decimal = ","}')
    owner = table.changes_of
    if "field" not in texts or not (written or owner):
        return {}
    said = {field.lower(): entry for field, entry in (written or {}).items()}
    every = tables()[owner].columns if owner else ()
    columns = [column for column in every if column.type in NUMBERS | DATES]
    names = "|".join(column.name for column in every if column.type is Type.TEXT and not column.free)
    read = {}
    for name in ("old_value", "new_value"):
        if name in texts:
            # Most changes are of the stage: it is asked for first.
            stage = f"CASE WHEN {casting.names_nothing(texts[name])} THEN NULL ELSE {texts[name]} END"
            plain = {column.name: stage for column in every if column.name == "stage"}
            plain |= {column.name: _as_column(column, texts[name]) for column in columns}
            plain |= {field: value_text(field, texts[name], entry) for field, entry in said.items()}
            arms = " ".join(f"WHEN {text_literal(field)} THEN {sql}" for field, sql in plain.items())
            field = f"lower(trim({texts['field']}))"
            none = f"{casting.names_nothing(texts[name])} AND regexp_full_match({field}, {text_literal(names)})"
            read[name] = f"CASE {field} {arms} ELSE CASE WHEN {none} THEN NULL ELSE {texts[name]} END END"
    return read


def _as_column(column: Column, text: str) -> str:
    """What machines write is kept as it is, but for a moment with an offset: the change's text has none."""
    value = f"coalesce(CAST({casting.typed(column, text)} AS VARCHAR), {text})"
    same = f"WHEN TRY_CAST({text} AS {DUCKDB[column.type]}) IS NOT NULL THEN {text} " if column.type in NUMBERS else ""
    return f"CASE {same}WHEN {casting.says_nothing(text)} THEN NULL ELSE {value} END"
