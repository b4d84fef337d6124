"""Looks values up in another file of the same source: names by ids, accounts by an association table, sums of lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted
from headway.errors import MappingError
from headway.ingest.expressions import blamed, check_expression
from headway.ingest.formats import Opened
from headway.ingest.mapping import COMPUTED, by_name, find_heading

# No heading of a file is called so: both stand beside the file's own headings where they are joined.
KEY, VALUE = quoted(f"{COMPUTED}key"), quoted(f"{COMPUTED}found")
_ENTRIES = ("file", "on", "key", "value", "sum", "where", "order", "when")


@dataclass(frozen=True, slots=True)
class Lookup:
    """One file to look in: ``key`` is compared with the row's ``on``, ``value`` (or the ``sum``) is what is found.

    Where a key has several values, the lowest by ``order`` is taken (by default the lowest value), so that the order
    of the rows does not matter. ``where`` leaves rows of that file out; ``when`` says for which of ours to look.
    """

    file: str
    on: str
    key: tuple[str, ...]
    value: str = ""
    sum: str = ""
    where: str = ""
    order: str = ""
    when: str = ""


def named_files(mapping: Mapping[str, Any]) -> set[str]:
    """The files in which a table's mapping looks values up."""
    found = [*mapping.get("with", {}).values(), *_inner(mapping)]
    chains = [entry if isinstance(entry, list | tuple) else [entry] for entry in found]
    return {str(entry["file"]) for chain in chains for entry in chain if isinstance(entry, Mapping) and "file" in entry}


def _inner(mapping: Any) -> Iterator[Any]:
    if isinstance(mapping, Mapping):
        for name, entry in mapping.items():
            if name == "lookup":
                yield entry
            elif name != "with":
                yield from _inner(entry)
    elif isinstance(mapping, list | tuple):
        for entry in mapping:
            yield from _inner(entry)


def read_lookup(entry: Any, name: str, on: str = "") -> Lookup:
    """The lookup as ``headway.toml`` writes it. Errors: :class:`MappingError` for what is missing or unknown."""
    if not isinstance(entry, Mapping):
        raise MappingError(name, f"{entry!r} is no lookup", '{ file = "stages.csv", key = "id", value = "label" }')
    unknown = [key for key in entry if key not in _ENTRIES]
    if unknown:
        raise MappingError(name, f"a lookup takes no '{unknown[0]}'", f"it takes {', '.join(_ENTRIES)}")
    key = entry.get("key", "")
    parts = tuple(str(part) for part in key) if isinstance(key, list | tuple) else (str(key),)
    texts = {"on": on} | {name: str(value) for name, value in entry.items()}
    missing = [key for key in ("file", "on", "key") if not texts.get(key)]
    missing += [] if ("value" in texts) != ("sum" in texts) else ["value (or sum, but not both)"]
    if missing:
        raise MappingError(
            name, f"the lookup lacks {missing[0]}", '{ file = "stages.csv", key = "id", value = "label" }'
        )
    return Lookup(**{**texts, "key": parts})


def make_table(builder: DuckBuilder, lookup: Lookup, opened: Opened, target: str) -> int:
    """Make ``target`` (``KEY``, ``VALUE``) of the file; gives how many keys had several values."""
    headings, file = by_name(opened.headings), lookup.file
    parts = [f"nullif(trim({quoted(find_heading(part, headings, file))}), '')" for part in lookup.key]
    key = parts[0] if len(parts) == 1 else f"nullif(concat_ws(' ', {', '.join(parts)}), '')"
    names = list(opened.headings)
    where = check_expression(lookup.where or "true", names, file)
    told = {"where of a lookup": (lookup.where, where)}
    if lookup.sum:
        amount = f"CAST({check_expression(lookup.sum, names, file)} AS DECIMAL(38, 4))"
        told |= {"sum of a lookup": (lookup.sum, amount)}
        values, several = f"CAST(sum({amount}) AS VARCHAR)", "0"
    else:
        value = f"nullif(trim({quoted(find_heading(lookup.value, headings, file))}), '')"
        order = f"nullif(trim({quoted(find_heading(lookup.order, headings, file))}), '')" if lookup.order else value
        # Numbers in the order of numbers, what is no number after them; empty ones last.
        rank = f"(coalesce(TRY_CAST({order} AS DOUBLE), 'inf'::DOUBLE), coalesce({order}, chr(1114111)), {value})"
        values, several = f"arg_min({value}, {rank})", f"count(DISTINCT {value})"
    made = f"SELECT {key} AS {KEY}, {values} AS {VALUE}, {several} AS several FROM {opened.lenient}"
    with blamed(builder, opened.lenient, file, told):
        builder.execute(
            f"CREATE OR REPLACE TEMP TABLE {target} AS {made} "
            f"WHERE length({key}) > 0 AND coalesce({where}, false) GROUP BY 1"
        )
    return int(builder.value(f"SELECT count(*) FROM {target} WHERE several > 1"))
