"""Sellers are called above or below the team only where neither chance, the deals received nor one customer says it."""

from __future__ import annotations

import numpy as np
import pytest

from headway.explain.sellers import ABOVE, ALIKE, BELOW, Trials, judge
from headway.stats.streams import Streams

TEAM = 0.158


def _trials(won: np.ndarray, n: np.ndarray, *levels: np.ndarray, who: np.ndarray | None = None) -> Trials:
    """Deals of accounts of their own, won and closed by cell."""
    who = np.arange(won.size) if who is None else who
    sellers = int(who.max()) + 1
    single = (np.repeat(who, n), np.concatenate([np.arange(t) < w for w, t in zip(won, n, strict=True)]).astype(float))
    accounts = (*single, np.ones(single[0].size))
    return Trials(sellers, accounts, (who, won.astype(float), n.astype(float)), list(levels))


def _streams(sellers: int, world: int = 0) -> Streams:
    return Streams.of("reps", range(sellers), world)


def _others(seed: int = 4) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.binomial(550, np.clip(random.normal(TEAM, 0.018, 19), 0.1, 0.22))


def test_a_seller_at_62_of_550_in_a_team_at_16_percent_is_below_it_by_less_than_it_looks() -> None:
    won = np.array([62, *_others()])
    found = judge(_trials(won, np.full(20, 550)), _streams(20))
    assert found.raw.value[0] == pytest.approx(62 / 550)
    assert 0.12 <= found.shrunk.value[0] <= 0.14
    assert found.p_below[0] >= 0.97
    assert found.verdict(0) == BELOW
    assert np.isnan(found.mix_share.value[0]), "nothing told the deals apart"


def test_where_three_meetings_are_of_one_deal_nothing_is_clear() -> None:
    """The same figures, but each three go together: they are as good as a third of them."""
    won = np.array([62, *_others()]) // 3
    who = np.repeat(np.arange(20), 183)
    yes = np.concatenate([np.arange(183) < w for w in won]).astype(float)
    three = np.full(who.size, 3.0)
    totals = (np.arange(20), 3.0 * won, np.full(20, 549.0))
    found = judge(Trials(20, (who, 3 * yes, three), totals, []), _streams(20))
    assert found.design_effect == pytest.approx(np.full(20, 3.0))
    assert found.verdict(0) == ALIKE
    alone = judge(_trials(3 * won, np.full(20, 549)), _streams(20))
    assert alone.verdict(0) == BELOW, "counted as deals of their own they would have said so"


def test_a_seller_who_was_given_hard_deals_is_not_called_and_the_gap_is_mix() -> None:
    """Two segments, won at 40 and 10%, which all sell; the first seller gets mostly the hard one."""
    n = np.array([[40, 400]] + [[220, 220]] * 9)
    won = np.round(n * [0.4, 0.1]).astype(int)
    who, segment = np.repeat(np.arange(10), 2), np.tile([0, 1], 10)
    found = judge(_trials(won.ravel(), n.ravel(), segment, who=who), _streams(10))
    assert found.raw.high[0] < found.team.value[0]
    assert found.verdict(0) == ALIKE
    assert 0.8 <= found.mix_share.value[0] <= 1.2
    assert found.expected.value[0] == pytest.approx(0.4 / 11 + 1 / 11 - 0.25, abs=0.04)
    blind = judge(_trials(won.sum(axis=1), n.sum(axis=1)), _streams(10))
    assert blind.verdict(0) == BELOW, "without a look at the deals received the seller would be called"


def test_where_each_seller_sells_one_segment_alone_nobody_is_called() -> None:
    random = np.random.default_rng(2)
    rates = np.repeat([0.3, 0.1], 6)
    n = np.full(12, 200)
    won = random.binomial(n, rates)
    segment = np.repeat([0, 1], 6)
    found = judge(_trials(won, n, segment), _streams(12))
    assert {found.verdict(seller) for seller in range(12)} == {ALIKE}


def test_a_seller_who_wins_more_of_the_same_deals_is_above() -> None:
    random = np.random.default_rng(3)
    n = np.full((8, 2), 250)
    won = random.binomial(n, np.array([[0.6, 0.3]] + [[0.4, 0.15]] * 7))
    who, segment = np.repeat(np.arange(8), 2), np.tile([0, 1], 8)
    found = judge(_trials(won.ravel(), n.ravel(), segment, who=who), _streams(8))
    assert found.verdict(0) == ABOVE
    assert abs(found.mix_share.value[0]) < 0.1


def test_what_is_not_told_is_not_zero() -> None:
    won, n = np.array([0, 5, 0]), np.array([0, 5, 4])
    found = judge(_trials(won, n), _streams(3))
    assert np.isnan(found.raw.value[0])
    assert {found.verdict(seller) for seller in range(3)} == {ALIKE}
    assert (found.shrunk.low > 0).all()
    assert (found.shrunk.high < 1).all()


def test_the_order_of_rows_and_how_they_are_split_change_nothing() -> None:
    random = np.random.default_rng(5)
    who, segment = np.repeat(np.arange(5), 3), np.tile(np.arange(3), 5)
    n = random.integers(5, 40, 15)
    won = random.binomial(n, 0.3)
    whole = judge(_trials(won, n, segment, who=who), _streams(5))
    half, order = won // 2, random.permutation(30)
    parts = (np.concatenate([half, won - half])[order], np.concatenate([n // 2, n - n // 2])[order])
    split = judge(_trials(*parts, np.tile(segment, 2)[order], who=np.tile(who, 2)[order]), _streams(5))
    np.testing.assert_allclose(whole.shrunk.value, split.shrunk.value, rtol=1e-9)
    np.testing.assert_allclose(whole.p_below, split.p_below, atol=1e-9)


def test_shrunken_rates_lie_nearer_to_the_truth_than_raw_ones() -> None:
    """The benchmark ``sellers`` says by how much over 1,000 companies: this is a small look at the same."""
    random = np.random.default_rng(6)
    raw, shrunk = [], []
    for world in range(25):
        truth = random.beta(TEAM * 150, (1 - TEAM) * 150, 12)
        n = random.integers(20, 120, 12)
        found = judge(_trials(random.binomial(n, truth), n), _streams(12, world))
        raw.append((found.raw.value - truth) ** 2)
        shrunk.append((found.shrunk.value - truth) ** 2)
    assert np.mean(shrunk) <= 0.65 * np.mean(raw)
