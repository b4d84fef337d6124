"""What agreement is worth is learned: on pairs whose truth is known, probabilities mean what they say."""

from __future__ import annotations

import numpy as np
import pytest

from headway.stats.linkage import MISSING, learn


def _pairs(chance, size, same):
    """Three fields that agree with known frequency."""
    m, u = (0.9, 0.8, 0.95), (0.02, 0.001, 0.3)
    levels = np.stack(
        [(chance.random(size) > np.where(same, a, b)).astype(np.int8) for a, b in zip(m, u, strict=True)], 1
    )
    levels[chance.random(levels.shape) < 0.1] = MISSING
    return levels


def test_of_pairs_said_to_be_one_with_ninety_percent_nine_of_ten_are():
    chance = np.random.default_rng(3)
    same = chance.random(40_000) < 0.05
    levels = _pairs(chance, 40_000, same)
    rows = 284  # 40,000 pairs are all the pairs of 284 rows
    model = learn(levels, _pairs(chance, 100_000, np.zeros(100_000, bool)), [(0.8, 0.2)] * 3, rows)
    sure = model.probability(levels)
    assert model.prior == pytest.approx(0.05, abs=0.01)
    for low, high in ((0.02, 0.3), (0.3, 0.8), (0.8, 0.98), (0.98, 1)):
        chosen = (sure >= low) & (sure < high)
        if chosen.sum() > 100:
            assert same[chosen].mean() == pytest.approx(sure[chosen].mean(), abs=0.08)


def test_nothing_to_compare_gives_nothing():
    model = learn(np.empty((0, 1), np.int8), np.zeros((5, 1), np.int8), [(0.9, 0.1)], 3)
    assert 0 < model.probability(np.array([[0]], np.int8))[0] < 1
