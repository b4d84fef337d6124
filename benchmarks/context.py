"""`context --effect` in worlds whose truth is known: false claims where nothing matters, coverage where it does."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from os import environ
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from headway.demo import LAST_DAY, STORIES, Hidden, write_company
from headway.explain.effect_of_stating import LESS, MORE, Effect, design_effect, effect_of
from headway.listen.find import find
from headway.listen.heard import SHOWN_P
from headway.listen.speakers import CUSTOMER, speaker_of
from headway.stats.strata import StratifiedShares, stratified_difference
from headway.stats.streams import Streams
from lab.accounts_stating import draw_stating
from lab.stated import Life, strata_at
from lab.worlds import without_effects

WORLDS = int(environ.get("HEADWAY_BENCH_WORLDS", "30"))
ACCOUNTS_WORLDS = 1000
BY_DAY, OLD_DAYS = 45, 180
_NOW = datetime.combine(LAST_DAY + timedelta(days=1), time())


def run() -> None:
    """Lines for deals of accounts that decide alike; one for worlds where stating the problem helps, one for none."""
    for alike in (0.0, 0.8, 1.6):
        for effect in (0.0, 0.2):
            _of_accounts(alike, effect)
    for name, hidden in (("stories", STORIES), ("null", without_effects(STORIES))):
        found = [_world(seed, hidden) for seed in range(1, WORLDS + 1)]
        told = [effect for effect, _ in found if effect.effect.known]
        truth = np.array([true.difference for _, true in found])
        held = np.mean([effect.effect.low <= true.difference <= effect.effect.high for effect, true in found])
        verdicts = [effect.verdict for effect, _ in found]
        line = {
            "benchmark": f"context --effect, {name}",
            "worlds": WORLDS,
            "true_difference": round(float(truth.mean()), 3),
            "told": round(float(np.mean([one.effect.value for one in told])), 3),
            "as_heard": round(float(np.mean([one.raw.value for one in told])), 3),
            "truth_in_80%_range": round(float(held), 3),
            "error": round(float(np.sqrt(held * (1 - held) / WORLDS)), 3),
            "more_often": verdicts.count(MORE),
            "less_often": verdicts.count(LESS),
        }
        print(json.dumps(line | {"aim": "null: claims <= .05; stories: never less often"}), flush=True)


def _of_accounts(alike: float, effect: float) -> None:
    """How often something is claimed, taking the deals of an account together and taking each alone."""
    together, alone = [], []
    for seed in range(ACCOUNTS_WORLDS):
        drawn = draw_stating(seed, 600, alike=alike, effect=effect)
        streams = Streams.of("accounts", [seed], alike)
        together.append(effect_of(drawn.strata, streams, design=design_effect(drawn.cells)).verdict)
        alone.append(effect_of(drawn.strata, streams).verdict)
    shares = [float(np.mean([one in {MORE, LESS} for one in verdicts])) for verdicts in (together, alone)]
    line = {
        "benchmark": "context --effect, accounts", "worlds": ACCOUNTS_WORLDS, "deals": 600, "accounts_alike": alike,
        "effect": effect, "claimed": round(shares[0], 4), "claimed_by_deals_alone": round(shares[1], 4),
        "error": round(float(np.sqrt(shares[0] * (1 - shares[0]) / ACCOUNTS_WORLDS)), 4),
        "wrong_side": together.count(LESS) if effect else 0, "aim": "no effect: <= .05",
    }  # fmt: skip
    print(json.dumps(line), flush=True)


def _world(seed: int, hidden: Hidden) -> tuple[Effect, StratifiedShares]:
    """What is told of a world, and what an ear without errors would have seen."""
    with TemporaryDirectory() as place:
        company = write_company(Path(place), seed=seed, hidden=hidden)
        tables = {name: _rows(Path(place) / f"{name}.csv") for name in ("deals", "accounts", "activities")}
    at = {row["activity_id"]: datetime.fromisoformat(row["occurred_at"]) for row in tables["activities"]}
    theirs: dict[str, list[datetime]] = defaultdict(list)
    heard: dict[str, datetime] = {}
    for row in tables["activities"]:
        when, deal = at[row["activity_id"]], row["deal_id"]
        if deal and row["speaker"] == CUSTOMER:
            theirs[deal].append(when)
        if deal and _states(row):
            heard[deal] = min(when, heard.get(deal, when))
    segments = {row["account_id"]: row["segment"] for row in tables["accounts"]}
    lives = [
        Life(
            row["deal_id"], datetime.fromisoformat(row["created_at"]),
            datetime.fromisoformat(row["closed_at"]) if row["closed_at"] else None, row["status"] == "won",
            (segments.get(row["account_id"], ""), row["rep_id"]),
        )
        for row in tables["deals"] if row["created_at"]
    ]  # fmt: skip
    truly = {deal: at[activity] for deal, activity in company.stated_in.items() if activity in at}
    told, true = (
        strata_at(lives, theirs, stated, day=BY_DAY, old_days=OLD_DAYS, now=_NOW) for stated in (heard, truly)
    )
    return effect_of(told, Streams.of("bench", [seed], "d"), day=BY_DAY), stratified_difference(*true.T[:4])


def _states(row: Mapping[str, str]) -> bool:
    speaker = speaker_of(row["speaker"], row["kind"], row["direction"])
    found = find(row["body"], speaker)
    return any(one.kind == "problem" and one.speaker == CUSTOMER and one.p >= SHOWN_P for one in found)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
