"""Draws figures of small groups towards that of all, by as much as the groups have shown to be alike."""

from __future__ import annotations

import numpy as np

from headway.stats.arrays import Bools, Floats
from headway.stats.streams import Streams

_SPREADS: Floats = np.linspace(0.0, 1.5, 31)  # how far groups may lie from their parent: sd of logarithms, or relative
_MIDDLE = 1.2815515655446004  # from the middle of a normal distribution to the end of its central 80%


def partly_pooled(values: Floats, draws: Floats, parent: Floats, streams: Streams) -> Floats:
    """Return posterior draws of the groups' figures under one normal population of groups, float [groups, draws].

    On the logarithmic scale where everything is above 0 (else relative to the parent), group g's own figure y has
    variance v, and the groups lie around their parent with standard deviation t; its posterior is normal around
    w y + (1 - w) parent with w = t^2 / (t^2 + v). t is integrated out on a grid. A group that tells nothing of its own
    is drawn from the population.

    Args:
        values: the groups' own figures, float [groups]; NaN where a group tells none.
        draws: posterior draws of the same by themselves, float [groups, draws].
        parent: posterior draws of the figure of all, float [draws].
        streams: one stream a group.

    Source: Rubin (1981), Journal of Educational Statistics 6, 377-401; Gelman et al. (2013), Bayesian Data Analysis,
    section 5.4.

    Example:
        >>> noise = np.random.default_rng(0).normal(size=(5, 999))
        >>> values, widths = np.array([1.0, 1.0, 1.0, 9.0]), np.array([0.1, 0.1, 0.1, 2.0])
        >>> own = values[:, None] * np.exp(widths[:, None] * noise[:4])
        >>> drawn = partly_pooled(values, own, np.exp(0.05 * noise[4]), Streams.of("doc", "abcd", 0))
        >>> bool(np.median(drawn[3]) < 2)
        True
    """
    known = np.isfinite(values)
    logarithmic = bool((values[known] > 0).all() and (draws[known] > 0).all() and (parent > 0).all())
    scale = 1.0 if logarithmic else float(np.abs(np.median(parent))) or 1.0
    own, centre = (np.log(draws), np.log(parent)) if logarithmic else (draws / scale, parent / scale)
    spread = _drawn_spread(own, float(np.median(centre)), known, streams)
    shift = centre[None] + spread[None] * streams.normal("population", parent.size)
    variance = _variance(own, known)
    weight = np.divide(
        spread[None] ** 2,
        spread[None] ** 2 + variance[:, None],
        where=variance[:, None] > 0,
        out=np.ones((values.size, parent.size)),
    )
    mixed = np.where(known[:, None], weight * np.where(known[:, None], own, 0.0) + (1 - weight) * shift, shift)
    found: Floats = np.exp(mixed) if logarithmic else mixed * scale
    return found


def _variance(own: Floats, known: Bools) -> Floats:
    """The variance of each group's own figure, read off its central 80%: tails of few amounts would drown it."""
    low, high = np.quantile(np.where(known[:, None], own, 0.0), [0.1, 0.9], axis=1)
    variance: Floats = ((high - low) / (2 * _MIDDLE)) ** 2
    return variance


def _drawn_spread(own: Floats, centre: float, known: Bools, streams: Streams) -> Floats:
    """Draws of how far groups lie from their parent, float [draws]: flat before the groups were seen."""
    middle = np.median(np.where(known[:, None], own, 0.0), axis=1)[known]
    variance = _variance(own, known)[known]
    total = _SPREADS[:, None] ** 2 + variance[None] + 1e-12
    fit = -0.5 * (np.log(total) + (middle[None] - centre) ** 2 / total).sum(axis=1)
    weight = np.exp(fit - fit.max())
    places = streams.uniform("spread", own.shape[1])[0] if own.shape[0] else np.zeros(own.shape[1])
    chosen = np.searchsorted(np.cumsum(weight) / weight.sum(), places)
    drawn: Floats = _SPREADS[np.minimum(chosen, _SPREADS.size - 1)]
    return drawn
