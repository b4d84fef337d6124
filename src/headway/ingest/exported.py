"""The tables of a generation as Parquet, for engines that read them there: each written once for what it holds.

A table lies in ``store/tables/NAME-HASH/``, named by its columns and its content, so a day writes those that changed
and no other; ``store/NNNNNN.tables`` says which a generation has. Tables of any lake format can be made of the folders.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from headway.engine.duckdb import DuckBuilder, quoted
from headway.errors import StoreError
from headway.ingest import disk
from headway.ingest.contents import content_of
from headway.ingest.generations import Generations

FOLDER = "tables"


def export_tables(generations: Generations, number: int, contents: Mapping[str, tuple[int, str]]) -> None:
    """Write the tables that questions read and that no earlier generation had alike, then the list of all.

    Args:
        contents: name → (rows, content hash) of the tables of the generation.
    """
    folder = generations.store / FOLDER
    disk.make(folder)
    builder = DuckBuilder(generations.path(number), read_only=True)
    try:
        named = {}
        for name in _names(builder):
            named[name] = _named(builder, name, contents)
            _write(builder, name, folder / named[name])
    finally:
        builder.close()
    building = generations.store / f"{number:06d}.tables-building"
    building.write_text(json.dumps(named, indent=1, sort_keys=True), encoding="utf-8")
    disk.flush(building)
    disk.rename(building, _list_of(generations, number))
    disk.flush(generations.store)


def exported(generations: Generations, number: int) -> dict[str, Path]:
    """Name → folder of the tables of a generation.

    Errors: :class:`StoreError` where they were not written, or are gone.
    """
    try:
        named = json.loads(_list_of(generations, number).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        named = {}
    found = {name: generations.store.resolve() / FOLDER / place for name, place in named.items()}
    if not found or not all(path.is_dir() for path in found.values()):
        raise StoreError(str(generations.store / FOLDER), "lacks tables of this generation", "run 'headway sync'")
    return found


def tidy(generations: Generations) -> None:
    """Remove the tables that no generation has any more."""
    used: set[str] = set()
    for listed in generations.store.glob("*.tables"):
        used |= set(json.loads(listed.read_text(encoding="utf-8")).values())
    folder = generations.store / FOLDER
    for left in sorted(folder.iterdir()) if folder.is_dir() else ():
        if left.name not in used:
            disk.remove(left)


def _list_of(generations: Generations, number: int) -> Path:
    return generations.store / f"{number:06d}.tables"


def _names(builder: DuckBuilder) -> list[str]:
    """The tables and views of ``main`` that questions read."""
    found = builder.rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' "
        "AND NOT starts_with(table_name, '_') ORDER BY 1"
    )
    return [name for (name,) in found]


def _named(builder: DuckBuilder, name: str, contents: Mapping[str, tuple[int, str]]) -> str:
    """A folder's name: what the table is called, and a hash of its columns and content."""
    shape = builder.rows(f"SELECT column_name, column_type FROM (DESCRIBE {quoted(name)})")
    holds = contents.get(name) or content_of(builder, name)
    return f"{name}-{blake2b(repr((shape, holds)).encode(), digest_size=8).hexdigest()}"


def _write(builder: DuckBuilder, name: str, place: Path) -> None:
    if place.is_dir():
        return
    building = place.with_name(f"{place.name}.building")
    disk.remove(building)
    disk.make(building)
    file = building / "part-0.parquet"
    builder.execute(f"COPY (FROM {quoted(name)}) TO '{str(file).replace(chr(39), chr(39) * 2)}' (FORMAT PARQUET)")
    disk.flush(file)
    disk.rename(building, place)
