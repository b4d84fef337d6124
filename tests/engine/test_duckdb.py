"""The builder's own questions about a store."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from headway.engine.duckdb import DuckBuilder, quoted


def test_a_table_is_there_in_its_own_schema_and_only_while_it_is() -> None:
    with closing(DuckBuilder(Path(":memory:"))) as builder:
        builder.execute("CREATE SCHEMA raw")
        names = ("raw.deals", "leads", 'odd "name".csv')
        for name in names:
            builder.execute(f"CREATE TABLE {quoted(name)} (a INTEGER)")
        assert [builder.has(name) for name in (*names, "deals", "raw.leads", "nothing")] == [True] * 3 + [False] * 3
        builder.execute(f"DROP TABLE {quoted(names[0])}")
        assert not builder.has(names[0])
