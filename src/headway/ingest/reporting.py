"""What ``init`` tells: what was placed, what could not be and why, and whether a sync would work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from headway.ingest.draft import Draft, Place
from headway.ingest.meaning import is_ending
from headway.ingest.names import listed_briefly
from headway.ingest.preview import Preview
from headway.ingest.profile import Profile
from headway.ingest.undated import told_undated
from headway.schema import tables
from headway.schema.deals import HOW_IT_STANDS

# A number, a day, a GUID, or nothing (columns without a heading are numbered): no words.
_DATA = re.compile(r"[-+]?[\d.,]+|\d{4}-\d\d-\d\d.*|\{?[0-9A-Fa-f]{8}-[-0-9A-Fa-f]+\}?|column_\d+|\d+_\d+")
_WANTED = ("amount", "account_id", "rep_id", "closed_at", "stage")


@dataclass(frozen=True, slots=True)
class InitReport:
    """What ``init`` did: a sentence for each table that was placed, and one for each thing that could not be.

    Attributes:
        complete: whether the required columns were found, so that a sync works.
        asked: what only a person can say, such as whether days or months come first.
        previews: the first rows of each table as they would be loaded.
    """

    mapped: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    complete: bool = True
    asked: list[str] = field(default_factory=list)
    previews: tuple[Preview, ...] = ()


def report_of(draft: Draft) -> InitReport:
    """The report on a draft."""
    mapped = [f"{place.entries.get('snapshots', place.file)} → {place.table}" for place in draft.places]
    unplaced = list(draft.notes)
    missing = [f"{place.table}.{name} is required and was not found in {place.file}" for place in draft.places
               for name in missing_of(place)]  # fmt: skip
    deals = draft.of("deals")
    if deals is None:
        unplaced.insert(
            0,
            "no file holds deals: what is asked of deals will have no answer; if one does, map it under "
            "[sources.tables.deals] (deal_id, created_at and one of " + ", ".join(HOW_IT_STANDS) + ")",
        )
    else:
        unplaced += _of_deals(deals)
    unplaced += missing + _repeated(draft) + _left(draft)
    complete = bool(draft.places) and not missing
    return InitReport(mapped, unplaced, complete, list(draft.asked))


def _repeated(draft: Draft) -> list[str]:
    """Keys that name several rows: only the last of them is kept."""
    said = []
    for place in draft.places:
        key = tables()[place.table].key
        heading = place.heading_of(key[0]) if len(key) == 1 else None
        look = place.seen.headings.get(heading or "")
        if look is not None and not place.entries and look.distinct < look.filled:
            said.append(
                f"{place.file}: '{look.name}' is taken to name the {place.table}, but names {look.filled:,} rows with "
                f"{look.distinct:,} names; of those with one name the last is kept: map {key[0]} to what differs"
            )
    return said


def leave_out_incomplete(draft: Draft) -> None:
    """Take out what lacks a required column, but for deals: a sync would stop at it, and the rest is good."""
    for place in list(draft.places):
        missing = missing_of(place)
        if missing and place.table != "deals":
            draft.places.remove(place)
            draft.notes.append(
                f"{place.file} looks like {place.table}, but {place.table}.{missing[0]} was not found in it"
            )


def missing_of(place: Place) -> list[str]:
    """Required columns for which nothing was found; of deals also what tells how they stand."""
    table = tables()[place.table]
    made = {"field", "new_value", "old_value", "changed_at"} if "stages" in place.entries else set()
    made |= {"field", "new_value", "old_value"} if "fields" in place.entries else set()
    missing = [column.name for column in table.columns if column.required and not place.has(column.name)]
    missing = [name for name in missing if name not in made]
    if table.name == "deals" and not any(place.has(name) for name in HOW_IT_STANDS):
        missing.append("status (or stage, or closed_at)")
    return missing


def _of_deals(place: Place) -> list[str]:
    said = [
        f"deals.{name} was not found in {place.file}; answers that need it will say so"
        for name in _WANTED
        if not place.has(name)
    ]
    if not place.has("status") and not _says_outcomes(place):
        said.append(
            f"deals.status was not found in {place.file}, and no stage is called won or lost: no deal is; map it, "
            'such as status = {column = "…", map = {"…" = "won", "…" = "lost"}}'
        )
    total = max((heading.filled for heading in place.seen.headings.values()), default=0)
    for column in tables()["deals"].columns:
        heading = place.seen.headings.get(place.heading_of(column.name) or "")
        if column.required and heading is not None and heading.filled < total and "per" not in place.entries:
            empty = total - heading.filled
            said.append(
                f"deals.{column.name}: '{heading.name}' is empty in {empty:,} of {total:,} rows looked at; "
                "those rows will be refused "
                "(set max_refused_share in headway.toml to accept them, or map another column)"
            )
    return said


def _says_outcomes(place: Place) -> bool:
    """Whether stages say how deals ended in words that need no mapping; also where they cannot be seen."""
    heading = place.heading_of("stage")
    values = place.seen.headings[heading].values if heading is not None else ()
    unseen = not values and place.has("stage")
    return unseen or any(map(is_ending, values))


def _left(draft: Draft) -> list[str]:
    """The files that feed no table and in which nothing is looked up: those like none of ours in one sentence."""
    fed = {place.file for place in draft.places}
    used = {file for place in draft.places for file in _looked_in([place.columns, place.entries])}
    left = [seen for name, seen in draft.profiles.items() if name not in fed | used]
    undated = {seen.name: told_undated(seen) for seen in left if draft.of("deals") is None}
    unlike = [seen.name for seen in left if not _begins_with_values(seen) and not undated.get(seen.name)]
    said = [_headless(seen) for seen in left if _begins_with_values(seen)] + [told for told in undated.values() if told]
    return [*said, f"not read, as no table of ours is like it: {listed_briefly(unlike, 40)}"] if unlike else said


def _begins_with_values(seen: Profile) -> bool:
    like_data = sum(bool(_DATA.fullmatch(heading)) for heading in seen.headings)
    return like_data * 2 > len(seen.headings)


def _headless(seen: Profile) -> str:
    shown = ", ".join(heading for heading in seen.headings)[:60]
    return (
        f"{seen.name} is not read: its first line holds values ({shown}), no headings; "
        f'name its columns under the table that it is: file = "{seen.name}", headings = ["…", "…"]'
    )


def _looked_in(part: Any) -> set[str]:
    if isinstance(part, Mapping):
        own = {str(part["file"])} if "file" in part and "key" in part else set()
        return own | {file for inner in part.values() for file in _looked_in(inner)}
    return {file for inner in part for file in _looked_in(inner)} if isinstance(part, list) else set()
