"""Judges which levels of which facts go with winning, among deals alike: arrays in, findings out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from headway.stats.arrays import Bools, Ints
from headway.stats.contrasts import Alike, Contrast
from headway.stats.multiplicity import families

DIFFERENCE, NOT_CLEAR = "difference", "not clear"
RATE = 0.05
_DEALS_A_GROUP = 5
_NOTHING = Contrast(np.nan, np.nan, np.nan, np.nan, 0)


@dataclass(frozen=True, slots=True)
class Closed:
    """Closed deals.

    Attributes:
        won: bool [deals].
        cluster: int [deals], the deal's account.
        alike: what is not to make the difference: for each way of grouping its name and int [deals].
    """

    won: Bools
    cluster: Ints
    alike: Mapping[str, Ints]


@dataclass(frozen=True, slots=True)
class Fact:
    """One factor of one group of deals.

    Attributes:
        rows: int [compared], places of the deals that are compared: those still open when the fact is dated.
        codes: int [compared], the level of each; negative where it is not known.
        levels: how many levels there are.
    """

    rows: Ints
    codes: Ints
    levels: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One level of one fact.

    Attributes:
        fact, level: places in what was given.
        contrast: the difference to deals alike that are not at this level.
        q: the false discovery rate at which the fact is claimed to matter.
        verdict: ``difference`` or ``not clear``.
        won_share, lost_share: of the won (lost) deals of which the fact is known, those at this level; NaN without any.
        known_share: of the deals compared, those of which the fact is known.
        adjusted_for: names of the ways of grouping in which deals are alike.
    """

    fact: int
    level: int
    contrast: Contrast
    q: float
    verdict: str
    won_share: float
    lost_share: float
    known_share: float
    adjusted_for: tuple[str, ...]


def judge(deals: Closed, facts: Sequence[Fact], *, rate: float = RATE) -> list[Finding]:
    """Every level of every fact; of a fact with two levels only the second, for the first is its mirror.

    Claims keep the false discovery rate over facts (Benjamini and Yekutieli), and over levels within the facts claimed.
    """
    compared = _Comparisons(deals)
    told = [compared.of(fact) for fact in facts]
    found = families([[contrast.p for contrast in fact.contrasts] for fact in told], rate=rate)
    return [
        _finding(deals, fact, one, (place, at), float(found.q[place]), claimed=bool(found.claimed[place][at]))
        for place, (fact, one) in enumerate(zip(facts, told, strict=True))
        for at in range(len(one.levels))
    ]


@dataclass(frozen=True, slots=True)
class _Told:
    levels: Sequence[int]
    contrasts: Sequence[Contrast]
    adjusted_for: tuple[str, ...]


class _Comparisons:
    """Comparisons among deals alike; what depends on the deals compared alone is worked out once for all facts."""

    def __init__(self, deals: Closed) -> None:
        self._deals = deals
        self._made: dict[bytes, tuple[Alike | None, tuple[str, ...]]] = {}

    def of(self, fact: Fact) -> _Told:
        known = fact.codes >= 0
        codes = fact.codes[known]
        levels = [int(level) for level in np.flatnonzero(np.bincount(codes, minlength=fact.levels))]
        if len(levels) < 2:
            return _Told((), (), ())
        shown = levels[1:] if len(levels) == 2 else levels
        alike, names = self._alike(fact.rows[known])
        if alike is None:
            return _Told(shown, [_NOTHING] * len(shown), names)
        return _Told(shown, [alike.contrast(codes == level) for level in shown], names)

    def _alike(self, rows: Ints) -> tuple[Alike | None, tuple[str, ...]]:
        key = rows.tobytes()
        if key not in self._made:
            self._made = {key: self._make(rows)}  # facts of one scan follow each other
        return self._made[key]

    def _make(self, rows: Ints) -> tuple[Alike | None, tuple[str, ...]]:
        """Deals alike in as many ways as there are deals enough for."""
        won = self._deals.won[rows]
        if not 0 < won.sum() < won.size:
            return None, ()
        names: list[str] = []
        spent = 0
        for name, group in self._deals.alike.items():
            groups = np.unique(group[rows]).size
            if groups > 1 and won.size >= _DEALS_A_GROUP * (spent + groups):
                names.append(name)
                spent += groups
        groups_of = [self._deals.alike[name][rows] for name in names]
        return Alike(won, groups_of, self._deals.cluster[rows]), tuple(names)


def _finding(deals: Closed, fact: Fact, told: _Told, place: tuple[int, int], q: float, *, claimed: bool) -> Finding:
    number, at = place
    level, contrast = told.levels[at], told.contrasts[at]
    known, here, won = fact.codes >= 0, fact.codes == level, deals.won[fact.rows]
    if not contrast.known:
        contrast = Contrast(np.nan, np.nan, np.nan, np.nan, int(here.sum()))
    return Finding(
        number,
        level,
        contrast,
        q,
        DIFFERENCE if claimed and contrast.known else NOT_CLEAR,
        _share(here & won, known & won),
        _share(here & ~won, known & ~won),
        _share(known, np.ones_like(known)),
        told.adjusted_for,
    )


def _share(some: Bools, every: Bools) -> float:
    return float(some.sum() / every.sum()) if every.any() else float("nan")
