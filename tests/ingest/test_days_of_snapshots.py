"""Whatever later snapshots say, a day that was told of stays as it was told: chance makes the companies."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.guarantees import asking
from tests.guarantees.companies import write_table
from tests.guarantees.records import Row

FIRST = date(2024, 5, 1)
STAGES = {"open": ("Qualify", "Propose"), "won": ("Closed Won",), "lost": ("Closed Lost",)}


class Crm:
    """A customer database that people change from day to day, also what lies behind them."""

    def __init__(self, seed: int, *, status: bool) -> None:
        self.dice, self.status = random.Random(seed), status
        self.deals: dict[str, Row] = {}
        self.accounts: dict[str, Row] = {}
        self.calls: list[Row] = []

    def live(self, day: date) -> None:
        for _ in range(self.dice.randint(1, 3)):
            self._enter(day)
        for deal in self.dice.sample(sorted(self.deals), len(self.deals) // 2):
            self._change(self.deals[deal], day)
        if self.accounts:
            self.dice.choice(list(self.accounts.values()))["segment"] = self.dice.choice("XYZ")

    def _before(self, day: date, days: int = 6) -> date:
        return max(day - timedelta(self.dice.choice([0, 0, 0, self.dice.randint(1, days)])), FIRST - timedelta(9))

    def _enter(self, day: date) -> None:
        number = len(self.calls)
        created = self._before(day)
        account = f"A{self.dice.randint(1, 4)}"
        self.accounts.setdefault(account, {"account_id": account, "segment": "X", "created_at": self._before(day)})
        self.deals[f"D{number}"] = {
            "deal_id": f"D{number}",
            "account_id": account,
            "created_at": created,
            "amount": 100,
        }
        self._stand(self.deals[f"D{number}"], "open", day)
        self.calls.append({"activity_id": f"C{number}", "deal_id": f"D{number}", "occurred_at": self._before(day)})

    def _change(self, deal: Row, day: date) -> None:
        what = self.dice.choice(["amount", "rep_id", "gone", "stands", "stands", "stands"])
        if what == "stands":
            self._stand(deal, self.dice.choice(["open", "open", "won", "lost"]), day)
        elif what == "gone":
            del self.deals[deal["deal_id"]]
        else:
            deal[what] = self.dice.randint(1, 9)

    def _stand(self, deal: Row, status: str, day: date) -> None:
        closed = None if status == "open" else max(deal["created_at"], self._before(day))
        told = {"status": status} if self.status else {}
        deal |= told | {"stage": self.dice.choice(STAGES[status]), "closed_at": closed}

    def export(self, folder: Path) -> None:
        status = ("status",) if self.status else ()
        heads = ("deal_id", "account_id", "created_at", "stage", *status, "closed_at", "amount", "rep_id")
        write_table(folder / "deals.csv", heads, list(self.deals.values()))
        write_table(folder / "accounts.csv", ("account_id", "segment", "created_at"), list(self.accounts.values()))
        write_table(folder / "activities.csv", ("activity_id", "deal_id", "occurred_at"), self.calls)


def _days(folder: Path, seed: int, *, status: bool) -> Iterator[date]:
    """Sync the export of some days; gives each day that is over by the sync that has just been."""
    (folder / "export").mkdir(parents=True)
    source = '[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\nsnapshot = true\nmax_gone_share = 1\n'
    (folder / "headway.toml").write_text(source, encoding="utf-8")
    crm = Crm(seed, status=status)
    for number in range(3):
        day = FIRST + timedelta(2 * number)
        for past in (day, day + timedelta(1)):
            crm.live(past)
        crm.export(folder / "export")
        asking.sync(folder, datetime(2024, 5, day.day + 2, 5))
        yield day + timedelta(1)


@pytest.mark.parametrize("status", [True, False])
@pytest.mark.parametrize("seed", range(7, 27) if asking.THOROUGH else [7])
def test_no_later_snapshot_changes_what_was_known_by_a_day_that_was_told(
    seed: int, status: bool, tmp_path: Path
) -> None:
    told: dict[date, Any] = {}
    for over in _days(tmp_path, seed, status=status):
        for day, rows in told.items():
            found = asking.book_rows(tmp_path, day)
            for name in rows:
                assert found[name] == rows[name], (name, day, over)
        told[over] = asking.book_rows(tmp_path, over)
    days = [set(rows["deals"]) for rows in told.values()]
    assert any(one - other for one, other in pairwise(days)), "no deal changed or went"
    assert sum(len(rows["journeys"]) for rows in told.values()) > 10
