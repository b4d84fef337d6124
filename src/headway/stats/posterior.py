"""Reads quantiles of Beta and Gamma posteriors off a grid: as exact as is shown, and no heavy import."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Floats, as_floats

_POINTS = 1201
_BEYOND = 700.0  # log odds past which a share is 0 in a double
_REACH = 9.0  # standard deviations, or mean tail lengths, on either side


def beta_quantiles(a: ArrayLike, b: ArrayLike, levels: ArrayLike) -> Floats:
    """Return quantiles of Beta(a, b), float [levels, ...]; right to 1e-3 of its standard deviation.

    The density is integrated over the log odds x, where it is exp(a x) / (1 + exp(x))^(a + b): smooth for all a, b > 0.

    Example:
        >>> beta_quantiles(1, 1, [0.1, 0.9]).round(3)
        array([0.1, 0.9])
    """
    first, second = (side[..., None] for side in np.broadcast_arrays(as_floats(a), as_floats(b)))
    middle = np.log(first / second)
    reach = np.sqrt(1.0 / first + 1.0 / second)
    grid = _grid(middle, reach + 1.0 / first, reach + 1.0 / second)
    odds: Floats = _quantiles(grid, first * grid - (first + second) * np.logaddexp(0.0, grid), as_floats(levels))
    return 1.0 / (1.0 + np.exp(np.minimum(-odds, _BEYOND)))


def gamma_quantiles(shape: ArrayLike, levels: ArrayLike) -> Floats:
    """Return quantiles of Gamma(shape) of scale 1, float [levels, ...]; right to 1e-3 of its standard deviation.

    Example:
        >>> gamma_quantiles(1, [0.5]).round(4)
        array([0.6931])
    """
    wide = as_floats(shape)[..., None]
    reach = 1.0 / np.sqrt(wide)
    grid = _grid(np.log(wide), reach + 1.0 / wide, np.minimum(reach, 1.0))
    return np.exp(_quantiles(grid, wide * grid - np.exp(grid), as_floats(levels)))


def _grid(middle: Floats, left: Floats, right: Floats) -> Floats:
    step = np.linspace(-_REACH, _REACH, _POINTS)
    return middle + np.where(step < 0.0, step * left, step * right)


def _quantiles(grid: Floats, log_density: Floats, levels: Floats) -> Floats:
    """Integrate by trapezia and interpolate between grid points, float [levels, ...]."""
    density = np.exp(log_density - log_density.max(axis=-1, keepdims=True))
    slices = (density[..., 1:] + density[..., :-1]) * np.diff(grid, axis=-1)
    mass = np.concatenate((np.zeros((*slices.shape[:-1], 1)), np.cumsum(slices, axis=-1)), axis=-1)
    mass /= mass[..., -1:]
    return np.stack([_crossing(grid, mass, level) for level in levels.ravel()])


def _crossing(grid: Floats, mass: Floats, level: float) -> Floats:
    after = np.maximum((mass >= level).argmax(axis=-1), 1)[..., None]
    x1, x0 = (np.take_along_axis(grid, after - back, axis=-1) for back in (0, 1))
    m1, m0 = (np.take_along_axis(mass, after - back, axis=-1) for back in (0, 1))
    found: Floats = x0 + (x1 - x0) * (level - m0) / np.maximum(m1 - m0, 1e-300)
    return found[..., 0]
