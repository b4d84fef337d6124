"""Turns the question, the item and the day into a random generator, so that a draw never depends on the clock."""

from __future__ import annotations

import hashlib

import numpy as np


def rng(*parts: object) -> np.random.Generator:
    r"""Return a generator whose seed is a stable hash of `parts`.

    The hash is BLAKE2b (RFC 7693) over the text of each part with its length in front, so `("ab", "c")` and
    `("a", "bc")` differ. Python's own `hash` is salted per process and would not do.

    Args:
        parts: usually the question, the item's id and the `as_of` day; each is taken by `str`.

    Returns:
        A PCG64 generator: equal parts give equal draws in every process and on every machine.

    Example:
        >>> rng("velocity", "EMEA", "2024-03-31").integers(1000) == rng("velocity", "EMEA", "2024-03-31").integers(1000)
        np.True_
        >>> rng("ab", "c").integers(10**9) == rng("a", "bc").integers(10**9)
        np.False_
    """
    return np.random.Generator(np.random.PCG64(stable_hash(*parts)))


def stable_hash(*parts: object, bits: int = 128) -> int:
    """Return a whole number of so many bits that stands for `parts` in every process, on every machine.

    Example:
        >>> stable_hash("velocity", "EMEA", bits=16)
        42178
    """
    digest = hashlib.blake2b(digest_size=bits // 8)
    for part in parts:
        text = str(part).encode()
        digest.update(len(text).to_bytes(8, "big"))
        digest.update(text)
    return int.from_bytes(digest.digest(), "big")
