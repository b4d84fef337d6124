"""Where journeys stood on past days, as known then."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.predict.landmarks import NEVER, OPEN, Histories, landmarks
from tests.predict.worlds import stages_tell


@st.composite
def histories(draw):
    deals = draw(st.integers(1, 8))
    whole = st.integers(0, 40)
    start = np.array([draw(whole) for _ in range(deals)], dtype=float)
    outcome = np.array([draw(st.integers(0, 2)) for _ in range(deals)])
    took = np.array([draw(whole) for _ in range(deals)])
    closed = np.where(outcome == OPEN, NEVER, start + took)
    spells = draw(st.lists(st.tuples(st.integers(0, deals - 1), whole, st.integers(0, 3)), max_size=12))
    deal, day, stage = (list(column) for column in zip(*spells, strict=True)) if spells else ([], [], [])
    return Histories.of(start, closed, outcome, deal, day, stage)


@settings(max_examples=60, deadline=None)
@given(histories(), st.lists(st.integers(-5, 90), min_size=1, max_size=6))
def test_rows_are_the_journeys_open_at_the_end_of_each_day(past, days):
    rows = landmarks(past, days)
    found = set(zip(rows.journey.tolist(), rows.day.tolist(), strict=True))
    wanted = {
        (deal, float(day))
        for day in days
        for deal in range(past.outcome.size)
        if past.created_day[deal] <= day < past.closed_day[deal]
    }
    assert found == wanted
    for deal, day, stage, since in zip(rows.journey, rows.day, rows.stage, rows.stage_days, strict=True):
        mine = (past.spell_journey == deal) & (past.spell_day <= day)
        assert stage == (past.spell_stage[mine][-1] if mine.any() else -1)
        assert since == day - (past.spell_day[mine][-1] if mine.any() else past.created_day[deal])


@settings(max_examples=60, deadline=None)
@given(histories(), st.integers(0, 60))
def test_later_facts_change_no_row(past, day):
    one, other = landmarks(past, [day / 2, day]), landmarks(past.known_by(day), [day / 2, day])
    for name in one.__slots__:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@settings(max_examples=60, deadline=None)
@given(histories(), st.integers(0, 60))
def test_what_is_known_by_a_day_is_dated_by_it(past, day):
    known = past.known_by(day)
    assert np.array_equal(np.isfinite(known.closed_day), past.closed_day <= day)
    assert np.array_equal(known.outcome != OPEN, past.closed_day <= day)
    assert np.array_equal(np.isfinite(known.created_day), past.created_day <= day)
    assert known.spell_day.size == (past.spell_day <= day).sum()


def test_what_is_not_kept_never_begins():
    past, _ = stages_tell(1, 50)
    keep = np.arange(50) % 2 == 0
    assert set(landmarks(past.only(keep), [300.0, 400.0]).journey.tolist()) <= set(np.flatnonzero(keep).tolist())


@pytest.mark.parametrize(("closed", "outcome", "spells"), [([5.0], [0], []), ([np.inf], [1], []), ([5.0], [1], [3])])
def test_histories_that_contradict_themselves_are_refused(closed, outcome, spells):
    with pytest.raises(ValueError, match=r"closing day|belong"):
        Histories.of([0.0], closed, outcome, spells, [0.0] * len(spells), [0] * len(spells))
