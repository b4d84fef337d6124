"""Decisions: the newest that was not undone stands, and a later day never changes an earlier one's answer."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from headway.errors import UsageError
from headway.state.decisions import VERDICTS
from headway.state.store import State

DAY = date(2026, 3, 2)
DAYS = st.integers(0, 4).map(lambda days: DAY + timedelta(days))


def standing(written, day):
    """The same meaning, read backwards: each undo swallows the next decision below it."""
    found = {}
    for action in {action for action, _, _ in written}:
        undone = 0
        in_order = sorted((on, at, verdict) for at, (a, verdict, on) in enumerate(written) if a == action and on <= day)
        for _, at, verdict in reversed(in_order):
            if verdict == "undo":
                undone += 1
            elif undone:
                undone -= 1
            else:
                found[action] = (verdict, at)
                break
    return found


class DecidingMachine(RuleBasedStateMachine):
    """Two doors on one file write in turn, in any order of days."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "state.sqlite"
        self.doors = [State(path), State(path)]
        self.written, self.sequences = [], []

    @rule(door=st.integers(0, 1), action=st.sampled_from("ab"), verdict=st.sampled_from([*VERDICTS, "undo"]), on=DAYS)
    def decide(self, door, action, verdict, on):
        made = self.doors[door].decisions.add(action, verdict, decided_on=on, facts={"play": verdict})
        assert not self.sequences or made.sequence > self.sequences[-1]
        self.written.append((action, verdict, on))
        self.sequences.append(made.sequence)

    @rule(door=st.integers(0, 1))
    def open_again(self, door):
        self.doors[door].close()
        self.doors[door] = State(Path(self.folder.name) / "state.sqlite")

    @invariant()
    def every_day_reads_like_the_model(self):
        for door in self.doors:
            for day in (DAY, DAY + timedelta(2), DAY + timedelta(4)):
                found = door.decisions.as_of(day)
                at = {action: (d.verdict, self.sequences.index(d.sequence)) for action, d in found.items()}
                assert at == standing(self.written, day)

    @invariant()
    def each_has_one_line_in_the_audit_and_in_its_history(self):
        entries = self.doors[0].audit.entries(1000)[::-1]
        told = [(entry.thing, entry.what, entry.day) for entry in entries]
        assert told == [(action, f"decide {verdict}", on) for action, verdict, on in self.written]
        history = [self.doors[1].decisions.history(action) for action in "ab"]
        assert sorted(d.sequence for of_action in history for d in of_action) == self.sequences

    def teardown(self):
        for door in self.doors:
            door.close()
        self.folder.cleanup()


TestDeciding = DecidingMachine.TestCase
TestDeciding.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)


def test_a_decision_reads_back_as_it_was_given(tmp_path):
    facts = {"play": "call", "gain": "12.5 USD/day", "why": "ünïcode ✓"}
    made = State(tmp_path / "s").decisions.add("a", "later", decided_on=DAY, user="zoë", note="'; --\n", facts=facts)
    found = State(tmp_path / "s").decisions
    assert found.as_of(DAY) == {"a": made}
    assert found.history("a") == [made]
    assert found.history("b") == []
    assert dict(made.facts) == facts
    assert (made.user, made.note, made.decided_on) == ("zoë", "'; --\n", DAY)


@pytest.mark.parametrize(
    ("action", "verdict", "note"),
    [("a", "maybe", ""), ("", "done", ""), ("a", "done", "\ud800"), ("\udcff", "done", "")],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(tmp_path, action, verdict, note):
    state = State(tmp_path / "s")
    with pytest.raises(UsageError):
        state.decisions.add(action, verdict, decided_on=DAY, note=note)
    assert state.decisions.as_of(DAY) == {}
    assert state.audit.entries(1) == []
