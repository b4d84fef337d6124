"""Scores: known values, and what must hold for any chances."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.predict.scores import auc, brier, ece, judge, log_losses

ROWS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=60)


def split(rows):
    return tuple(np.array(column, dtype=float) for column in zip(*rows, strict=True))


@settings(max_examples=60, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_score(rows, random):
    mixed = rows.copy()
    random.shuffle(mixed)
    for score in (brier, ece, auc):
        assert score(*split(rows)) == pytest.approx(score(*split(mixed)), nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_auc_counts_pairs(rows):
    p, y = split(rows)
    pairs = [(a > b) + (a == b) / 2 for a in p[y > 0] for b in p[y == 0]]
    assert auc(p, y) == pytest.approx(np.mean(pairs) if pairs else math.nan, nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_scores_lie_where_they_must(rows):
    p, y = split(rows)
    assert 0 <= ece(p, y) <= 1
    assert 0 <= brier(p, y) <= 1
    assert np.isfinite(log_losses(p, y)).all()


def test_calibrated_chances_have_a_small_ece_and_shifted_ones_theirs():
    random = np.random.default_rng(1)
    p = random.uniform(0.1, 0.8, 40_000)
    y = random.random(40_000) < p
    assert ece(p, y) < 0.02
    assert ece(p + 0.1, y) == pytest.approx(0.1, abs=0.02)


def test_the_base_rate_hardest_to_beat_decides():
    random = np.random.default_rng(2)
    p = random.uniform(0.1, 0.9, 600)
    y = random.random(600) < p
    found = judge(p, y, {"even": np.full(600, 0.5), "itself": p}, np.arange(600))
    assert (found.hardest, found.verdict) == ("itself", "no signal")
    assert judge(p, y, {"even": np.full(600, 0.5)}, np.arange(600)).verdict == "skill"


def test_few_clusters_prove_nothing():
    p, y = np.full(200, 0.9), np.ones(200)
    assert judge(p, y, {"even": np.full(200, 0.5)}, np.arange(200) % 5).verdict == "no signal"


def test_nothing_to_judge_is_not_known():
    found = judge([], [], {"even": []}, [])
    assert math.isnan(found.log_loss)
    assert math.isnan(found.auc)
    assert found.verdict == "no signal"
