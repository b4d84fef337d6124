"""The odds that each open deal has today: from the prediction where it has skill, else the base rate known by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from headway.model.book import Book
from headway.prescribe.learned import Past
from headway.stats.arrays import Floats

_JEFFREYS = 0.5


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
        pairs = np.array([self.by_deal.get(deal or "", self.base) for deal in deal_ids], dtype=np.float64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]


def odds_of(book: Book, past: Past) -> Odds:
    """The odds of the book's open deals: the base rate, closed deals known by then."""
    del book
    return Odds((past.won + _JEFFREYS, past.lost + _JEFFREYS), past.won + past.lost)
