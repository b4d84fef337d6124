"""The source ``files``: a folder (or one file) of exports, each file matched to a table by mapping or by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from headway.errors import MappingError, SourceError
from headway.ingest.days_in_names import day_in
from headway.ingest.formats import ENDINGS, Part, Reading, is_known, parts_of, stem
from headway.ingest.lookups import named_files
from headway.schema import Table, tables
from headway.settings import Source

_NUMBERED = re.compile(r"[-_. ]*\d[\d\-_.]*$")


@dataclass(frozen=True, slots=True)
class Feed:
    """One part of a file that feeds one table, with its mapping (empty: our own column names).

    ``beside`` holds the other parts of the source in which the mapping looks values up, by their names; ``readings``
    how those of them are read that another section of the mapping says so. ``unread`` names the parts of the source
    that feed no table and in which nothing is looked up. One of a ``series`` is the snapshot of a ``day``.
    """

    table: Table
    part: Part
    mapping: dict[str, Any]
    beside: Mapping[str, Part] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    series: str = ""
    day: date | None = None

    @property
    def name(self) -> str:
        """How the part is shown."""
        return self.part.name

    @property
    def kept_as(self) -> str:
        """The file of which its rows are: a series is one."""
        return self.series or self.name

    def is_snapshot_of(self, source: Source) -> bool:
        """Whether it holds the whole of its table, so that what is gone from it is deleted."""
        return source.snapshot or bool(self.series)


@dataclass(frozen=True, slots=True)
class Files:
    """Reads local files; needs nothing but the path."""

    def feeds(self, source: Source) -> list[Feed]:
        """Every (file, table) of the source, tables and files in a stable order.

        Errors: :class:`SourceError` when the path does not exist or holds nothing that is read,
        :class:`MappingError` when the mapping names a table or a file that does not exist.
        """
        found = listed(source.path, source.max_expanded_mb << 20)
        mapped = _with_readings(list(_mapped(source, found)))
        taken = {feed.name for feed in mapped}
        named = [
            Feed(table, part, {})
            for name, part in found.items()
            if name not in taken and (table := table_of(name)) is not None and table.name not in source.tables
        ]
        feeds = sorted([*mapped, *named], key=lambda feed: (feed.table.name, feed.name))
        if not feeds:
            raise SourceError(
                str(source.path),
                "holds no file that is named like one of our tables",
                f"name one deals.csv, or map it in headway.toml; read are {', '.join(ENDINGS)}",
            )
        used = {feed.name for feed in feeds}.union(*(feed.beside for feed in feeds))
        unread = tuple(name for name in found if name not in used)
        return [replace(feed, unread=unread) for feed in feeds]


CONNECTOR = Files()


def table_of(name: str) -> Table | None:
    """The table that a file's name means (``deals.csv``, ``deals-2024.csv``), or None."""
    plain = stem(name).lower()
    for noun in (plain, _NUMBERED.sub("", plain)):
        table = tables().get(noun)
        if table is not None and not table.made:
            return table
    return None


def listed(path: Path, limit: int) -> dict[str, Part]:
    """Every part that can be read in a folder (or of one file), by its name; SourceError when there is no such path."""
    if path.is_file():
        return {part.name: part for part in parts_of(path, path.name, limit)}
    if not path.is_dir():
        raise SourceError(str(path), "does not exist", "mend 'path' in headway.toml")
    known = (file for file in sorted(path.rglob("*")) if file.is_file() and is_known(file))
    return {part.name: part for file in known for part in parts_of(file, file.relative_to(path).as_posix(), limit)}


def _mapped(source: Source, found: dict[str, Part]) -> Iterator[Feed]:
    for name, entry in source.tables.items():
        table = tables().get(name)
        if table is None or table.made:
            known = ", ".join(t for t, noun in tables().items() if not noun.made)
            raise MappingError(f"[sources.tables.{name}]", "is no table of ours", f"there are {known}")
        fed: set[str] = set()
        for mapping in entry if isinstance(entry, list) else [entry]:
            matched = _matched(source, found, name, mapping)
            twice = fed & {part.name for part in matched}
            if twice:
                wrong = f"takes '{min(twice)}' twice"
                raise MappingError(f"[[sources.tables.{name}]]", wrong, "let each file feed a table once")
            fed |= {part.name for part in matched}
            beside = {file: _beside(name, file, found) for file in sorted(named_files(mapping))}
            fed_by = [_fed(Feed(table, part, dict(mapping), beside)) for part in matched]
            _one_a_day(fed_by)
            yield from fed_by


def _fed(feed: Feed) -> Feed:
    """The feed, with its day where the mapping says that the files are snapshots."""
    pattern = feed.mapping.get("snapshots")
    if pattern is None:
        return feed
    found = day_in(feed.name)
    if found is None:
        wrong = f"takes '{feed.name}', in whose name stands no day"
        raise MappingError(
            f"snapshots = {pattern!r}", wrong, "name such a file deals_2026-01-31.csv, or give it a section of its own"
        )
    return replace(feed, series=str(pattern), day=found[1])


def _one_a_day(feeds: list[Feed]) -> None:
    """Refuse two snapshots of one day: each would take away what the other holds."""
    days: dict[date, Feed] = {}
    for feed in feeds:
        if feed.day is not None and days.setdefault(feed.day, feed) is not feed:
            wrong = f"takes '{days[feed.day].name}' and '{feed.name}', both of {feed.day}"
            raise MappingError(
                f"snapshots = {feed.series!r}", wrong, "keep one file a day, or give each kind a section of its own"
            )


def _with_readings(feeds: list[Feed]) -> list[Feed]:
    """The feeds, each with how the files beside it are read where another feed says so."""
    said = {feed.name: reading for feed in feeds if (reading := Reading.of(feed.mapping)) != Reading()}
    return [replace(feed, readings={name: said[name] for name in feed.beside if name in said}) for feed in feeds]


def patterns_of(section: Mapping[str, Any], table: str) -> list[str]:
    """The patterns of the files of which a section of the mapping speaks."""
    said = section.get("snapshots", section.get("files", section.get("file", f"{table}.*")))
    return [said] if isinstance(said, str) else list(said)


def _matched(source: Source, found: dict[str, Part], name: str, mapping: Mapping[str, Any]) -> list[Part]:
    patterns = patterns_of(mapping, name)
    matched = [part for part in found.values() if any(_is_meant(part, pattern) for pattern in patterns)]
    if not matched:
        there = ", ".join(found) or "no file that is read"
        wrong = f"no file '{patterns[0]}' in {source.path}"
        raise MappingError(f"[sources.tables.{name}]", wrong, f"there are {there}")
    return matched


def _beside(table: str, name: str, found: Mapping[str, Part]) -> Part:
    part = found.get(name) or next((part for file, part in found.items() if fnmatch(file, name)), None)
    if part is None:
        there = ", ".join(found) or "no file that is read"
        raise MappingError(
            f"[sources.tables.{table}]", f"looks values up in '{name}', which is not there", f"there are {there}"
        )
    return part


def _is_meant(part: Part, pattern: str) -> bool:
    """What lies inside a file is meant only by a pattern that says so: ``deals.*`` is not ``deals.xlsx/Notes``."""
    return part.name == pattern or (fnmatch(part.name, pattern) and (not part.member or "/" in pattern))
