"""Scores: against hand-made numbers, brute force, and the rule that nobody beats the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.score import area, beside_oracle, calibration_error, score, share_with_claims

ODDS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=30)


def test_the_numbers_of_a_four_item_example() -> None:
    """By hand: log loss (ln 2 + ln 2 + ln 10 - ln 9 + ln 10 - ln 9)/4, Brier (.25 + .25 + .01 + .01)/4."""
    got = score(np.array([0.5, 0.5, 0.1, 0.9]), np.array([1.0, 0.0, 0.0, 1.0]))
    assert got.log_loss == pytest.approx((2 * np.log(2) + 2 * np.log(10 / 9)) / 4)
    assert got.brier == pytest.approx(0.13)
    assert got.auc == pytest.approx(0.875)


@given(ODDS)
def test_nobody_scores_better_than_the_truth_itself(pairs: list[tuple[float, float]]) -> None:
    odds, truth = (np.array(column) for column in zip(*pairs, strict=True))
    given_score, oracle = score(odds, truth), score(truth, truth)
    assert oracle.log_loss <= given_score.log_loss + 1e-9
    assert oracle.brier <= given_score.brier + 1e-9
    assert oracle.ece < 1e-5


@given(ODDS)
def test_area_equals_the_share_of_pairs_ranked_right(pairs: list[tuple[float, float]]) -> None:
    odds, truth = (np.array(column) for column in zip(*pairs, strict=True))
    weight = truth[:, None] * (1 - truth)[None, :]
    right = (odds[:, None] > odds[None, :]) + 0.5 * (odds[:, None] == odds[None, :])
    if weight.sum() > 1e-9:
        assert area(odds, truth) == pytest.approx(float((weight * right).sum() / weight.sum()))


def test_area_needs_winners_and_losers() -> None:
    assert area(np.array([0.2, 0.7]), np.array([1.0, 1.0])) is None


def test_calibration_error_is_the_bias_of_biased_odds() -> None:
    truth = np.linspace(0.1, 0.8, 100)
    assert calibration_error(truth + 0.1, truth) == pytest.approx(0.1)


def test_only_shared_items_are_compared() -> None:
    given_score, oracle = beside_oracle({"a": 0.5, "b": 0.5, "x": 0.1}, {"a": 0.9, "b": 0.1, "y": 0.3})
    assert given_score.n == oracle.n == 2
    assert given_score.log_loss > oracle.log_loss
    with pytest.raises(ValueError, match="same world"):
        beside_oracle({"a": 0.5}, {"b": 0.5})


def test_a_share_of_worlds_comes_with_its_error() -> None:
    share = share_with_claims([["skill"], ["no signal"], ["no signal"], []], frozenset({"no signal"}))
    assert (share.value, share.n) == (0.25, 4)
    assert share.error == pytest.approx(np.sqrt(0.25 * 0.75 / 4))
