"""Seeded chance: one independent stream per thing drawn, so that adding a draw in one place moves no other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
T = TypeVar("T")


def stream(seed: int, *key: str) -> np.random.Generator:
    """Return the generator of a named thing.

    >>> stream(7, "deal", "D0001").random() == stream(7, "deal", "D0001").random()
    True
    >>> stream(7, "deal", "D0001").random() == stream(7, "deal", "D0002").random()
    False
    """
    digest = hashlib.blake2b("|".join((str(seed), *key)).encode(), digest_size=8).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))


def pick(rng: np.random.Generator, options: Sequence[T]) -> T:
    """Return one of the options, all equally likely (ten times faster than `rng.choice` on a short list)."""
    return options[int(rng.random() * len(options))]


def pick_by_share(rng: np.random.Generator, shares: Sequence[float], n: int) -> Ints:
    """Return `n` indices drawn in proportion to the shares."""
    edges = np.cumsum(np.asarray(shares, dtype=np.float64))
    index: Ints = np.searchsorted(edges, rng.random(n) * edges[-1], side="right").astype(np.int64)
    return index
