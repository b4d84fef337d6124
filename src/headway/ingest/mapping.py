"""How the columns of a file become ours: the mapping of ``headway.toml`` as SQL over the file's texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from headway.engine.duckdb import quoted, text_literal
from headway.errors import MappingError
from headway.ingest.changes import values_of_changes
from headway.ingest.currency_signs import told_beside
from headway.ingest.expressions import check_expression, columns_in
from headway.ingest.formats import OF_CELLS, READING_WORDS
from headway.ingest.values import WORDS, value_text
from headway.schema import Table
from headway.schema.table import Column, Type

RESERVED = (
    "file",
    "files",
    "snapshots",
    *READING_WORDS,
    "where",
    "with",
    "per",
    "by",
    "newest",
    "fields",
    "stages",
    "values",
    "keep",
)
_FORMS = 'write a heading, or {const = …}, {map = …}, {expr = "…"}, {join = […]}, {either = […]}, {lookup = {…}}'
# Columns that a store adds to deals: one of theirs that is called so is set apart.
_OF_DEALS = frozenset({"outcome", "worth"})
AS_GIVEN = "_as_given"
"""How the name of a heading ends under which it is kept where its own means something else here."""
# What a shape of the file computes beside its own headings; no heading that a person could name begins so.
COMPUTED = "\x01"
KNOWN_AT = Column("known_at", Type.TIME, "Since when the row is known; its event's time when empty.")
DELETED_AT = Column("deleted_at", Type.TIME, "When the row was deleted at its source.")


@dataclass(frozen=True, slots=True)
class Plan:
    """How one file becomes rows of one table: SQL text for each of our columns, and the columns kept as extras.

    ``written`` holds the expressions of a person among the texts as they stand in ``headway.toml``.
    """

    table: Table
    texts: Mapping[str, str]
    extras: Mapping[str, str]
    written: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[Column, ...]:
        """Our columns that this file fills, in the table's order."""
        every = (*self.table.columns, KNOWN_AT, DELETED_AT)
        return tuple(column for column in every if column.name in self.texts)

    @property
    def told(self) -> dict[str, tuple[str, str]]:
        """Where a person's expressions stand → (as written, as SQL): see :func:`headway.ingest.expressions.blamed`."""
        return {f"{self.table.name}.{name}": (said, self.texts[name]) for name, said in self.written.items()}


def plan_columns(table: Table, mapping: Mapping[str, Any], headings: Sequence[str], file: str) -> Plan:
    """The plan for a file with these headings.

    A column that the mapping does not name is taken from the heading that equals its name. Headings that nothing
    uses are kept as extra columns under their own name.

    Errors: :class:`MappingError` for a column of ours or theirs that does not exist, or a required one that is missing.
    """
    by_lower = by_name(headings)
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
            texts[name], heading = text_of(name, mapping[name], by_lower, file)
            used |= heading
        elif name in by_lower:
            texts[name] = quoted(by_lower[name])
            used.add(by_lower[name])
    if amounts := _amounts(table, mapping, by_lower):
        entry = mapping.get("currency")
        const = isinstance(entry, Mapping) and "const" in entry
        texts["currency"] = told_beside(amounts, texts.get("currency"), const)
    missing = [column.name for column in table.columns if column.required and column.name not in texts]
    if missing:
        raise MappingError(
            file,
            f"has no column for {table.name}.{missing[0]}",
            f"map it in headway.toml; the file has {', '.join(headings)}",
        )
    texts |= values_of_changes(table, texts, mapping.get("values"), file)
    # Rows are told apart by the whole key: a part of it that the file does not have is empty on every row.
    texts = dict.fromkeys(table.key, "CAST(NULL AS VARCHAR)") | texts
    written = {name: said for name, entry in mapping.items() if name in every and (said := ", ".join(_said(entry)))}
    return Plan(table, texts, _extras(_kept(mapping, headings, file), used, set(every)), written)


def _amounts(table: Table, mapping: Mapping[str, Any], by_lower: Mapping[str, str]) -> list[str]:
    """The headings of a table's amounts as they are written, where a currency may be told of them."""
    if "currency" not in table.names:
        return []
    named = [mapping.get(column.name, column.name) for column in table.columns if column.type is Type.MONEY]
    found = dict.fromkeys(heading for entry in named for heading in sorted(headings_in(entry)) if heading in by_lower)
    return [quoted(by_lower[heading]) for heading in found]


def _said(entry: Any) -> Iterator[str]:
    """The expressions in a mapped column, as they are written."""
    if isinstance(entry, Mapping):
        yield from [str(entry["expr"])] if "expr" in entry else []
        yield from (said for part in entry.values() for said in _said(part))
    elif isinstance(entry, list | tuple):
        yield from (said for part in entry for said in _said(part))


def headings_in(entry: Any) -> set[str]:
    """The headings, in small letters, of which an entry of the mapping makes a column.

    Example:
        >>> sorted(headings_in({"either": ["Won On", {"expr": 'coalesce("Lost On", Ended)'}]}))
        ['ended', 'lost on', 'won on']
    """
    if isinstance(entry, str):
        return {entry.strip().lower()}
    if isinstance(entry, list | tuple):
        return {heading for part in entry for heading in headings_in(part)}
    if not isinstance(entry, Mapping):
        return set()
    looks = entry.get("lookup", ())
    links = looks if isinstance(looks, list | tuple) else [looks]
    named = [entry.get(word, ()) for word in ("column", "join", "either", "first", "last")]
    named += [link.get("on", ()) for link in links if isinstance(link, Mapping)]
    found = {heading for part in named for heading in headings_in(part)}
    return found | (columns_in(str(entry["expr"])) if "expr" in entry else set())


def by_name(headings: Sequence[str]) -> dict[str, str]:
    """Headings by their name in lower case: how a mapping names them."""
    return {heading.lower(): heading for heading in headings}


def _kept(mapping: Mapping[str, Any], headings: Sequence[str], file: str) -> list[str]:
    """The headings that may be kept as extra columns: all, none (``keep = false``), or those that ``keep`` lists."""
    keep = mapping.get("keep", True)
    if isinstance(keep, bool):
        return [heading for heading in headings if keep and not heading.startswith(COMPUTED)]
    if not isinstance(keep, list | tuple):
        raise MappingError(file, f"keep = {keep!r} is neither true nor false nor a list", 'keep = ["Region"]')
    return [find_heading(str(name), by_name(headings), file) for name in keep]


def _extras(headings: Sequence[str], used: set[str], ours: set[str]) -> dict[str, str]:
    """Name under which a heading is kept → SQL; a name of ours that means something else here is set apart."""
    kept = {}
    for heading in headings:
        if heading not in used:
            name = f"{heading}{AS_GIVEN}" if heading.lower() in ours | _OF_DEALS or heading.startswith("_") else heading
            kept[name] = quoted(heading)
    return kept


def text_of(name: str, entry: Any, by_lower: Mapping[str, str], file: str) -> tuple[str, set[str]]:
    """SQL of one mapped column, and the headings that it uses up.

    Args:
        name: our column, for messages and for a form that names no column of theirs.
        by_lower: their headings, see :func:`by_name`.
    """
    told = entry.get("column") if isinstance(entry, Mapping) else entry
    if isinstance(told, str) and _is_of_plain_cells(told, by_lower):
        return "NULL::VARCHAR", set()
    if isinstance(entry, str):
        heading = find_heading(entry, by_lower, file)
        return quoted(heading), {heading}
    if not isinstance(entry, Mapping):
        raise MappingError(name, f"{entry!r} is no mapping", _FORMS)
    if "const" in entry:
        return text_literal(str(entry["const"])), set()
    if "expr" in entry:
        text = f"CAST(({check_expression(str(entry['expr']), list(by_lower.values()), file)}) AS VARCHAR)"
        return value_text(name, text, entry) if set(WORDS) & set(entry) else text, set()
    if "join" in entry or "either" in entry:
        return _several(name, entry, by_lower, file)
    if {"column", *WORDS} & set(entry):
        heading = find_heading(str(entry.get("column", name)), by_lower, file)
        return value_text(name, quoted(heading), entry), set() if {"map", "several"} & set(entry) else {heading}
    raise MappingError(name, f"{dict(entry)!r} is no mapping", _FORMS)


def _is_of_plain_cells(heading: str, by_lower: Mapping[str, str]) -> bool:
    """Whether a heading tells the currencies of a column of which no cell is formatted in any, this time."""
    name = heading.strip().lower()
    return name.endswith(OF_CELLS) and name not in by_lower and name.removesuffix(OF_CELLS) in by_lower


def _several(name: str, entry: Mapping[str, Any], by_lower: Mapping[str, str], file: str) -> tuple[str, set[str]]:
    """Several headings as one text (``join``), or the first of them that is filled (``either``)."""
    parts = entry.get("join", entry.get("either"))
    if isinstance(parts, str) or not isinstance(parts, list | tuple) or not parts:
        raise MappingError(name, f"{parts!r} is no list of headings", 'write join = ["First Name", "Last Name"]')
    found = [text_of(name, part, by_lower, file) for part in parts]
    filled = [f"nullif(trim({text}), '')" for text, _ in found]
    used = {heading for _, headings in found for heading in headings}
    if "either" in entry:
        return f"coalesce({', '.join(filled)})", used
    between = text_literal(str(entry.get("with", " ")))
    return f"nullif(concat_ws({between}, {', '.join(filled)}), '')", used


def find_heading(entry: str, by_lower: Mapping[str, str], file: str) -> str:
    """Their heading of that name, whatever its case; :class:`MappingError` with what is near when there is none."""
    found = by_lower.get(entry.strip().lower())
    if found is None:
        raise MappingError(file, f"has no column '{entry}'", _near(entry, list(by_lower.values())))
    return found


def _near(name: str, names: list[str]) -> str:
    near = get_close_matches(name.lower(), [n.lower() for n in names], n=1)
    shown = ", ".join(n for n in names if not n.startswith(COMPUTED))
    return f"near: {near[0]}; mend headway.toml" if near else f"there are {shown}"
