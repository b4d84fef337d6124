"""A mapping laid out for a person: files and their tables; of one file each column and what it may be read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted
from headway.errors import NotFoundError, SourceError
from headway.ingest.choosing import Choice, chosen_entries
from headway.ingest.connectors.files import CONNECTOR, Feed, listed
from headway.ingest.formats import Part, Reading
from headway.ingest.mapping import RESERVED
from headway.ingest.preview import preview
from headway.ingest.profile import Profile, profile
from headway.ingest.written import as_item
from headway.schema import tables
from headway.settings import Settings

_SAMPLES = 3
_OF_ROWS = tuple(word for word in RESERVED if word not in {"file", "files"})


def worksheet(settings: Settings, table: str, file: str, choices: Mapping[str, Choice]) -> dict[str, Any]:
    """What the page of the mapping shows.

    Args:
        table: the table of the section that is open; the first one when empty.
        file: its file.
        choices: our column → what somebody chose for it and did not save yet.

    Returns:
        ``sections`` (table, file), ``unmapped`` files, ``wrong`` (why the mapping as a whole cannot be used), and
        ``open``: table, file, ``headings`` with samples, ``columns`` as they are written, the ``entries`` of the
        choices, the ``ways`` to ask about, and the preview of the mapping with the choices.

    Errors: :class:`NotFoundError` for a section that does not exist.
    """
    feeds: list[Feed] = []
    wrong = []
    parts: dict[str, Part] = {}
    for source in (source for source in settings.sources if source.kind == "files"):
        try:
            parts |= listed(source.path, source.max_expanded_mb << 20)
            feeds += CONNECTOR.feeds(source)
        except SourceError as problem:
            wrong.append(str(problem))
    sections = [{"table": feed.table.name, "file": feed.name} for feed in feeds]
    fed = {feed.name for feed in feeds} | {name for feed in feeds for name in feed.beside}
    page = {
        "sections": sections,
        "unmapped": [n for n in parts if n not in fed],
        "wrong": " ".join(wrong),
        "open": None,
    }
    chosen = _chosen(feeds, table, file)
    if chosen is not None:
        page["open"] = _laid_out(settings, chosen, choices)
    return page


def _chosen(feeds: list[Feed], table: str, file: str) -> Feed | None:
    if not table:
        return feeds[0] if feeds else None
    for feed in feeds:
        if (feed.table.name, feed.name) == (table, file):
            return feed
    if not feeds:
        return None
    raise NotFoundError(f"{file} as {table}", "is no section of the mapping", "choose one of the list")


def _laid_out(settings: Settings, feed: Feed, choices: Mapping[str, Choice]) -> dict[str, Any]:
    builder = DuckBuilder(Path(":memory:"), timezone=settings.timezone)
    try:
        found = {feed.name: profile(builder, feed.part, 0, Reading.of(feed.mapping))}
        for number, (name, part) in enumerate(sorted(feed.beside.items()), start=1):
            found[name] = profile(builder, part, number, feed.readings.get(name))
        seen = found[feed.name]
        made = chosen_entries(builder, feed.table, feed.mapping, seen, choices)
        shown = preview(builder, feed.table.name, made.on(feed.mapping), seen, found.get)
        samples = {name: _samples(builder, seen, name) for name in seen.headings}
    finally:
        builder.close()
    return {
        **shown.as_row(),
        "wrong": made.wrong or shown.wrong,
        "entries": made.entries,
        "ways": {name: [asdict(way) for way in ways] for name, ways in made.ways.items()},
        "headings": [{"name": name, "sample": sample} for name, sample in samples.items()],
        "columns": [_column(column, feed.mapping, samples) for column in tables()[feed.table.name].columns],
        "rows_as": {name: as_item(feed.mapping[name]).as_string() for name in feed.mapping if name in _OF_ROWS},
    }


def _column(column: Any, mapping: Mapping[str, Any], samples: Mapping[str, str]) -> dict[str, Any]:
    entry = mapping.get(column.name)
    own = next((name for name in samples if name.lower() == column.name), "")
    heading = entry if isinstance(entry, str) else "" if entry is not None else own
    exact = next((name for name in samples if name.lower() == heading.strip().lower()), heading)
    return {
        "name": column.name,
        "meaning": column.meaning,
        "required": column.required,
        "heading": exact,
        "written": "" if entry is None or isinstance(entry, str) else as_item(entry).as_string(),
        "sample": samples.get(exact, ""),
    }


def _samples(builder: DuckBuilder, seen: Profile, heading: str) -> str:
    name = quoted(heading)
    rows = builder.rows(
        f"SELECT {name} FROM {seen.relation} WHERE length(trim({name})) > 0 GROUP BY 1 ORDER BY count(*) DESC, 1 "
        f"LIMIT {_SAMPLES}"
    )
    return ", ".join(str(value)[:40] for (value,) in rows)
