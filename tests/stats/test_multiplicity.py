"""False discovery rates: against published numbers, and in families where nothing is true."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from headway.stats.multiplicity import benjamini_yekutieli, families, holm

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=20)


def test_benjamini_yekutieli_as_r_gives_it() -> None:
    """R 4.3: p.adjust(c(.01, .02, .03, .04, .05), "BY") is .1141667 five times; c(.001, .5, .9) is below."""
    assert benjamini_yekutieli([0.01, 0.02, 0.03, 0.04, 0.05]).round(7).tolist() == [0.1141667] * 5
    assert benjamini_yekutieli([0.001, 0.5, 0.9]).round(4).tolist() == [0.0055, 1.0, 1.0]


@given(p_values)
def test_adjusted_values_are_never_smaller_and_keep_their_order(p: list[float]) -> None:
    for adjust in (benjamini_yekutieli, holm):
        adjusted = adjust(p)
        assert (adjusted >= np.array(p) - 1e-12).all()
        assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= -1e-12).all()


@given(st.lists(p_values, min_size=1, max_size=8))
def test_members_are_claimed_only_within_families_claimed(p: list[list[float]]) -> None:
    found = families(p)
    for q, members in zip(found.q, found.claimed, strict=True):
        assert bool(members.any()) == bool(q <= 0.05)


def test_what_cannot_be_told_is_never_claimed() -> None:
    found = families([[np.nan, 1e-9], [np.nan], []])
    assert [members.tolist() for members in found.claimed] == [[False, True], [False], []]
    assert found.q.tolist()[1:] == [1.0, 1.0]


def test_nothing_to_look_at() -> None:
    assert families([]).claimed == ()
