"""Shows what the mapping of a workspace would load, from a look at its files: nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from headway.engine.duckdb import DuckBuilder
from headway.ingest.connectors.files import Feed
from headway.ingest.formats import Part, Reading
from headway.ingest.preview import Preview, preview
from headway.ingest.profile import Profile, profile
from headway.ingest.sync import feeds_of
from headway.settings import Settings


@dataclass(slots=True)
class _Looked:
    """The files that were looked at, each once."""

    builder: DuckBuilder
    found: dict[tuple[str, Reading], Profile] = field(default_factory=dict)

    def at(self, part: Part, reading: Reading) -> Profile:
        """A first look at a part, read in this way."""
        if (part.name, reading) not in self.found:
            self.found[part.name, reading] = profile(self.builder, part, len(self.found), reading)
        return self.found[part.name, reading]


def rehearse(settings: Settings) -> list[Preview]:
    """A preview of every file that the sources feed.

    Errors: :class:`SourceError` when a source or a file cannot be read, :class:`MappingError` when the mapping names
    a table or a file that does not exist.
    """
    builder = DuckBuilder(Path(":memory:"), timezone=settings.timezone)
    try:
        looked = _Looked(builder)
        return [_of(builder, looked, feed) for _, feed in feeds_of(settings, None)]
    finally:
        builder.close()


def _of(builder: DuckBuilder, looked: _Looked, feed: Feed) -> Preview:
    def beside(name: str) -> Profile | None:
        part = feed.beside.get(name)
        return None if part is None else looked.at(part, feed.readings.get(name, Reading()))

    seen = looked.at(feed.part, Reading.of(feed.mapping))
    return preview(builder, feed.table.name, feed.mapping, seen, beside)
