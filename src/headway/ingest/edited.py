"""Changes a mapping in the text of ``headway.toml``, with its comments kept."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatch
from typing import Any

import tomlkit

from headway.errors import MappingError
from headway.ingest.connectors.files import patterns_of
from headway.ingest.written import as_item

_BY_HAND = "chosen by hand"


def edited(text: str, table: str, file: str, chosen: Mapping[str, Any]) -> str:
    """The text with the columns of one file's mapping read from other headings.

    Args:
        chosen: our column → their heading, or an entry such as ``{column = …, decimal = …}``; an empty heading takes
            the column's entry out.

    A section is added where the file feeds the table by its name alone, or not yet.

    Errors: :class:`MappingError` when no source reads files.

    Example:
        >>> import tomlkit
        >>> kept = tomlkit.dumps({"sources": [{"name": "crm", "kind": "files"}]})
        >>> edited(kept, "deals", "p.csv", {"deal_id": "Ref"}).splitlines()[-1]
        'deal_id = "Ref" # chosen by hand'
    """
    made = tomlkit.parse(text)
    sources = [source for source in made.get("sources", []) if source.get("kind") == "files"]
    if not sources:
        raise MappingError("headway.toml", "names no source of files", 'add [[sources]] with kind = "files" and a path')
    section = next((s for source in sources if (s := _section(source, table, file)) is not None), None)
    if section is None:
        section = _added(sources[0], table, file)
    for column, entry in chosen.items():
        if not entry:
            section.pop(column, None)
        elif section.get(column, column) != entry and not (column not in section and str(entry).lower() == column):
            section[column] = as_item(entry)
            section[column].comment(_BY_HAND)
    return tomlkit.dumps(made)


def _section(source: Any, table: str, file: str) -> Any:
    """The section by which the file feeds the table, None when there is none."""
    found = source.get("tables", {}).get(table)
    several = found if isinstance(found, list) else [] if found is None else [found]
    for section in several:
        if any(fnmatch(file, str(pattern)) for pattern in patterns_of(section, table)):
            return section
    return None


def _added(source: Any, table: str, file: str) -> Any:
    section = tomlkit.table()
    section.add("file", file)
    if "tables" not in source:
        source.add("tables", tomlkit.table(is_super_table=True))
    tables = source["tables"]
    known = tables.get(table)
    if known is None:
        tables.add(table, section)
    elif isinstance(known, list):
        known.append(section)
    else:
        several = tomlkit.aot()
        for one in (known, section):
            several.append(one)
        tables[table] = several
    return tables[table][-1] if isinstance(tables[table], list) else tables[table]
