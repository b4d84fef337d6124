"""Dwelling: ways out compete, and the draws of the quartiles are as wide as the quartiles are uncertain."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from headway.stats.dwelling import dwelling
from headway.stats.risksets import risk_sets, risk_sets_of_each
from headway.stats.streams import Streams
from headway.stats.survival import kaplan_meier

ROWS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=60)


def found(rows):
    ages, kind, group = (np.array(column) for column in zip(*rows, strict=True))
    streams = Streams.of("test", range(3), "2024-01-01")
    return dwelling(ages, kind, 2, group, streams), (ages, kind, group)


@given(ROWS)
def test_it_is_kaplan_meier_whatever_the_way_out(rows) -> None:
    ours, (ages, kind, group) = found(rows)
    stay = kaplan_meier(ages, kind < 2, kind == 2, group, groups=3)
    for name in ("n", "ended", "median_days", "low_days", "high_days", "p90_days", "quarter_n"):
        np.testing.assert_array_equal(getattr(ours.stay, name), getattr(stay, name))


@given(ROWS, st.sampled_from([1, 2**50]))
def test_risk_sets_of_single_spells_are_those_of_their_counts(rows, unit) -> None:
    ages, kind, group = (np.array(column) for column in zip(*rows, strict=True))
    ours = risk_sets_of_each(ages * unit, kind, 2, group)
    for one, other in zip(ours, risk_sets(ages * unit, [kind == 0, kind == 1], kind == 2, group), strict=True):
        for name in ("groups", "age_days", "at_risk", "events"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_stages_of_many_spells_are_counted_one_after_the_other() -> None:
    random = np.random.default_rng(3)
    group, kind = random.integers(0, 3, 60_000), random.integers(0, 3, 60_000)
    ages = random.integers(0, 10**6, 60_000)
    group[:59_000] %= 2  # two are wide, one is narrow
    counts = [[kind == 0, kind == 1], kind == 2]
    ours = {int(code): s for s in risk_sets_of_each(ages, kind, 2, group) for code in s.groups}
    theirs = {int(code): s for s in risk_sets(ages, *counts, group) for code in s.groups}
    assert set(ours) == set(theirs) == {0, 1, 2}
    for code, sets in ours.items():
        np.testing.assert_array_equal(sets.at_risk, theirs[code].at_risk)
        np.testing.assert_array_equal(sets.events, theirs[code].events)


@given(ROWS)
def test_without_open_spells_the_ways_out_are_their_shares(rows) -> None:
    closed = [(age, kind % 2, group) for age, kind, group in rows]
    ours, (_, kind, group) = found(closed)
    for code in np.unique(group):
        mine = kind[group == code]
        np.testing.assert_allclose(ours.exits[:, code], [(mine == 0).mean(), (mine == 1).mean()])


@given(ROWS)
def test_the_median_is_never_drawn_before_the_lower_quartile(rows) -> None:
    ours, _ = found(rows)
    known = np.isfinite(ours.half)
    assert (ours.half[known] >= ours.quarter[known]).all()


def test_the_range_of_what_would_be_saved_holds_the_truth_four_times_in_five() -> None:
    """400 samples of 300 exponential spells, some still going: median less lower quartile is log(1.5) means."""
    random = np.random.default_rng(5)
    spells, seen = random.exponential(1000, (400, 300)), random.uniform(0, 8000, (400, 300))
    ages, ended = np.minimum(spells, seen).astype(np.int64), spells <= seen
    streams = Streams.of("test", range(400), "2024-01-01")
    ours = dwelling(ages.ravel(), (~ended).ravel().astype(np.int64), 1, np.repeat(np.arange(400), 300), streams)
    low, high = np.quantile(ours.half - ours.quarter, [0.1, 0.9], axis=1)
    truth = 1000 * np.log(1.5)
    assert 0.76 <= ((low <= truth) & (truth <= high)).mean() <= 0.88
