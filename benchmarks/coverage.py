"""How often the stated 80% intervals hold the truth, over companies of 60 to 2,000 deals; Monte Carlo errors shown.

The cells that a scan would give are drawn directly, so a thousand companies take seconds; the formulas are ours.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from contextlib import closing
from datetime import UTC, date, datetime
from os import environ
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.families import FAMILIES, YEAR, Family, Truth, cells, drawn
from headway import discover
from headway.measure.curves import followed_days
from headway.measure.keeping import SUMS, kept
from headway.measure.measuring import product_of
from headway.measure.metric import Cells, Figure
from headway.stats.streams import Streams
from headway.workspace import create_workspace, open_workspace

COMPANIES = int(environ.get("HEADWAY_BENCH_WORLDS", "1000"))
AT_ONCE = 50
SIZES = (60, 200, 550, 2000)
CUSTOMERS = (20, 60, 200, 600)
FIRST, LAST = date(2016, 10, 1), date(2017, 8, 15)
SHOWN = ("arrivals", "win_rate", "deal_size", "cycle_days", "velocity")


def run() -> None:
    """One line a family, size and figure, for deals; then the same for customers."""
    for family in FAMILIES:
        truth = Truth(family)
        for deals in SIZES:
            _of_deals(family, truth, deals)
    _matured()
    _public()
    for customers in CUSTOMERS:
        _of_customers(customers)


def _figures(cells: Cells) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for name in SHOWN:
        metric = discover.load("metrics", name)
        found[name] = metric.formula(cells) if metric.formula else product_of(metric, found, "USD")
    return found


def _of_deals(family: Family, truth: Truth, deals: int) -> None:
    random = np.random.default_rng(deals)
    held: dict[str, list[bool]] = defaultdict(list)
    below: dict[str, list[bool]] = defaultdict(list)
    for number in range(COMPANIES):
        seen = cells([drawn(family, random, deals)], Streams.of(f"coverage {family.name}", [number], deals))
        figures = _figures(seen)
        for name, true in truth.of(deals, followed_days(seen) + 1).items():
            low, high = figures[name].low[0], figures[name].high[0]
            if np.isfinite(low):
                held[name].append(bool(low <= true <= high))
                below[name].append(bool(true > high))
    for name in SHOWN:
        _say(name, np.array(held[name]), family=family.name, deals=deals, above=round(float(np.mean(below[name])), 3))


def _matured() -> None:
    """Over a year whose deals have all closed, velocity is the won revenue a day, exactly."""
    random = np.random.default_rng(1)
    companies = [drawn(FAMILIES[0], random, 550, matured=True) for _ in range(AT_ONCE)]
    figure = _figures(cells(companies, Streams.of("matured", range(AT_ONCE), 1)))["velocity"]
    realised = np.array([one.amount[one.won].sum() / YEAR for one in companies])
    line = {
        "benchmark": "coverage",
        "figure": "velocity of a matured year against realised revenue a day",
        "companies": AT_ONCE,
        "largest_relative_gap": float(np.abs(figure.value / realised - 1).max()),
        "inside_interval": float(((figure.low <= realised) & (realised <= figure.high)).mean()),
        "aim": "1.0",
    }
    print(json.dumps(line), flush=True)


def _public() -> None:
    """The same on Maven's pipeline, where the public exports are: months whose deals have all had the time to close."""
    data = Path(environ.get("HEADWAY_PUBLIC_EXPORTS", "../shared/data")) / "maven_crm"
    if not data.is_dir():
        return
    with (data / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if str(FIRST) <= row["engage_date"] <= str(LAST)]
    won = sum(float(row["close_value"]) for row in rows if row["deal_stage"] == "Won")
    realised = won / ((LAST - FIRST).days + 1)
    with TemporaryDirectory() as place:
        create_workspace(Path(place) / "w", files=data, engine=None)
        with closing(open_workspace(Path(place) / "w")) as workspace:
            workspace.sync(now=datetime(2026, 1, 1, tzinfo=UTC))
            told = workspace.velocity(start=FIRST, end=LAST).rows[0]["velocity"]
    line = {
        "benchmark": "coverage", "figure": "velocity of Maven's matured months against realised revenue a day",
        "velocity": round(told.value, 2), "low": round(told.low, 2), "high": round(told.high, 2),
        "realised": round(realised, 2), "inside_interval": bool(told.low <= realised <= told.high), "aim": "true",
    }  # fmt: skip
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


def _say(figure: str, held: np.ndarray[Any, Any], **of: object) -> None:
    share = float(held.mean())
    error = float(np.sqrt(share * (1 - share) / held.size))
    line = {"benchmark": "coverage", **of, "figure": figure, "companies": int(held.size)}
    print(
        json.dumps(line | {"held": round(share, 3), "monte_carlo_error": round(error, 3), "aim": "0.76 to 0.84"}),
        flush=True,
    )
