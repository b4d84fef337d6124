"""Reads a file for the first time as its frame asks, and names the columns of one without headings by their values."""

from __future__ import annotations

from dataclasses import replace

from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest.formats import OF_CELLS, Part
from headway.ingest.framing import frame_of
from headway.ingest.meaning import outcome_map
from headway.ingest.notation import day_formats
from headway.ingest.profile import Heading, Profile, fits, profile
from headway.schema import tables

_MOST_FIT = 0.9
_MONEY = r"\D{0,4}[\d., ]*[.,]\d\d?\D{0,4}|\d{3,}"
_CODE = r"[A-Z]{3}"


def read_framed(builder: DuckBuilder, part: Part, number: int) -> tuple[Profile, list[str]]:
    """A first look at a part, without what frames its table, and what a person should know of that.

    Errors: :class:`SourceError` when it cannot be read.
    """
    framed = frame_of(builder, part)
    notes = list(framed.notes)
    if framed.headless:
        generic = tuple(f"column_{place}" for place in range(1, framed.headless + 1))
        unnamed = profile(builder, part, number, replace(framed.reading, headings=generic))
        names = names_by_values(builder, unnamed)
        if names:
            reading = replace(framed.reading, headings=names)
            notes.append(
                f"{part.name}: it has no line with headings; its columns are named by what they hold "
                f"({', '.join(names)}): see that these are right, in 'headings' of headway.toml"
            )
            return profile(builder, part, number, reading), notes
    seen = profile(builder, part, number, framed.reading)
    notes += _framed_notes(seen)
    return seen, notes


def _framed_notes(seen: Profile) -> list[str]:
    said = []
    if seen.reading.skip:
        said.append(f"{seen.name}: what stands above its headings is passed over (skip = {seen.reading.skip})")
    if seen.reading.footer:
        texts = ", ".join(f'"{text}"' for text in seen.reading.footer)
        said.append(f"{seen.name}: what stands below its last row, from {texts} on, is left out (footer)")
    return said


def names_by_values(builder: DuckBuilder, seen: Profile) -> tuple[str, ...]:
    """Our names of columns for those of a file of deals without headings; empty when its values do not tell deals.

    Deals they are when one column differs on every row, one says won and others hold days. The earlier days are those
    of opening; what is not told keeps the name of its place.
    """
    look = [heading for heading in seen.headings.values() if not heading.name.endswith(OF_CELLS)]
    filled = max((heading.filled for heading in look), default=0)
    found: dict[str, str] = {}
    days = [heading for heading in look if _is_day(builder, seen, heading)]
    status = next((heading for heading in look if outcome_map(heading.values)), None)
    plain = [heading for heading in look if heading not in days and heading is not status]
    key = next((h for h in plain if filled > 1 and h.distinct == h.filled == filled), None)
    opened = next((heading for heading in days if heading.filled == filled), None)
    if status is None or key is None or opened is None:
        return ()
    found |= {key.name: "deal_id", status.name: "status", opened.name: "created_at"}
    closed = next((heading for heading in days if heading is not opened), None)
    amount = next((h for h in plain if h is not key and _all_are(builder, seen, h, _MONEY)), None)
    code = next((h for h in plain if h is not key and _all_are(builder, seen, h, _CODE)), None)
    for heading, ours in ((closed, "closed_at"), (amount, "amount"), (code, "currency")):
        if heading is not None:
            found[heading.name] = ours
    return tuple(found.get(heading.name, heading.name) for heading in look)


def _is_day(builder: DuckBuilder, seen: Profile, heading: Heading) -> bool:
    if not heading.filled or _all_are(builder, seen, heading, r"[\d.,]{1,7}|\d+"):
        return False
    column = tables()["deals"].column("created_at")
    return fits(builder, seen, heading.name, column) >= _MOST_FIT or bool(day_formats(builder, seen, heading.name))


def _all_are(builder: DuckBuilder, seen: Profile, heading: Heading, shape: str) -> bool:
    """Whether nearly all of the values that a column holds are of a shape."""
    text = f"trim({quoted(heading.name)})"
    sql = f"SELECT avg(CASE WHEN regexp_full_match({text}, ?) THEN 1.0 ELSE 0.0 END) FROM {seen.relation}"
    return float(builder.value(f"{sql} WHERE length({text}) > 0", [shape]) or 0.0) >= _MOST_FIT
