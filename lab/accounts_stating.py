"""Deals of accounts that decide alike, as arrays: whether stating the problem goes along with winning is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_STRATA = 10
_FOUND, _CRIED = 0.67, 0.03
_LOOKS = 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """Cells as a book gives them, one a stratum and side, and the same as the five columns of `effect_of`."""

    cells: list[dict[str, float]]
    strata: np.ndarray


def draw_stating(seed: int, deals: int, *, alike: float, deals_an_account: float = 3.0, effect: float = 0.0) -> Drawn:
    """Draw the deals of one company.

    Args:
        alike: sd of what an account adds to the log odds of winning, and of stating the problem, apart.
        effect: what stating adds to the share won.
    """
    chance = np.random.default_rng(seed)
    accounts = max(round(deals / deals_an_account), 1)
    account = chance.integers(0, accounts, deals)
    stratum = chance.integers(0, _STRATA, accounts)[account]
    wins, speaks = (alike * chance.normal(size=accounts)[account] for _ in range(2))
    base, hears = chance.normal(-0.8, 0.3, _STRATA)[stratum], chance.normal(0.0, 0.5, _STRATA)[stratum]
    there = chance.random(deals) < 1 / (1 + np.exp(-hears - speaks))
    won = chance.random(deals) < np.clip(1 / (1 + np.exp(-base - wins)) + effect * there, 0, 1)
    told = chance.random(deals) < np.where(there, _FOUND, _CRIED)
    cells, strata = [], np.zeros((_STRATA, 5))
    for place in range(_STRATA):
        for side in (True, False):
            here = (stratum == place) & (told == side)
            n, w = (np.bincount(account[here], values, accounts) for values in (None, won[here].astype(float)))
            cells.append(
                {
                    "n": n.sum(), "won": w.sum(), "n_squares": (n * n).sum(), "won_squares": (w * w).sum(),
                    "won_n": (w * n).sum(),
                }
            )  # fmt: skip
            at = 0 if side else 2
            strata[place, at : at + 2] = w.sum(), n.sum()
            strata[place, 4] += n.sum() * _LOOKS
    return Drawn(cells, strata)
