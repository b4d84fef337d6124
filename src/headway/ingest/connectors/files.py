"""The source ``files``: a folder (or one file) of exports, each file matched to a table by mapping or by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from headway.errors import MappingError, SourceError
from headway.ingest.formats import FORMATS, is_known
from headway.ingest.lookups import named_files
from headway.schema import Table, tables
from headway.settings import Source

_NUMBERED = re.compile(r"[-_. ]*\d[\d\-_.]*$")


@dataclass(frozen=True, slots=True)
class Feed:
    """One file that feeds one table, with its mapping (empty: our own column names).

    ``beside`` holds the other files of the source in which the mapping looks values up, by their names.
    """

    table: Table
    path: Path
    name: str
    mapping: dict[str, Any]
    beside: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Files:
    """Reads local files; needs nothing but the path."""

    def feeds(self, source: Source) -> list[Feed]:
        """Every (file, table) of the source, tables and files in a stable order.

        Errors: :class:`SourceError` when the path does not exist or holds nothing that is read,
        :class:`MappingError` when the mapping names a table or a file that does not exist.
        """
        found = _listed(source.path)
        mapped = list(_mapped(source, found))
        taken = {feed.path for feed in mapped}
        named = [
            Feed(table, path, name, {})
            for name, path in found.items()
            if path not in taken and (table := table_of(path)) is not None and table.name not in source.tables
        ]
        feeds = sorted([*mapped, *named], key=lambda feed: (feed.table.name, feed.name))
        if not feeds:
            raise SourceError(
                str(source.path),
                "holds no file that is named like one of our tables",
                f"name one deals.csv, or map it in headway.toml; read are {', '.join(FORMATS)}",
            )
        return feeds


CONNECTOR = Files()


def table_of(path: Path) -> Table | None:
    """The table that a file's name means (``deals.csv``, ``deals-2024.csv``), or None."""
    stem = path.stem.lower()
    for name in (stem, _NUMBERED.sub("", stem)):
        table = tables().get(name)
        if table is not None and not table.made:
            return table
    return None


def _listed(path: Path) -> dict[str, Path]:
    if path.is_file():
        return {path.name: path}
    if not path.is_dir():
        raise SourceError(str(path), "does not exist", "mend 'path' in headway.toml")
    return {
        file.relative_to(path).as_posix(): file for file in sorted(path.rglob("*")) if file.is_file() and is_known(file)
    }


def _mapped(source: Source, found: dict[str, Path]) -> Iterator[Feed]:
    for name, mapping in source.tables.items():
        table = tables().get(name)
        if table is None or table.made:
            known = ", ".join(t for t, noun in tables().items() if not noun.made)
            raise MappingError(f"[sources.tables.{name}]", "is no table of ours", f"there are {known}")
        patterns = mapping.get("files", mapping.get("file", f"{name}.*"))
        patterns = [patterns] if isinstance(patterns, str) else list(patterns)
        matched = {file: path for file, path in found.items() if any(fnmatch(file, pattern) for pattern in patterns)}
        if not matched:
            there = ", ".join(found) or "no file that is read"
            raise MappingError(
                f"[sources.tables.{name}]", f"no file '{patterns[0]}' in {source.path}", f"there are {there}"
            )
        beside = {file: _beside(name, file, found) for file in sorted(named_files(mapping))}
        yield from (Feed(table, path, file, dict(mapping), beside) for file, path in matched.items())


def _beside(table: str, name: str, found: Mapping[str, Path]) -> Path:
    path = found.get(name) or next((path for file, path in found.items() if fnmatch(file, name)), None)
    if path is None:
        there = ", ".join(found) or "no file that is read"
        raise MappingError(
            f"[sources.tables.{table}]", f"looks values up in '{name}', which is not there", f"there are {there}"
        )
    return path
