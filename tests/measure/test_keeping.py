"""Retention against a recount in plain loops, and what must hold of it whatever the customers do."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import floor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.measure.keeping import SUMS, kept
from headway.measure.metric import Cells
from headway.stats.streams import Streams
from headway.workspace import Workspace, open_workspace
from tests.guarantees import asking

TOML = '[workspace]\ncurrency = "USD"\n[[sources]]\nname = "crm"\nkind = "files"\npath = "."\n'
TODAY = date(2025, 12, 31)
MONTH, GRACE = 30.4375, 3
ABROAD = 1.5  # dollars to the pound


@dataclass
class Customer:
    """What one customer's file rows say, and each change of what it pays a year, by day."""

    name: str
    began: date
    subscriptions: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    steps: list[tuple[date, float]] = field(default_factory=list)
    out: date | None = None


class _Maker:
    """One customer of a habit."""

    def __init__(self, chance: random.Random, number: int) -> None:
        self.chance, self.began = chance, date(2024, 1, 1) + timedelta(days=chance.randint(0, 700))
        self.one, self.arr = Customer(f"C{number:02d}", self.began), chance.choice([100.0, 200.0, 400.0])
        self.one.steps.append((self.began, self.arr))

    def sub(self, key: str, worth: float, start: date, end: date | None = None, reason: str = "") -> None:
        row = f"{self.one.name}{key},{self.one.name},{worth},USD,{start},{end or ''},{reason}"
        self.one.subscriptions.append(row)

    def after(self, least: int, most: int) -> date:
        return min(self.began + timedelta(days=self.chance.randint(least, most)), TODAY)

    def stays(self) -> None:
        self.sub("a", self.arr, self.began)

    def leaves(self) -> None:
        end = self.after(10, 600)
        self.sub("a", self.arr, self.began, end, self.chance.choice(["churn", "payment", ""]))
        self.one.steps.append((end, -self.arr))

    def changes(self) -> None:
        day, new = self.after(5, 400), self.arr * self.chance.choice([0.5, 2])
        self.stays()
        self.one.changes.append(f"{self.one.name}a,{day},{self.arr},{new}")
        self.one.steps.append((day, new - self.arr))

    def in_pounds(self) -> None:
        self.chance.choice([self.leaves, self.changes])()
        self.one.subscriptions = [row.replace("USD", "gbp") for row in self.one.subscriptions]
        self.one.steps = [(day, delta * ABROAD) for day, delta in self.one.steps]

    def upgrades(self) -> None:
        end = self.after(40, 500)
        start = end + timedelta(days=self.chance.randint(-9, 20))
        self.sub("a", self.arr, self.began, end, "upgrade")
        if start <= TODAY:
            self.sub("b", self.arr * 3, start)
            self.one.steps.append((start, self.arr * 2))
        else:
            self.one.out = end

    def ends_a_term(self) -> None:
        self.one.out = self.after(20, 600)
        self.sub("a", self.arr, self.began, self.one.out, "term")
        self.one.steps.append((self.one.out, -self.arr))

    def returns(self) -> None:
        end = self.after(20, 300)
        back = end + timedelta(days=60)
        self.sub("a", self.arr, self.began, end, "churn")
        self.one.steps.append((end, -self.arr))
        if back <= TODAY:
            self.sub("b", self.arr * 5, back)
            self.one.steps.append((back, self.arr * 5))


HABITS = (
    _Maker.stays, _Maker.leaves, _Maker.in_pounds, _Maker.changes, _Maker.upgrades, _Maker.ends_a_term,
    _Maker.returns,
)  # fmt: skip


def _customer(number: int) -> Customer:
    maker = _Maker(random.Random(number), number)
    HABITS[number % len(HABITS)](maker)
    return maker.one


def _month(day: date, began: date) -> int:
    days = (day - began).days
    return -1 if days <= 0 else floor(max(days - GRACE, 0) / MONTH)


def recount(customers: list[Customer], month: int) -> dict[str, float]:
    """Gross, net and by number after so many months: loops over customers and months."""
    gross = net = logos = 1.0
    for m in range(month):
        base = lost = before = after = there = left = 0.0
        for one in customers:
            seen = floor(((TODAY - one.began).days + 1 - GRACE) / MONTH)
            if m >= seen or (one.out is not None and m >= _month(one.out, one.began)):
                continue
            pays = [sum(d for day, d in one.steps if _month(day, one.began) <= k) for k in range(-1, m + 1)]
            least = min(pays[:-1])
            if least <= 0:
                continue
            now = max(min(least, pays[-1]), 0)
            there, base, lost = there + 1, base + least, lost + least - now
            before, after = before + pays[-2], after + (pays[-1] if now > 0 else 0)
            left += now <= 0
        gross, net, logos = gross * (1 - lost / base), net * after / before, logos * (1 - left / there)
    return {"gross": gross, "net": net, "logos": logos}


def _write(folder: Path, customers: list[Customer]) -> None:
    tables = {
        "subscriptions": "subscription_id,account_id,arr,currency,started_on,ended_on,end_reason",
        "subscription_changes": "subscription_id,changed_on,arr_before,arr_after",
        "accounts": "account_id,segment",
        "fx_rates": "day,currency,rate",
    }
    rows = {
        "subscriptions": [row for one in customers for row in one.subscriptions],
        "subscription_changes": [row for one in customers for row in one.changes],
        "accounts": [f"{one.name},{'odd' if int(one.name[1:]) % 2 else 'even'}" for one in customers],
        "fx_rates": [f"2024-01-01,GBP,{ABROAD}", "2024-06-01,GBP,1.5"],
    }
    (folder / "headway.toml").write_text(TOML)
    for name, heads in tables.items():
        (folder / f"{name}.csv").write_text("\n".join([heads, *rows[name], ""]))


CUSTOMERS = [_customer(number) for number in range(70)]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("keeping")
    _write(folder, CUSTOMERS)
    asking.sync(folder, datetime(2026, 1, 1))
    with closing(open_workspace(folder)) as opened:
        yield opened


def test_every_month_is_what_plain_loops_count(workspace: Workspace) -> None:
    rows = workspace.retention(as_of=TODAY, cohort="year").rows
    for row in rows:
        mine = [one for one in CUSTOMERS if str(one.began.year) == row["cohort"]]
        told = recount(mine, row["month"])
        for name, value in told.items():
            assert row[name].value == pytest.approx(value, abs=1e-9), (row["cohort"], row["month"], name)
    assert len(rows) > 20


def test_groups_are_those_of_the_account(workspace: Workspace) -> None:
    rows = workspace.retention(as_of=TODAY, cohort="year", by=["segment"]).rows
    odd = [one for one in CUSTOMERS if int(one.name[1:]) % 2 and one.began.year == 2024]
    found = {row["month"]: row for row in rows if row["segment"] == "odd" and row["cohort"] == "2024"}
    assert found[12]["net"].value == pytest.approx(recount(odd, 12)["net"])
    assert found[12]["matured"] == sum((TODAY - one.began).days + 1 - GRACE >= 12 * MONTH for one in odd)


def test_gross_never_rises_and_is_never_above_all_that_was_paid(workspace: Workspace) -> None:
    for cohort in ("month", "quarter", "year"):
        last: dict[str, float] = {}
        for row in workspace.retention(as_of=TODAY, cohort=cohort).rows:
            assert 0 <= row["gross"].low <= row["gross"].value <= row["gross"].high <= 1
            assert row["gross"].value <= last.get(row["cohort"], 1.0)
            assert row["gross"].value <= row["net"].value + 1e-9
            last[row["cohort"]] = row["gross"].value


def test_where_there_are_no_subscriptions_orders_tell_who_bought_again(tmp_path: Path) -> None:
    """Four buyers: back after 20 days, after 100, on the same day only, and never; the last is young."""
    rows = [
        ("a", "01-01"),
        ("a", "01-21"),
        ("b", "01-05"),
        ("b", "04-15"),
        ("c", "01-09"),
        ("c", "01-09"),
        ("d", "06-25"),
    ]
    lines = [f"{n},{who},won,5,2025-{day},2025-{day}" for n, (who, day) in enumerate(rows)]
    (tmp_path / "headway.toml").write_text(TOML)
    (tmp_path / "deals.csv").write_text(
        "\n".join(["deal_id,account_id,status,amount,created_at,closed_at", *lines, ""])
    )
    asking.sync(tmp_path, datetime(2025, 7, 1))
    with closing(open_workspace(tmp_path)) as opened:
        answer = opened.retention(cohort="year")
        found = {row["month"]: row["logos"].value for row in answer.rows}
    assert found == pytest.approx({1: 1 / 3, 2: 1 / 3, 3: 1 / 3, 4: 2 / 3, 5: 2 / 3})
    assert answer.answer.startswith("Within 5 months 67% of buyers buy again")
    assert "orders are no contracts" in answer.rows[0]["gross"].reason


@given(st.integers(0, 10**6), st.integers(2, 30), st.integers(1, 12))
def test_nothing_is_kept_beyond_what_was_and_splitting_cells_changes_nothing(seed: int, size: int, months: int) -> None:
    chance = np.random.default_rng(seed)
    rows = []
    for month in range(months):
        base = chance.uniform(1, 9, size)
        lost = base * (chance.random(size) < 0.2) * chance.choice([0.5, 1.0])
        pays = np.where(lost == base, 0, base - lost + chance.uniform(0, 2, size))
        rows.append((month + 1, base, lost, base, pays))
    whole, parts = _cells(rows, size, 1), _cells(rows, size, 2)
    one, other = kept(whole), kept(parts)
    for name in ("gross", "net", "logos"):
        first, second = getattr(one, name), getattr(other, name)
        np.testing.assert_allclose(first.value, second.value, rtol=1e-9)
        known = np.isfinite(first.value)
        assert (first.low[known] <= first.value[known]).all()
        assert (first.value[known] <= first.high[known]).all()
    assert (np.nan_to_num(one.gross.high) <= 1).all()


def _cells(rows: list[tuple[int, Any, Any, Any, Any]], size: int, parts: int) -> Cells:
    columns: dict[str, list[float]] = {name: [] for name in ("month", *SUMS)}
    for month, keeps, lost, paid, pays in rows:
        for part in range(parts):
            k, gone, before, after = (values[part::parts] for values in (keeps, lost, paid, pays))
            sums = {
                "month": month, "matured": k.size, "there": k.size, "left": (gone == k).sum(), "kept": k.sum(),
                "lost": gone.sum(), "paid": before.sum(), "pays": after.sum(), "kept_squares": (k * k).sum(),
                "lost_kept": (gone * k).sum(), "lost_squares": (gone * gone).sum(),
                "paid_squares": (before * before).sum(), "pays_paid": (after * before).sum(),
                "pays_squares": (after * after).sum(),
            }  # fmt: skip
            for name, value in sums.items():
                columns[name].append(float(value))
    arrays = {name: np.array(values) for name, values in columns.items()}
    codes = np.zeros(arrays["month"].size, dtype=np.int64)
    return Cells(codes, arrays, 1, 30.0, Streams.of("t", [0], "d"), "USD")
