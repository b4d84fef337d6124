"""Forecasts: true where the truth is known, equal where nothing tells, deaf to what came later."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from headway.predict.backtest import learn
from headway.predict.forecasts import Forecast
from tests.predict.worlds import ADVANCE, DAYS, LOSE, nothing_tells, stages_tell

TRUE_ODDS = np.cumprod((ADVANCE / (ADVANCE + LOSE))[::-1])[::-1]
STAGES = np.arange(4)


def flat(forecast: Forecast) -> np.ndarray:
    parts = [getattr(forecast, field.name) for field in fields(Forecast)]
    return np.concatenate([side for part in parts[:-1] for side in (part.value, part.low, part.high)] + [parts[-1]])


def test_odds_of_each_stage_are_found_and_their_intervals_hold_them():
    held, off = [], []
    for seed in range(8):
        past, _ = stages_tell(seed, 1000)
        found = learn(past, DAYS, seed).forecast(STAGES, np.full(4, 10.0)).p_won
        held.append((found.low <= TRUE_ODDS) & (found.high >= TRUE_ODDS))
        off.append(found.value - TRUE_ODDS)
    assert 0.68 <= np.mean(held) <= 0.97
    assert np.abs(np.mean(off, axis=0)).max() < 0.03


def test_everything_lies_where_it_must():
    past, _ = stages_tell(3, 300)
    found = learn(past, DAYS, "d").forecast(np.array([-1, 0, 1, 2, 3, 99]), np.array([0.0, 3, 9, 27, 81, 800]))
    for part in (found.p_won, found.p_won_30, found.p_won_90, found.p_lost):
        assert np.all((part.low >= 0) & (part.low <= part.value) & (part.value <= part.high) & (part.high <= 1))
    assert np.all(found.p_won_30.value <= found.p_won_90.value)
    assert np.all(found.p_won_90.value <= found.p_won.value)
    assert np.all(found.p_won.value + found.p_lost.value <= 1 + 1e-12)
    assert np.all(found.days_to_close.value > 0)


def test_where_nothing_tells_all_stages_have_about_one_share():
    past, _ = nothing_tells(4, 2000)
    found = learn(past, DAYS, "d").forecast(STAGES, np.full(4, 10.0)).p_won
    assert np.ptp(found.value) < 0.07
    assert np.all(np.abs(found.value - 0.35) < 0.06)


def test_later_facts_change_nothing():
    past, account = stages_tell(5, 300)
    later = replace(
        past,
        closed_day=np.where(past.closed_day > 400, past.closed_day + 50, past.closed_day),
        outcome=np.where((past.closed_day > 400) & (past.outcome > 0), 3 - past.outcome, past.outcome),
        spell_stage=np.where(past.spell_day > 400, 3 - past.spell_stage, past.spell_stage),
    )
    one, other = (learn(each, 400.0, "d", account=account).forecast(STAGES, STAGES) for each in (past, later))
    np.testing.assert_array_equal(flat(one), flat(other))


def test_the_order_of_journeys_changes_nothing():
    past, account = stages_tell(6, 300)
    order = np.random.default_rng(1).permutation(300)
    place = np.argsort(order)
    mixed = type(past).of(
        past.created_day[order],
        past.closed_day[order],
        past.outcome[order],
        place[past.spell_journey],
        past.spell_day,
        past.spell_stage,
    )
    one = learn(past, DAYS, "d", account=account).forecast(STAGES, STAGES)
    other = learn(mixed, DAYS, "d", account=account[order]).forecast(STAGES, STAGES)
    np.testing.assert_allclose(flat(one), flat(other), rtol=1e-9, atol=1e-9)


def test_a_company_without_a_past_is_told_even_odds_and_how_little_that_is():
    past, _ = stages_tell(7, 20)
    found = learn(past.known_by(-1.0), -1.0, "d").forecast([0], [5.0]).p_won
    assert found.high[0] - found.low[0] > 0.5
