"""Gamma functions, posterior quantiles and the penalised fit against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special

from headway.stats.gammas import log_gamma
from headway.stats.laplace import crossed_logit
from headway.stats.posterior import beta_quantiles, gamma_quantiles

LEVELS = [0.025, 0.1, 0.5, 0.9, 0.975]
SHAPES = st.floats(0.05, 1e6)


@settings(max_examples=60, deadline=None)
@given(st.floats(1e-3, 1e9))
def test_log_gamma(value):
    assert log_gamma(value) == pytest.approx(special.gammaln(value), rel=1e-11, abs=1e-11)


@settings(max_examples=60, deadline=None)
@given(SHAPES, SHAPES)
def test_beta_quantiles(a, b):
    spread = np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
    theirs = special.betaincinv(a, b, LEVELS)
    np.testing.assert_allclose(beta_quantiles(a, b, LEVELS), theirs, atol=2e-3 * spread)


@settings(max_examples=60, deadline=None)
@given(SHAPES)
def test_gamma_quantiles(shape):
    theirs = special.gammaincinv(shape, LEVELS)
    np.testing.assert_allclose(gamma_quantiles(shape, LEVELS), theirs, atol=2e-3 * np.sqrt(shape))


def test_crossed_logit_sits_at_the_penalised_mode_with_its_curvature():
    random = np.random.default_rng(1)
    first, second = (side.ravel() for side in np.indices((4, 3)))
    n = random.integers(20, 90, 12)
    won = random.binomial(n, 0.2 + 0.15 * first)
    fitted = crossed_logit(won, n, [first, second], [4, 3])
    penalty = 1 / np.concatenate(([9.0], np.repeat(fitted.variances, [4, 3])))

    def loss(effects: np.ndarray) -> float:
        odds = effects[0] + effects[1 + first] + effects[5 + second]
        return float(np.sum(n * np.logaddexp(0, odds) - won * odds) + 0.5 * penalty @ effects**2)

    mode = optimize.minimize(loss, np.zeros(8), method="BFGS", options={"gtol": 1e-8}).x
    np.testing.assert_allclose(fitted.mean, mode, atol=0.01)
    step = 1e-4 * np.eye(8)
    curve = [
        [(loss(mode + a + b) - loss(mode + a - b) - loss(mode - a + b) + loss(mode - a - b)) / 4e-8 for b in step]
        for a in step
    ]
    np.testing.assert_allclose(fitted.covariance, np.linalg.inv(curve), rtol=0.05, atol=2e-3)
