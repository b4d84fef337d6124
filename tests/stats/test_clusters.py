"""The clustered mean covers what the naive one does not."""

from __future__ import annotations

import math

import numpy as np
import pytest

from headway.stats.clusters import clustered_mean


def test_one_row_a_cluster_is_the_plain_t_interval():
    values = np.random.default_rng(1).normal(size=40)
    found = clustered_mean(values, np.arange(40))
    # scipy.stats.t.interval(.95, 39) is plus or minus 2.022690911734728
    margin = 2.022690911734728 * values.std(ddof=1) / math.sqrt(40)
    assert found.low == pytest.approx(values.mean() - margin)
    assert found.design_effect == pytest.approx(1.0)


def test_copies_of_rows_add_no_knowledge():
    values = np.random.default_rng(2).normal(size=40)
    once, thrice = (
        clustered_mean(values, np.arange(40)),
        clustered_mean(np.repeat(values, 3), np.repeat(np.arange(40), 3)),
    )
    assert thrice.standard_error == pytest.approx(once.standard_error)
    assert thrice.design_effect == pytest.approx(3.0, rel=0.03)


def test_it_covers_when_rows_of_a_cluster_go_together():
    random = np.random.default_rng(3)
    held = 0
    for _ in range(400):
        values = (random.normal(size=(30, 1)) + random.normal(size=(30, 8))).ravel()
        found = clustered_mean(values, np.repeat(np.arange(30), 8))
        held += found.low <= 0 <= found.high
    assert 0.92 <= held / 400 <= 0.98


@pytest.mark.parametrize("values", [[], [1.0, 2.0]])
def test_one_cluster_or_none_tells_no_interval(values):
    assert math.isnan(clustered_mean(values, ["a"] * len(values)).low)
