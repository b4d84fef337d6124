"""How often the 80% ranges of `change` hold what each lever truly added, in all and by group; Monte Carlo errors shown.

Companies of three segments, of which everything may move from one year to the next, or nothing does.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from os import environ
from typing import Any

import numpy as np

from benchmarks.families import FAMILIES, YEAR, cells, drawn
from headway import discover
from headway.explain.change import Part, parts_of
from headway.explain.levers import FORMS, Levers, levers_of
from headway.measure.metric import Cells, Figure
from headway.stats.intervals import DRAWS, Interval
from headway.stats.streams import Streams

COMPANIES = int(environ.get("HEADWAY_BENCH_WORLDS", "1000"))
SIZES = (60, 200, 550, 2000)
FORM = FORMS["rate"]
LEVERS = ("arrivals", "win_rate", "deal_size")
KEYS = (("north",), ("south",), ("west",))
_SHARES = np.array([0.5, 0.3, 0.2])
_APART, _MOVES = 0.3, 0.25  # sd of logarithms: between segments, and from year to year
Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Year:
    """What is true of each segment in a year: deals, share won, mean size (arrays [segments])."""

    deals: Array
    won: Array
    size: Array

    def levers(self) -> Levers:
        """The levers as they truly are: figures without any doubt."""
        known = [_known(values) for values in (self.deals / YEAR, self.won, self.size)]
        all_won = float((self.deals * self.won).sum())
        sold = float((self.deals * self.won * self.size).sum())
        whole = (self.deals.sum() / YEAR, all_won / self.deals.sum(), sold / all_won)
        pooled = dict(zip(LEVERS, (_known(np.array([value])) for value in whole), strict=True))
        streams = Streams.of("truth", KEYS, 0)
        told = levers_of(
            replace(FORM, factors=LEVERS[1:]), KEYS, dict(zip(LEVERS, known, strict=True)), pooled, self.deals, streams,
            horizon_days=0,
        )  # fmt: skip
        return replace(told, draws=np.repeat(told.values[..., None], told.draws.shape[-1], axis=-1))


def run() -> None:
    """One line a size and lever, for companies that moved and for companies that did not."""
    for moves in (_MOVES, 0.0):
        for deals in SIZES:
            _of_deals(deals, moves)


def _of_deals(deals: int, moves: float) -> None:
    random = np.random.default_rng(deals)
    held: dict[tuple[str, str], list[bool]] = defaultdict(list)
    form = replace(FORM, factors=LEVERS[1:])
    for number in range(COMPANIES):
        years = _years(random, deals, moves)
        sides = [_seen(random, year, f"{number} {i}") for i, year in enumerate(years)]
        told = parts_of("USD", form, form.factors, *sides)
        true = parts_of("USD", form, form.factors, *(year.levers() for year in years))
        for part, truth in zip(told, true, strict=True):
            held[part.lever, "groups" if part.key else "all"].append(_holds(part, truth))
    for (lever, of), inside in held.items():
        share = float(np.mean(inside))
        line = {
            "benchmark": "coverage of change", "moved": moves > 0, "deals": deals, "lever": lever, "of": of,
            "companies": COMPANIES, "held": round(share, 3),
            "monte_carlo_error": round(float(np.sqrt(share * (1 - share) / COMPANIES)), 3), "aim": "0.74 to 0.86",
        }  # fmt: skip
        print(json.dumps(line), flush=True)


def _holds(part: Part, truth: Part) -> bool:
    told, true = part.contribution, truth.contribution.value
    return bool(told.low is not None and told.high is not None and true is not None and told.low <= true <= told.high)


def _years(random: np.random.Generator, deals: int, moves: float) -> tuple[Year, Year]:
    first = Year(
        deals * _SHARES, np.clip(0.3 * _off(random, _APART), 0.05, 0.7), FAMILIES[0].size * _off(random, _APART)
    )
    then = (
        first.deals * _off(random, moves),
        np.clip(first.won * _off(random, moves), 0.05, 0.8),
        first.size * _off(random, moves),
    )
    return first, Year(*then)


def _off(random: np.random.Generator, sd: float) -> Array:
    return np.exp(random.normal(0.0, sd, _SHARES.size))


def _seen(random: np.random.Generator, year: Year, name: str) -> Levers:
    """The levers of a year as the metrics tell them, half a year after its end."""
    companies = []
    for deals, won, size in zip(year.deals, year.won, year.size, strict=True):
        one = drawn(replace(FAMILIES[0], won_share=won), random, deals)
        companies.append(replace(one, amount=one.amount * (size / FAMILIES[0].size), seen=one.seen + YEAR / 2))
    split = cells(companies, Streams.of(f"change {name}", KEYS, 0))
    together = Cells(np.zeros_like(split.group), split.columns, 1, split.days, Streams.of(name, [0], 0), "USD")
    created = np.array([float(one.won.size) for one in companies])
    streams = Streams.of(f"levers {name}", KEYS, 0)
    form = replace(FORM, factors=LEVERS[1:])
    return levers_of(form, KEYS, _figures(split), _figures(together), created, streams, horizon_days=0)


def _figures(of: Cells) -> dict[str, Figure]:
    return {name: discover.load("metrics", name).formula(of) for name in LEVERS}


def _known(values: Array) -> Figure:
    draws = np.repeat(values[:, None], DRAWS, axis=1)
    return Figure.of(Interval(values, values, values), values, "", "", draws)
