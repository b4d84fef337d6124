"""What a store's tables hold: rows and a content sum that neither the order of rows nor the time of loading changes.

The sum of a table is that of its rows' hashes, so rows that are added add their own.
"""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder, quoted

_WRAP = 1 << 128


def content_names(builder: DuckBuilder) -> list[str]:
    """The tables that count, those of ``main`` by their bare name."""
    found = builder.rows(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() "
        "WHERE NOT temporary AND NOT starts_with(table_name, '_') ORDER BY 1"
    )
    return [name.removeprefix("main.") for (name,) in found]


def content_of(builder: DuckBuilder, name: str, where: str = "true") -> tuple[int, str]:
    """Rows of a table that fit a condition, and their content sum in hexadecimal digits.

    Example:
        >>> from pathlib import Path
        >>> builder = DuckBuilder(Path(":memory:"))
        >>> builder.execute("CREATE TABLE t AS SELECT unnest([1, 2, 3]) AS a")
        >>> whole, one, rest = (content_of(builder, "t", where) for where in ("true", "a = 2", "a != 2"))
        >>> added(one, rest) == whole
        True
    """
    place = quoted(name)
    columns = ", ".join(quoted(column) for column in builder.columns(place) if column != "_loaded_at")
    rows, content = builder.rows(
        f"SELECT count(*), coalesce(sum(hash(({columns}))::HUGEINT), 0) FROM {place} WHERE {where}"
    )[0]
    return int(rows), f"{int(content) % _WRAP:032x}"


def added(one: tuple[int, str], other: tuple[int, str]) -> tuple[int, str]:
    """Rows and content of two parts together."""
    return one[0] + other[0], f"{(int(one[1], 16) + int(other[1], 16)) % _WRAP:032x}"


def table_contents(builder: DuckBuilder) -> dict[str, tuple[int, str]]:
    """Rows and content of every table of a store."""
    return {name: content_of(builder, name) for name in content_names(builder)}
