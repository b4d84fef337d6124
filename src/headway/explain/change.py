"""What changed: money per day of one side against another's, split over the levers that moved it, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from headway.explain.levers import Form, Levers, Side, levers, measured
from headway.measure.measuring import Key, Measured
from headway.model.book import Book
from headway.stats.arrays import Bools, Floats
from headway.stats.change import split
from headway.stats.intervals import interval
from headway.units import Estimate

MIX, TOTAL = "mix", "total"


@dataclass(frozen=True, slots=True)
class Part:
    """What one lever added, for all (``key`` None) or for one group.

    Attributes:
        before, after: the lever itself on the two sides, for all deals together; of the total, money per day.
    """

    key: Key | None
    lever: str
    contribution: Estimate
    before: Estimate | None = None
    after: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A change and its parts.

    Attributes:
        parts: of all, then of each group, in the order of the levers, the total last.
        left_out: levers that are not known, each with its reason.
        horizon_days: the age at which winning was read on both sides; None where each was read at its own last one.
        deals: opened on the two sides.
        unknown: why nothing can be said; empty otherwise.
    """

    parts: tuple[Part, ...]
    left_out: tuple[tuple[str, str], ...]
    horizon_days: float | None
    deals: tuple[int, int]
    unknown: str = ""


def change(book: Book, form: Form, before: Side, after: Side, by: tuple[str, ...]) -> Change:
    """Split the change of money per day from one side to the other.

    Within each group g, V_g = count x share of the count x factors; a lever adds the sum over groups of
    L(V_g0, V_g1) ln(x_1 / x_0), and ``mix`` is what the shares add. A group that only one side has is all mix, and so
    is what the product of the levers of all deals differs by from the sum over groups (still open deals, and factors
    that go together). Groups add up to the whole, levers to the total, and the total is the difference of two answers
    of ``velocity``. Intervals come from posterior draws of every factor, those of small groups drawn towards all.

    Args:
        by: columns whose groups are told apart; empty for none, and then there is no mix.
    """
    sides = (before, after)
    wholes = [measured(book, form, side, (), None) for side in sides]
    horizon = _common_horizon(wholes)
    if horizon is not None:
        wholes = [measured(book, form, side, (), horizon) for side in sides]
    old, new = (levers(book, form, side, by, whole) for side, whole in zip(sides, wholes, strict=True))
    keep, left_out = _kept(form, old, new)
    deals = (round(float(old.created.sum())), round(float(new.created.sum())))
    needed = (form.count, *(name for name in keep if name not in form.durable))
    why = [(side.label, told.unknown(needed)) for side, told in ((before, old), (after, new))]
    why = [(label, reason) for label, reason in why if reason]
    if why:
        return Change((), left_out, horizon, deals, f"{why[0][0]}: {why[0][1]}")
    parts = parts_of(book.catalog.currency, form, keep, old, new)
    return Change(parts, left_out, horizon, deals)


def _common_horizon(wholes: Sequence[Measured]) -> float | None:
    """The age up to which both can be followed, where one cannot be followed as long as the other's deals took."""
    open_still = [whole.closed.sum() < whole.created.sum() for whole in wholes]
    followed = [whole.followed_days if still else np.inf for whole, still in zip(wholes, open_still, strict=True)]
    longest = max(whole.horizon_days for whole in wholes)
    return min(followed) if longest > min(followed) else None


def _kept(form: Form, old: Levers, new: Levers) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The factors that count, and those that cannot since one side does not tell them."""
    reasons = {name: old.unknown((name,)) or new.unknown((name,)) for name in form.factors if name in form.durable}
    left_out = tuple((name, reason) for name, reason in reasons.items() if reason)
    return tuple(name for name in form.factors if not reasons.get(name)), left_out


def parts_of(currency: str, form: Form, keep: tuple[str, ...], old: Levers, new: Levers) -> tuple[Part, ...]:
    """The parts of all and of each group, of the levers of two sides; ``keep`` are the factors that count."""
    names = (form.count, MIX, *keep)
    chosen = [0, *(1 + form.factors.index(name) for name in keep)]
    keys = sorted({*old.keys, *new.keys}, key=_sortable)
    here = [[side.keys.index(key) if key in side.keys else -1 for key in keys] for side in (old, new)]
    values = [_aligned(side.values[chosen], at) for side, at in zip((old, new), here, strict=True)]
    draws = [_aligned(side.draws[chosen], at) for side, at in zip((old, new), here, strict=True)]
    both = np.array([a >= 0 and b >= 0 and _any(old, a) and _any(new, b) for a, b in zip(*here, strict=True)])
    whole = [side.whole[chosen] for side in (old, new)], [side.whole_draws[chosen] for side in (old, new)]
    # By how much the whole and its groups disagree is counted, not drawn: both are drawn from the same deals, and two
    # draws of one thing would differ by chance, all of which would go to the mix.
    agree = [_agreement(v, w) for v, w in zip(values, whole[0], strict=True)]
    value = _contributions([_stacked(v, a) for v, a in zip(values, agree, strict=True)], both)
    drawn = _contributions([_stacked(d, a) for d, a in zip(draws, agree, strict=True)], both)
    telling = _Telling(currency, names, round(float(old.created.sum() + new.created.sum())))
    groups = len(keys) > 1
    shown = [i for i, name in enumerate(names) if name != MIX or groups]
    every = telling.rows(None, value.sum(axis=1), drawn.sum(axis=1), shown)
    apart = whole[1][1].prod(axis=0) - whole[1][0].prod(axis=0)
    every[-1] = replace(every[-1], contribution=telling.money(value.sum(), apart))
    totals = [
        replace(telling.money(w.prod(), d.prod(axis=0)), n=round(float(side.created.sum())))
        for w, d, side in zip(*whole, (old, new), strict=True)
    ]
    beside = [_beside(part, old, new, (totals[0], totals[1])) for part in every]
    each = (telling.rows(key, value[:, g], drawn[:, g], shown) for g, key in enumerate(keys) if groups)
    return (*beside, *(part for parts in each for part in parts))


def _any(side: Levers, group: int) -> bool:
    return bool(side.values[0, group] > 0)


def _aligned(values: Floats, at: list[int]) -> Floats:
    """The groups in another order; one that the side does not have counts nothing, and its factors are none."""
    found = values[:, at].copy()
    found[:, [i for i, place in enumerate(at) if place < 0]] = 0.0
    return found


def _agreement(side: Floats, whole: Floats) -> float:
    """The product of the levers of all deals together over the sum of the groups' products."""
    summed, product = float(side.prod(axis=0).sum()), float(whole.prod())
    return product / summed if summed > 0 and product > 0 else 1.0


def _stacked(side: Floats, agree: float) -> Floats:
    """The factors of a side whose product is its groups' money per day, float [count, share, factors..., groups, ...].

    The shares are scaled so that the groups add up to the product of the levers of all deals together.
    """
    count = side[0].sum(axis=0, keepdims=True)
    share = np.divide(side[0], count, out=np.zeros_like(side[0]), where=count > 0)
    return np.concatenate([np.broadcast_to(count, side[0].shape)[None], (share * agree)[None], side[1:]])


def _contributions(sides: list[Floats], both: Bools) -> Floats:
    """What each lever adds by group, float [levers, groups, ...]; all of a group that one side lacks is mix."""
    old, new = sides
    parts = np.zeros_like(old)
    parts[:, both] = split(old[:, both], new[:, both])
    parts[1, ~both] = new[:, ~both].prod(axis=0) - old[:, ~both].prod(axis=0)
    return parts


@dataclass(frozen=True, slots=True)
class _Telling:
    """Makes estimates of contributions."""

    currency: str
    names: tuple[str, ...]
    n: int

    def rows(self, key: Key | None, value: Floats, draws: Floats, shown: list[int]) -> list[Part]:
        told = [Part(key, self.names[i], self.money(value[i], draws[i])) for i in shown]
        return [*told, Part(key, TOTAL, self.money(value.sum(), draws.sum(axis=0)))]

    def money(self, value: float, draws: Floats) -> Estimate:
        found = interval([value], draws[None])
        return Estimate(float(value), float(found.low[0]), float(found.high[0]), self.n, f"{self.currency}/day")


def _beside(part: Part, old: Levers, new: Levers, totals: tuple[Estimate, Estimate]) -> Part:
    """The part of all deals with its lever on the two sides."""
    if part.lever == MIX:
        return part
    if part.lever == TOTAL:
        return replace(part, before=totals[0], after=totals[1])
    before, after = (side.lever(part.lever) for side in (old, new))
    return replace(part, before=before, after=after)


def _sortable(key: Key) -> tuple[tuple[bool, str], ...]:
    return tuple((value is None, str(value)) for value in key)
