"""Finds which of our columns the fields of a history are, in whatever language, and how their values are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.ingest import casting
from headway.ingest.draft import Draft, Place
from headway.ingest.headings import entry_of
from headway.ingest.names import plain_text
from headway.ingest.recognise import NEARLY, bare, by_values, means
from headway.ingest.tongue import value_words
from headway.ingest.values import WORDS
from headway.schema import tables
from headway.schema.table import DATES, NUMBERS, Column

_MOST_FIELDS = 500
# The day of closing that changes while a deal is open is the one that is expected.
_MEANT = {"closed_at": "expected_close_on"}
# English words that say it is the actual one.
_ACTUAL = "actual|won|lost|closed on"


def settle_fields(builder: DuckBuilder, draft: Draft) -> None:
    """Map the names of fields in each file of changes to our columns, and say how the values of each are written."""
    for place in draft.places:
        heading = place.heading_of("field") if tables()[place.table].changes_of else None
        if heading is None or {"fields", "stages"} & set(place.entries):
            continue
        given = place.columns.get("field")
        known = {str(k).lower(): v for k, v in given.get("map", {}).items()} if isinstance(given, Mapping) else {}
        told = _one_each(draft, place, _fields(builder, place, heading), known)
        added = {value: name for value, name in told.items() if name and name != value and value.lower() not in known}
        if added:
            kept = dict(given.get("map", {})) if isinstance(given, Mapping) else {}
            place.take("field", {"column": heading, "map": {**kept, **added}}, place.why.get("field", "by its name"))
        written = _written(builder, draft, place, heading, told)
        if written:
            place.entries["values"] = written


def _fields(builder: DuckBuilder, place: Place, heading: str) -> list[str]:
    text = f"trim({quoted(heading)})"
    held = f"SELECT DISTINCT {text} AS v FROM {place.seen.relation} WHERE length({text}) > 0"
    return [str(value) for (value,) in builder.rows(f"{held} ORDER BY v LIMIT {_MOST_FIELDS}")]


def _one_each(draft: Draft, place: Place, values: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """Each field's column, empty for none: of several that mean one column the best alone, the others are told of.

    What the mapping or the field's very name says stands; then comes what the owner's own file reads as the column,
    then what says it best, and of "Amount" and "Amount (converted)" the one that says no more than that.
    """
    changes_of = tables()[place.table].changes_of
    owner = draft.of(changes_of)
    told = {value: _column_of(value, changes_of) for value in values}
    told |= {value: (known[value.lower()], 1.0) for value in told if value.lower() in known}

    def rank(value: str) -> tuple[bool, bool, float, bool]:
        name, quality = told[value]
        read = owner is not None and owner.heading_of(name) == value
        return value.lower() in known or value == name, read, quality, bare(value) == plain_text(value)

    for name in dict.fromkeys(name for name, _ in told.values() if name):
        mine = [value for value, (meant, _) in told.items() if meant == name]
        best = max(mine, key=rank)
        others = [v for v in mine if not rank(v)[0] and plain_text(v) != plain_text(best)]
        told |= dict.fromkeys(others, ("", 0.0))
        if others:
            left = ", ".join(f"'{value}'" for value in others)
            draft.notes.append(f"{place.file}: '{best}' is read as changes of {name}; {left} may mean it too")
    return {value: name for value, (name, _) in told.items()}


def _column_of(value: str, owner: str) -> tuple[str, float]:
    """The column of the owner's table that a field's name means and how surely, empty when it means none for sure.

    Example:
        >>> _column_of("Amount", "deals"), _column_of("Erstellt.", "deals")
        (('amount', 1.0), ('', 0.0))
        >>> [_column_of(text, "deals")[0] for text in ("Fecha de cierre", "Fecha de cierre real", "closed_at")]
        ['expected_close_on', 'closed_at', 'closed_at']
    """
    table = tables()[owner]
    fixed = {*table.key, *table.dated_by}
    found = [(means(c, value), -i, c.name) for i, c in enumerate(table.columns) if c.name not in fixed]
    quality, _, name = max(found)
    if quality <= NEARLY:
        return "", 0.0
    if name not in _MEANT or plain_text(value) == plain_text(name) or _is_actual(value):
        return name, quality
    return _MEANT[name], quality - 1  # behind every name that says so itself


def _is_actual(value: str) -> bool:
    return re.search(rf"\b(?:{_ACTUAL}|{value_words('actual')})", value, re.IGNORECASE) is not None


def _written(
    builder: DuckBuilder, draft: Draft, place: Place, heading: str, told: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Column → how its values are written, where they are not as a machine writes them."""
    owner = tables()[tables()[place.table].changes_of]
    value = place.heading_of("new_value")
    found = {}
    for name in dict.fromkeys(told.values()):
        column = owner.column(name) if name in owner.names else None
        if value is None or column is None or column.type not in NUMBERS | DATES:
            continue
        mine = [theirs for theirs, ours in told.items() if ours == name]
        entry = _notation(builder, draft, _only(place, heading, mine), column, value)
        if entry:
            found[name] = entry
    return found


def _only(place: Place, heading: str, fields: Iterable[str]) -> Place:
    """The place with the changes of these fields alone."""
    wanted = ", ".join(text_literal(field) for field in fields)
    rows = f"(SELECT * FROM {place.seen.relation} WHERE trim({quoted(heading)}) IN ({wanted}))"
    return replace(place, seen=replace(place.seen, relation=rows))


def _notation(builder: DuckBuilder, draft: Draft, part: Place, column: Column, heading: str) -> dict[str, Any]:
    """How the values of one field are written: as the same column of its owner's file is, where they read both ways."""
    match = by_values(builder, part.seen, column, heading, 1.0)
    if match is None:
        return {}
    owner = draft.of(tables()[part.table].changes_of)
    theirs = owner.columns.get(column.name) if owner is not None else None
    said = {word: theirs[word] for word in WORDS if word in theirs} if isinstance(theirs, Mapping) else {}
    if match.comma is None or len(match.formats) > 1:
        return said if {"decimal", "format"} & set(said) else {}
    entry = entry_of(match, draft, part)
    if isinstance(entry, Mapping):
        return {word: entry[word] for word in WORDS if word in entry and word != "map"}
    numbers = column.type in NUMBERS
    return {"decimal": "."} if numbers and not _are_plain(builder, part, heading) else {}


def _are_plain(builder: DuckBuilder, part: Place, heading: str) -> bool:
    text = quoted(heading)
    plain = f"SELECT bool_and(TRY_CAST({text} AS DOUBLE) IS NOT NULL) FROM {part.seen.relation}"
    return builder.value(f"{plain} WHERE {casting.is_given(text)}") is not False
