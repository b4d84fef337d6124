"""Finds what leads to an account or a deal when a file does not name it: association tables, and keys in between."""

from __future__ import annotations

from typing import Any

from headway.engine.duckdb import DuckBuilder
from headway.ingest.draft import Draft, Place
from headway.ingest.names import plain_text
from headway.ingest.profile import JOINS_AT_LEAST, Profile, overlap
from headway.ingest.recognise import bare
from headway.schema import tables

_WANTED = ("account_id", "deal_id")


def link_files(builder: DuckBuilder, draft: Draft) -> None:
    """Map account_id and deal_id through another file wherever a table lacks them and one leads there."""
    for place in draft.places:
        for column in tables()[place.table].columns:
            own = tables()[place.table].key == (column.name,)
            if own or column.name not in _WANTED or place.has(column.name) or "per" in place.entries:
                continue
            found = _through(builder, draft, place, column.name) or _between(builder, draft, place, column.refers)
            if found is not None:
                place.take(column.name, {"lookup": found}, f"by {found['file']}")


def _through(builder: DuckBuilder, draft: Draft, place: Place, column: str) -> dict[str, Any] | None:
    """By a row of another table that the file names, and that names what is wanted: usage of a subscription."""
    for other in draft.places:
        wanted, key = other.heading_of(column), _key(other)
        if other is place or wanted is None or key is None or other.table == place.table:
            continue
        for heading in _named(place.seen, key, other.table):
            if overlap(builder, place.seen, heading, other.seen, key) >= JOINS_AT_LEAST:
                return {"file": other.file, "on": heading, "key": key, "value": wanted}
    return None


def _between(builder: DuckBuilder, draft: Draft, place: Place, refers: str) -> dict[str, Any] | None:
    """By a file that holds pairs of keys."""
    parent, key = draft.of(refers), _key(place)
    theirs = _key(parent) if parent is not None else None
    if parent is None or parent is place or key is None or theirs is None:
        return None
    placed = {p.file for p in draft.places}
    for name, pairs in draft.profiles.items():
        if name in placed:
            continue
        mine = [
            h for h in _named(pairs, key, place.table) if overlap(builder, pairs, h, place.seen, key) >= JOINS_AT_LEAST
        ]
        value = [
            h
            for h in _named(pairs, theirs, refers)
            if overlap(builder, pairs, h, parent.seen, theirs) >= JOINS_AT_LEAST
        ]
        if mine and value and mine[0] != value[0]:
            return {"file": name, "on": key, "key": mine[0], "value": value[0]}
    return None


def _key(place: Place) -> str | None:
    keys = tables()[place.table].key
    return place.heading_of(keys[0]) if len(keys) == 1 and "per" not in place.entries else None


def _named(seen: Profile, key: str, table: str) -> list[str]:
    """Headings of a file that are called as another table's key is, or as its table with an id."""
    noun = plain_text(table.rstrip("s"))
    column = tables()[table].column(tables()[table].key[0])
    words = {f"{noun}id", plain_text(key), *(plain_text(word) for word in (column.name, *column.headings))} - {
        "id",
        "name",
    }
    return [name for name in seen.headings if plain_text(name) in words or bare(name) in words]
