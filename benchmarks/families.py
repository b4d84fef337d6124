"""Families of companies whose deals are drawn with known truth: one that is easy, and five that are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from headway.measure.metric import Cells
from headway.measure.scan import LOST, OPEN, WON
from headway.stats.streams import Streams

YEAR = 365
Array = np.ndarray[Any, Any]
Draw = Callable[[np.random.Generator, int], Array]
_REFERENCE = 400_000
_MATURED = 10_000
_LIST = (240.0, 1_200.0, 1_200.0, 3_600.0, 3_600.0, 12_000.0, 48_000.0)
_MONTH = 30


def _gamma(shape: float, scale: float) -> Draw:
    return lambda random, n: random.gamma(shape, scale, n)


_WON_DAYS, _LOST_DAYS = _gamma(3.0, 20.0), _gamma(1.5, 20.0)


def _evenly(random: np.random.Generator, n: int) -> Array:
    return random.uniform(0, YEAR, n)


def _late_in_the_quarter(random: np.random.Generator, n: int) -> Array:
    """Three times as many in the last month of a quarter, on whole days."""
    month = random.choice(12, n, p=np.tile([1, 1, 3], 4) / 20)
    return np.floor(month * YEAR / 12 + random.uniform(0, YEAR / 12, n))


def _listed(random: np.random.Generator, n: int) -> Array:
    """List prices, a third of them with a round discount."""
    return random.choice(_LIST, n) * random.choice([1.0, 1.0, 0.9, 0.8], n)


def _few_are_large(random: np.random.Generator, n: int) -> Array:
    return np.where(random.random(n) < 0.85, random.lognormal(8, 0.4, n), random.lognormal(10.5, 0.3, n))


@dataclass(frozen=True, slots=True)
class Family:
    """How the deals of a company are drawn.

    Attributes:
        opened: day of the year on which each is opened.
        won_days, lost_days: days to close.
        amounts: what a won deal is worth; ``size`` is their mean.
        by_month: whether deals close on the last day of a month alone.
        ever: whether a year tells nearly all; else the truth is that of the age to which the deals were followed.
    """

    name: str
    size: float
    amounts: Draw
    opened: Draw = _evenly
    won_share: float = 0.3
    won_days: Draw = _WON_DAYS
    lost_days: Draw = _LOST_DAYS
    by_month: bool = False
    ever: bool = True


FAMILIES = (
    Family("plain", float(np.exp(9 + 0.8**2 / 2)), lambda random, n: random.lognormal(9, 0.8, n)),
    Family("heavy tails", float(np.exp(9 + 1.4**2 / 2)), lambda random, n: random.lognormal(9, 1.4, n)),
    Family("price list", float(np.mean(_LIST)) * 0.925, _listed),
    Family("few are large", float(0.85 * np.exp(8.08) + 0.15 * np.exp(10.545)), _few_are_large),
    Family(
        "season, month's end", float(np.exp(9.125)), lambda random, n: random.lognormal(9, 0.5, n),
        opened=_late_in_the_quarter, by_month=True,
    ),
    Family(
        "slow", float(np.exp(9.32)), lambda random, n: random.lognormal(9, 0.8, n),
        won_days=_gamma(3.0, 80.0), lost_days=_gamma(1.5, 60.0), ever=False,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deals:
    """Deals of one company: how each ends, after how long and for what, and the age at which it was last seen."""

    won: Array
    days: Array
    amount: Array
    seen: Array


def drawn(family: Family, random: np.random.Generator, mean: float, *, matured: bool = False) -> Deals:
    """A company with so many deals on average, seen at the end of the year (or long after)."""
    n = random.poisson(mean)
    opened, won = family.opened(random, n), random.random(n) < family.won_share
    days = np.where(won, family.won_days(random, n), family.lost_days(random, n))
    if family.by_month:
        days = np.ceil((opened + days) / _MONTH) * _MONTH - opened
    return Deals(won, days, family.amounts(random, n), YEAR - opened + _MATURED * matured)


def cells(companies: list[Deals], streams: Streams) -> Cells:
    """What a scan would give of the companies, each a group."""
    group = np.repeat(np.arange(len(companies)), [one.won.size for one in companies])
    won, days, amount, seen = (
        np.concatenate([getattr(one, name) for one in companies]) for name in ("won", "days", "amount", "seen")
    )
    ended = np.where(days <= seen, np.where(won, WON, LOST), OPEN)
    age, is_won = np.minimum(days, seen), ended == WON
    logs = np.where(is_won, np.log(amount), 0.0)
    columns = {
        "age_days": np.floor(age).astype(np.int64), "ended": ended, "n": np.ones(group.size),
        "won_part_seconds": np.where(is_won, (age % 1) * 86_400, 0.0), "worth_known": is_won * 1.0,
        "worth_sum": np.where(is_won, amount, 0.0), "worth_squares": np.where(is_won, amount**2, 0.0),
        "worth_positive": is_won * 1.0, "worth_logs": logs, "worth_log_squares": logs**2,
    }  # fmt: skip
    return Cells(group, columns, len(companies), float(YEAR), streams, "USD")


class Truth:
    """What holds of a family, read off very many of its deals; at any age to which deals were followed."""

    def __init__(self, family: Family) -> None:
        every = drawn(family, np.random.default_rng(0), _REFERENCE)
        self._family = family
        self._n = every.won.size
        self._days = np.sort(every.days[every.won])
        self._means = np.cumsum(self._days) / np.arange(1, self._days.size + 1)

    def of(self, deals: float, followed: float) -> dict[str, float]:
        """The truth of a company with so many deals a year."""
        won = self._days.size if self._family.ever else max(int(np.searchsorted(self._days, followed, "right")), 1)
        arrivals, share, size = deals / YEAR, won / self._n, self._family.size
        return {
            "arrivals": arrivals, "win_rate": share, "deal_size": size, "cycle_days": float(self._means[won - 1]),
            "velocity": arrivals * share * size,
        }  # fmt: skip
