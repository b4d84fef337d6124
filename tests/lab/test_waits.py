"""A stage that holds deals up is found, and where none does nothing is claimed; benchmarks/ has more companies."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from headway.workspace import open_workspace
from lab.waits import NAMES, STAGES, World, ask, most_to_gain, write
from tests.guarantees import asking
from tests.guarantees.companies import write_settings

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


@pytest.mark.parametrize("held", [None, 3])
def test_the_same_comes_out_of_files_and_a_sync(tmp_path: Path, held: int | None) -> None:
    world = World() if held is None else World().held_up(held, 5.0)
    write(tmp_path / "it" / "export", world, seed=9)
    write_settings(tmp_path / "it")
    asking.sync(tmp_path / "it", datetime(2026, 1, 1))
    with closing(open_workspace(tmp_path / "it")) as workspace:
        rows = workspace.bottlenecks(as_of=date(2025, 12, 30)).rows  # the last day of what was drawn
    drawn = ask(world, 9)
    assert [row["stage"] for row in rows if row["clear"]] == drawn.claimed == ([] if held is None else [STAGES[held]])
    stay = drawn.stages.dwelling.stay
    for row in rows:
        place = NAMES.index(row["stage"])
        assert row["days"].value == pytest.approx(stay.median_days[place] / 86_400, abs=1e-9)
        assert (row["days"].n, row["entered"]) == (stay.n[place], drawn.stages.entered[place])
