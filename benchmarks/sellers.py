"""Shrunken seller rates against raw ones, and how many sellers are called where none differs; with their errors."""

from __future__ import annotations

import json

import numpy as np

from headway.explain.sellers import ALIKE, BELOW, Trials, judge
from headway.stats.streams import Streams

WORLDS = 1000
SELLERS = 12
TEAM = 0.158


def run() -> None:
    """One line for each spread of true rates: sd of the truth between sellers, in points."""
    for spread in (0.0, 0.02, 0.04):
        _of_spread(spread)


def _of_spread(spread: float) -> None:
    random = np.random.default_rng(int(1000 * spread) + 1)
    raw, shrunk, called, wrong = [], [], [], []
    for world in range(WORLDS):
        truth = _truth(random, spread)
        n = random.integers(20, 200, SELLERS)
        won = random.binomial(n, truth)
        found = judge(_trials(won, n), Streams.of("sellers", range(SELLERS), world))
        raw.append(((found.raw.value - truth) ** 2).mean())
        shrunk.append(((found.shrunk.value - truth) ** 2).mean())
        verdicts = [found.verdict(seller) for seller in range(SELLERS)]
        called.append(sum(verdict != ALIKE for verdict in verdicts) / SELLERS)
        wrong.append(
            sum(v != ALIKE and ((v == BELOW) != (truth[i] < truth.mean())) for i, v in enumerate(verdicts)) / SELLERS
        )
    cut, error = _cut(np.array(raw), np.array(shrunk))
    line = {
        "benchmark": "sellers", "worlds": WORLDS, "true_sd": spread, "cut_of_squared_error": round(cut, 4),
        "monte_carlo_error": round(error, 4), "sellers_called": round(float(np.mean(called)), 4),
        "called_on_the_wrong_side": round(float(np.mean(wrong)), 4),
        "called_error": round(float(np.std(called) / np.sqrt(WORLDS)), 4), "aim": "cut >= 0.35",
    }  # fmt: skip
    print(json.dumps(line), flush=True)


def _truth(random: np.random.Generator, spread: float) -> np.ndarray:
    if spread == 0:
        return np.full(SELLERS, TEAM)
    strength = TEAM * (1 - TEAM) / spread**2 - 1
    return random.beta(TEAM * strength, (1 - TEAM) * strength, SELLERS)


def _trials(won: np.ndarray, n: np.ndarray) -> Trials:
    who = np.arange(SELLERS)
    totals = (who, won.astype(float), n.astype(float))
    alone = (np.repeat(who, n), np.concatenate([np.arange(t) < w for w, t in zip(won, n, strict=True)]).astype(float))
    return Trials(SELLERS, (*alone, np.ones(alone[0].size)), totals, [])


def _cut(raw: np.ndarray, shrunk: np.ndarray) -> tuple[float, float]:
    """One less the ratio of mean squared errors, and its standard error over worlds."""
    ratio = shrunk.mean() / raw.mean()
    off = (shrunk - ratio * raw) / raw.mean()
    return 1 - float(ratio), float(off.std() / np.sqrt(raw.size))
