"""Gains: signs, limits, seeds, and draws that agree with the exact expectation."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.prescribe.gain import Stakes, expected, gains, likely_clear
from headway.prescribe.odds import Odds, beta_of, moved

CHANCES = st.floats(0.02, 0.98)


def stakes(p=0.3, n=100.0, shift=0.5, sd=0.2, worth=1e4, **more) -> Stakes:
    known = {"spread": 0.0, "freed": 0.0, "shape": 10.0, "stops": False} | more
    parts = (p * n, (1 - p) * n, shift, sd, worth, known["spread"], known["freed"], known["shape"])
    return Stakes(*(np.array([part], dtype=float) for part in parts), np.array([known["stops"]]))


@given(p=CHANCES, n=st.floats(4, 1e5), shift=st.floats(-2, 2), sd=st.floats(0, 1), worth=st.floats(1, 1e7))
@settings(max_examples=60, deadline=None)
def test_a_gain_lies_within_its_interval_and_never_passes_what_the_deal_is_worth(p, n, shift, sd, worth):
    one = stakes(p, n, shift, sd, worth)
    found = gains(one, ["a"], "2026-06-01")
    assert found.gain.low[0] <= found.gain.value[0] <= found.gain.high[0]
    assert -p * worth * 1.001 <= expected(one)[0] <= (1 - p) * worth * 1.001
    assert 0 < found.with_it.low[0] <= found.with_it.high[0] < 1


@given(p=CHANCES, n=st.floats(10, 1e4), sd=st.floats(0.01, 1))
@settings(max_examples=40, deadline=None)
def test_without_a_believed_shift_there_is_no_clear_gain(p, n, sd):
    one = stakes(p, n, 0.0, sd)
    assert not likely_clear(one)[0]
    assert gains(one, ["a"], "2026-06-01").gain.low[0] < 0


def test_clear_is_what_the_drawn_interval_says_too():
    for shift, sd in ((0.55, 0.35), (0.40, 0.25), (0.12, 0.12), (0.3, 0.22), (-0.5, 0.2)):
        lows = np.array([gains(stakes(shift=shift, sd=sd), [name], "d").gain.low[0] for name in "abcdefgh"])
        assert (lows > 0).mean() == (1.0 if likely_clear(stakes(shift=shift, sd=sd))[0] else 0.0) or abs(
            shift / sd - 1.2816
        ) < 0.2


def test_draws_agree_with_the_exact_expectation():
    many = gains(stakes(0.25, 400.0, 0.5, 0.3), ["x"], "d")
    exact = expected(stakes(0.25, 400.0, 0.5, 0.3))[0]
    sample = np.mean([gains(stakes(0.25, 400.0, 0.5, 0.3), [str(i)], "d").gain.low[0] for i in range(20)])
    assert many.gain.value[0] == exact
    assert sample < exact


def test_a_draw_depends_on_the_action_and_the_day_and_on_nothing_beside_it():
    pair = Stakes(*(np.repeat(getattr(stakes(), name), 2) for name in Stakes.__dataclass_fields__))
    both, alone = gains(pair, ["a", "b"], "2026-06-01"), gains(stakes(), ["b"], "2026-06-01")
    assert both.gain.low[1] == alone.gain.low[0]
    assert both.gain.low[0] != both.gain.low[1]
    assert gains(stakes(), ["b"], "2026-06-02").gain.low[0] != alone.gain.low[0]


def test_hours_come_free_at_the_price_of_the_whole_chance():
    let_go = stakes(p=0.05, worth=10_000, freed=3_000, stops=True)
    assert expected(let_go)[0] == 3_000 - 500
    keep = stakes(p=0.6, worth=10_000, freed=3_000, stops=True)
    assert expected(keep)[0] < 0
    assert gains(keep, ["a"], "d").gain.high[0] < 0


def test_an_unstated_worth_widens_the_interval_and_leaves_the_gain():
    sure, unsure = (gains(stakes(sd=0.05, spread=spread), ["a"], "d").gain for spread in (0.0, 0.8))
    assert sure.value[0] == unsure.value[0]
    assert unsure.high[0] - unsure.low[0] > 2 * (sure.high[0] - sure.low[0])


@given(p=CHANCES, n=st.floats(5, 5000))
@settings(max_examples=40, deadline=None)
def test_an_interval_goes_to_a_beta_of_the_same_mean_and_width(p, n):
    a, b = np.array([p * n]), np.array([(1 - p) * n])
    stay_a, stay_b = moved(a, b, np.zeros(1), np.zeros(1))
    assert np.allclose(stay_a / (stay_a + stay_b), p, atol=2e-3)
    lower = moved(a, b, -np.ones(1), np.zeros(1))
    assert lower[0] / (lower[0] + lower[1]) < p


def test_a_deal_that_nobody_predicted_has_the_base_rate():
    odds = Odds((30.5, 70.5), 100, {"D2": (4.0, 4.0)})
    assert [side.tolist() for side in odds.of(["D2", None, "D9"])] == [[4.0, 30.5, 30.5], [4.0, 70.5, 70.5]]
    assert [side.size for side in odds.of([])] == [0, 0]
    assert (beta_of([0.0, 1.0], [0.0, 1.0], [0.0, 1.0])[0] > 0).all()
