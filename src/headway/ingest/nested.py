"""Links lists inside of a document to the rows in which they lie: ``deals.json/lines`` to ``deals.json``."""

from __future__ import annotations

from collections.abc import Iterator

from headway.ingest.draft import Draft, Place
from headway.ingest.profile import Profile
from headway.ingest.recognise import PARENT, is_nested
from headway.schema import tables


def link_nested(draft: Draft) -> None:
    """Map what refers to a table that a list lies in to the key of that table, as ``parent.…`` holds it."""
    for place in draft.places:
        for prefix, parent in _around(draft, place.seen) if is_nested(place.seen) else ():
            keys = tables()[parent.table].key
            key = parent.heading_of(keys[0]) if len(keys) == 1 else None
            heading = f"{prefix}{key}"
            for column in tables()[place.table].columns:
                named = place.heading_of(column.name)
                lost = named is None or named.startswith(PARENT)
                if column.refers == parent.table and lost and heading in place.seen.headings:
                    place.take(column.name, heading, f"the rows lie in those of {parent.file}")


def _around(draft: Draft, seen: Profile) -> Iterator[tuple[str, Place]]:
    """The places in whose rows a list lies, nearest first, each with what stands before its headings."""
    prefix, member = PARENT, seen.part.member
    while member:
        member = member.rpartition("/")[0]
        for place in draft.places:
            if place.seen.part.path == seen.part.path and place.seen.part.member == member:
                yield prefix, place
        prefix += PARENT
