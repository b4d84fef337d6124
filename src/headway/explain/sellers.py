"""How often each seller wins, raw and shrunken, and how much of the gap to the team is the mix of deals received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headway.stats.arrays import Floats, Ints, ratio
from headway.stats.clusters import share_correlation, share_design_effect
from headway.stats.intervals import Interval, interval, share
from headway.stats.laplace import CrossedLogit, crossed_logit
from headway.stats.shrinkage import group_shares
from headway.stats.streams import Streams

BELOW, ABOVE, ALIKE = "below", "above", "not distinguishable"
_SURE = 0.95
_DRAWS = 400
_CHUNK = 4_000
_MOST_LEVELS = 40  # of a factor; the others are one level more


@dataclass(frozen=True, slots=True)
class Trials:
    """Closed deals, added up by seller and account, and by seller and kind of deal.

    Attributes:
        sellers: how many; codes below are from 0.
        by_account: (seller, won, n) of each seller's deals with one account, arrays [pairs].
        by_mix: (seller, won, n) of each seller's deals of one kind, arrays [cells].
        levels: for each thing that the seller does not choose, the code of each cell, int [cells].
    """

    sellers: int
    by_account: tuple[Ints, Floats, Floats]
    by_mix: tuple[Ints, Floats, Floats]
    levels: Sequence[Ints]


@dataclass(frozen=True, slots=True)
class Judged:
    """Every seller (arrays [sellers]); NaN is not known.

    Attributes:
        won, closed: counts.
        raw: won / closed.
        shrunk: the same at the team's mix of deals, shrunken towards the team.
        p_below: probability that the seller is below the team at the same mix.
        expected: what the deals received would have brought in an average hand, less what the team's would.
        mix_share: `expected` over the gap to the team; NaN where no gap is clear.
        design_effect: see `share_design_effect`.
        team: the mean of the population of sellers.
    """

    won: Floats
    closed: Floats
    raw: Interval
    shrunk: Interval
    p_below: Floats
    expected: Interval
    mix_share: Interval
    design_effect: Floats
    team: Interval

    def verdict(self, seller: int) -> str:
        """`below` or `above` the team, or that nothing sure tells them apart."""
        p = self.p_below[seller]
        return BELOW if p > _SURE else ABOVE if p < 1 - _SURE else ALIKE


def judge(trials: Trials, streams: Streams) -> Judged:
    """Judge sellers by their closed deals.

    The trials are deals, divided by the design effect of deals of one account. What a seller does not choose is taken
    out by a crossed logistic regression in which the sellers have effects of their own: the part of a seller's rate
    that an average hand would have had with the same deals. Its uncertainty widens the seller's own, so that where each
    seller sells one segment alone nothing is called. Then all are shrunken towards the team, with what is not known of
    the team integrated out.

    Args:
        streams: one a seller.

    Source: see `group_shares`, `crossed_logit`; direct standardisation: Fleiss, Levin and Paik (2003), chapter 19.
    """
    who, won, n = trials.by_account
    raw_won, closed = (_by_seller(who, part, trials.sellers) for part in (won, n))
    rate = ratio(raw_won, closed)
    alike = share_correlation(won, n, np.nan_to_num(rate)[who])
    effect = share_design_effect(n, who, alike, trials.sellers)
    mixed = _mix(trials, effect, streams)
    expected = interval(mixed.mean(axis=1), mixed)
    raw = share(raw_won / effect, closed / effect)
    spread = mixed.var(axis=1)
    level = np.clip(np.nan_to_num(rate) - expected.value, 0.5 / (closed + 1), 1 - 0.5 / (closed + 1))
    alone = level * (1 - level)
    tell = closed / effect
    tell = np.where(closed > 0, alone / (alone / np.maximum(tell, 1e-9) + spread), 0.0)
    shares = group_shares(level * tell, tell, streams)
    gap = rate - shares.population.value[0]
    return Judged(
        raw_won, closed, Interval(rate, raw.low, raw.high), shares.shrunk, shares.p_below, expected,
        _share_of_gap(mixed, gap, raw, shares.population.value[0], streams, closed / effect), effect, shares.population,
    )  # fmt: skip


def _by_seller(who: Ints, values: Floats, sellers: int) -> Floats:
    return np.bincount(who, values, minlength=sellers).astype(np.float64)


def coded(values: Sequence[object], n: Floats) -> Ints:
    """Codes of values from 0, the most frequent of them apart and the others together.

    Example:
        >>> coded(["b", None, "a", "b"], np.ones(4))
        array([0, 1, 2, 0])
    """
    _, codes = np.unique([("" if value is None else f"={value}") for value in values], return_inverse=True)
    often = np.bincount(codes, n)
    place = np.argsort(np.argsort(-often, kind="stable"), kind="stable")
    ranked: Ints = np.minimum(place[codes], _MOST_LEVELS).astype(np.int64)
    return ranked


def _mix(trials: Trials, effect: Floats, streams: Streams) -> Floats:
    """What each seller's deals would bring in an average hand, less what all deals would: draws [sellers, draws]."""
    who, won, n = trials.by_mix
    told = [levels for levels in trials.levels if levels.size and levels.max() > 0]
    if not told or trials.sellers == 0:
        return np.zeros((trials.sellers, 1))
    sizes = [trials.sellers, *(int(levels.max()) + 1 for levels in told)]
    fitted = crossed_logit(won / effect[who], n / effect[who], [who, *told], sizes)
    sums = _added(fitted, trials, told, streams)
    closed = _by_seller(who, n, trials.sellers)
    mine: Floats = np.nan_to_num(ratio(sums, closed[:, None])) - (closed[:, None] > 0) * sums.sum(axis=0) / closed.sum()
    return mine


def _added(fitted: CrossedLogit, trials: Trials, told: Sequence[Ints], streams: Streams) -> Floats:
    """Expected wins of each seller's deals in an average hand, draws [sellers, draws]."""
    who, _, n = trials.by_mix
    root = np.linalg.cholesky(fitted.covariance)
    size = fitted.mean.size
    normal = Streams(streams.seeds[:1]).normal("mix", _DRAWS * size).reshape(size, _DRAWS)
    effects = fitted.mean[:, None] + root @ normal
    places = np.delete(fitted.columns([np.zeros_like(who), *told]), 1, axis=0)  # without the seller
    sums = np.zeros((trials.sellers, _DRAWS))
    for start in range(0, who.size, _CHUNK):
        part = slice(start, start + _CHUNK)
        odds = effects[places[:, part]].sum(axis=0)
        np.add.at(sums, who[part], n[part, None] / (1.0 + np.exp(-odds)))
    return sums


def _share_of_gap(mixed: Floats, gap: Floats, raw: Interval, team: float, streams: Streams, n: Floats) -> Interval:
    """The share of the gap to the team that is mix; NaN where the seller's own interval holds the team's rate."""
    clear = ((raw.high < team) | (raw.low > team)) & (mixed.shape[1] > 1)
    spread = np.sqrt(np.maximum((gap + team) * (1 - gap - team), 0.0) / np.maximum(n, 1.0))
    gaps = gap[:, None] + np.nan_to_num(spread)[:, None] * streams.normal("gap", mixed.shape[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = np.where(clear[:, None], mixed / gaps, np.nan)
        return interval(np.where(clear, mixed.mean(axis=1) / gap, np.nan), drawn)
