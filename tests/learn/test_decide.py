"""What a person decides is kept with what the action was, and can be taken back."""

from __future__ import annotations

from datetime import date

import pytest

from headway.errors import NotFoundError, UsageError
from headway.learn.decide import decide
from headway.state.store import State

DAY = date(2026, 3, 2)
ACTION = {
    "action_id": "a1", "play": "next_step", "rep_id": "R1", "deal_id": "D1", "account_id": None, "lead_id": None,
    "title": "Agree a next step with Brightwater",
    "gain": {"value": 900.5, "low": 1.0, "high": 2000.0, "n": 3, "unit": "USD"},
    "minutes": 5, "basis": "prior", "explores": False,
}  # fmt: skip


@pytest.fixture
def state(tmp_path):
    state = State(tmp_path / "state.sqlite")
    yield state
    state.close()


def test_a_decision_is_one_sentence_and_stands(state):
    said = decide(state, [ACTION], "a1", "done", day=DAY, note="went well", user="maya")
    assert said == "Done: Agree a next step with Brightwater. Undo with 'headway decide a1 undo'."
    kept = state.decisions.as_of(DAY)["a1"]
    assert (kept.verdict, kept.note, kept.user) == ("done", "went well", "maya")
    assert kept.facts["play"] == "next_step"
    assert float(kept.facts["gain_value"]) == 900.5
    assert "account_id" not in kept.facts


def test_undo_puts_it_back_even_when_the_action_is_no_longer_listed(state):
    decide(state, [ACTION], "a1", "dismissed", day=DAY)
    assert (
        decide(state, [], "a1", "undo", day=DAY)
        == "Undone: Agree a next step with Brightwater; it is on the list again."
    )
    assert state.decisions.as_of(DAY) == {}
    assert "Nothing to undo" in decide(state, [], "a1", "undo", day=DAY)


def test_undo_brings_back_the_decision_before(state):
    decide(state, [ACTION], "a1", "later", day=DAY)
    decide(state, [ACTION], "a1", "done", day=DAY)
    assert "stands as later again" in decide(state, [ACTION], "a1", "undo", day=DAY)


def test_another_id_or_verdict_is_refused_and_nothing_is_kept(state):
    with pytest.raises(NotFoundError, match="is no action"):
        decide(state, [ACTION], "a2", "done", day=DAY)
    with pytest.raises(UsageError, match="say one of done"):
        decide(state, [ACTION], "a1", "perhaps", day=DAY)
    assert state.decisions.as_of(DAY) == {}
