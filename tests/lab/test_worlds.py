"""Worlds: what is planted is there, what is not planted is not, and the oracle's odds come true."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from headway.demo import DEMO, SMALL, STORIES, Hidden, Size, draw_company
from headway.demo.pipeline import Pipeline, draw_pipeline
from lab.odds import changed, p_won, standing
from lab.score import score
from lab.worlds import WORLDS, aliased, one_segment_each, stories, without_effects

SEEDS = (1, 2, 3)
FAR = 4.0  # standard errors that a fixed set of seeds may be off


def arrays(hidden: Hidden, seeds: Iterable[int] = SEEDS) -> dict[str, np.ndarray]:
    """Closed deals of several companies in one table: outcome, age, and what might matter."""
    parts = [columns(draw_pipeline(seed, DEMO, hidden)) for seed in seeds]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def columns(pipeline: Pipeline) -> dict[str, np.ndarray]:
    lives, cases = pipeline.lives, pipeline.cases
    closed = np.array([np.isfinite(life.closed) for life in lives])
    table = {
        "won": np.array([life.won for life in lives], dtype=float),
        "age": np.array([life.end - life.start for life in lives]),
        "stages": np.array([len(life.moves) for life in lives], dtype=float),
        "stated": np.array([np.isfinite(life.stated) for life in lives]),
        "second": np.array([np.isfinite(life.second) for life in lives]),
        "stepped": np.array([bool(life.steps) for life in lives]),
        "competitor": cases.competitor,
        "segment": cases.segment,
        "seller": cases.seller,
        **{f"needs {i}": cases.needs[:, i] for i in range(cases.needs.shape[1])},
    }
    return {name: column[closed] for name, column in table.items()}


def gap_in_errors(won: np.ndarray, group: np.ndarray) -> float:
    """Difference of win rates inside and outside a group, in standard errors."""
    p = won.mean()
    return float(
        (won[group].mean() - won[~group].mean()) / np.sqrt(p * (1 - p) * (1 / group.sum() + 1 / (~group).sum()))
    )


def test_in_the_null_world_nothing_tells_the_outcome() -> None:
    deals = arrays(without_effects(STORIES))
    won = deals["won"]
    flags = [name for name, column in deals.items() if column.dtype == bool]
    assert len(flags) == 4 + len(STORIES.capabilities)
    for name in flags:
        assert abs(gap_in_errors(won, deals[name])) < FAR, name
    for name in ("segment", "seller"):
        for value in np.unique(deals[name]):
            assert abs(gap_in_errors(won, deals[name] == value)) < FAR, (name, value)
    for name in ("age", "stages"):
        assert abs(np.corrcoef(won, deals[name])[0, 1]) * np.sqrt(len(won)) < FAR, name


def test_the_same_counting_finds_the_stories() -> None:
    deals = arrays(STORIES)
    won = deals["won"]
    assert all(gap_in_errors(won, deals[name]) > 2 * FAR for name in ("stated", "second", "stepped"))
    assert gap_in_errors(won, deals["segment"] == 0) > FAR
    assert gap_in_errors(won, deals["segment"] == 5) < -FAR
    assert gap_in_errors(won, deals["seller"] == 1) < -3
    assert gap_in_errors(won, deals["needs 0"]) < -FAR
    assert abs(gap_in_errors(won, deals["needs 3"])) < FAR
    assert abs(np.corrcoef(won, deals["age"])[0, 1]) * np.sqrt(len(won)) > FAR


def test_in_the_null_world_no_segment_leaves_sooner_than_another() -> None:
    gone, segment = [], []
    for seed in SEEDS[:2]:
        tables = draw_company(seed, DEMO, without_effects(STORIES)).tables
        of = {account.account_id: account.segment for account in tables["accounts"]}
        gone += [row.ended_on is not None for row in tables["subscriptions"]]
        segment += [of[row.account_id] for row in tables["subscriptions"]]
    left, names = np.array(gone, dtype=float), np.array(segment)
    assert 0.1 < left.mean() < 0.4
    for name in np.unique(names):
        assert abs(gap_in_errors(left, names == name)) < FAR, name


def test_in_the_aliased_world_each_seller_sells_one_segment() -> None:
    deals = arrays(one_segment_each(STORIES))
    pairs = set(zip(deals["seller"].tolist(), deals["segment"].tolist(), strict=True))
    assert len(pairs) == len(STORIES.segments) == len({seller for seller, _ in pairs})


@pytest.mark.parametrize("now", [60.0, 100.0])
def test_the_oracles_odds_come_true(now: float) -> None:
    """Deals open at a moment, scored by what became of them: calibrated, and better than the base rate."""
    pipeline = draw_pipeline(11, Size(deals=6_000, dead_leads=0), STORIES)
    here = standing(pipeline.lives, now)
    ended = np.array([np.isfinite(pipeline.lives[i].closed) for i in here.deals])
    truth = np.array([float(pipeline.lives[i].won) for i in here.deals])[ended]
    odds = p_won(pipeline, here, seed=1, draws=80)[ended]
    error = np.sqrt(truth.mean() * (1 - truth.mean()) / len(truth))
    assert abs(odds.mean() - truth.mean()) < FAR * error + 0.02
    base = score(np.full(len(truth), truth.mean()), truth)
    assert score(odds, truth).log_loss < 0.9 * base.log_loss
    assert score(odds, truth).ece < 0.06


def test_hearing_the_problem_lifts_the_true_odds_and_in_the_null_world_does_not() -> None:
    for hidden, least, most in ((STORIES, 0.04, 0.25), (without_effects(STORIES), -0.02, 0.02)):
        pipeline = draw_pipeline(5, DEMO, hidden)
        here = standing(pipeline.lives, 100.0)
        silent = np.isinf(here.state.stated)
        gain = p_won(pipeline, changed(here, "stated"), seed=2, draws=80)
        gain -= p_won(pipeline, here, seed=2, draws=80)
        assert least < gain[silent].mean() < most


def test_the_truth_lies_outside_the_folder_that_the_product_reads(tmp_path: Path) -> None:
    truth = stories(tmp_path / "export", 2, SMALL)
    assert {path.suffix for path in (tmp_path / "export").iterdir()} == {".csv"}
    saved = json.loads((tmp_path / "export.truth.json").read_text(encoding="utf-8"))
    assert saved["odds"] == dict(truth.odds)
    assert saved["released"] == {"SAP connector": "2025-11-17"}
    assert min(saved["kept_a_year"], key=saved["kept_a_year"].get) == "Retail 50-200"
    assert saved["missing"]["Windows client"] < 0 == saved["missing"]["Gantt export"]


@pytest.mark.parametrize("world", WORLDS)
def test_a_world_is_the_same_for_the_same_seed(world: str, tmp_path: Path) -> None:
    one, again = (WORLDS[world](tmp_path / name, 9, SMALL) for name in ("one", "again"))
    assert one == again


def test_odds_are_known_for_every_open_deal(tmp_path: Path) -> None:
    truth = aliased(tmp_path / "export", 4, SMALL)
    assert truth.odds
    assert all(0 <= p <= 1 for p in truth.odds.values())
    assert not truth.can_tell_sellers
    assert all(set(gains) <= set(truth.odds) for gains in truth.gains.values())


def test_the_product_never_imports_the_lab() -> None:
    source = Path(__file__).parents[2] / "src"
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] == "lab" for name in names), path
