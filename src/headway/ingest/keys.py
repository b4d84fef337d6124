"""Finds what names the rows of a table where no heading is called so, and which of several ids in a cell is meant."""

from __future__ import annotations

from collections.abc import Mapping

from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest.draft import Draft, Place
from headway.ingest.recognise import named_apart
from headway.schema import Table


def guess_key(draft: Draft, place: Place) -> None:
    """Where no heading is called like a deal's key, the first whose values differ on every row is taken, and told."""
    if place.has("deal_id"):
        return
    rows = max((heading.filled for heading in place.seen.headings.values()), default=0)
    unique = [h.name for h in place.seen.headings.values() if rows > 1 and h.distinct == h.filled == rows]
    if unique:
        place.take("deal_id", unique[0], "its values differ on every row")
        draft.notes.append(f"{place.file}: '{unique[0]}' is taken to name the deals, as it differs on every row")


def key_by_name(place: Place, table: Table) -> None:
    """Where no heading is the key, names that differ on every row stand for it: other files hold names then, too."""
    if len(table.key) != 1 or place.has(table.key[0]) or place.sheet is not None or place.entries.get("per"):
        return
    name = place.heading_of("name") if "name" in table.names else None
    if name is not None and named_apart(place.seen, name):
        place.take(table.key[0], name, "there is no key; its names differ on every row")


def first_of_several(builder: DuckBuilder, draft: Draft, place: Place, table: Table) -> None:
    """Of several ids in a cell (``503;504``) the first is the one that is meant; all are kept under the heading."""
    for column in table.columns if not place.entries.get("per") else ():
        heading = place.heading_of(column.name) if column.refers else None
        if heading is None or isinstance(place.columns.get(column.name), Mapping):
            continue
        several = f"regexp_full_match(trim({quoted(heading)}), '[^;\\s]+(\\s*;\\s*[^;\\s]+)+;?')"
        rows = int(builder.value(f"SELECT count(*) FROM {place.seen.relation} WHERE {several}"))
        if rows:
            place.take(column.name, {"column": heading, "several": ";"}, "the first of several ids")
            draft.notes.append(
                f"{place.file}: '{heading}' names several in {rows:,} rows looked at; the first is taken for "
                f"{table.name}.{column.name}, and all are kept under '{heading}'"
            )
