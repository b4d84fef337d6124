"""Kaplan-Meier and the clustered mean against lifelines and against the textbook formulas of others."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.stats.survival import kaplan_meier

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from lifelines import KaplanMeierFitter
    from lifelines.utils import qth_survival_times


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=60))
def test_quartiles_equal_lifelines(rows):
    ages, ended = (np.array(column) for column in zip(*rows, strict=True))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter = KaplanMeierFitter().fit(ages, ended)
        # a hair above the quantile: lifelines multiplies by logarithms and may miss an exact half by 1e-16
        theirs = [float(qth_survival_times(q + 1e-9, fitter.survival_function_)) for q in (0.5, 0.75, 0.25)]
    stay = kaplan_meier(ages, ended, ~ended, np.zeros(ages.size, int))
    ours = np.array([stay.median_days[0], stay.lower_quartile_days[0], stay.upper_quartile_days[0]])
    np.testing.assert_allclose(np.nan_to_num(ours, nan=np.inf), theirs)


def test_median_interval_equals_lifelines():
    random = np.random.default_rng(2)
    ages, ended = random.integers(1, 90, 200), random.random(200) < 0.6
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifelines.utils import median_survival_times

        fitter = KaplanMeierFitter(alpha=0.2).fit(ages, ended)
        low, high = median_survival_times(fitter.confidence_interval_).to_numpy()[0]
    stay = kaplan_meier(ages, ended, ~ended, np.zeros(200, int))
    assert (stay.low_days[0], stay.high_days[0]) == (low, high)


def test_remission_times_of_the_6mp_patients():
    # Freireich et al. (1963), Blood 21, 699: 21 patients on 6-MP; the median of 23 weeks is in Kalbfleisch and
    # Prentice (2002), table 1.1 and figure 1.3; in R: survfit(Surv(weeks, ended) ~ 1) gives median 23
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    ended = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0])
    stay = kaplan_meier(weeks, ended, 1 - ended, np.zeros(21, int))
    assert stay.median_days[0] == pytest.approx(23)
    assert np.isnan(stay.upper_quartile_days[0])


def test_spells_to_the_second_equal_lifelines_to_1e_9():
    random = np.random.default_rng(3)
    seconds, ended = random.gamma(1.6, 12 * 86_400, 2_000).astype(np.int64), random.random(2_000) < 0.7
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitter = KaplanMeierFitter().fit(seconds / 86_400, ended)
        theirs = [float(qth_survival_times(q, fitter.survival_function_)) for q in (0.5, 0.75, 0.25)]
    stay = kaplan_meier(seconds, ended, ~ended, np.zeros(2_000, int))
    ours = [stay.median_days[0], stay.lower_quartile_days[0], stay.upper_quartile_days[0]]
    np.testing.assert_allclose(np.array(ours) / 86_400, theirs, rtol=0, atol=1e-9)
