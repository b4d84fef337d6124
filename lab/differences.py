"""Closed deals with facts, drawn as arrays: what differs between won and lost is known, often that nothing does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from headway.explain.judging import Closed, Fact

_SEGMENTS, _SELLERS, _QUARTERS = 6, 12, 8
_DEALS_AN_ACCOUNT = 2
_LEVELS = (2, 2, 3, 4, 2, 5)
_MIDDLES = (-1.2, 0.0, 1.2)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One company's closed deals.

    Attributes:
        names: of the facts; the one that was planted is ``planted``.
        effect: by how much the planted fact changes the odds of the deals, on average; 0 in a null world.
    """

    closed: Closed
    facts: tuple[Fact, ...]
    names: tuple[str, ...]
    effect: float


def draw_differences(
    seed: int, deals: int, *, pull: float = 0.0, confounded: bool = False, facts: int = 15, base: float = -1.4
) -> Drawn:
    """Draw a company.

    Facts go together, as they do in life, and some are the account's rather than the deal's.

    Args:
        pull: what the planted fact adds to a deal's log odds; 0 for a null world.
        confounded: whether facts and odds both follow the segment and the seller.
    """
    chance = np.random.default_rng(seed)
    segment, seller = chance.integers(0, _SEGMENTS, deals), chance.integers(0, _SELLERS, deals)
    quarter = chance.integers(0, _QUARTERS, deals)
    account = chance.integers(0, max(deals // _DEALS_AN_ACCOUNT, 1), deals)
    rank = (segment / (_SEGMENTS - 1) + seller / (_SELLERS - 1) - 1.0) * (1.5 if confounded else 0.0)
    shared = chance.normal(size=deals)
    codes = []
    for number in range(facts):
        levels = _LEVELS[number % len(_LEVELS)]
        mine = 0.5 * shared + chance.normal(size=deals) + rank
        if number % 3 == 0:
            mine += chance.normal(size=deals)[account]
        cuts = _MIDDLES[number % 3] + (np.linspace(-0.7, 0.7, levels - 1) if levels > 2 else np.zeros(1))
        codes.append(np.searchsorted(cuts, mine).astype(np.int64))
    has = codes[1] == 1
    without = base + rank + 0.4 * chance.normal(size=deals)[account]
    won = chance.random(deals) < _share(without + pull * has)
    closed = Closed(won, account, {"segment": segment, "seller": seller, "quarter": quarter})
    every = np.arange(deals)
    found = tuple(Fact(every, code, _LEVELS[number % len(_LEVELS)]) for number, code in enumerate(codes))
    names = tuple("planted" if pull and number == 1 else f"fact {number}" for number in range(facts))
    effect = float((_share(without + pull) - _share(without)).mean()) if pull else 0.0
    return Drawn(closed, found, names, effect)


def _share(log_odds: np.ndarray) -> np.ndarray:
    odds: np.ndarray = 1.0 / (1.0 + np.exp(-log_odds))
    return odds
