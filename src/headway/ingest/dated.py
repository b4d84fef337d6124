"""Finds exports of one table that were made day after day: they are snapshots, not parts of it."""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest.days_in_names import day_in
from headway.ingest.draft import Draft, Place
from headway.ingest.profile import JOINS_AT_LEAST
from headway.schema import tables


def find_series(builder: DuckBuilder, draft: Draft) -> None:
    """Of files that differ in the day of their name and hold the same rows mostly, let the newest stand for all."""
    found: dict[tuple[str, str], list[Place]] = {}
    for place in draft.places:
        named = day_in(place.file)
        if named is not None:
            found.setdefault((place.table, named[0]), []).append(place)
    for (_, pattern), places in found.items():
        places.sort(key=lambda place: place.file)
        days = {day_in(place.file) for place in places}
        if len(places) == len(days) > 1 and _hold_the_same(builder, places):
            _join(draft, pattern, places)


def _hold_the_same(builder: DuckBuilder, places: list[Place]) -> bool:
    """Whether half of the rows at least are there again: looked for between the first two and the last two."""
    key = tables()[places[0].table].key
    headings = {place.heading_of(key[0]) for place in places} if len(key) == 1 else set()
    heading = headings.pop() if len(headings) == 1 else None
    if heading is None:
        return False
    return all(_again(builder, one, next_, heading) >= JOINS_AT_LEAST for one, next_ in (places[:2], places[-2:]))


def _again(builder: DuckBuilder, one: Place, following: Place, heading: str) -> float:
    name = quoted(heading)
    there = f"{name} IN (SELECT {name} FROM {following.seen.relation})"
    share = builder.value(f"SELECT avg(({there})::INTEGER) FROM {one.seen.relation} WHERE {name} IS NOT NULL")
    return float(share or 0)


def _join(draft: Draft, pattern: str, places: list[Place]) -> None:
    *older, newest = places
    newest.entries["snapshots"] = pattern
    for place in older:
        draft.places.remove(place)
        draft.profiles.pop(place.file, None)
        draft.take_back(place.file)
    draft.notes.append(
        f"{pattern}: {len(places)} files from {places[0].file} to {newest.file} hold the same rows on different days; "
        "they are read as snapshots of the day in their names, and what differs between them is the history"
    )
