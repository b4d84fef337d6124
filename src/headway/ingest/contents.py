"""What a store's tables hold: rows, and a content sum that their order and the time of loading do not change.

Nor does the order of columns. The sum of a table is that of its rows' hashes, so rows that are added add their own.
"""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder, quoted
from headway.schema import tables

_WRAP = 1 << 128


def content_names(builder: DuckBuilder) -> list[str]:
    """The tables that count, those of ``main`` by their bare name; nouns also where they are views of parts."""
    found = builder.rows(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() "
        "WHERE NOT temporary AND NOT starts_with(table_name, '_') UNION ALL "
        "SELECT schema_name || '.' || view_name FROM duckdb_views() "
        "WHERE NOT internal AND NOT temporary AND schema_name IN ('main', 'raw') AND list_contains(?, view_name) "
        "ORDER BY 1",
        [[name for name, table in tables().items() if not table.made]],
    )
    return [name.removeprefix("main.") for (name,) in found]


def content_of(builder: DuckBuilder, name: str) -> tuple[int, str]:
    """Rows of a table, and their content sum in hexadecimal digits."""
    return content_of_rows(builder, f"SELECT * FROM {quoted(name)}")


def content_of_rows(builder: DuckBuilder, rows: str) -> tuple[int, str]:
    """The same of what a statement gives.

    Example:
        >>> from pathlib import Path
        >>> builder = DuckBuilder(Path(":memory:"))
        >>> builder.execute("CREATE TABLE t AS SELECT unnest([1, 2, 3]) AS a")
        >>> whole, one, rest = (content_of_rows(builder, f"FROM t WHERE {w}") for w in ("true", "a = 2", "a != 2"))
        >>> added(one, rest) == whole, less(whole, one) == rest
        (True, True)
    """
    columns = ", ".join(quoted(column) for column in sorted(builder.columns(f"({rows})")) if column != "_loaded_at")
    found, content = builder.rows(f"SELECT count(*), coalesce(sum(hash(({columns}))::HUGEINT), 0) FROM ({rows})")[0]
    return int(found), f"{int(content) % _WRAP:032x}"


def added(one: tuple[int, str], other: tuple[int, str]) -> tuple[int, str]:
    """Rows and content of two parts together."""
    return one[0] + other[0], f"{(int(one[1], 16) + int(other[1], 16)) % _WRAP:032x}"


def less(whole: tuple[int, str], part: tuple[int, str]) -> tuple[int, str]:
    """Rows and content of what is left of a whole without a part of it."""
    return whole[0] - part[0], f"{(int(whole[1], 16) - int(part[1], 16)) % _WRAP:032x}"


def table_contents(builder: DuckBuilder) -> dict[str, tuple[int, str]]:
    """Rows and content of every table of a store."""
    return {name: content_of(builder, name) for name in content_names(builder)}
