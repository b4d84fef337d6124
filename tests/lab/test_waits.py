"""A stage that holds deals up is found, and where none does nothing is claimed; benchmarks/ has more companies."""

from __future__ import annotations

import numpy as np

from lab.waits import STAGES, World, ask, most_to_gain

COMPANIES = 15


def test_a_stage_that_holds_deals_up_stands_first_and_is_claimed_alone() -> None:
    for seed in range(COMPANIES):
        stage = seed % len(STAGES)
        world = World().held_up(stage, 2.0 / World().coming[stage])
        found = ask(world, seed)
        assert most_to_gain(world) == found.first == STAGES[stage]
        assert found.claimed == [STAGES[stage]]


def test_where_all_stages_are_alike_nothing_is_claimed_though_one_stands_first() -> None:
    found = [ask(World(deals=deals), seed) for deals in (60, 2000) for seed in range(COMPANIES)]
    assert [one.claimed for one in found] == [[]] * len(found)
    assert found[-1].first == STAGES[0]  # to which every deal comes


def test_the_range_of_the_gain_holds_the_gain_of_a_company_many_times_as_large() -> None:
    world = World(deals=1000)
    truth = ask(World(deals=100_000), 1).gains.gain.value / 100
    inside = []
    for seed in range(40):
        gain = ask(world, 100 + seed).gains.gain
        inside.append((gain.low <= truth) & (truth <= gain.high))
    assert 0.68 <= np.mean(np.array(inside)[:, [0, 1, 2, 3, 4]]) <= 0.95
