"""Gives a file's rows the shape of ours: looks values up, leaves rows out, makes cases of events, changes of states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted
from headway.errors import MappingError
from headway.ingest.cases import make_cases, take_newest
from headway.ingest.expressions import blamed, check_expression
from headway.ingest.formats import Opened
from headway.ingest.landed import Landed, as_opened, land
from headway.ingest.lookups import KEY, VALUE, Lookup, make_table, read_lookup
from headway.ingest.mapping import COMPUTED, by_name, find_heading
from headway.ingest.options import check_options
from headway.ingest.unfolding import fill_previous, unfold
from headway.schema import Table

_ROWS = ("where", "with", "newest", "per", "fields", "stages")
_VALUES = ("lookup", "first", "last", "previous")


@dataclass(frozen=True, slots=True)
class Shaped:
    """A file in the shape of a table: what is loaded, by which plain mapping.

    Attributes:
        left_out: rows of the file that made no row of their own: those that ``where`` leaves out, and events of a case.
        rows: the table of the builder in which they lie; empty when they are read as the file gives them.
        notes: what a person should know, such as keys with several values.
    """

    opened: Opened
    mapping: Mapping[str, Any]
    left_out: int = 0
    rows: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Joins:
    """The lookups of a mapping, each with the heading under which its value stands, in the order of their making."""

    found: list[tuple[str, Lookup, bool]] = field(default_factory=list)

    def resolve(self, name: str, entry: Any) -> Any:
        """The entry without lookups: each becomes a heading of its own."""
        if isinstance(entry, list | tuple):
            return [self.resolve(name, part) for part in entry]
        if not isinstance(entry, Mapping):
            return entry
        plain = {key: self.resolve(name, part) for key, part in entry.items() if key not in {"lookup", "map"}}
        plain |= {"map": entry["map"]} if "map" in entry else {}
        if "lookup" not in entry:
            return plain
        chain = entry["lookup"] if isinstance(entry["lookup"], list | tuple) else [entry["lookup"]]
        own = str(entry.get("column", "")) or ("" if "on" in chain[0] else name)
        heading = own
        for link in chain:
            lookup = read_lookup(link, name, heading)
            heading = f"{COMPUTED}{name} {len(self.found)}"
            # What is not found stays as it is, like a value that is not in a map; by another column it stays empty.
            self.found.append((heading, lookup, bool(own) and lookup.on == own))
        return {**plain, "column": heading}


def is_plain(mapping: Mapping[str, Any]) -> bool:
    """Whether each row of the file is a row of ours, by values of its own."""
    return not any(key in mapping for key in _ROWS) and not any(_has(entry) for entry in mapping.values())


def _has(entry: Any) -> bool:
    if isinstance(entry, Mapping):
        return any(key in entry for key in _VALUES) or any(_has(part) for part in entry.values())
    return isinstance(entry, list | tuple) and any(_has(part) for part in entry)


def shape(
    builder: DuckBuilder,
    opened: Opened,
    table: Table,
    mapping: Mapping[str, Any],
    beside: Callable[[str], Opened],
    file: str,
) -> Shaped:
    """The file in the shape of the table.

    Args:
        beside: opens another file of the source, for lookups.

    Errors: :class:`MappingError` for what the mapping names and is not there.
    """
    check_options(table.name, mapping)
    if is_plain(mapping):
        return Shaped(opened, mapping)
    rows, unsplit = land(builder, opened)
    if rows.rows + unsplit != opened.records:
        nothing = {column.name: {"const": ""} for column in table.columns if column.required}
        return Shaped(as_opened(rows, opened, opened.records), nothing)
    given = rows.rows
    joins = _Joins()
    for name, entry in mapping.get("with", {}).items():
        joins.found.append((name, read_lookup(entry, name), False))
    plain = {name: joins.resolve(name, entry) for name, entry in mapping.items() if name != "with"}
    rows, notes = _look_up(rows, joins, beside, file)
    if "where" in mapping:
        kept = check_expression(str(mapping["where"]), list(rows.headings), file)
        with blamed(builder, rows.table, file, {f"{table.name}.where": (str(mapping["where"]), kept)}):
            rows = rows.step("taken", f"SELECT * FROM {rows.table} WHERE coalesce({kept}, false)")
    if "newest" in plain:
        rows = take_newest(rows, table, plain, file)
    if "per" in plain:
        rows, plain = make_cases(rows, plain, file)
    elif "fields" in plain or "stages" in plain:
        rows, plain = unfold(rows, table, plain, file)
    rows, plain = fill_previous(rows, table, plain, file)
    done = rows.rows
    shaped = as_opened(rows, opened, done + unsplit)
    return Shaped(shaped, plain, max(given - done, 0), rows.table, tuple(notes))


def _look_up(rows: Landed, joins: _Joins, beside: Callable[[str], Opened], file: str) -> tuple[Landed, list[str]]:
    notes = []
    for number, (heading, lookup, keep) in enumerate(joins.found):
        if heading.lower() in by_name(rows.headings):
            raise MappingError(file, f"has a column '{heading}' of its own", "give what is looked up another name")
        target = f"looked_{number}"
        several = make_table(rows.builder, lookup, beside(lookup.file), target)
        on = quoted(find_heading(lookup.on, by_name(rows.headings), file))
        kept = check_expression(lookup.when or "true", list(rows.headings), file)
        value = f"coalesce({target}.{VALUE}, {on})" if keep else f"{target}.{VALUE}"
        joined = f"{rows.table} LEFT JOIN {target} ON trim({on}) = {target}.{KEY} AND coalesce({kept}, false)"
        sql = f"SELECT {rows.table}.*, {value} AS {quoted(heading)} FROM {joined}"
        with blamed(rows.builder, rows.table, file, {"when of a lookup": (lookup.when, kept)}):
            rows = rows.step(f"joined_{number}", sql, (*rows.headings, heading))
        if several:
            rule = f"the lowest by '{lookup.order}'" if lookup.order else "the lowest"
            notes.append(
                f"{lookup.file}: {several:,} values of '{', '.join(lookup.key)}' have several of '{lookup.value}'; "
                f"{rule} is taken"
            )
    return rows, notes
