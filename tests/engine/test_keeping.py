"""What stands is worked out once for a day, gives the same rows as anew, and is let go of when others are asked for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import duckdb
import ibis
import pytest

from headway.engine.bases import standing
from headway.engine.compiling import apart, compile_sql, place
from headway.engine.duckdb import DuckReader
from headway.engine.keeping import KEPT

DAYS = range(1, 8)


@pytest.fixture
def reader(tmp_path):
    path = tmp_path / "store.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE TABLE deals AS SELECT range AS id, range % 10 AS day, 'x' || range AS name FROM range(500)"
        )
    reader = DuckReader(path)
    yield reader
    reader.close()


def _until(*, stands: bool) -> str:
    """How many deals there were by a day, and the greatest of them, of rows that two expressions share."""
    deals = ibis.table({"id": "int64", "day": "int64", "name": "string"}, name="deals")
    known = apart(deals.filter(deals.day < place("day", "int64")), "deals", "duckdb", stands=stands)
    greatest = known.agg(greatest=known.id.max(), n=known.count())
    return compile_sql(known.cross_join(greatest).agg(n=ibis._.n.max(), greatest=ibis._.greatest.max()), "duckdb")


def _tables(reader: DuckReader) -> int:
    return int(reader.value(f"SELECT count(*) FROM duckdb_tables() WHERE database_name = '{KEPT}'"))


def test_what_stands_gives_the_same_rows_however_often_and_in_whatever_order_days_are_asked_for(reader):
    kept, anew = _until(stands=True), _until(stands=False)
    assert len(standing(kept)[0]) == 1
    assert standing(anew) == ({}, anew)
    for day in (*DAYS, *reversed(DAYS), *DAYS, *DAYS):
        assert reader.run(kept, {"day": day}).to_pylist() == reader.run(anew, {"day": day}).to_pylist()


def test_it_is_kept_from_the_second_time_on_and_the_newest_few_alone(reader):
    kept = _until(stands=True)
    reader.run(kept, {"day": 3})
    assert _tables(reader) == 0
    reader.run(kept, {"day": 3})
    assert _tables(reader) == 1
    for day in (*DAYS, *DAYS):
        reader.run(kept, {"day": day})
    assert 1 < _tables(reader) < len(DAYS)


def test_threads_that_ask_about_many_days_at_once_all_get_theirs(reader):
    kept = _until(stands=True)
    with ThreadPoolExecutor(8) as threads:
        asked = [day for _ in range(20) for day in DAYS]
        found = threads.map(lambda day: reader.run(kept, {"day": day}).column("n")[0].as_py(), asked)
        assert list(found) == [50 * day for day in asked]


def test_what_is_kept_goes_into_memory_and_the_store_stays_as_it_was(reader, tmp_path):
    before = (tmp_path / "store.duckdb").read_bytes()
    kept = _until(stands=True)
    for _ in range(3):
        reader.run(kept, {"day": 5})
    reader.close()
    assert (tmp_path / "store.duckdb").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["store.duckdb"]
