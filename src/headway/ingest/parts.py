"""Long tables lie in Parquet files beside the generations: written once, named by each generation, never copied again.

While files are loaded, ``raw.TABLE`` holds the rows that lie in no part: what is read is added to them, and the parts
of a file that is read again are brought back first. Afterwards it is a view of those rows and of the parts. The
manifest, a table of the generation, names the parts; a part is named for its content, so that its bytes can be checked
and two generations can share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from headway.engine.duckdb import PARTS, DuckBuilder, can_hold_parts, quoted, text_literal
from headway.errors import StoreError
from headway.ingest import disk
from headway.ingest.contents import content_of_rows
from headway.ingest.digests import digest
from headway.ingest.generations import Generations
from headway.schema import histories, tables

MANIFEST = "_parts"
_END = ".parquet"
# The first column of a view is the one that is read to count its rows: one that says the same of every row is cheap.
_FIRST = "_batch"
# A part is of whole files, some small ones together: at least this share of what makes a table long.
_SHARE = 4


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


def is_whole(folder: Path, name: str) -> bool:
    """Whether a part of that name is there, byte for byte as it was written."""
    path = folder / name
    return path.is_file() and name.endswith(f"-{digest(path)}{_END}")


def unfold(builder: DuckBuilder) -> None:
    """Let ``raw.TABLE`` be the table of the rows that lie in no part, so that files can be loaded into it."""
    for name in sorted(in_parts(builder)):
        builder.execute(f"DROP VIEW {_shown(name)}")
        builder.execute(f"ALTER TABLE {_rest(name)} RENAME TO {quoted(name)}")


def fold(builder: DuckBuilder) -> None:
    """Let ``raw.TABLE`` be a view of its parts and of the rows that lie in none."""
    for name in sorted(in_parts(builder)):
        builder.execute(f"ALTER TABLE {_shown(name)} RENAME TO {quoted('_' + name)}")
        _show(builder, name)


def _show(builder: DuckBuilder, name: str) -> None:
    columns = [column for column in builder.columns(_rest(name)) if column != _FIRST]
    listed = ", ".join(quoted(column) for column in (_FIRST, *columns))
    parts = _read(row[0] for row in builder.rows(f'SELECT part FROM {MANIFEST} WHERE "table" = ? ORDER BY 1', [name]))
    builder.execute(
        f"CREATE OR REPLACE VIEW {_shown(name)} AS SELECT {listed} FROM {_rest(name)} "
        f"UNION ALL BY NAME SELECT * FROM {parts}"
    )


def bring_back(builder: DuckBuilder, name: str, where: str = "true") -> None:
    """Put rows back into ``raw.TABLE``, unfolded, to be changed where they lie: all of each part that holds any such.

    Args:
        where: SQL that is true of the rows in question.
    """
    if name not in in_parts(builder):
        return
    for (part,) in builder.rows(f'SELECT DISTINCT part FROM {MANIFEST} WHERE "table" = ? ORDER BY 1', [name]):
        # It may lack columns that later files brought.
        rows = f"(SELECT * FROM {_shown(name)} WHERE false UNION ALL BY NAME SELECT * FROM {_read([part])})"
        if builder.rows(f"SELECT 1 FROM {rows} WHERE {where} LIMIT 1"):
            builder.execute(f"INSERT INTO {_shown(name)} BY NAME SELECT * FROM {rows}")
            builder.execute(f"DELETE FROM {MANIFEST} WHERE part = ?", [part])


def make_whole(builder: DuckBuilder, name: str) -> None:
    """The same of every row of a table that is folded: it is no view any more, and can be changed anywhere."""
    if name in in_parts(builder):
        builder.execute(f"DROP VIEW {_shown(name)}")
        builder.execute(f"ALTER TABLE {_rest(name)} RENAME TO {quoted(name)}")
        bring_back(builder, name)


def files_in_parts(builder: DuckBuilder, name: str, source: str) -> set[str]:
    """The names under which rows of a source lie in parts of a table."""
    if not builder.has(MANIFEST):
        return set()
    found = builder.rows(f'SELECT DISTINCT file FROM {MANIFEST} WHERE "table" = ? AND source = ?', [name, source])
    return {file for (file,) in found}


def seal(builder: DuckBuilder, long: int, progress: Callable[[str], None]) -> None:
    """Write the rows of each table that has at least ``long`` of them outside its parts into parts of their own.

    Tables stay whole whose rows lost against others, since those are known by where they lie; and those that snapshots
    are compared of, since that looks at the rows of all files. All do in a folder in which parts would not be found.
    """
    if not can_hold_parts(builder.parts):
        return
    compared = {*histories(), *histories().values()}
    folded = in_parts(builder)
    for table in tables().values():
        name = table.name
        if table.made or name in compared or builder.has(f"raw.{name}_losers") or not builder.has(f"raw.{name}"):
            continue
        lie = _rest(name) if name in folded else _shown(name)
        if (rows := int(builder.value(f"SELECT count(*) FROM {lie}"))) >= long:
            progress(f"putting {rows:,} rows of {name} into parts of their own")
            for files in _together(builder, lie, long):
                _write(builder, name, lie, files)
            if name not in folded:
                builder.execute(f"CREATE TABLE {_rest(name)} AS SELECT * FROM {lie} LIMIT 0")
                builder.execute(f"DROP TABLE {lie}")
            else:
                builder.execute(f"DELETE FROM {lie}")
            _show(builder, name)


def _together(builder: DuckBuilder, place: str, long: int) -> list[list[tuple[str, str, int]]]:
    """(source, file, rows) of the files that make each part."""
    found: list[list[tuple[str, str, int]]] = [[]]
    for one in builder.rows(f"SELECT _source, _file, count(*) FROM {place} GROUP BY ALL ORDER BY min(rowid)"):
        if sum(rows for *_, rows in found[-1]) * _SHARE >= long:
            found.append([])
        found[-1].append((one[0], one[1], int(one[2])))
    return found


def _write(builder: DuckBuilder, name: str, place: str, files: list[tuple[str, str, int]]) -> None:
    """Write a part, look whether it holds what it should, and name it in the manifest."""
    folder = builder.parts
    disk.make(folder)
    fresh = folder / f"{name}.building"
    these = ", ".join(f"({text_literal(source)}, {text_literal(file)})" for source, file, _ in files)
    rows = f"SELECT * FROM {place} WHERE (_source, _file) IN ({these})"
    builder.execute(
        f"COPY ({rows}) TO {text_literal(str(fresh))} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)"
    )
    if content_of_rows(builder, rows) != content_of_rows(builder, f"SELECT * FROM {_read([str(fresh)])}"):
        raise StoreError(str(fresh), "lost rows on the way to disk", "check the disk, then sync again")
    disk.flush(fresh)
    part = f"{name}-{digest(fresh)}{_END}"
    disk.rename(fresh, folder / part)
    disk.flush(folder)
    builder.execute(
        f'CREATE TABLE IF NOT EXISTS {MANIFEST} (part VARCHAR, "table" VARCHAR, source VARCHAR, file VARCHAR, '
        '"rows" BIGINT)'
    )
    named = {"part": part, "table": name, "sources": [s for s, *_ in files], "files": [f for _, f, _ in files]}
    builder.execute(
        f"INSERT INTO {MANIFEST} SELECT $part, $table, unnest($sources::VARCHAR[]), unnest($files::VARCHAR[]), "
        "unnest($rows::BIGINT[])",
        {**named, "rows": [rows for *_, rows in files]},
    )


def tidy(generations: Generations) -> None:
    """Remove the parts that no generation names any more, and what an interrupted sync left of others."""
    folder = generations.store / PARTS
    if not folder.is_dir():
        return
    named = {name for number in generations.present() for name in named_by(generations.path(number))}
    for left in sorted(folder.iterdir()):
        if left.name not in named:
            disk.remove(left)


def _read(names: Iterable[str]) -> str:
    return f"read_parquet([{', '.join(map(text_literal, sorted(set(names))))}], union_by_name = true)"


def _shown(name: str) -> str:
    return quoted(f"raw.{name}")


def _rest(name: str) -> str:
    return quoted(f"raw._{name}")
