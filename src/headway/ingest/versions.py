"""Finds files that hold several versions of a row, or rows that were deleted, and says which of them hold."""

from __future__ import annotations

from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.ingest.casting import is_yes
from headway.ingest.deletions import UNDATED
from headway.ingest.draft import Draft, Place
from headway.ingest.headings import entry_of
from headway.ingest.last_changed import CHANGED, COPIED
from headway.ingest.meaning import is_flag, says_deleted
from headway.ingest.recipes import find_all
from headway.ingest.recognise import by_values
from headway.schema import tables
from headway.schema.table import Column, Type

_DELETED = "isdeleted|fivetrandeleted|deleted|archived"
_MOMENT = Column("newest", Type.TIME, "When a row was last changed.")
_SHAPED = {"per", "fields", "stages"}


def settle_versions(builder: DuckBuilder, draft: Draft, place: Place) -> None:
    """Take the newest of rows with the same key, and mark those that their source has deleted.

    The last change of a row that was deleted is its deletion; without one, when that was is not known.
    """
    if _SHAPED & set(place.entries):
        return
    changed = _last_change(builder, draft, place)
    keys = tables()[place.table].key
    key = place.heading_of(keys[0]) if len(keys) == 1 else None
    if isinstance(changed, str) and key is not None and _repeats(place, key):
        place.entries["newest"] = changed
        draft.notes.append(f"{place.file}: '{key}' stands on several rows; the one newest by '{changed}' is taken")
    told = None if place.has("deleted_at") else _deleted(place)
    if told is None:
        return
    heading, gone = told
    undated = {"expr": f"CASE WHEN {gone} THEN '{UNDATED}' END"}
    if changed is None:
        draft.notes.append(f"{place.file}: '{heading}' says what was deleted, and nothing when: it is in no number")
        place.take("deleted_at", undated, f"rows of which '{heading}' says so; nobody says when")
        return
    at = changed if isinstance(changed, str) else changed["column"]
    written = {} if isinstance(changed, str) else {name: said for name, said in changed.items() if name != "column"}
    dated = {"expr": f"CASE WHEN {gone} THEN {quoted(at)} END", **written}
    place.take("deleted_at", {"either": [dated, undated]}, f"rows of which '{heading}' says so")


def _repeats(place: Place, key: str) -> bool:
    return place.seen.headings[key].distinct < place.seen.headings[key].filled


def _last_change(builder: DuckBuilder, draft: Draft, place: Place) -> Any:
    """The heading of a row's last change, as a mapping reads it; None where there is none that is a moment."""
    for name in find_all(place.seen, "|".join((*CHANGED, *COPIED))):
        match = by_values(builder, place.seen, _MOMENT, name, 1.0) if place.seen.headings[name].filled else None
        if match is not None and len(match.formats) <= 1:
            return entry_of(match, draft, place)
    return None


def _deleted(place: Place) -> tuple[str, str] | None:
    """(heading, SQL that is true of a deleted row): by a flag, else by a word of the status."""
    flag = next((n for n in find_all(place.seen, _DELETED) if is_flag(place.seen.headings[n].values)), None)
    if flag is not None:
        return flag, is_yes(quoted(flag), place.seen.headings[flag].values)
    entry = place.columns.get("status")
    heading = entry.get("column") if isinstance(entry, dict) and "lookup" not in entry else entry
    if not isinstance(heading, str) or heading not in place.seen.headings:
        return None
    words = [value.strip().lower() for value in place.seen.headings[heading].values if says_deleted(value)]
    listed = ", ".join(text_literal(word) for word in sorted(set(words)))
    return (heading, f"lower(trim({quoted(heading)})) IN ({listed})") if words else None
