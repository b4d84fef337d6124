"""The ranges of a change: the mix is drawn from the groups alone, the total is that of the two sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from headway.explain.change import parts_of
from headway.explain.levers import FORMS, Levers
from headway.measure.metric import Figure

FORM = replace(FORMS["rate"], factors=("win_rate", "deal_size"))
KEYS = (("north",), ("south",))
DRAWS = 400


def _side(seed: int, arrivals: list[float]) -> Levers:
    """Two segments, drawn apart from their whole, as every figure is drawn from its own stream."""
    random = np.random.default_rng(seed)
    values = np.array([arrivals, [0.2, 0.4], [900.0, 1100.0]])
    draws = values[..., None] * np.exp(0.1 * random.normal(size=(3, 2, DRAWS)))
    count = values[0].sum()
    won = (values[0] * values[1]).sum() / count
    whole = np.array([count, won, (values.prod(axis=0)).sum() / (count * won)])
    whole_draws = whole[:, None] * np.exp(0.1 * random.normal(size=(3, DRAWS)))
    pooled = {name: Figure.unknown(1, "", "drawn") for name in ("arrivals", *FORM.factors)}
    return Levers(KEYS, pooled, values, draws, whole, whole_draws, values[0], 90.0, 1.0)


def _ranges(*sides: Levers) -> dict[tuple[object, str], tuple[float, float, float]]:
    found = {}
    for part in parts_of("USD", FORM, FORM.factors, *sides):
        told = part.contribution
        found[part.key, part.lever] = (told.value, told.low, told.high)
    return found


def test_the_mix_has_no_part_in_how_the_whole_was_drawn():
    before, after = _side(1, [2.0, 1.0]), _side(2, [1.0, 2.0])
    other_draws = replace(after, whole_draws=_side(9, [1.0, 2.0]).whole_draws)
    one, other = _ranges(before, after), _ranges(before, other_draws)
    assert one[None, "mix"] == other[None, "mix"]
    assert one[None, "total"] != other[None, "total"]


def test_the_range_of_the_total_is_that_of_the_two_sides():
    before, after = _side(1, [2.0, 1.0]), _side(2, [1.0, 2.0])
    apart = after.whole_draws.prod(axis=0) - before.whole_draws.prod(axis=0)
    value, low, high = _ranges(before, after)[None, "total"]
    assert value == pytest.approx(after.whole.prod() - before.whole.prod())
    assert (low, high) == pytest.approx(tuple(np.quantile(apart, [0.1, 0.9])))


def test_where_segments_are_known_well_so_is_the_mix():
    drawn = (_side(1, [2, 1]), _side(2, [1, 2]))
    sure = [replace(side, draws=np.repeat(side.values[..., None], DRAWS, axis=2)) for side in drawn]
    value, low, high = _ranges(*sure)[None, "mix"]
    assert low == pytest.approx(value) == pytest.approx(high)
