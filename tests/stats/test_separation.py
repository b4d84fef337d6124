"""The AUC of one column alone: one half for noise however many values, near one for the outcome itself."""

from __future__ import annotations

import numpy as np
import pytest

from headway.stats.separation import coded, separation


def texts(values):
    return np.array([None if v is None else str(v) for v in values], dtype=object)


def test_noise_with_many_values_stays_at_one_half():
    draw = np.random.default_rng(3)
    won = draw.random(4000) < 0.4
    found = [separation(coded(texts(draw.integers(0, 300, 4000))), won) for _ in range(20)]
    words = [separation(coded(texts([f"w{v}" for v in draw.integers(0, 300, 4000)])), won) for _ in range(20)]
    every = [f.auc for f in (*found, *words)]
    assert abs(np.mean(every) - 0.5) < 0.005
    assert max(abs(auc - 0.5) for auc in every) < 0.04


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    draw = np.random.default_rng(5)
    covered = 0
    for _ in range(200):
        won = draw.random(600) < 0.5
        value = np.where(draw.random(600) < 0.8, won, ~won)  # right four times in five: AUC 0.8
        found = separation(value.astype(np.int64), won)
        covered += found.low <= 0.8 <= found.high
    assert 0.7 < covered / 200 < 0.95


def test_high_at_both_ends_is_found_though_the_order_tells_nothing():
    value = np.random.default_rng(7).normal(size=2000)
    assert separation(coded(texts(value)), np.abs(value) > 1).auc > 0.97


def test_a_hand_counted_auc():
    # Of 60 wins 45 are 'hot', of 60 losses 15: a win ranks above a loss with .75·.75 + (.75·.25 + .25·.75)/2 = .75.
    won = np.repeat([True, False], 60)
    hot = np.concatenate([np.arange(60) < 45, np.arange(60) < 15])
    assert separation(hot.astype(np.int64), won).auc == pytest.approx(0.75, abs=0.01)


def test_too_few_rows_of_an_outcome_tell_nothing():
    assert separation(np.zeros(100, dtype=np.int64), np.arange(100) < 29) is None


def test_a_column_of_ids_is_only_filled_or_not():
    assert set(coded(texts(range(500)))) == {1}
    assert set(coded(texts([f"id-{i}" for i in range(500)]))) == {1}
    assert set(coded(texts([None, " ", "a"] * 10))) == {0, 2}
