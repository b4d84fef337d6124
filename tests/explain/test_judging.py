"""What is claimed: nothing where nothing differs, also where segments differ; what was planted where it is."""

from __future__ import annotations

import numpy as np
import pytest

from headway.explain.judging import DIFFERENCE, Closed, Fact, judge
from lab.differences import Drawn, draw_differences

WORLDS = 60


def _claims(drawn: Drawn) -> set[str]:
    return {drawn.names[one.fact] for one in judge(drawn.closed, drawn.facts) if one.verdict == DIFFERENCE}


@pytest.mark.parametrize("confounded", [False, True], ids=["null", "facts and odds follow the segment"])
def test_nothing_is_claimed_where_nothing_differs(confounded: bool) -> None:
    """More are drawn in the benchmark; here as many as tell .05 from .2."""
    claimed = [bool(_claims(draw_differences(seed, 400, confounded=confounded))) for seed in range(WORLDS)]
    error = np.sqrt(0.05 * 0.95 / WORLDS)
    assert np.mean(claimed) <= 0.05 + 2 * error


def test_what_was_planted_is_found_and_hardly_anything_else() -> None:
    found = [_claims(draw_differences(seed, 1500, pull=1.0, confounded=True)) for seed in range(20)]
    assert np.mean(["planted" in claims for claims in found]) >= 0.95
    others = [len(claims - {"planted"}) / max(len(claims), 1) for claims in found]
    assert np.mean(others) <= 0.1


def _closed(won: list[bool]) -> Closed:
    rows = np.arange(len(won))
    return Closed(np.array(won, dtype=bool), rows, {"segment": np.zeros_like(rows)})


def _fact(codes: list[int], levels: int = 2) -> Fact:
    return Fact(np.arange(len(codes)), np.array(codes, dtype=np.int64), levels)


def test_shares_are_of_the_deals_of_which_the_fact_is_known() -> None:
    won = [True] * 20 + [False] * 20
    codes = [1] * 10 + [0] * 5 + [-1] * 5 + [1] * 4 + [0] * 16
    (found,) = judge(_closed(won), [_fact(codes)])
    assert (found.level, found.contrast.n) == (1, 14)
    assert found.won_share == pytest.approx(10 / 15)
    assert found.lost_share == pytest.approx(4 / 20)
    assert found.known_share == pytest.approx(35 / 40)
    assert found.contrast.value == pytest.approx(10 / 14 - 5 / 21)


def test_a_fact_of_three_levels_tells_each_against_the_others() -> None:
    won = [True] * 30 + [False] * 30
    found = judge(_closed(won), [_fact([0, 1, 2] * 20, 3)])
    assert [one.level for one in found] == [0, 1, 2]
    assert sum(one.won_share for one in found) == pytest.approx(1)


@pytest.mark.parametrize(
    "won", [[], [True], [False] * 30, [True] * 30], ids=["none", "one deal", "all lost", "all won"]
)
def test_where_there_is_nothing_to_compare_nothing_is_known(won: list[bool]) -> None:
    codes = [place % 2 for place in range(len(won))]
    for found in judge(_closed(won), [_fact(codes)]):
        assert found.verdict == "not clear"
        assert not found.contrast.known
        assert found.contrast.n == sum(codes)


def test_a_fact_without_two_levels_is_no_row() -> None:
    assert judge(_closed([True, False] * 20), [_fact([1] * 40), _fact([-1] * 40)]) == []


def test_few_deals_are_not_spread_over_many_groups() -> None:
    """With 60 deals and 30 sellers, deals are compared within segments alone, and the finding says so."""
    rows = np.arange(60)
    closed = Closed(rows % 3 == 0, rows, {"segment": rows % 2, "seller": rows % 30, "quarter": rows % 4})
    (found,) = judge(closed, [_fact((rows % 5 < 2).astype(int).tolist())])
    assert found.adjusted_for == ("segment", "quarter")
