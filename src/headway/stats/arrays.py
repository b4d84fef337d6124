"""Names the kinds of array that the numbers travel in, so that signatures read as sentences."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

__all__ = ["Bools", "Floats", "Ints", "as_floats", "as_ints", "ratio"]


def as_floats(values: ArrayLike) -> Floats:
    """Return `values` as a float64 array.

    Example:
        >>> as_floats([1, 2])
        array([1., 2.])
    """
    return np.asarray(values, dtype=np.float64)


def as_ints(values: ArrayLike) -> Ints:
    """Return `values` as an int64 array; a value that is no whole number is refused, not cut.

    Raises:
        ValueError: if a value is not a whole number.

    Example:
        >>> as_ints([1.0, 2.0])
        array([1, 2])
    """
    given = np.asarray(values)
    if given.dtype == np.int64:
        return given
    whole = given.astype(np.int64)
    if not np.array_equal(whole, given):
        msg = "whole numbers are needed here; round or count first"
        raise ValueError(msg)
    return whole


def ratio(numerator: ArrayLike, denominator: ArrayLike) -> Floats:
    """Divide element by element; where the denominator is 0 the answer is not known (NaN), never 0.

    Example:
        >>> ratio([1, 1], [2, 0])
        array([0.5, nan])
    """
    top, bottom = np.broadcast_arrays(as_floats(numerator), as_floats(denominator))
    out: Floats = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0)
    return out
