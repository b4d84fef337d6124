"""Finds for each column of a table the heading that means it: by the layout of its system, its name, its values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headway.engine.duckdb import DuckBuilder
from headway.ingest.currencies import settle_currency
from headway.ingest.draft import Draft, Place
from headway.ingest.keys import first_of_several, guess_key, key_by_name
from headway.ingest.meaning import activity_map, kind_map
from headway.ingest.notation import as_mapping
from headway.ingest.outcomes import settle_end, settle_reason, settle_status
from headway.ingest.profile import Profile
from headway.ingest.recipes import Kitchen, UnfilledError
from headway.ingest.recognise import Match, bare, by_values, called, matches
from headway.ingest.tongue import either_of, spellings
from headway.ingest.values import EITHER
from headway.schema import Table, tables
from headway.schema.table import Column, Type

_TAKEN_FROM = 0.5
_MOMENT = Column("by", Type.TIME, "When an event took place.")


def map_columns(builder: DuckBuilder, draft: Draft, place: Place) -> None:
    """Map every column of the place's table for which there is a heading."""
    table = tables()[place.table]
    brought = _bring(builder, draft, place)
    taken: set[str] = set()
    for column in table.columns:
        if not _by_layout(builder, draft, place, column, brought) and not _by_name(builder, draft, place, column):
            _by_words(builder, draft, place, table, column, taken)
        heading = place.columns.get(column.name)
        taken |= {heading} if isinstance(heading, str) else set()
        taken |= {str(heading["column"])} if isinstance(heading, Mapping) and "column" in heading else set()
    if table.name == "deals":
        guess_key(draft, place)
        settle_status(draft, place)
        settle_reason(builder, place)
        _one_close_day(place)
    else:
        key_by_name(place, table)
    settle_end(place)
    settle_currency(builder, draft, place)
    first_of_several(builder, draft, place, table)
    _ask_either(draft, place, table)
    if place.sheet is not None and place.sheet.note:
        draft.notes.append(f"{place.file}: {place.sheet.note}")


def _kitchen(builder: DuckBuilder, draft: Draft, place: Place, column: Column, brought: Mapping[str, Any]) -> Kitchen:
    layout = place.layout

    def beside(sheet: str) -> Profile | None:
        return draft.beside(layout, sheet) if layout is not None else None

    def value(heading: str) -> Any:
        match = by_values(builder, place.seen, column, heading, 1.0)
        return None if match is None else entry_of(match, draft, place)

    return Kitchen(place.seen, beside, value, brought)


def _bring(builder: DuckBuilder, draft: Draft, place: Place) -> dict[str, Any]:
    """Fill what the layout says of the rows as a whole; gives what it looks up for all columns."""
    brought: dict[str, Any] = {}
    for name, recipe in (place.sheet.entries if place.sheet is not None else {}).items():
        kitchen = _kitchen(builder, draft, place, _MOMENT, brought)
        if name == "with":
            for given, look in recipe.items():
                try:
                    brought[given] = kitchen.look_up(look)
                except UnfilledError:
                    continue
            continue
        if name == "fields":
            owner = {column.name: column for column in tables()[tables()[place.table].changes_of].columns}
            filled = {f: _kitchen(builder, draft, place, owner[f], brought).fill(w) for f, w in recipe.items()}
            place.entries[name] = {field: entry for field, entry in filled.items() if entry is not None}
            continue
        entry = _entry_of_rows(kitchen, name, recipe)
        if entry is not None:
            place.entries[name] = entry
    if brought:
        place.entries["with"] = brought
    return brought


def _entry_of_rows(kitchen: Kitchen, name: str, recipe: Any) -> Any:
    try:
        if name == "by":
            return kitchen.word(recipe)
        return kitchen.recipe({name: recipe})[name]
    except UnfilledError:
        return None


def _by_layout(builder: DuckBuilder, draft: Draft, place: Place, column: Column, brought: Mapping[str, Any]) -> bool:
    """By what the layout says; also true when it says that nothing means the column."""
    if place.sheet is None or place.layout is None or column.name not in place.sheet.columns:
        return False
    form = place.sheet.columns[column.name]
    if form == ():
        return True
    kitchen = _kitchen(builder, draft, place, column, brought)
    entry = kitchen.fill(form)
    if entry is None:
        return False
    if isinstance(entry, Mapping) and {"first", "last"} & set(entry):
        read = kitchen.value(str(entry.get("first", entry.get("last"))))
        entry = {**entry, **({k: v for k, v in read.items() if k != "column"} if isinstance(read, Mapping) else {})}
    place.take(column.name, entry, f"as {place.layout.name} names it")
    return True


def _by_name(builder: DuckBuilder, draft: Draft, place: Place, column: Column) -> bool:
    """A heading that is our own needs an entry only when its values are written in a way that must be named."""
    heading = next((name for name in place.seen.headings if name.lower() == column.name), None)
    if heading is None:
        return False
    if column.closed:
        return True
    match = by_values(builder, place.seen, column, heading, 1.0)
    if match is None:
        draft.notes.append(f"{place.file}: many values of '{heading}' are no {column.type}; those rows will be refused")
        return True
    entry = entry_of(match, draft, place)
    if entry is not None and entry != heading:
        place.take(column.name, entry, "its own name")
    return True


def _by_words(builder: DuckBuilder, draft: Draft, place: Place, table: Table, column: Column, taken: set[str]) -> None:
    if column.closed or place.entries.get("per"):
        return
    found = matches(builder, place.seen, column)
    if not found:
        _called_so(builder, draft, place, table, column, taken)
    best = next((m for m in found if m.heading not in taken or not column.refers), None)
    if best is None or (best.heading in taken and (_is_strict(table, column) or place.sheet is not None)):
        return
    entry = entry_of(best, draft, place)
    if entry is not None:
        others = [m.heading for m in found if m.heading != best.heading]
        why = "by its name and values" if column.type is not Type.TEXT else "by its name"
        place.take(column.name, entry, why + (f"; or {', '.join(repr(h) for h in others[:3])}" if others else ""))


def _called_so(builder: DuckBuilder, draft: Draft, place: Place, table: Table, column: Column, taken: set[str]) -> None:
    """A heading that is called like a column, with values of which many are none: told, and taken where most fit."""
    said = called(builder, place.seen, column) if place.sheet is None else None
    if said is None or said[0].heading in taken:
        return
    match, share = said
    called_so = f"{place.file}: '{match.heading}' is called like {table.name}.{column.name}"
    note = f"{called_so}, but {1 - share:.0%} of its values are no"
    if share >= _TAKEN_FROM:
        place.take(column.name, entry_of(match, draft, place), "by its name; not all of its values fit")
        draft.notes.append(f"{note} {column.type}: those rows will be refused")
    else:
        draft.notes.append(f"{note} {column.type}; it is not read as such")


def _is_strict(table: Table, column: Column) -> bool:
    """A deal's name is no heading that means something else already."""
    return table.name == "deals" and column.name in {"name", "title"}


def entry_of(match: Match, draft: Draft, place: Place) -> Any:
    """The mapping of a heading: as it stands, or with the format of its values; None when that must be asked."""
    said = f'{match.column.name} = {{column = "{match.heading}", '
    if match.comma:
        return {"column": match.heading, "decimal": ","}
    if match.mixed or match.comma is None:
        return {"column": match.heading, "decimal": [*EITHER]}
    formats = draft.days_first(match.formats)
    if len(formats) == 1:
        draft.notes += [match.why] if match.why and match.why not in draft.notes else []
        return {"column": match.heading, **as_mapping(formats[0])}
    if formats:
        either = " or ".join(formats)
        draft.ask(
            f"{place.file}: '{match.heading}' may be {either}; say which in headway.toml: {said}"
            f'format = "{formats[0]}"}}; or delete headway.toml and run init with --dates day-first (or month-first)'
        )
        return None
    values = place.seen.headings[match.heading].values
    if match.column.name == "kind" and values:
        kinds = activity_map(values) if place.table == "activities" else kind_map(values)
        return {"column": match.heading, "map": kinds} if kinds else match.heading
    ours = {value: value.lower() for value in values if value.lower() in match.column.values and value != value.lower()}
    return {"column": match.heading, "map": ours} if ours else match.heading


def _ask_either(draft: Draft, place: Place, table: Table) -> None:
    """Say which headings may mean one column or another, where one of those is still missing."""
    used = {place.heading_of(column) for column in table.names}
    for heading in place.seen.headings:
        words = [word for word in spellings(bare(heading)) if word in either_of(table.name)]
        columns = either_of(table.name)[words[0]] if words else ()
        open_ones = [column for column in columns if not place.has(column)]
        if heading not in used and open_ones and place.seen.headings[heading].filled:
            said = " or ".join(f"{table.name}.{column}" for column in columns)
            which = "say which" if len(columns) > 1 else "if it is, say so"
            draft.notes.append(f"{place.file}: '{heading}' may be {said}; {which}: {open_ones[0]} = \"{heading}\"")


def _one_close_day(place: Place) -> None:
    """One heading cannot be both the day it closed and the day it is expected to."""
    closed = place.columns.get("closed_at")
    if closed is not None and closed == place.columns.get("expected_close_on"):
        place.drop("expected_close_on")
