"""Cuts what is known of each deal into levels that can be compared; how it ended plays no part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headway.explain.factor import Factor
from headway.stats.arrays import Bools, Floats, Ints

UNKNOWN = -1
_MOST_TEXTS = 8
_MANY_TEXTS = 20
_OTHERS = "others"
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Levels:
    """At which level each deal stands: int [deals], :data:`UNKNOWN` where it is not known, and the levels' names."""

    codes: Ints
    names: tuple[str, ...]


def cut(factor: Factor, values: pa.ChunkedArray, segment: Ints, compared: Bools) -> Levels:
    """The levels of one factor.

    Args:
        values: one a deal, in the order of the deals; null where the scan had no row or told nothing.
        segment: the deal's segment.
        compared: the deals that are compared: quantiles, and what is usual in a segment, are theirs.
    """
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        return _of_texts(values, compared)
    numbers = np.asarray(values.cast(pa.float64()).fill_null(np.nan).to_numpy(), dtype=np.float64)
    if factor.by_segment:
        numbers = numbers / _usual(numbers, segment, compared)
    if factor.parts:
        return _of_quantiles(numbers, factor.parts, compared)
    return Levels(_coded(numbers, factor.cuts), factor.levels)


def _coded(numbers: Floats, cuts: Sequence[float]) -> Ints:
    codes = np.searchsorted(np.asarray(cuts, dtype=np.float64), numbers, side="right")
    return np.where(np.isfinite(numbers), codes, UNKNOWN).astype(np.int64)


def _usual(numbers: Floats, segment: Ints, compared: Bools) -> Floats:
    """The middle value of each deal's segment."""
    known = compared & np.isfinite(numbers)
    size = int(segment.max(initial=0)) + 1
    middle = np.full(size, np.nan)
    order = np.lexsort((numbers[known], segment[known]))
    codes, sorted_numbers = segment[known][order], numbers[known][order]
    counts = np.bincount(codes, minlength=size)
    starts = np.cumsum(counts) - counts
    here = counts > 0
    low, high = starts + np.maximum(counts - 1, 0) // 2, starts + counts // 2
    middle[here] = (sorted_numbers[low[here]] + sorted_numbers[high[here]]) / 2.0
    usual: Floats = middle[segment]
    return usual


def _of_quantiles(numbers: Floats, parts: int, compared: Bools) -> Levels:
    """So many parts with about as many deals each; of values that many deals share, fewer."""
    known = compared & np.isfinite(numbers)
    if not known.any():
        return Levels(np.full(numbers.size, UNKNOWN), ())
    edges = np.quantile(numbers[known], np.linspace(0, 1, parts + 1)[1:-1], method="higher")
    cuts = np.unique(edges[edges > numbers[known].min()])
    names = [f"under {_short(cuts[0])}"] if cuts.size else ["any"]
    names += [f"{_short(a)} to under {_short(b)}" for a, b in pairwise(cuts)]
    names += [f"{_short(cuts[-1])} or more"] if cuts.size else []
    return Levels(_coded(numbers, tuple(cuts)), tuple(names))


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:.3g}"


def _of_texts(values: pa.ChunkedArray, compared: Bools) -> Levels:
    """The most frequent texts, in their alphabet's order, and the others together; many numbers are numbers."""
    texts = pc.if_else(pc.equal(pc.utf8_trim_whitespace(values), ""), pa.scalar(None, pa.string()), values)
    encoded = pa.chunked_array(texts).combine_chunks().dictionary_encode()
    codes = encoded.indices.fill_null(UNKNOWN).to_numpy(zero_copy_only=False).astype(np.int64)
    words: list[Any] = encoded.dictionary.to_pylist()
    counts = np.bincount(codes[compared & (codes >= 0)], minlength=len(words))
    if (numbers := _numbers(words)) is not None:
        return _of_quantiles(np.append(numbers, np.nan)[codes], _QUARTERS, compared)
    ranked = sorted((i for i in range(len(words)) if counts[i]), key=lambda i: (-counts[i], words[i]))
    kept = sorted(ranked[:_MOST_TEXTS], key=lambda i: str(words[i]))
    places = np.full(len(words) + 1, len(kept))
    places[kept] = np.arange(len(kept))
    places[-1] = UNKNOWN
    others = [_OTHERS] if len(ranked) > _MOST_TEXTS else []
    return Levels(places[codes], (*(str(words[i]) for i in kept), *others))


def _numbers(words: Sequence[str]) -> Floats | None:
    """The texts as numbers where there are many of them and all are."""
    if len(words) <= _MANY_TEXTS:
        return None
    try:
        numbers = np.array(words, dtype=np.float64)
    except ValueError:
        return None
    return numbers if bool(np.isfinite(numbers).all()) else None
