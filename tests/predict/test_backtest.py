"""The verdict: skill where stages tell, no signal where nothing does, and never from the clock alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from headway.predict.backtest import cut_days, replay
from headway.predict.landmarks import WON, Histories
from tests.predict.worlds import DAYS, nothing_tells, stages_tell


@pytest.mark.parametrize("deals", [800, 2000])
def test_stages_that_tell_are_skill(deals):
    past, account = stages_tell(1, deals)
    judged = replay(past, DAYS, "d", account=account).judged(account)
    assert judged.verdict == "skill"
    assert judged.auc > 0.7
    assert judged.ece < 0.08
    assert judged.baseline_log_loss - judged.log_loss == pytest.approx(judged.gain.mean)


@pytest.mark.parametrize("won_take_longer", [1.0, 1.25, 2.0])
def test_nothing_to_tell_is_no_signal_whatever_the_clock_says(won_take_longer):
    verdicts = []
    for seed in range(6):
        past, account = nothing_tells(100 + seed, 300, won_take_longer)
        verdicts.append(replay(past, DAYS, seed, account=account).judged(account).verdict)
    assert verdicts.count("skill") == 0


def test_shuffled_outcomes_are_no_signal():
    past, account = stages_tell(2, 1000)
    closed = past.outcome > 0
    shuffled = past.outcome.copy()
    shuffled[closed] = np.random.default_rng(1).permutation(shuffled[closed])
    assert replay(replace(past, outcome=shuffled), DAYS, "d", account=account).judged(account).verdict == "no signal"


def test_without_stages_there_is_only_the_clock_and_no_skill_over_it():
    past, account = nothing_tells(3, 1000, 3.0)
    bare = Histories.of(past.created_day, past.closed_day, past.outcome)
    said = replay(bare, DAYS, "d", account=account)
    np.testing.assert_array_equal(said.p_won, said.base_clock)
    assert said.judged(account).verdict == "no signal"


def test_nothing_later_than_the_cut_is_said_and_nothing_later_than_the_day_is_judged():
    past, account = stages_tell(4, 300)
    days = np.array([300.0, 360.0])
    whole, known = replay(past, 500.0, "d", days=days), replay(past.known_by(500.0), 500.0, "d", days=days)
    for name in whole.__slots__:
        np.testing.assert_array_equal(getattr(whole, name), getattr(known, name))
    longer = replay(past, DAYS, "d", days=days)
    np.testing.assert_array_equal(whole.p_closed_soon, longer.p_closed_soon)
    assert account.size == past.outcome.size


def test_timing_is_judged_apart():
    past, account = stages_tell(5, 600)
    said = replay(past, DAYS, "d", account=account)
    timing = said.timing(account)
    assert timing.n < said.journey.size
    assert timing.log_loss < timing.baseline_log_loss + 0.02


def test_too_young_a_company_is_not_judged():
    past, _ = stages_tell(6, 20)
    said = replay(past, 60.0, "d")
    assert cut_days(past, 60.0).size == 0
    assert said.journey.size == 0
    judged = said.judged()
    assert (judged.verdict, judged.n) == ("no signal", 0)


def test_the_won_share_known_at_the_cut_is_a_base_rate():
    past, _ = stages_tell(7, 400)
    said = replay(past, DAYS, "d", days=np.array([400.0]))
    closed = past.closed_day <= 400
    assert said.base_closed[0] == pytest.approx((past.outcome[closed] == WON).mean())
