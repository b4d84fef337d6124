"""Long tables lie in Parquet files beside the generations: written once, named by each generation, never copied again.

``raw.usage`` is then a view: the rows of ``raw._usage``, and those of its parts. While files are loaded it is unfolded:
``raw.usage`` is the table of the rows that lie in no part, to which new ones are added, and the parts of a file that is
read again are brought back into it first. The manifest, a table of the generation, names the parts; a part is named for
its content, so that its bytes can be checked, and two generations can share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from headway import disk
from headway.engine.duckdb import MANIFEST, PARTS, PARTS_FOLDER, DuckBuilder, quoted, text_literal
from headway.errors import StoreError
from headway.ingest.contents import content_of_rows
from headway.ingest.digests import digest
from headway.ingest.generations import Generations
from headway.schema import histories, tables

_END = ".parquet"
_WRITTEN = "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)"
_READ = "union_by_name = true, hive_partitioning = false"
# The first column of a view is the one that is read to count its rows: one that says the same of every row is cheap.
_FIRST = "_batch"
# A part is of whole files of a source, small ones together: at least this share of what makes a table long.
_SHARE = 4
Kept = tuple[str, str, str]
"""A source, a table, and the name under which the rows of a file (or a series of them) are kept."""


def in_parts(builder: DuckBuilder) -> set[str]:
    """The nouns of which rows lie in parts."""
    if not builder.has(MANIFEST):
        return set()
    return {name for (name,) in builder.rows(f'SELECT DISTINCT "table" FROM {MANIFEST}')}


def named_by(store: Path) -> set[str]:
    """The names of the parts that a closed generation is made of. Errors: :class:`StoreError` if it cannot be read."""
    builder = DuckBuilder(store, read_only=True)
    try:
        listed = builder.rows(f"SELECT DISTINCT part FROM {MANIFEST}") if builder.has(MANIFEST) else []
        return {name for (name,) in listed}
    finally:
        builder.close()


def broken(store: Path) -> set[str]:
    """The parts of a generation that are gone, or not byte for byte what was written."""
    folder = store.parent / PARTS
    return {name for name in named_by(store) if not _is_whole(folder / name)}


def _is_whole(part: Path) -> bool:
    try:
        return part.name.endswith(f"-{digest(part)}{_END}")
    except OSError:
        return False


def unfold(builder: DuckBuilder) -> None:
    """Let ``raw.TABLE`` be the table of the rows that lie in no part, so that files can be loaded into it."""
    for name in sorted(in_parts(builder)):
        _unfold(builder, name)


def _unfold(builder: DuckBuilder, name: str) -> None:
    builder.execute(f"DROP VIEW {_every(name)}")
    builder.execute(f"ALTER TABLE {_outside(name)} RENAME TO {quoted(name)}")


def fold(builder: DuckBuilder) -> None:
    """Let ``raw.TABLE`` be a view of its parts and of the rows that lie in none."""
    for name in sorted(in_parts(builder)):
        _fold(builder, name)


def _fold(builder: DuckBuilder, name: str) -> None:
    builder.execute(f"ALTER TABLE {_every(name)} RENAME TO {quoted('_' + name)}")
    _make_view(builder, name)


def _make_view(builder: DuckBuilder, name: str) -> None:
    columns = [column for column in builder.columns(_outside(name)) if column != _FIRST]
    listed = ", ".join(quoted(column) for column in (_FIRST, *columns))
    builder.execute(
        f"CREATE OR REPLACE VIEW {_every(name)} AS SELECT {listed} FROM {_outside(name)}{beside(builder, name)}"
    )


def bring_back(builder: DuckBuilder, name: str, where: str = "true") -> None:
    """Put rows back into ``raw.TABLE``, unfolded, to be changed where they lie: all of each part that holds any such.

    Args:
        where: SQL that is true of the rows in question.
    """
    if name not in in_parts(builder):
        return
    for part in _parts_of(builder, name):
        # It may lack columns that later files brought.
        rows = f"(SELECT * FROM {_every(name)} WHERE false UNION ALL BY NAME SELECT * FROM {_read([part])})"
        if builder.rows(f"SELECT 1 FROM {rows} WHERE {where} LIMIT 1"):
            builder.execute(f"INSERT INTO {_every(name)} BY NAME SELECT * FROM {rows}")
            builder.execute(f"DELETE FROM {MANIFEST} WHERE part = ?", [part])


def take_out(builder: DuckBuilder, name: str, where: str) -> None:
    """The same of a table that is folded: its rows in question lie in no part then."""
    if name in in_parts(builder):
        _unfold(builder, name)
        bring_back(builder, name, where)
        if name in in_parts(builder):
            _fold(builder, name)


def outside(builder: DuckBuilder, name: str) -> str:
    """The table of the rows that lie in no part, whose places (``rowid``) stand for them."""
    return _outside(name) if name in in_parts(builder) else _every(name)


def beside(builder: DuckBuilder, name: str) -> str:
    """SQL to go behind a statement of some of those rows, which adds the rows that lie in parts."""
    return f" UNION ALL BY NAME SELECT * FROM {_read(found)}" if (found := _parts_of(builder, name)) else ""


def let_go(builder: DuckBuilder, lost: Iterable[str]) -> dict[Kept, str]:
    """Take parts whose rows are lost out of the manifest, unfolded; what is kept of which files was in which part."""
    named = list(lost)
    if not named:
        return {}
    told = f'SELECT source, "table", file, part FROM {MANIFEST} WHERE list_contains(?, part)'
    found = {(source, table, file): part for source, table, file, part in builder.rows(told, [named])}
    builder.execute(f"DELETE FROM {MANIFEST} WHERE list_contains(?, part)", [named])
    return found


def files_in_parts(builder: DuckBuilder, name: str, source: str) -> set[str]:
    """The names under which rows of a source lie in parts of a table."""
    if not builder.has(MANIFEST):
        return set()
    found = builder.rows(f'SELECT DISTINCT file FROM {MANIFEST} WHERE "table" = ? AND source = ?', [name, source])
    return {file for (file,) in found}


def seal(builder: DuckBuilder, long: int, progress: Callable[[str], None]) -> bool:
    """Write the rows of each table that has at least ``long`` of them outside its parts into parts; whether any has.

    No further rows are while some outside parts have lost against others, since those are known by where they lie; nor
    are those of tables that snapshots are compared of, since that looks at the rows of all files.
    """
    compared = {*histories(), *histories().values()}
    folded, sealed = in_parts(builder), False
    for name, table in tables().items():
        if table.made or name in compared or builder.has(f"raw.{name}_losers") or not builder.has(f"raw.{name}"):
            continue
        place = _outside(name) if name in folded else _every(name)
        if (rows := int(builder.value(f"SELECT count(*) FROM {place}"))) < long:
            continue
        progress(f"putting {rows:,} rows of {name} into parts of their own")
        for source, files in _together(builder, place, long):
            _write(builder, name, place, source, files)
        if name in folded:
            builder.execute(f"DELETE FROM {place}")
        else:
            builder.execute(f"CREATE TABLE {_outside(name)} AS SELECT * FROM {place} LIMIT 0")
            builder.execute(f"DROP TABLE {place}")
        _make_view(builder, name)
        sealed = True
    return sealed


def _together(builder: DuckBuilder, place: str, long: int) -> list[tuple[str, list[str]]]:
    """(source, files) of each part."""
    found: list[tuple[str, list[str]]] = []
    filled = long
    for source, file, rows in builder.rows(
        f"SELECT _source, _file, count(*) FROM {place} GROUP BY ALL ORDER BY _source, min(rowid)"
    ):
        if filled * _SHARE >= long or found[-1][0] != source:
            found.append((source, []))
            filled = 0
        found[-1][1].append(file)
        filled += int(rows)
    return found


def _write(builder: DuckBuilder, name: str, place: str, source: str, files: list[str]) -> None:
    """Write a part, look whether it holds what it should, and name it in the manifest."""
    folder = builder.parts
    disk.make(folder)
    fresh = folder / f"{name}.building"
    disk.remove(fresh)
    # Written so, the engine passes over what other files brought.
    these = f"_source = {text_literal(source)} AND _file IN ({', '.join(map(text_literal, files))})"
    rows = f"SELECT * FROM {place} WHERE {these}"
    builder.execute(f"COPY ({rows}) TO {text_literal(str(fresh))} {_WRITTEN}")
    written = f"SELECT * FROM read_parquet({text_literal(str(fresh))}, {_READ})"
    if content_of_rows(builder, rows) != content_of_rows(builder, written):
        raise StoreError(str(fresh), "reads otherwise than it was written", "check the disk, then sync again")
    disk.flush(fresh)
    part = f"{name}-{digest(fresh)}{_END}"
    disk.protect(fresh)
    disk.rename(fresh, folder / part)
    disk.flush(folder)
    columns = 'part VARCHAR, "table" VARCHAR, source VARCHAR, file VARCHAR'
    builder.execute(f"CREATE TABLE IF NOT EXISTS {MANIFEST} ({columns})")
    named: Mapping[str, object] = {"part": part, "table": name, "source": source, "files": files}
    builder.execute(f"INSERT INTO {MANIFEST} SELECT $part, $table, $source, unnest($files::VARCHAR[])", named)


def tidy(generations: Generations) -> None:
    """Remove the parts that no generation names any more, and what an interrupted sync left of others.

    None is removed while it cannot be read what a generation names.
    """
    folder = generations.store / PARTS
    if not folder.is_dir():
        return
    try:
        named = {name for number in generations.present() for name in named_by(generations.path(number))}
    except (StoreError, DuckBuilder.Error):
        return
    for left in sorted(folder.iterdir()):
        if left.name not in named:
            disk.remove(left)


def _parts_of(builder: DuckBuilder, name: str) -> list[str]:
    if not builder.has(MANIFEST):
        return []
    found = builder.rows(f'SELECT DISTINCT part FROM {MANIFEST} WHERE "table" = ? ORDER BY 1', [name])
    return [part for (part,) in found]


def _read(parts: Iterable[str]) -> str:
    listed = ", ".join(f"{PARTS_FOLDER} || {text_literal(part)}" for part in parts)
    return f"read_parquet([{listed}], {_READ})"


def _every(name: str) -> str:
    """What shows every row; unfolded, those that lie in no part."""
    return quoted(f"raw.{name}")


def _outside(name: str) -> str:
    """The rows that lie in no part, folded."""
    return quoted(f"raw._{name}")
