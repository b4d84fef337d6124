"""How the columns of a file become ours: the mapping of ``headway.toml`` as SQL over the file's texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from headway.engine.duckdb import quoted, text_literal
from headway.errors import MappingError
from headway.ingest.expressions import check_expression
from headway.schema import Table
from headway.schema.table import Column, Type

RESERVED = ("file", "files")
KNOWN_AT = Column("known_at", Type.TIME, "Since when the row is known; its event's time when empty.")
DELETED_AT = Column("deleted_at", Type.TIME, "When the row was deleted at its source.")


@dataclass(frozen=True, slots=True)
class Plan:
    """How one file becomes rows of one table: SQL text for each of our columns, and the columns kept as extras."""

    table: Table
    texts: Mapping[str, str]
    extras: Mapping[str, str]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Our columns that this file fills, in the table's order."""
        every = (*self.table.columns, KNOWN_AT, DELETED_AT)
        return tuple(column for column in every if column.name in self.texts)


def plan_columns(table: Table, mapping: Mapping[str, Any], headings: Sequence[str], file: str) -> Plan:
    """The plan for a file with these headings.

    A column that the mapping does not name is taken from the heading that equals its name. Headings that nothing
    uses are kept as extra columns under their own name.

    Errors: :class:`MappingError` for a column of ours or theirs that does not exist, or a required one that is missing.
    """
    by_lower = {heading.lower(): heading for heading in headings}
    every = {column.name: column for column in (*table.columns, KNOWN_AT, DELETED_AT)}
    unknown = [name for name in mapping if name not in every and name not in RESERVED]
    if unknown:
        raise MappingError(
            f"[sources.tables.{table.name}]", f"'{unknown[0]}' is no column of ours", _near(unknown[0], list(every))
        )
    texts: dict[str, str] = {}
    used: set[str] = set()
    for name in every:
        if name in mapping:
            texts[name], heading = _text(name, mapping[name], by_lower, file)
            used |= heading
        elif name in by_lower:
            texts[name] = quoted(by_lower[name])
            used.add(by_lower[name])
    missing = [column.name for column in table.columns if column.required and column.name not in texts]
    if missing:
        raise MappingError(
            file,
            f"has no column for {table.name}.{missing[0]}",
            f"map it in headway.toml; the file has {', '.join(headings)}",
        )
    return Plan(table, texts, _extras(headings, used, set(every)))


def _extras(headings: Sequence[str], used: set[str], ours: set[str]) -> dict[str, str]:
    """Name under which a heading is kept → SQL; a name of ours that means something else here is set apart."""
    kept = {}
    for heading in headings:
        if heading not in used:
            name = f"{heading}_as_given" if heading.lower() in ours or heading.startswith("_") else heading
            kept[name] = quoted(heading)
    return kept


def _text(name: str, entry: Any, by_lower: Mapping[str, str], file: str) -> tuple[str, set[str]]:
    """SQL of one mapped column, and the headings that it uses up."""
    if isinstance(entry, str):
        heading = _heading(entry, by_lower, file)
        return quoted(heading), {heading}
    if not isinstance(entry, Mapping):
        raise MappingError(name, f"{entry!r} is no mapping", 'write a heading, or {const = …}, {map = …}, {expr = "…"}')
    if "const" in entry:
        return text_literal(str(entry["const"])), set()
    if "expr" in entry:
        return f"CAST(({check_expression(str(entry['expr']), list(by_lower.values()), file)}) AS VARCHAR)", set()
    if {"map", "format", "decimal"} & set(entry):
        heading = _heading(str(entry.get("column", name)), by_lower, file)
        return _looked_up(quoted(heading), entry), {heading} if "map" not in entry else set()
    raise MappingError(
        name, f"{dict(entry)!r} is no mapping", 'write a heading, or {const = …}, {map = …}, {expr = "…"}'
    )


def _looked_up(text: str, entry: Mapping[str, Any]) -> str:
    """A value of the map where there is one (compared without case), else the text; a day's format; a decimal comma."""
    if entry.get("decimal") == ",":
        return f"replace(regexp_replace({text}, '[^0-9,+-]', '', 'g'), ',', '.')"
    if "format" in entry:
        return f"CAST(try_strptime({text}, {text_literal(str(entry['format']))}) AS VARCHAR)"
    arms = " ".join(
        f"WHEN {text_literal(str(theirs).strip().lower())} THEN {text_literal(str(ours))}"
        for theirs, ours in entry["map"].items()
    )
    return f"CASE lower(trim({text})) {arms} ELSE {text} END" if arms else text


def _heading(entry: str, by_lower: Mapping[str, str], file: str) -> str:
    found = by_lower.get(entry.strip().lower())
    if found is None:
        raise MappingError(file, f"has no column '{entry}'", _near(entry, list(by_lower.values())))
    return found


def _near(name: str, names: list[str]) -> str:
    near = get_close_matches(name.lower(), [n.lower() for n in names], n=1)
    return f"near: {near[0]}; mend headway.toml" if near else f"there are {', '.join(names)}"
