"""A state is made at the first write, is one file at rest, and is refused when it is damaged or kept locked."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date

import pytest

from headway.errors import BusyError, StoreError
from headway.state import database
from headway.state.store import State

DAY = date(2026, 3, 2)


def test_reading_where_nothing_was_written_makes_no_file(tmp_path):
    state = State(tmp_path / "no" / "state.sqlite")
    assert state.decisions.as_of(DAY) == {}
    assert state.decisions.history("a") == []
    assert state.audit.entries(5) == []
    assert state.exposures.first_shown(DAY) == {}
    assert (state.ledger.files(9), state.ledger.tables(9), state.ledger.facts(9)) == ([], {}, {})
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StoreError, match=r"state[.]sqlite: cannot be written to.*yours to write"):
        state.audit.write("ann", "x", "y", DAY)


def test_an_empty_file_reads_as_empty_and_becomes_a_state(tmp_path):
    path = tmp_path / "state.sqlite"
    path.touch()
    state = State(str(path))
    assert state.decisions.as_of(DAY) == {}
    state.decisions.add("a", "done", decided_on=DAY)
    assert list(State(path).decisions.as_of(DAY)) == ["a"]


def test_one_that_was_opened_before_it_was_there_sees_it_come_and_go(tmp_path):
    path = tmp_path / "state.sqlite"
    early = State(path)
    State(path).audit.write("ann", "x", "y", DAY)
    assert len(early.audit.entries(9)) == 1
    path.unlink()
    assert early.audit.entries(9) == []
    early.audit.write("ann", "x", "y", DAY)
    assert len(State(path).audit.entries(9)) == 1


def test_at_rest_one_file_holds_everything_in_wal_mode(tmp_path):
    State(tmp_path / "state.sqlite").audit.write("ann", "x", "y", DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["state.sqlite"]
    opened = sqlite3.connect(tmp_path / "state.sqlite")
    assert opened.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    opened.close()


@pytest.mark.parametrize("content", [b"these are notes, no database" * 99, b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_state_is_refused_and_left_as_it_is(tmp_path, content):
    path = tmp_path / "state.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreError):
        State(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "nosuch://host/db", "://"])
def test_a_url_that_cannot_keep_anything_is_refused(url):
    with pytest.raises(StoreError):
        State(url)


def test_a_password_in_the_url_is_not_told(tmp_path):
    with pytest.raises(StoreError) as told:
        State("nosuch://ann:s3cret@host/db")
    assert "s3cret" not in str(told.value)


def test_readers_do_not_wait_for_a_writer_and_a_second_writer_is_told_of_the_first(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    state, other = State(tmp_path / "s"), State(tmp_path / "s")
    state.audit.write("ann", "x", "y", DAY)
    with state._database.writing():
        assert len(other.audit.entries(9)) == 1
        with pytest.raises(BusyError, match="kept locked by another process"):
            other.audit.write("bob", "x", "y", DAY)
    other.audit.write("bob", "x", "y", DAY)


def test_alembic_is_loaded_only_when_the_schema_must_change(tmp_path):
    State(tmp_path / "s").audit.write("ann", "x", "y", DAY)
    code = f"""
import sys
from datetime import date
from headway.state.store import State
state = State({str(tmp_path / "s")!r})
state.audit.write("ann", "x", "y", date(2026, 3, 2))
assert len(state.audit.entries(9)) == 2
assert not [name for name in sys.modules if name.startswith("alembic")]
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_file_that_is_busy_being_recovered_is_waited_for_as_any_other():
    told = sqlite3.OperationalError("database is locked")
    told.sqlite_errorcode = sqlite3.SQLITE_BUSY_RECOVERY
    answers = [told, sqlite3.connect(":memory:").cursor()]

    class Recovered:  # by another process: SQLite says so once, and no test of ours can make it
        def execute(self, _: str) -> sqlite3.Cursor:
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

    database._log_ahead(Recovered())
    assert answers == []
