"""Marks keep their order at any scale, and say in words what they draw."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from headway.serve.web.marks import FEW, Scale, mark, scale_over, total

figures = st.floats(-1e9, 1e9, allow_nan=False)
estimates = st.tuples(figures, figures, figures, st.integers(0, 500)).map(
    lambda f: dict(zip(("low", "value", "high"), sorted(f[:3]), strict=True)) | {"n": f[3], "unit": "USD"}
)


@given(st.lists(estimates, min_size=1, max_size=9))
def test_parts_stand_in_their_order_and_inside_the_drawing(found):
    scale = scale_over(found, zero=True)
    for estimate in found:
        m = mark(estimate, scale, signed=True)
        assert -0.01 <= m.low <= m.middle_low + 0.01 <= m.dot + 0.02 <= m.middle_high + 0.03 <= m.high + 0.04 <= 100.05
        assert m.zero is not None
        assert -0.01 <= m.zero <= 100.01


@given(estimates)
@example({"value": 1.0, "low": 0.5, "high": 2.0, "n": FEW, "unit": "USD"})
@example({"value": 1.0, "low": 0.0, "high": 2.0, "n": FEW - 1, "unit": "USD"})
def test_not_clear_means_that_the_range_reaches_zero(estimate):
    m = mark(estimate, Scale(-1, 1), signed=True)
    assert m.clear == (estimate["low"] > 0 or estimate["high"] < 0)
    assert ("not clear yet" in m.spoken) == (not m.clear)
    assert m.few == (estimate["n"] < FEW)


@given(st.lists(estimates, min_size=1, max_size=9))
def test_a_total_is_the_sum_of_its_parts(found):
    whole = total(found)
    for key in ("value", "low", "high"):
        assert abs(whole[key] - sum(e[key] for e in found)) < 1e-3


def test_what_is_not_known_is_no_figure():
    m = mark({"value": None, "reason": "no won deal yet"}, Scale(0, 1))
    assert (m.known, m.text, m.reason) == (False, "not known", "no won deal yet")
    assert total([{"value": None, "reason": "x"}]) is None


@given(figures, st.floats(1e-3, 1e9))
def test_ticks_are_few_and_on_the_scale(low, width):
    scale = Scale(low, low + width)
    ticks = scale.ticks()
    assert len(ticks) <= 6
    assert all(scale.low - width * 1e-6 <= tick <= scale.high + width * 1e-6 for tick in ticks)
