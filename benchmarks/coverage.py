"""How often the stated 80% intervals hold the truth, over companies of 60 to 2,000 deals; Monte Carlo errors shown.

The cells that a scan would give are drawn directly, so a thousand companies take a minute; the formulas are ours.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from headway import discover
from headway.measure.keeping import SUMS, kept
from headway.measure.measuring import product_of
from headway.measure.metric import Cells, Figure
from headway.measure.scan import LOST, OPEN, WON
from headway.stats.streams import Streams

COMPANIES = 1000
AT_ONCE = 50
SIZES = (60, 200, 550, 2000)
CUSTOMERS = (20, 60, 200, 600)
DAYS = 365
WON_SHARE, MEAN_LOG, SD_LOG = 0.3, 9.0, 0.8
SHOWN = ("arrivals", "win_rate", "deal_size", "cycle_days", "velocity")
# Days to close: (shape, scale) of gamma, won and lost. The oldest deal is older than nearly any lasts.
WON_DAYS, LOST_DAYS = (3.0, 20.0), (1.5, 20.0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Deals of one company: how each ends, after how long and for what, and the age at which it was last seen."""

    won: np.ndarray[Any, Any]
    days: np.ndarray[Any, Any]
    amount: np.ndarray[Any, Any]
    seen: np.ndarray[Any, Any]


def run() -> None:
    """One line a size and figure, for deals; then the same for customers."""
    for deals in SIZES:
        _of_deals(deals)
    _matured()
    for customers in CUSTOMERS:
        _of_customers(customers)


def _company(random: np.random.Generator, deals: int, *, matured: bool = False) -> Drawn:
    n = random.poisson(deals)
    won = random.random(n) < WON_SHARE
    days = np.where(won, random.gamma(*WON_DAYS, n), random.gamma(*LOST_DAYS, n))
    seen = random.uniform(0, DAYS, n) + (10_000 if matured else 0)
    return Drawn(won, days, random.lognormal(MEAN_LOG, SD_LOG, n), seen)


def _cells(companies: list[Drawn], streams: Streams) -> Cells:
    group = np.repeat(np.arange(len(companies)), [one.won.size for one in companies])
    won, days, amount, seen = (
        np.concatenate([getattr(one, name) for one in companies]) for name in ("won", "days", "amount", "seen")
    )
    closed = days <= seen
    ended = np.where(closed, np.where(won, WON, LOST), OPEN)
    age = np.minimum(days, seen)
    worth = np.where(ended == WON, amount, 0.0)
    logs = np.where(ended == WON, np.log(amount), 0.0)
    ones = np.ones(group.size)
    columns = {
        "age_days": np.floor(age).astype(np.int64), "ended": ended, "n": ones,
        "won_part_seconds": np.where(ended == WON, (age % 1) * 86_400, 0.0), "worth_known": (ended == WON) * ones,
        "worth_sum": worth, "worth_squares": worth**2, "worth_positive": (ended == WON) * ones, "worth_logs": logs,
        "worth_log_squares": logs**2,
    }  # fmt: skip
    return Cells(group, columns, len(companies), float(DAYS), streams, "USD")


def _figures(cells: Cells) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for name in SHOWN:
        metric = discover.load("metrics", name)
        found[name] = metric.formula(cells) if metric.formula else product_of(metric, found, "USD")
    return found


def _of_deals(deals: int) -> None:
    random = np.random.default_rng(deals)
    held: dict[str, list[np.ndarray[Any, Any]]] = {name: [] for name in SHOWN}
    size = float(np.exp(MEAN_LOG + SD_LOG**2 / 2))
    for start in range(0, COMPANIES, AT_ONCE):
        companies = [_company(random, deals) for _ in range(AT_ONCE)]
        figures = _figures(_cells(companies, Streams.of("coverage", range(start, start + AT_ONCE), deals)))
        truth = {
            "arrivals": deals / DAYS, "win_rate": WON_SHARE, "deal_size": size,
            "cycle_days": WON_DAYS[0] * WON_DAYS[1], "velocity": deals / DAYS * WON_SHARE * size,
        }  # fmt: skip
        for name in SHOWN:
            held[name].append((figures[name].low <= truth[name]) & (truth[name] <= figures[name].high))
    for name in SHOWN:
        _say(name, np.concatenate(held[name]), deals=deals)


def _matured() -> None:
    """Over a year whose deals have all closed, velocity is the won revenue a day, exactly."""
    random = np.random.default_rng(1)
    companies = [_company(random, 550, matured=True) for _ in range(AT_ONCE)]
    figure = _figures(_cells(companies, Streams.of("matured", range(AT_ONCE), 1)))["velocity"]
    realised = np.array([one.amount[one.won].sum() / DAYS for one in companies])
    line = {
        "benchmark": "coverage",
        "figure": "velocity of a matured year against realised revenue a day",
        "companies": AT_ONCE,
        "largest_relative_gap": float(np.abs(figure.value / realised - 1).max()),
        "inside_interval": float(((figure.low <= realised) & (realised <= figure.high)).mean()),
        "aim": "1.0",
    }
    print(json.dumps(line), flush=True)


def _of_customers(customers: int) -> None:
    """Customers of lognormal size who began over two years; each month 2% leave, 1% lose a third, 2% add a half."""
    random = np.random.default_rng(customers)
    held: dict[str, list[bool]] = {"gross": [], "net": [], "logos": []}
    truth = {"gross": (1 - 0.02 - 0.01 / 3) ** 12, "net": (1 - 0.02 - 0.01 / 3 + 0.02 / 2) ** 12, "logos": 0.98**12}
    for company in range(COMPANIES):
        found = kept(_lives(random, customers, Streams.of("kept", [company], customers)))
        for name, inside in held.items():
            curve = getattr(found, name)
            if curve.value.shape[1] >= 12:
                inside.append(bool(curve.low[0, 11] <= truth[name] <= curve.high[0, 11]))
    for name, inside in held.items():
        _say(f"{name} after 12 months", np.array(inside), customers=customers)


def _lives(random: np.random.Generator, customers: int, streams: Streams) -> Cells:
    pays = random.lognormal(0.0, 0.7, customers)
    seen, least = random.integers(1, 25, customers), pays.copy()
    rows: dict[str, list[float]] = {name: [] for name in ("month", *SUMS)}
    for month in range(24):
        old = seen > month
        there = old & (least > 0)
        if not there.any():
            break
        chance = random.random(customers)
        after = np.where(
            chance < 0.02, 0.0, np.where(chance < 0.03, pays * 2 / 3, np.where(chance < 0.05, pays * 1.5, pays))
        )
        k, p = np.where(there, least, 0.0), np.where(there, pays, 0.0)
        least, pays = np.where(there, np.minimum(least, after), least), np.where(there, after, pays)
        lost, now = np.where(there, k - least, 0.0), np.where(there & (least > 0), pays, 0.0)
        values = (
            month + 1, old.sum(), there.sum(), (there & (least <= 0)).sum(), k.sum(), lost.sum(), p.sum(), now.sum(),
            (k * k).sum(), (lost * k).sum(), (lost * lost).sum(), (p * p).sum(), (now * p).sum(), (now * now).sum(),
        )  # fmt: skip
        for name, value in zip(rows, values, strict=True):
            rows[name].append(float(value))
    columns = {name: np.array(found) for name, found in rows.items()}
    return Cells(np.zeros(columns["month"].size, dtype=np.int64), columns, 1, 365.0, streams, "USD")


def _say(figure: str, held: np.ndarray[Any, Any], **of: int) -> None:
    share = float(held.mean())
    error = float(np.sqrt(share * (1 - share) / held.size))
    line = {"benchmark": "coverage", **of, "figure": figure, "companies": int(held.size)}
    print(
        json.dumps(line | {"held": round(share, 3), "monte_carlo_error": round(error, 3), "aim": "0.76 to 0.84"}),
        flush=True,
    )
