"""Cumulative incidence against lifelines."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.stats.incidence import incidence, incidence_curve

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from lifelines import AalenJohansenFitter


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from([0, 1, 2])), min_size=3, max_size=80))
def test_equals_lifelines(rows):
    ages, kinds = (np.array(column) for column in zip(*rows, strict=True))
    if not np.any(kinds == 1):
        kinds[0] = 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # calculate_variance=False keeps lifelines from jittering tied ages
        fitter = AalenJohansenFitter(calculate_variance=False, jitter_level=0.0)
        fitter._check_for_duplicates = lambda **_: False
        fitter.fit(ages.astype(float), kinds, event_of_interest=1)
    ours = incidence_curve(ages, kinds == 1, kinds == 2, kinds == 0)
    theirs = fitter.cumulative_density_.iloc[:, 0]
    np.testing.assert_allclose(ours.p_won, theirs.loc[ours.age_days].to_numpy(), atol=1e-9)


def test_variance_equals_lifelines_where_ages_are_unique():
    random = np.random.default_rng(7)
    ages, kinds = random.permutation(np.arange(1, 121)), random.integers(0, 3, 120)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter = AalenJohansenFitter().fit(ages.astype(float), kinds, event_of_interest=1)
    for day in (30, 60, 100):
        ours = incidence(ages, kinds == 1, kinds == 2, kinds == 0, np.zeros(120, int), horizon_days=day)
        assert ours.won.p[0] == pytest.approx(fitter.cumulative_density_.loc[:day].iloc[-1, 0], abs=1e-9)
        assert ours.won.variance[0] == pytest.approx(fitter.variance_.loc[:day].iloc[-1], rel=0.05)
