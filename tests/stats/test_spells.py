"""Spells: what journeys did is cut into stays that lose and double no second."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from headway.stats.spells import Spells
from headway.stats.traces import Traces
from tests.stats.test_traces import ENDS, WAYS, events

SECOND = 1_000_000
A, B, LOST = 0, 1, 3


def spells(ways, over, last: int = 100) -> Spells:
    rows = events(ways)
    return Spells.of(
        Traces.of(rows[:, 0], rows[:, 1], rows[:, 2] * SECOND, rows[:, 3], ENDS), ENDS, np.array(over), last * SECOND
    )


def test_a_deal_that_comes_back_stays_twice_and_is_flagged() -> None:
    found = spells([[(A, 0), (B, 5), (A, 2), (LOST, 10)]], [True])
    assert found.seconds.tolist() == [5, 2, 10]
    assert found.again.tolist() == [False, False, True]
    assert found.back_and_forth.tolist() == [True, False, False]
    assert found.to.tolist() == [B, A, LOST]


def test_a_stage_that_is_told_twice_is_one_stay() -> None:
    found = spells([[(A, 0), (A, 5), (B, 2)]], [False])
    assert found.seconds.tolist() == [7, 93]
    assert found.ended.tolist() == [True, False]


def test_the_time_in_which_a_deal_was_lost_is_no_stage_and_what_it_did_when_taken_up_again_is() -> None:
    found = spells([[(A, 0), (LOST, 5), (B, 20)]], [False])
    assert (found.state.tolist(), found.seconds.tolist(), found.ended.tolist()) == ([A, B], [5, 75], [True, False])


def test_what_comes_after_the_last_ending_of_a_closed_deal_is_no_stay() -> None:
    assert spells([[(A, 0), (LOST, 5), (B, 20)]], [True]).state.tolist() == [A]


def test_a_deal_that_is_over_without_an_ending_says_nothing_of_its_last_stay() -> None:
    found = spells([[(A, 0), (B, 5)]], [True])
    assert (found.seconds.tolist(), found.ended.tolist()) == ([5, 0], [True, False])


@given(WAYS, st.integers(0, 1))
def test_stays_and_endings_fill_the_time_from_the_first_step_to_the_last_moment(ways, is_over) -> None:
    ways = [[(state, wait + 1) for state, wait in way] for way in ways]
    rows = events(ways)
    over = np.full(len(ways), bool(is_over))
    found = spells(ways, over)
    for journey in range(len(ways)):
        mine = rows[rows[:, 0] == journey]
        if not len(mine):
            continue
        ending = np.flatnonzero(ENDS[mine[:, 1]])
        stop = mine[ending[-1], 2] if is_over and len(ending) else mine[-1, 2] if is_over else 100
        ended = mine[: ending[-1] + 1] if is_over and len(ending) else mine
        nexts = np.append(ended[1:, 2], stop)
        in_end = (nexts - ended[:, 2])[ENDS[ended[:, 1]]].sum()
        assert found.seconds[found.journey == journey].sum() == stop - mine[0, 2] - in_end


def test_a_moment_falls_into_the_stay_that_holds_it() -> None:
    found = spells([[(A, 3), (B, 5), (LOST, 10)], [(A, 4)]], [True, False])
    at = np.array([2, 3, 7, 8, 17, 18, 99]) * SECOND
    assert found.holding(np.zeros(7, dtype=np.int64), at).tolist() == [-1, 0, 0, 1, 1, -1, -1]
    assert found.holding(np.ones(2, dtype=np.int64), at[[0, 6]]).tolist() == [-1, 2]
