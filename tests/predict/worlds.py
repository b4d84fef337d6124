"""Small worlds whose truth is known, for judging predictors."""

from __future__ import annotations

import numpy as np

from headway.predict.landmarks import Histories

ADVANCE = np.array([0.04, 0.03, 0.03, 0.03])
LOSE = np.array([0.03, 0.02, 0.012, 0.006])
DAYS = 720.0


def stages_tell(seed: int, deals: int) -> tuple[Histories, np.ndarray]:
    """Four stages, each left by advancing or by losing, at a steady pace: what stage a deal is in tells its odds."""
    random = np.random.default_rng(seed)
    start = random.integers(0, 700, deals).astype(float)
    stay = random.geometric(ADVANCE + LOSE, (deals, 4))
    lost = random.random((deals, 4)) < LOSE / (ADVANCE + LOSE)
    seen = np.cumsum(lost, axis=1) - lost == 0
    begin = start[:, None] + np.cumsum(stay, axis=1) - stay
    closed = start + (stay * seen).sum(axis=1)
    outcome = np.where(lost.any(axis=1), 2, 1)
    deal, stage = np.nonzero(seen)
    histories = Histories.of(start, closed, outcome, deal, begin[seen], stage)
    return histories.known_by(DAYS), random.integers(0, deals // 4, deals)


def nothing_tells(seed: int, deals: int, won_take_longer: float = 1.0) -> tuple[Histories, np.ndarray]:
    """Stages come and go whatever the outcome; those won may take longer, so that the clock tells a little."""
    random = np.random.default_rng(seed)
    start = random.integers(0, 700, deals).astype(float)
    outcome = np.where(random.random(deals) < 0.35, 1, 2)
    took = np.ceil(random.gamma(1.5, 30 * np.where(outcome == 1, won_take_longer, 1.0)))
    deal = np.repeat(np.arange(deals), random.integers(1, 4, deals))
    when = start[deal] + np.floor(random.random(deal.size) * took[deal])
    when[np.diff(deal, prepend=-1) > 0] = start
    histories = Histories.of(start, start + took, outcome, deal, when, random.integers(0, 4, deal.size))
    return histories.known_by(DAYS), random.integers(0, deals // 4, deals)
