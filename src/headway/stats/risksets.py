"""Lays grouped end-of-journey counts out as risk sets: who was still there at each age, and how many left, by kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Floats, Ints, as_floats, as_ints

_CELLS_AT_ONCE = 16_000  # a block's work arrays stay in the processor's cache: twice as fast as one big block
_BINS_PER_ROW = 8


@dataclass(frozen=True, slots=True)
class RiskSets:
    """Risk sets of some groups, one row a group and one column a distinct age of that group, padded at the end.

    Attributes:
        groups: int [g], the groups' codes.
        age_days: float [g, m], ascending ages at which anybody ended; padding repeats the last one.
        at_risk: float [g, m], journeys not ended before that age; one censored at an age is at risk at it.
        events: float [kinds, g, m], journeys that ended at that age by kind; 0 in the padding.
        carried: float [sums, g, m], what else was added up at that age; 0 in the padding.
    """

    groups: Ints
    age_days: Floats
    at_risk: Floats
    events: Floats
    carried: Floats

    def until(self, horizon_days: Floats) -> RiskSets:
        """Return the same sets without the events after each group's horizon, float [g]."""
        inside = self.age_days <= horizon_days[:, None]
        return RiskSets(self.groups, self.age_days, self.at_risk, self.events * inside, self.carried * inside)


def risk_sets(
    age_days: ArrayLike,
    events: Sequence[ArrayLike],
    censored: ArrayLike,
    group: ArrayLike,
    carried: Sequence[ArrayLike] = (),
) -> Iterator[RiskSets]:
    """Yield the risk sets of all groups, in blocks of bounded memory.

    Args:
        age_days: int [n], age at the end; an age may occur in several rows.
        events: for each kind of event, counts [n] of journeys that ended so at that age.
        censored: counts [n] of journeys last seen, still going, at that age.
        group: int [n], group codes from 0.
        carried: sums [n] to add up by age beside the counts; nobody is at risk for them.

    Raises:
        ValueError: for negative ages, counts or codes.

    Example:
        >>> [sets] = risk_sets([5, 3, 3], [[1, 1, 0]], [0, 0, 2], [0, 0, 0])
        >>> sets.age_days, sets.at_risk, sets.events
        (array([[3., 5.]]), array([[4., 1.]]), array([[[1., 1.]]]))
    """
    ages, codes = as_ints(age_days), as_ints(group)
    counts = np.stack([as_floats(kind) for kind in (*events, censored, *carried)])
    if min(ages.min(initial=0), codes.min(initial=0), counts.min(initial=0)) < 0:
        msg = "ages, counts and group codes must not be negative"
        raise ValueError(msg)
    if ages.size:
        yield from _blocks(*_one_row_an_age(ages, counts, codes), len(events))


def risk_sets_of_each(age: Ints, kind: Ints, kinds: int, group: Ints) -> Iterator[RiskSets]:
    """Yield the risk sets of single journeys, none of them counted yet; what is given is taken to be in range.

    Kinds are sorted along with the ages, so that nothing has to follow the order: a third of the time.

    Args:
        age: int [n]; group: int [n], codes from 0.
        kind: int [n], how each ended, from 0; `kinds`, of which there are so many, for those last seen at that age.

    Example:
        >>> none = np.zeros(3, dtype=np.int64)
        >>> [sets] = risk_sets_of_each(np.array([5, 3, 5]), np.array([0, 1, 1]), 1, none)
        >>> sets.age_days, sets.at_risk, sets.events
        (array([[3., 5.]]), array([[3., 2.]]), array([[[0., 1.]]]))
    """
    span, ways = int(age.max(initial=0)) + 1, kinds + 1
    if int(group.max(initial=0)) + 1 >= 2**62 // (span * ways):  # the three do not fit into one number
        yield from risk_sets(age, [kind == code for code in range(kinds)], kind == kinds, group)
        return
    if not age.size:
        return
    key = group * span
    key += age
    key *= ways
    key += kind
    key.sort()
    starts = np.searchsorted(key, np.arange(int(group.max()) + 2) * (span * ways))
    size = np.diff(starts)
    for wide in np.flatnonzero(size > _CELLS_AT_ONCE):  # one after the other: counts of all of them take much room
        yield from _of_sorted(key[starts[wide] : starts[wide + 1]], span, kinds)
    yield from _of_sorted(key[np.repeat(size <= _CELLS_AT_ONCE, size)], span, kinds)


def _of_sorted(key: Ints, span: int, kinds: int) -> Iterator[RiskSets]:
    """The risk sets of (group, age, kind) in one ascending number each."""
    if not key.size:
        return
    ways = kinds + 1
    whole = key // ways
    how = key - whole * ways
    new = np.append(True, whole[1:] != whole[:-1])
    rows = whole[new]
    how += (np.cumsum(new) - 1) * ways
    counts = np.bincount(how, minlength=rows.size * ways).reshape(-1, ways).T.astype(np.float64, order="C")
    codes = rows // span
    yield from _blocks(rows - codes * span, counts, codes, kinds)


def _one_row_an_age(ages: Ints, counts: Floats, codes: Ints) -> tuple[Ints, Floats, Ints]:
    """Order by group and age, and add up rows that share both; where bins are few, counting spares the sort."""
    span = int(ages.max()) + 1
    key = codes * span + ages
    if (np.diff(key) > 0).all():
        return ages, counts, codes
    if int(key.max()) < _BINS_PER_ROW * key.size:
        keys = as_ints(np.flatnonzero(np.bincount(key)))
        sums = np.stack([as_floats(np.bincount(key, kind)[keys]) for kind in counts])
    else:
        keys, place = np.unique(key, return_inverse=True)
        sums = np.stack([as_floats(np.bincount(place, kind)) for kind in counts])
    return keys % span, sums, keys // span


def _blocks(ages: Ints, counts: Floats, codes: Ints, kinds: int) -> Iterator[RiskSets]:
    """Cut the sorted rows into blocks of groups with like numbers of ages, and pad each block."""
    starts = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1])))
    widths = np.diff(np.concatenate((starts, [codes.size])))
    by_width = np.argsort(-widths, kind="stable")
    done = 0
    while done < by_width.size:
        widest = int(widths[by_width[done]])
        chosen = by_width[done : done + max(1, _CELLS_AT_ONCE // widest)]
        done += chosen.size
        yield _padded(ages, counts, codes[starts[chosen]], starts[chosen], widths[chosen], kinds)


def _padded(ages: Ints, counts: Floats, groups: Ints, starts: Ints, widths: Ints, kinds: int) -> RiskSets:
    """Gather each group's run of rows into one padded row."""
    if groups.size == 1:  # a run of rows as it lies, which of long ones spares most of the time
        here = counts[:, None, starts[0] : starts[0] + widths[0]]
        return _laid_out(groups, ages[None, starts[0] : starts[0] + widths[0]], here, kinds)
    step = np.arange(widths.max())
    inside = step < widths[:, None]
    rows = starts[:, None] + np.minimum(step, widths[:, None] - 1)
    return _laid_out(groups, ages[rows], counts[:, rows] * inside, kinds)


def _laid_out(groups: Ints, ages: Ints, here: Floats, kinds: int) -> RiskSets:
    leaving = here[: kinds + 1].sum(axis=0)
    at_risk = np.cumsum(leaving[:, ::-1], axis=1)[:, ::-1]
    return RiskSets(groups, ages.astype(np.float64), at_risk, here[:kinds], here[kinds + 1 :])
