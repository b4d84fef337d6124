"""PostgreSQL takes tables whole or not at all, gives what DuckDB gives, and says what is wrong without a password."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from headway.engine.choice import chosen
from headway.engine.duckdb import DuckBuilder
from headway.errors import SettingsError, StoreError
from headway.settings import load
from headway.workspace import create_workspace
from lab.postgresql import address
from tests.engines.conftest import told

_EVERY_TYPE = """CREATE OR REPLACE TABLE deals AS SELECT 'Ünï''s' || chr(10) AS deal_id, 12.34::DECIMAL(18,4) AS amount,
    TIMESTAMP '2024-02-03 04:05:06.123456' AS created_at, DATE '2024-02-29' AS day, 7::BIGINT AS n, 0.1::DOUBLE AS x,
    true AS yes UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL"""
_SCHEMAS = "SELECT nspname AS name FROM pg_namespace WHERE starts_with(nspname, 'headway') ORDER BY 1"
_TABLES = "SELECT tablename AS name FROM pg_tables WHERE starts_with(schemaname, 'headway') ORDER BY 1"


@pytest.fixture
def store():
    with closing(DuckBuilder(Path(":memory:"))) as builder:
        builder.execute(_EVERY_TYPE)
        builder.execute("CREATE TABLE reps AS SELECT unnest(['b', 'B', 'a', 'ä', 'z']) AS rep_id")
        yield builder


def _engine(url: str, folder: Path):
    return chosen(url).elsewhere(folder / "store" / "tables")


@pytest.fixture
def place(tmp_path):
    (tmp_path / "store").mkdir()
    return tmp_path


_ONE = {"deals": "deals-1", "reps": "reps-1"}
_TWO = {"deals": "deals-2", "reps": "reps-1"}


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT * FROM "deals" ORDER BY n NULLS LAST',
        'SELECT * FROM "deals" WHERE n = 8',
        "SELECT sum(amount) AS a, min(created_at) AS b, max(day) AS c, min(deal_id) AS d, count(*) AS e FROM deals",
        "SELECT rep_id FROM reps ORDER BY rep_id",
        "SELECT upper(rep_id) AS u FROM reps WHERE rep_id > 'a' ORDER BY u DESC",
        "SELECT CAST('@day@' AS DATE) + 1 AS d, '@word@' AS w, CAST('@word@' AS TEXT) AS v",
    ],
)
def test_rows_come_as_duckdb_gives_them(database, store, place, sql):
    engine = _engine(database, place)
    engine.put(store, _ONE)
    values = {"day": date(2024, 2, 28), "word": "'; DROP TABLE deals; --"}
    with closing(engine.reader(_ONE)) as reader:
        found = reader.run(sql, values)
    wanted = store.run(sql, values)
    assert found.to_pylist() == wanted.to_pylist()
    if not sql.startswith("SELECT CAST"):  # a day and a number of days are a moment to one of the two
        assert [field.type for field in found.schema] == [field.type for field in wanted.schema]


def test_a_reader_cannot_write(database, store, place):
    engine = _engine(database, place)
    engine.put(store, _ONE)
    with closing(engine.reader(_ONE)) as reader:
        for statement in ("DELETE FROM deals RETURNING 1", "CREATE TABLE x AS SELECT 1", "INSERT INTO reps VALUES (1)"):
            with pytest.raises(StoreError, match=r"read-only|cannot answer"):
                reader.run(statement)
        assert reader.run("SELECT count(*) AS n FROM reps").to_pylist() == [{"n": 5}]


def test_what_is_stopped_midway_leaves_nothing(database, store, place):
    engine = _engine(database, place)
    broken = {**_ONE, "zzz": "zzz-1"}  # no such table: the last fails, all before it are undone
    with pytest.raises(DuckBuilder.Error):
        engine.put(store, broken)
    assert told(database, _SCHEMAS) == []
    assert not engine.holds(broken)
    engine.put(store, _ONE)
    assert engine.holds(_ONE)


def test_a_table_is_copied_once_and_dropped_with_its_last_generation(database, store, place):
    engine = _engine(database, place)
    engine.put(store, _ONE)
    before = told(database, "SELECT oid, relname FROM pg_class WHERE relname LIKE 'reps-%'")
    engine.put(store, _TWO)
    assert told(database, "SELECT oid, relname FROM pg_class WHERE relname LIKE 'reps-%'") == before
    engine.keep([_ONE, _TWO])
    assert engine.holds(_ONE)
    engine.keep([_TWO])
    assert [row["name"] for row in told(database, _TABLES)] == ["deals-2", "reps-1"]
    assert engine.holds(_TWO)
    assert not engine.holds(_ONE)


def test_an_old_reader_says_that_its_tables_are_gone(database, store, place):
    engine = _engine(database, place)
    engine.put(store, _ONE)
    with closing(engine.reader(_ONE)) as reader:
        reader.run("SELECT 1 AS one FROM reps")
        engine.keep([])
        with pytest.raises(StoreError, match="headway sync"):
            reader.run("SELECT 2 AS two FROM reps")


def test_a_server_that_was_started_again_is_asked_again(database, store, place):
    engine = _engine(database, place)
    engine.put(store, _ONE)
    with closing(engine.reader(_ONE)) as reader:
        reader.run("SELECT 1 AS one FROM reps")
        told(database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        assert reader.run("SELECT count(*) AS n FROM reps").to_pylist() == [{"n": 5}]


def test_workspaces_in_one_database_do_not_meet(database, store, tmp_path):
    engines = []
    for name in ("one", "two"):
        (tmp_path / name / "store").mkdir(parents=True)
        engines.append(_engine(database, tmp_path / name))
        engines[-1].put(store, _ONE)
    store.execute("DELETE FROM reps")
    engines[1].put(store, {**_ONE, "reps": "reps-2"})
    engines[1].keep([])
    with closing(engines[0].reader(_ONE)) as reader:
        assert reader.run("SELECT count(*) AS n FROM reps").to_pylist() == [{"n": 5}]


def test_a_workspace_that_was_copied_has_tables_of_its_own(database, store, place, tmp_path_factory):
    _engine(database, place).put(store, _ONE)
    copied = tmp_path_factory.mktemp("copied")
    (copied / "store").mkdir()
    (copied / "store" / "tables").mkdir()
    name = place / "store" / "tables" / "postgresql-name"
    (copied / "store" / "tables" / "postgresql-name").write_bytes(name.read_bytes())
    assert not _engine(database, copied).holds(_ONE)
    _engine(database, copied).keep([])
    assert _engine(database, place).holds(_ONE)


def test_what_the_server_lacks_is_said_with_the_next_step(postgresql, database, store, place):
    with pytest.raises(StoreError, match=r"cannot be reached .*: see that the server runs"):
        _engine(f"postgresql://owner@/x?host={place}", place).put(store, _ONE)
    with pytest.raises(StoreError, match=r"does not exist.*createdb"):
        _engine(address(postgresql, "nowhere"), place).put(store, _ONE)
    name = database.partition("@/")[2].partition("?")[0]
    told(database, "DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN", "SELECT 1")
    with pytest.raises(StoreError, match=r"permission denied.*GRANT CREATE ON DATABASE"):
        _engine(address(postgresql, name, "guest"), place).put(store, _ONE)


def test_no_message_holds_a_password(place, store):
    for user in ("ann:s3cret", "ann:s3%63ret@x", "ann:a/s3cret"):
        with pytest.raises(StoreError) as said:
            _engine(f"postgresql://{user}@127.0.0.1:1/db?connect_timeout=1", place).put(store, _ONE)
        assert "s3" not in str(said.value)
        assert "ann@127.0.0.1" in str(said.value)


@pytest.mark.parametrize("url", ["postgresql://ann:s3cret@h/db", "postgres://h/db?user=ann&password=s3cret"])
def test_a_password_in_the_settings_is_refused(tmp_path, url):
    (tmp_path / "headway.toml").write_text(f'[engine]\nurl = "{url}"\n')
    with pytest.raises(SettingsError, match="HEADWAY_ENGINE_URL") as said:
        load(tmp_path, {})
    assert "s3cret" not in str(said.value)
    (tmp_path / "headway.toml").write_text("")
    assert load(tmp_path, {"HEADWAY_ENGINE_URL": url}).engine_url == url


def test_init_writes_the_engine_unless_it_holds_a_password(tmp_path):
    create_workspace(tmp_path / "one", engine="postgresql://db.example/sales")
    assert load(tmp_path / "one", {}).engine_url == "postgresql://db.example/sales"
    with pytest.raises(SettingsError, match="password"):
        create_workspace(tmp_path / "two", engine="postgresql://ann:s3cret@db.example/sales")
    assert not (tmp_path / "two" / "headway.toml").exists()
