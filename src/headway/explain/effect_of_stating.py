"""Whether deals in which the customer stated the problem are won more often, among deals of one seller and segment.

Both sides are taken on the same day of their lives (see :mod:`headway.explain.landmark`); the difference is corrected
for what the rules of listening miss and mishear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from headway.explain.landmark import Filters, best_landmark, cells, usual_days
from headway.listen.heard import TALKS, TALKS_HEARD, TALKS_MISHEARD, TALKS_STATED
from headway.model.book import Book
from headway.stats.arrays import Floats
from headway.stats.clusters import correlation_of_sums
from headway.stats.intervals import interval, share
from headway.stats.misclassified import Corrected, Detection, Seen, corrected
from headway.stats.strata import StratifiedShares, stratified_difference
from headway.stats.streams import Streams
from headway.units import SHARE, Estimate

# Companies put their problems in words more or less like those that were labelled: what is heard in another company is
# less sure than the labelled talks alone would say, as if there had been a third of them.
_ALIKE = 1 / 3
HEARING = Detection(TALKS_HEARD * _ALIKE, TALKS_STATED * _ALIKE, TALKS_MISHEARD, TALKS)
LEAST_DEALS = 20
MORE, LESS, NOT_CLEAR, CANNOT_TELL = "more often", "less often", "not clear", "cannot tell"
_SURE = 0.975
_DRAWS = 4000
_STRENGTH = 4.0  # deals

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What stating the problem goes along with, for one group of deals.

    Attributes:
        by_day: the landmark, in days since the deal was opened; None where none could be chosen.
        effect: difference of the shares won, adjusted and corrected for what the rules miss and mishear.
        raw: the same among deals as heard, adjusted but not corrected.
        won_stated, won_unstated: shares won on either side, as heard.
        stated: share of the deals in which it was truly stated by then.
        compared: deals of strata in which both sides are found.
        p_more: probability that the effect is above zero.
    """

    key: Key
    by_day: int | None
    effect: Estimate
    raw: Estimate
    won_stated: Estimate
    won_unstated: Estimate
    stated: Estimate
    compared: int
    p_more: float | None
    verdict: str


def effects(book: Book, by: tuple[str, ...], filters: Filters) -> list[Effect]:
    """The effect for each group of the asked columns; one for all without any."""
    days = usual_days(book, filters)
    if days is None:
        return [_unknown((), None, "no deal has closed")]
    day = best_landmark(book, filters, days)
    if day is None:
        return [_unknown((), None, "no day of their lives has deals on both sides")]
    segment = tuple(column for column in book.settings.segment if _has(book, column))
    strata = tuple(dict.fromkeys((*segment, "rep_id")))
    found = cells(book, filters, by, strata, by_day=day, old_days=days)
    groups, design = _grouped(found, by, strata), design_effect(found)
    return [
        effect_of(sides, Streams.of("context", [key], book.as_of), key=key, day=day, of=len(groups), design=design)
        for key, sides in sorted(groups.items(), key=_order)
    ]


def _grouped(found: Sequence[Mapping[str, Any]], by: Sequence[str], strata: Sequence[str]) -> dict[Key, Floats]:
    """For each group its strata: won and deals where it was stated, the same where not, and texts looked at."""
    groups: dict[Key, dict[Key, Floats]] = {}
    for cell in found:
        group = groups.setdefault(tuple(cell[f"_by_{column}"] for column in by), {})
        sides = group.setdefault(tuple(cell[f"_in_{column}"] for column in strata), np.zeros(5))
        at = 0 if cell["stated"] else 2
        sides[at : at + 2] += int(cell["won"]), int(cell["n"])
        sides[4] += int(cell["looks"])
    return {key: np.array([sides for _, sides in sorted(group.items(), key=_order)]) for key, group in groups.items()}


def design_effect(found: Sequence[Mapping[str, Any]]) -> float:
    """By how much deals of one account that end alike widen what is seen of a side (Kish)."""
    n, won, nn, ww, wn = (
        np.array([float(cell[name]) for cell in found]) for name in ("n", "won", "n_squares", "won_squares", "won_n")
    )
    if not n.sum():
        return 1.0
    every = won.sum() / n.sum()
    expected = (won + _STRENGTH * every) / (n + _STRENGTH)  # of few deals their own share says too little
    alike = correlation_of_sums(n, won, nn, ww, wn, expected)
    return float(1.0 + (nn.sum() / n.sum() - 1.0) * alike)


def _order(item: tuple[Key, Any]) -> list[tuple[bool, str]]:
    return [(part is None, str(part)) for part in item[0]]


def _has(book: Book, column: str) -> bool:
    from headway.errors import UsageError

    try:
        book.check_columns((column,))
    except UsageError:
        return False
    return True


def effect_of(
    strata: Floats, streams: Streams, *, key: Key = (), day: int = 0, of: int = 1, design: float = 1.0
) -> Effect:
    """The effect in one group.

    Args:
        strata: won and deals where it was stated, the same where it was not, and texts looked at, float [strata, 5].
        streams: one stream.
        key: names the group; ``of`` is how many groups are judged beside each other.
        day: the landmark.
        design: the design effect of accounts: so many deals tell as much as one that stands alone.
    """
    won1, n1, won0, n0, looks = strata.T
    deals = n1.sum() + n0.sum()
    sides = [_share(won.sum(), n.sum(), design) for won, n in ((won1, n1), (won0, n0))]
    if min(n1.sum(), n0.sum()) < LEAST_DEALS:
        reason = (
            f"{n1.sum():.0f} deals with and {n0.sum():.0f} without it by day {day}; {LEAST_DEALS} of each are needed"
        )
        return replace(_unknown(key, day, reason), won_stated=sides[0], won_unstated=sides[1])
    seen = stratified_difference(won1, n1, won0, n0)
    seen = replace(seen, sd=seen.sd * design**0.5)
    if not seen.used:
        reason = "no seller and segment has deals on both sides"
        return replace(_unknown(key, day, reason), won_stated=sides[0], won_unstated=sides[1])
    heard = Seen(float(n1.sum()), float(deals), seen.difference, seen.sd, float(looks.sum() / deals))
    true = corrected(heard, HEARING, streams, _DRAWS)
    return _judged(_told(key, day, seen, true, sides, streams), true, of)


def _told(
    key: Key, day: int, seen: StratifiedShares, true: Corrected, sides: Sequence[Estimate], streams: Streams
) -> Effect:
    drawn = seen.difference + seen.sd * streams.normal("raw", _DRAWS)
    raw = _estimate(seen.difference, drawn, int(seen.used))
    if not true.known:
        reason = "so few deals have it heard that all of it may be misheard"
        found = replace(_unknown(key, day, reason), raw=raw, won_stated=sides[0], won_unstated=sides[1])
        return replace(found, compared=int(seen.used))
    n = sides[0].n + sides[1].n
    effect = _estimate(float(np.median(true.difference)), true.difference[None], int(seen.used))
    share_of = _estimate(float(np.median(true.share)), true.share[None], n)
    return Effect(key, day, effect, raw, sides[0], sides[1], share_of, int(seen.used), None, NOT_CLEAR)


def _judged(told: Effect, true: Corrected, of: int) -> Effect:
    """With its verdict; of many groups each must be the surer, so that none is called for being one of many."""
    if not true.known:
        return told
    p_more, slip = float((true.difference > 0).mean()), (1.0 - _SURE) / of
    verdict = MORE if p_more >= 1.0 - slip else LESS if p_more <= slip else NOT_CLEAR
    return replace(told, p_more=p_more, verdict=verdict)


def _estimate(value: float, draws: Floats, n: int) -> Estimate:
    found = interval([value], np.clip(draws, -1.0, 1.0))
    return Estimate(float(found.value[0]), float(found.low[0]), float(found.high[0]), n, SHARE)


def _share(won: float, n: float, design: float) -> Estimate:
    if not n:
        return Estimate.unknown("no deal")
    found = share([won / design], [n / design])
    inside = (won + 0.5) / (n + 1.0) if won in {0.0, n} else float(found.value[0])
    return Estimate(inside, float(found.low[0]), float(found.high[0]), int(n), SHARE)


def _unknown(key: Key, day: int | None, reason: str) -> Effect:
    none = Estimate.unknown(reason)
    return Effect(key, day, none, none, none, none, none, 0, None, CANNOT_TELL)
