"""An older state is copied, then brought up to date in one transaction; a newer one is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from headway.errors import StoreError
from headway.state import database, migrate, tables
from headway.state.store import State

DAY = date(2026, 3, 2)

NEXT_STEP = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9999", "{head}"
def upgrade():
    op.add_column("audit", sa.Column("more", sa.Text))
    {more}
"""


def test_the_steps_lead_exactly_to_the_tables_of_today(tmp_path):
    State(tmp_path / "s").audit.write("ann", "x", "y", DAY)
    assert ScriptDirectory(migrate.STEPS, version_locations=[migrate.STEPS]).get_heads() == [tables.HEAD]
    engine = create_engine(f"sqlite:///{tmp_path / 's'}")
    with engine.connect() as connection:
        assert compare_metadata(migrate.context_of(connection), tables.METADATA) == []
    engine.dispose()


def with_a_next_step(monkeypatch, tmp_path, more=""):
    steps = tmp_path / "steps"
    steps.mkdir()
    for step in migrate.STEPS.glob("v*.py"):
        (steps / step.name).write_text(step.read_text())
    (steps / "v9999_more.py").write_text(NEXT_STEP.format(more=more, head=tables.HEAD))
    monkeypatch.setattr(migrate.upgrade, "__defaults__", (steps,))
    monkeypatch.setattr(database, "HEAD", "9999")


def test_an_older_state_is_copied_and_brought_up_to_date_and_the_older_program_refuses_it(tmp_path, monkeypatch):
    path = tmp_path / "state.sqlite"
    made = State(path).decisions.add("a", "done", decided_on=DAY)
    with monkeypatch.context() as later:
        with_a_next_step(later, tmp_path)
        assert State(path).decisions.as_of(DAY) == {"a": made}
    with pytest.raises(
        StoreError, match=rf"has schema 9999, but this Headway knows schemas up to {tables.HEAD}\. Next: install"
    ):
        State(path)
    assert State(tmp_path / f"state.sqlite.before-upgrade-from-{tables.HEAD}").decisions.as_of(DAY) == {"a": made}


def test_of_two_that_upgrade_at_once_the_second_finds_all_done_and_keeps_the_copy_of_the_first(tmp_path):
    state = State(tmp_path / "state.sqlite")
    state.audit.write("ann", "x", "y", DAY)
    state._database._upgrade()
    assert [path.name for path in tmp_path.iterdir()] == ["state.sqlite"]


def test_an_upgrade_that_fails_on_the_way_leaves_the_old_state(tmp_path, monkeypatch):
    path = tmp_path / "state.sqlite"
    made = State(path).decisions.add("a", "done", decided_on=DAY)
    with monkeypatch.context() as later:
        with_a_next_step(later, tmp_path, more="op.execute('DELETE FROM decisions'); op.execute('no SQL')")
        with pytest.raises(StoreError):
            State(path)
    assert State(path).decisions.as_of(DAY) == {"a": made}


def test_rows_of_a_state_without_checksums_are_summed_as_they_lie(tmp_path):
    path = tmp_path / "state.sqlite"
    state = State(path)
    state.decisions.add("a", "done", decided_on=DAY, note="agreed", facts={"play": "call", "who": "Zoë"})
    state.acceptances.add("f", "accept", "known", on=DAY, rows=3, share=0.1)
    state.exposures.log(["a"], DAY, "ann")
    state.ledger.record(1, [], {"deals": (2, "h")}, {"as_of": "2026-03-02"})
    with closing(sqlite3.connect(path)) as old, old:
        for table in tables.METADATA.sorted_tables:
            old.execute(f"ALTER TABLE {table.name} DROP COLUMN checksum")
        old.execute(f"UPDATE {tables.VERSION_TABLE} SET version_num = '0004'")
    State(path).check()
    with closing(sqlite3.connect(path)) as changed, changed:
        changed.execute("UPDATE decisions SET note = 'agreee'")
    with pytest.raises(StoreError, match="a row of decisions is not what was written"):
        State(path).check()
