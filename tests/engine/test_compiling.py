"""What many expressions begin from is compiled once, and stands once in the SQL of each."""

from __future__ import annotations

from pathlib import Path

import ibis
import pytest

from headway.engine.compiling import apart, compile_sql, place
from headway.engine.duckdb import DuckBuilder


@pytest.fixture
def builder():
    opened = DuckBuilder(Path(":memory:"))
    opened.execute('CREATE TABLE sales("who ""said""" VARCHAR, size BIGINT)')
    opened.execute("INSERT INTO sales VALUES ('a', 1), ('c', 2), ('c', 5)")
    yield opened
    opened.close()


def sales() -> ibis.Table:
    rows = ibis.table({'who "said"': "string", "size": "int64"}, name="sales")
    return rows.filter(rows.size >= place("least", "int64"))


def report(rows: ibis.Table) -> ibis.Table:
    """Uses the rows twice, and an intermediate one twice, so that the compiler writes a WITH of its own."""
    totals = rows.group_by('who "said"').agg(total=rows.size.sum())
    both = totals.join(totals.view(), 'who "said"').select('who "said"', "total")
    return both.join(rows.group_by('who "said"').agg(n=rows.count()), 'who "said"').order_by('who "said"')


def test_what_is_made_of_rows_compiled_apart_is_what_is_made_of_the_rows(builder: DuckBuilder) -> None:
    texts = [compile_sql(report(rows), "duckdb") for rows in (sales(), apart(sales(), "sales", "duckdb"))]
    plain, parted = (builder.run(text, {"least": 2}).to_pylist() for text in texts)
    assert plain == parted == [{'who "said"': "c", "total": 7, "n": 2}]


def test_they_stand_once_in_the_sql_that_is_the_same_each_time() -> None:
    first, again = (compile_sql(report(apart(sales(), "sales", "duckdb")), "duckdb") for _ in range(2))
    assert first == again
    assert first.count("@least@") == 1 == first.count("WITH ")
