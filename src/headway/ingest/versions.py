"""Finds files that hold several versions of a row, or rows that were deleted, and says which of them hold."""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest.casting import is_yes
from headway.ingest.draft import Draft, Place
from headway.ingest.meaning import is_flag
from headway.ingest.profile import fits
from headway.ingest.recipes import find_all
from headway.schema import tables
from headway.schema.table import Column, Type

_CHANGED = (
    "systemmodstamp|lastmodifieddate|updatedat|updated|modifiedtime|modifiedon|hslastmodifieddate|lastmodifiedat|"
    "updatetime|writedate|lastmodified|fivetranstart|fivetransynced|airbyteextractedat|sdcbatchedat"
)
_DELETED = "isdeleted|fivetrandeleted|deleted|archived"
_MOMENT = Column("newest", Type.TIME, "When a row was last changed.")
_SHAPED = {"per", "fields", "stages"}


def settle_versions(builder: DuckBuilder, draft: Draft, place: Place) -> None:
    """Take the newest of rows with the same key, and mark those that their source has deleted, where times tell."""
    changed = [name for name in find_all(place.seen, _CHANGED) if _is_moment(builder, place, name)]
    keys = tables()[place.table].key
    if not changed or _SHAPED & set(place.entries):
        return
    key = place.heading_of(keys[0]) if len(keys) == 1 else None
    if key is not None and place.seen.headings[key].distinct < place.seen.headings[key].filled:
        place.entries["newest"] = changed[0]
        draft.notes.append(f"{place.file}: '{key}' stands on several rows; the one newest by '{changed[0]}' is taken")
    flag = next((n for n in find_all(place.seen, _DELETED) if is_flag(place.seen.headings[n].values)), None)
    if flag is not None and not place.has("deleted_at"):
        gone = f"CASE WHEN {is_yes(quoted(flag), place.seen.headings[flag].values)} THEN {quoted(changed[0])} END"
        place.take("deleted_at", {"expr": gone}, f"rows of which '{flag}' says so")


def _is_moment(builder: DuckBuilder, place: Place, heading: str) -> bool:
    return place.seen.headings[heading].filled > 0 and fits(builder, place.seen, heading, _MOMENT) == 1.0
