"""A difference between groups that a detector told apart is given back its size, with the doubt about the detector."""

from __future__ import annotations

import numpy as np
import pytest

from headway.stats.misclassified import Detection, Seen, corrected
from headway.stats.streams import Streams

SURE = Detection(found=100_000, there=100_000, cried=0, nothing=100_000)


def _draws(seen, detection, number=0):
    return corrected(seen, detection, Streams.of("test", [number], "d"), 2000)


def test_a_detector_without_errors_changes_nothing():
    found = _draws(Seen(400, 1000, 0.1, 0.03), SURE)
    assert np.median(found.difference) == pytest.approx(0.1, abs=0.005)
    assert np.median(found.share) == pytest.approx(0.4, abs=0.01)
    assert found.missed.max() < 1e-3


def test_what_cannot_have_been_heard_is_not_told():
    deaf = Detection(found=2, there=100, cried=2, nothing=100)
    assert not _draws(Seen(500, 1000, 0.1, 0.03), deaf).known


def test_more_looks_mean_more_false_alarms():
    some = Detection(found=80, there=100, cried=5, nothing=100)
    few, many = (np.median(_draws(Seen(400, 1000, 0.1, 0.03, looks), some).share) for looks in (1, 5))
    assert many < few


def test_the_range_holds_the_truth_as_often_as_it_says():
    """Deals, outcomes, a detector and the labelled cases on which it was measured, all drawn; 80% ranges."""
    chance = np.random.default_rng(5)
    held = held_share = 0
    runs = 400
    for run in range(runs):
        there = chance.random(900) < 0.5
        won = chance.random(900) < np.where(there, 0.45, 0.30)
        told = chance.random(900) < np.where(there, 0.7, 0.05)
        labelled = Detection(int(chance.binomial(60, 0.7)), 60, int(chance.binomial(60, 0.05)), 60)
        first, second = won[told], won[~told]
        sd = np.sqrt(first.var() / first.size + second.var() / second.size)
        found = _draws(Seen(told.sum(), 900, first.mean() - second.mean(), sd), labelled, run)
        low, high = np.quantile(found.difference, [0.1, 0.9])
        held += low <= 0.15 <= high
        low, high = np.quantile(found.share, [0.1, 0.9])
        held_share += low <= 0.5 <= high
    assert 0.74 <= held / runs <= 0.90
    assert 0.72 <= held_share / runs <= 0.90
