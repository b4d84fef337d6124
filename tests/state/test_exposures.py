"""Exposures are counted once a day and user; the audit tells the newest first."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select

from headway.state.audit import Entry
from headway.state.store import State
from headway.state.tables import EXPOSURES

DAY = date(2026, 3, 2)


def test_showing_again_the_same_day_adds_nothing(tmp_path):
    state = State(tmp_path / "s")
    state.exposures.log([], DAY, "ann")
    assert list(tmp_path.iterdir()) == []
    for user in ("ann", "bob", "ann"):
        state.exposures.log(["a", "b", "a"], DAY, user)
    state.exposures.log(["b", "c"], DAY + timedelta(1), "ann")
    assert state._database.rows(select(func.count()).select_from(EXPOSURES)) == [(6,)]


def test_the_first_day_shown_counts_only_what_was_shown_by_then(tmp_path):
    state = State(tmp_path / "s")
    for days, action in ((3, "a"), (1, "a"), (2, "b")):
        state.exposures.log([action], DAY + timedelta(days), "ann")
    assert state.exposures.first_shown(DAY) == {}
    assert state.exposures.first_shown(DAY + timedelta(1)) == {"a": DAY + timedelta(1)}
    assert state.exposures.first_shown(DAY + timedelta(9)) == {"a": DAY + timedelta(1), "b": DAY + timedelta(2)}


def test_the_audit_keeps_every_line_and_shows_the_newest_first(tmp_path):
    state = State(tmp_path / "s")
    for thing in ("x", "y", "y"):
        state.audit.write("ann", "view as", thing, DAY)
    assert state.audit.entries(2) == [Entry(3, DAY, "ann", "view as", "y"), Entry(2, DAY, "ann", "view as", "y")]
    assert len(state.audit.entries(10)) == 3
