"""The odds that each open deal has today: from the prediction where it has skill, else the base rate known by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from headway.model.book import Book
from headway.prescribe.gain import Z80
from headway.prescribe.learned import Past
from headway.stats.arrays import Floats, as_floats

_JEFFREYS = 0.5
_SURE = 1e-4  # a chance of exactly 0 or 1 is never believed


@dataclass(frozen=True, slots=True)
class Odds:
    """Beta(a, b) of the chance to be won, for every deal.

    Attributes:
        base: (a, b) of a deal of which no more is known: won and lost deals, shrunk by half a deal each.
        by_deal: (a, b) of the deals of which more is known; empty when the prediction has no skill.
        n: closed deals behind it.
    """

    base: tuple[float, float]
    n: int
    by_deal: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def of(self, deal_ids: Sequence[str | None]) -> tuple[Floats, Floats]:
        """The two arrays [deals].

        Example:
            >>> odds = Odds((30.5, 70.5), 100, {"D2": (4.0, 4.0)})
            >>> odds.of(["D1", "D2"])
            (array([30.5,  4. ]), array([70.5,  4. ]))
        """
        pairs = np.array([self.by_deal.get(deal or "", self.base) for deal in deal_ids], dtype=np.float64).reshape(
            -1, 2
        )
        return pairs[:, 0], pairs[:, 1]


def odds_of(book: Book, past: Past) -> Odds:
    """The odds of the book's open deals: predicted where the prediction has shown skill by then, else the base rate.

    The base rate is won over won and lost, known by then; before any deal has closed it is even odds, as a guess.
    """
    base, n = (past.won + _JEFFREYS, past.lost + _JEFFREYS), past.won + past.lost
    if not past.won or not past.lost:
        return Odds(base, n)
    from headway.predict.outlook import SKILL, odds

    found = odds(book)
    if found.verdict != SKILL:
        return Odds(base, n)
    a, b = beta_of(found.p_won.value, found.p_won.low, found.p_won.high)
    sure = np.isfinite(a) & np.isfinite(b)
    pairs = zip(a[sure].tolist(), b[sure].tolist(), strict=True)
    return Odds(base, n, dict(zip(map(str, found.ids[sure]), pairs, strict=True)))


def moved(a: Floats, b: Floats, shift: Floats, sd: Floats) -> tuple[Floats, Floats]:
    """The Beta of a chance whose log-odds are moved by something else that is known, with its own spread.

    Example:
        >>> a, b = moved(np.array([30.0]), np.array([70.0]), np.array([-1.0]), np.array([0.0]))
        >>> (a / (a + b)).round(3)
        array([0.136])
    """
    p = a / (a + b)
    spread = np.sqrt(1.0 / (p * (1.0 - p) * (a + b + 1.0)) + sd**2)
    middle = _log_odds(p) + shift
    low, high = (1.0 / (1.0 + np.exp(-(middle + side * Z80 * spread))) for side in (-1.0, 1.0))
    return beta_of(1.0 / (1.0 + np.exp(-middle)), low, high)


def beta_of(p: ArrayLike, low: ArrayLike, high: ArrayLike) -> tuple[Floats, Floats]:
    """The Beta(a, b) with mean ``p`` that is as wide in log-odds as the 80% interval from ``low`` to ``high``.

    Example:
        >>> a, b = beta_of([0.3], [0.242], [0.364])
        >>> (a / (a + b)).round(3), (a + b).round(-1)
        (array([0.3]), array([90.]))
    """
    middle, bottom, top = (np.clip(as_floats(side), _SURE, 1.0 - _SURE) for side in (p, low, high))
    sd = np.maximum(_log_odds(top) - _log_odds(bottom), _SURE) / (2.0 * Z80)
    size = np.maximum(1.0 / (middle * (1.0 - middle) * sd**2) - 1.0, 1.0)
    return middle * size, (1.0 - middle) * size


def _log_odds(p: Floats) -> Floats:
    out: Floats = np.log(p / (1.0 - p))
    return out
