"""Shrinks the shares of small groups towards their parents by as much as the groups have shown to be alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Floats, Ints, as_floats, ratio
from headway.stats.gammas import log_gamma
from headway.stats.intervals import DRAWS, LEVEL, Interval, interval
from headway.stats.streams import Streams

_MEANS, _SPREADS = 61, 60
_SMALL = 1e-9

STRENGTHS: Floats = np.logspace(0.0, 5.0, 21)  # trials that a parent is worth; the last is as good as "no difference"


@dataclass(frozen=True, slots=True)
class GroupShares:
    """Shares of groups under one hierarchical model.

    Attributes:
        raw: successes / trials, float [groups].
        shrunk: posterior share of each group with its interval; `shrunk.value` is the posterior mean.
        p_below: probability that the group lies below the population's mean, float [groups].
        population: the population's mean with its interval, arrays [1].
    """

    raw: Floats
    shrunk: Interval
    p_below: Floats
    population: Interval


def group_shares(
    successes: ArrayLike, trials: ArrayLike, streams: Streams, *, level: float = LEVEL, draws: int = 4 * DRAWS
) -> GroupShares:
    """Return shrunken shares of all groups, with what is not known of the population integrated out.

    Group i has k_i ~ Binomial(n_i, p_i), p_i ~ Beta(m s, (1 - m) s); m is uniform and s^(-1/2), about the spread of
    the p_i, is uniform. Both are integrated on a grid. (Plugging in their best values instead makes 90% intervals that
    hold only .87.) Counts may be effective ones: divide both by the design effect of rows that go together.

    Args:
        successes: float [groups].
        trials: float [groups]; a group without trials is drawn from the population.
        streams: one stream a group.
        level: mass of the intervals.
        draws: posterior draws behind the intervals and `p_below`.

    Source: Gelman et al. (2013), Bayesian Data Analysis, section 5.3.

    Example:
        >>> team = group_shares([62, 90, 95, 88, 84], [550, 550, 550, 550, 550], Streams.of("doc", range(5), "d"))
        >>> float(team.raw[0].round(3)), bool(team.raw[0] < team.shrunk.value[0] < team.population.value[0])
        (0.113, True)
    """
    won, n = as_floats(successes), as_floats(trials)
    mean, strength, weight = _population_grid(won, n)
    a, b = mean * strength, (1.0 - mean) * strength
    chosen = _systematic(weight, draws)
    order = np.argsort(streams.uniform("hyper", draws)[:1], axis=1)[0] if won.size else np.arange(draws)
    chosen = chosen[order]
    yes = streams.gamma_each("yes", won[:, None] + a[chosen])
    no = streams.gamma_each("no", (n - won)[:, None] + b[chosen])
    share = yes / np.maximum(yes + no, 1e-300)
    expected = ((won[:, None] + a) / (n[:, None] + strength)) @ weight
    centre = float(mean @ weight)
    return GroupShares(
        raw=ratio(won, n),
        shrunk=interval(expected, share, level),
        p_below=(share < mean[chosen]).mean(axis=1),
        population=interval([centre], mean[chosen][None], level),
    )


def strength_weights(counts: ArrayLike, parents: ArrayLike) -> Floats:
    """Return how likely each of `STRENGTHS` is to be what a parent is worth to its cells, float [strengths].

    Cell i has counts ~ Dirichlet-multinomial(s x parent share); the prior of s is flat in log s, and cells that differ
    no more than chance would make them draw all weight to the highest strengths.

    Args:
        counts: float [cells, outcomes], effective counts allowed.
        parents: float [cells, outcomes], the parents' shares.

    Source: Minka (2000), Estimating a Dirichlet distribution, section 3 (the marginal likelihood).

    Example:
        >>> alike = strength_weights([[50, 50], [50, 50], [50, 50]], [[0.5, 0.5]] * 3)
        >>> other = strength_weights([[90, 10], [10, 90], [50, 50]], [[0.5, 0.5]] * 3)
        >>> bool(alike @ np.log(STRENGTHS) > other @ np.log(STRENGTHS))
        True
    """
    seen = as_floats(counts)
    share = np.maximum(as_floats(parents), _SMALL)
    total = seen.sum(axis=-1)
    seen, share, total = seen[total > 0], share[total > 0], total[total > 0]
    prior = STRENGTHS[:, None, None] * share
    inner = (log_gamma(seen + prior) - log_gamma(prior)).sum(axis=(1, 2))
    outer = log_gamma(STRENGTHS[:, None] + total) - log_gamma(STRENGTHS[:, None])
    evidence = inner - outer.sum(axis=1)
    weights = np.exp(evidence - evidence.max())
    out: Floats = weights / weights.sum()
    return out


def shrink(counts: ArrayLike, parents: ArrayLike, weights: Floats) -> Floats:
    """Return the cells' posterior mean shares, float [cells, outcomes], over the strengths' `weights`.

    Example:
        >>> shrink([[0, 0], [8, 2]], [[0.5, 0.5]] * 2, np.eye(21)[0]).round(2)
        array([[0.5 , 0.5 ],
               [0.77, 0.23]])
    """
    seen, share = as_floats(counts), as_floats(parents)
    parts = seen + STRENGTHS[:, None, None] * share
    means: Floats = np.tensordot(weights, parts / parts.sum(axis=-1, keepdims=True), axes=1)
    return means


def shrunk_draws(counts: Floats, parents: Floats, weights: Floats, streams: Streams, purpose: str) -> Floats:
    """Return posterior draws of the cells' shares, float [cells, outcomes, draws].

    Args:
        counts: float [cells, outcomes].
        parents: draws of the parents' shares, float [cells, outcomes, draws].
        weights: of the strengths, from `strength_weights`.
        streams: one stream a cell.
        purpose: what the draws are for; names the place in the streams.

    Example:
        >>> parents = np.full((1, 2, 500), 0.5)
        >>> shares = shrunk_draws(np.array([[80.0, 20.0]]), parents, np.eye(21)[0], Streams.of("q", "c", "d"), "x")
        >>> shares.mean(axis=2).round(1)
        array([[0.8, 0.2]])
    """
    draws = parents.shape[2]
    strength = STRENGTHS[_systematic(weights, draws)]
    strength = strength[np.argsort(streams.uniform(f"{purpose}/strength", draws)[:1], axis=1)[0]]
    shapes = counts[:, :, None] + strength * np.maximum(parents, _SMALL)
    parts = [streams.gamma_each(f"{purpose}/{j}", shapes[:, j]) for j in range(counts.shape[1])]
    drawn = np.stack(parts, axis=1)
    out: Floats = drawn / np.maximum(drawn.sum(axis=1, keepdims=True), 1e-300)
    return out


def _population_grid(won: Floats, n: Floats) -> tuple[Floats, Floats, Floats]:
    """Return mean, strength and weight of the grid's points, each float [points]."""
    pooled = (won.sum() + 0.5) / (n.sum() + 1.0)
    logit = np.log(pooled / (1.0 - pooled))
    groups = max(int((n > 0).sum()), 1)
    reach = np.minimum(6.0, 6.0 * (1.0 / np.sqrt(groups) + 1.0 / np.sqrt(n.sum() * pooled * (1.0 - pooled) + 1.0)))
    means = 1.0 / (1.0 + np.exp(-(logit + np.linspace(-reach, reach, _MEANS))))
    roots = (np.arange(_SPREADS) + 0.5) / _SPREADS
    mean, root = (side.ravel() for side in np.meshgrid(means, roots**2, indexing="ij"))
    strength = root**-2.0
    pairs, often = np.unique(np.stack([won, n]), axis=1, return_counts=True)
    log_weight = _evidence(pairs[0], pairs[1], often, mean, strength)
    log_weight += np.log(mean * (1.0 - mean)) + 0.5 * np.log(root)  # even spacing in log odds and in the root's root
    weight = np.exp(log_weight - log_weight.max())
    return mean, strength, weight / weight.sum()


def _evidence(won: Floats, n: Floats, often: Ints, mean: Floats, strength: Floats) -> Floats:
    a, b = mean * strength, (1.0 - mean) * strength
    total = np.zeros_like(mean)
    for k, trials, times in zip(won, n, often, strict=True):
        total += times * (log_gamma(k + a) + log_gamma(trials - k + b) - log_gamma(trials + strength))
    out: Floats = total + often.sum() * (log_gamma(strength) - log_gamma(a) - log_gamma(b))
    return out


def _systematic(weight: Floats, draws: int) -> Ints:
    """Return `draws` indexes, each as often as its weight says (systematic sampling, no noise of its own)."""
    edges = np.cumsum(weight)
    return np.searchsorted(edges / edges[-1], (np.arange(draws) + 0.5) / draws).astype(np.int64)
