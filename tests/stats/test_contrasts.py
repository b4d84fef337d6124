"""Differences among rows alike: against hand counts, against Mantel and Haenszel, and in worlds with known truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.stats.contrasts import Alike


def _table(counts: dict[tuple[int, int, int], int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(happened, has, group) of rows counted by (group, has, happened)."""
    rows = [(happened, has, group) for (group, has, happened), n in counts.items() for _ in range(n)]
    happened, has, group = (np.array(column) for column in zip(*rows, strict=True))
    return happened == 1, has == 1, group


def test_one_group_is_the_difference_of_two_shares() -> None:
    happened, has, group = _table({(0, 1, 1): 30, (0, 1, 0): 20, (0, 0, 1): 10, (0, 0, 0): 40})
    found = Alike(happened, [group], np.arange(100)).contrast(has)
    assert found.value == pytest.approx(30 / 50 - 10 / 50)
    assert found.n == 50
    assert found.low < found.value < found.high


def test_groups_are_weighted_as_mantel_and_haenszel_say() -> None:
    """By hand: (.5 × 10×10/20 + .2 × 40×10/50) ÷ (5 + 8)."""
    counts = {
        (0, 1, 1): 8, (0, 1, 0): 2, (0, 0, 1): 3, (0, 0, 0): 7,
        (1, 1, 1): 12, (1, 1, 0): 28, (1, 0, 1): 1, (1, 0, 0): 9,
    }  # fmt: skip
    happened, has, group = _table(counts)
    found = Alike(happened, [group], np.arange(happened.size)).contrast(has)
    assert found.value == pytest.approx((0.5 * 5 + 0.2 * 8) / 13)


def test_a_group_alone_makes_no_difference() -> None:
    """Simpson's paradox: nothing differs within the groups, much does over all."""
    counts = {
        (0, 1, 1): 80, (0, 1, 0): 20, (0, 0, 1): 8, (0, 0, 0): 2,
        (1, 1, 1): 1, (1, 1, 0): 9, (1, 0, 1): 10, (1, 0, 0): 90,
    }  # fmt: skip
    happened, has, group = _table(counts)
    rows = np.arange(happened.size)
    assert Alike(happened, [group], rows).contrast(has).value == pytest.approx(0, abs=1e-12)
    assert Alike(happened, [np.zeros_like(group)], rows).contrast(has).p < 1e-6


@given(st.integers(0, 2**32 - 1), st.integers(2, 4), st.integers(1, 6))
def test_neither_the_order_of_rows_nor_the_names_of_groups_matter(seed: int, segments: int, sellers: int) -> None:
    chance = np.random.default_rng(seed)
    n = 80
    happened, has = chance.random(n) < 0.4, chance.random(n) < 0.5
    groups = [chance.integers(0, segments, n), chance.integers(0, sellers, n)]
    cluster = chance.integers(0, 30, n)
    one = Alike(happened, groups, cluster).contrast(has)
    order = chance.permutation(n)
    renamed = [(group.max() - group)[order] * 3 for group in groups]
    other = Alike(happened[order], renamed, cluster[order] + 7).contrast(has[order])
    for name in ("value", "low", "high", "p"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-9, nan_ok=True)


@given(st.integers(0, 2**32 - 1))
def test_having_and_not_having_mirror_each_other(seed: int) -> None:
    chance = np.random.default_rng(seed)
    happened, has = chance.random(60) < 0.3, chance.random(60) < 0.5
    alike = Alike(happened, [chance.integers(0, 3, 60)], np.arange(60))
    one, other = alike.contrast(has), alike.contrast(~has)
    assert one.value == pytest.approx(-other.value, abs=1e-12, nan_ok=True)
    assert one.p == pytest.approx(other.p, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize(
    ("happened", "has"),
    [
        (np.zeros(0, bool), np.zeros(0, bool)),
        (np.ones(1, bool), np.ones(1, bool)),
        (np.ones(50, bool), np.arange(50) % 2 == 0),
        (np.zeros(50, bool), np.arange(50) % 2 == 0),
        (np.arange(50) % 2 == 0, np.ones(50, bool)),
        (np.arange(50) % 2 == 0, np.arange(50) < 4),
    ],
    ids=["no row", "one row", "all happened", "none happened", "all have it", "four have it"],
)
def test_what_cannot_be_told_is_not_known(happened: np.ndarray, has: np.ndarray) -> None:
    found = Alike(happened, [np.zeros(happened.size, int)], np.arange(happened.size)).contrast(has)
    assert not found.known
    assert np.isnan(found.p)


def test_a_few_rows_that_all_failed_are_no_certainty() -> None:
    """Six deals, all lost, where one in five is won: that is chance, .8^6 = .26."""
    happened = np.concatenate((np.zeros(6, bool), np.arange(500) % 5 == 0))
    found = Alike(happened, [np.zeros(506, int)], np.arange(506)).contrast(np.arange(506) < 6)
    assert found.p > 0.15
    assert found.high > -0.1


def test_rows_that_go_together_tell_less() -> None:
    chance = np.random.default_rng(3)
    account = np.repeat(np.arange(60), 10)
    happened, has = np.repeat(chance.random(60) < 0.3, 10), np.repeat(chance.random(60) < 0.5, 10)
    one_group = [np.zeros(600, int)]
    together, alone = (Alike(happened, one_group, cluster).contrast(has) for cluster in (account, np.arange(600)))
    assert together.high - together.low > 2 * (alone.high - alone.low)
    assert together.p > alone.p


def test_p_values_are_no_smaller_than_chance_where_nothing_differs() -> None:
    """2,000 rare things in worlds of 120 deals with ten sellers: at most 1 in 20 below .05, 1 in 100 below .01."""
    chance = np.random.default_rng(11)
    found = []
    for _ in range(200):
        seller = chance.integers(0, 10, 120)
        alike = Alike(chance.random(120) < 0.15, [seller], chance.integers(0, 60, 120))
        found += [alike.contrast(chance.random(120) < share).p for share in np.linspace(0.06, 0.5, 10)]
    p = np.array(found)
    p = p[np.isfinite(p)]
    for level in (0.05, 0.01):
        assert (p < level).mean() <= level + 2 * np.sqrt(level / p.size)
