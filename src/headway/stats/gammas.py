"""The logarithm of the gamma function on arrays, without a heavy import."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Floats, as_floats

_HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)
_STEPS = 8


def log_gamma(values: ArrayLike) -> Floats:
    """Return ln Gamma(x) for x > 0, to 1e-12: Stirling's series at x + 8, then eight steps back.

    Source: Abramowitz and Stegun (1964), 6.1.41.

    Example:
        >>> log_gamma([0.5, 5.0]).round(9)
        array([0.57236494, 3.17805383])
    """
    x = as_floats(values)
    steps = x.copy()
    for ahead in range(1, _STEPS):
        steps = steps * (x + ahead)
    far = x + _STEPS
    square = far * far
    series = (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * square)) / square) / square) / far
    out: Floats = (far - 0.5) * np.log(far) - far + _HALF_LOG_2PI + series - np.log(steps)
    return out
