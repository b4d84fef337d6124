"""What the contract says about time, written again in plain Python: a company cut off at a day, and other futures.

Nothing here imports the product's own model, so that the two cannot share a mistake.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from tests.guarantees.companies import Company
from tests.guarantees.records import Row, Tables, end_of

ENDINGS = {"won", "lost", "closed won", "closed lost"}
ALWAYS = {"products", "quotas", "targets", "reps", "fx_rates", "stages"}
# The times that make a row known, the first that is there; the parent's where none is.
EVENTS = {
    "account_changes": ("changed_at",),
    "accounts": ("created_at",),
    "activities": ("occurred_at",),
    "churn_events": ("churned_on",),
    "contacts": ("created_at",),
    "costs": ("incurred_on",),
    "deal_changes": ("changed_at",),
    "deal_lines": (),
    "deal_needs": ("stated_at",),
    "deals": ("created_at",),
    "leads": ("created_at", "mql_at", "sql_at", "converted_at", "disqualified_at"),
    "merges": ("merged_at",),
    "milestones": ("reached_at",),
    "releases": ("released_on",),
    "subscription_changes": ("changed_on",),
    "subscriptions": ("started_on",),
    "tickets": ("opened_at",),
    "usage": ("day",),
}
PARENTS = {
    "deal_lines": "deals",
    "deal_needs": "deals",
    "activities": "deals",
    "milestones": "deals",
    "subscriptions": "deals",
    "contacts": "accounts",
}
KEYS = {"deals": "deal_id", "accounts": "account_id"}
# Columns that became known at the time of another.
STAMPED = {
    "leads": {
        "mql_at": ("mql_at",),
        "sql_at": ("sql_at",),
        "converted_at": ("converted_at", "deal_id"),
        "disqualified_at": ("disqualified_at", "disqualified_reason"),
    },
    "subscriptions": {"ended_on": ("ended_on", "end_reason")},
    "tickets": {"closed_at": ("closed_at",)},
}


def moment(value: Any, zone: str) -> datetime | None:
    """When a time or a day begins, in UTC."""
    if value is None or isinstance(value, datetime):
        return value
    assert isinstance(value, date)
    return end_of(value - timedelta(days=1), zone)


class Cut:
    """A company as it was recorded at the end of a day."""

    def __init__(self, company: Company, day: date) -> None:
        self.company, self.zone, self.end = company, company.zone, end_of(day, company.zone)
        self.names = {_plain(a["name"]): a["account_id"] for a in company.tables.get("accounts", ())}

    def cut(self) -> Company:
        every = self.company.tables
        self.history = _histories(every.get("deal_changes", []), "deal_id")
        self.of_accounts = _histories(every.get("account_changes", []), "account_id")
        deals = {row["deal_id"]: self._known(row, "deals") for row in every["deals"]}
        found: Tables = {}
        for table, rows in every.items():
            if table in ALWAYS:
                found[table] = rows
            elif table not in {"accounts", "contacts"}:
                parent = deals if PARENTS.get(table) == "deals" else {}
                kept = [row for row in rows if self._is_known(row, table, parent.get(row.get("deal_id")))]
                found[table] = [self._undone(row, table) for row in kept]
        self._accounts(every, found)
        return self.company.with_tables({name: found[name] for name in every})

    def _accounts(self, every: Tables, found: Tables) -> None:
        said = [
            str(row["account_id"])
            for table, rows in found.items()
            if table not in ALWAYS
            for row in rows
            if row.get("account_id")
        ]
        mentioned = {*said, *(self.names.get(_plain(text), text) for text in said)}
        since = {row["account_id"]: self._known(row, "accounts") for row in every.get("accounts", ())}
        since |= dict.fromkeys(mentioned, datetime(1, 1, 1))
        since = self._of_nobody(every) | since
        for table in {"accounts", "contacts"} & set(every):
            rows = [row for row in every[table] if self._is_known(row, table, since.get(row["account_id"]))]
            found[table] = [self._undone(row, table) for row in rows]
        if "accounts" in found:
            there = {row["account_id"] for row in found["accounts"]}
            found["accounts"] += [
                self._undone(r, "accounts")
                for r in every["accounts"]
                if r["account_id"] in mentioned and r["account_id"] not in there
            ]

    def _of_nobody(self, every: Tables) -> dict[str | None, datetime]:
        """What contacts name that is no account and is named by nothing else: those contacts are known always."""
        others = [row for table, rows in every.items() if table != "contacts" for row in rows]
        named = {row.get("account_id") for row in others}
        named |= {row.get(value) for row in every.get("deal_changes", ()) for value in ("old_value", "new_value")}
        nobody = {row["account_id"] for row in every.get("contacts", ())} - (named - {None})
        return dict.fromkeys(nobody, datetime(1, 1, 1))

    def _known(self, row: Row, table: str) -> datetime | None:
        times = (row.get("known_at"), *(moment(row.get(name), self.zone) for name in EVENTS[table]))
        return next((time for time in times if time is not None), None)

    def _is_known(self, row: Row, table: str, parent: datetime | None = None) -> bool:
        since = self._known(row, table) or parent
        return since is not None and since < self.end

    def _undone(self, row: Row, table: str) -> Row:
        row = dict(row)
        if row.get("deleted_at") is not None and row["deleted_at"] >= self.end:
            row["deleted_at"] = None
        for stamp, columns in STAMPED.get(table, {}).items():
            at = moment(row.get(stamp), self.zone)
            if at is not None and at >= self.end:
                row |= dict.fromkeys(columns)
        if table == "accounts":
            self._set_back(row, self.of_accounts.get(row["account_id"], {}))
        return self._deal(row) if table == "deals" else row

    def _deal(self, row: Row) -> Row:
        changes = self.history.get(row["deal_id"], {})
        self._reopen(row, changes)
        return self._set_back(row, changes)

    def _set_back(self, row: Row, changes: dict[str, list[Row]]) -> Row:
        """Each field as its history says that it was."""
        for name, steps in changes.items():
            if name in row:
                past = [step for step in steps if step["changed_at"] < self.end]
                row[name] = past[-1]["new_value"] if past else steps[0]["old_value"]
        return row

    def _reopen(self, row: Row, changes: dict[str, list[Row]]) -> None:
        """Undo a closing that was not known yet."""
        if row.get("status") == "open":
            return
        ends = [s for name in ("stage", "status") for s in changes.get(name, ()) if _is_ending(s["new_value"])]
        later = row["closed_at"] >= self.end if row["closed_at"] else bool(ends) and not self._any_past(ends)
        if row["closed_at"] is None and not ends:
            return
        if row["closed_at"] is None and not later:
            return
        if later:
            row |= {"status": "open" if row.get("status") else None, "closed_at": None, "lost_reason": None}
            if "stage" not in changes:
                row["stage"] = None

    def _any_past(self, steps: list[Row]) -> bool:
        return any(step["changed_at"] < self.end for step in steps)


def _plain(name: str) -> str:
    return "".join(letter for letter in str(name).lower() if letter.isalnum())


def _is_ending(value: str | None) -> bool:
    return (value or "").lower() in ENDINGS


def _histories(changes: list[Row], key: str) -> dict[str, dict[str, list[Row]]]:
    found: dict[str, dict[str, list[Row]]] = {}
    for change in sorted(changes, key=lambda c: (c["changed_at"], _is_ending(c["new_value"]))):
        found.setdefault(change[key], {}).setdefault(change["field"], []).append(change)
    return found


def cut(company: Company, day: date) -> Company:
    """The company with every fact after ``day`` taken out, and every value set back to what it was then."""
    return Cut(company, day).cut()


def another_future(company: Company, day: date, seed: int) -> Company:
    """What was known by ``day``, and then other things happen: new rows, closings, changes, endings, deletions."""
    return _Future(cut(company, day), day, random.Random(seed)).lived()


class _Future:
    def __init__(self, past: Company, day: date, chance: random.Random) -> None:
        self.past, self.chance, self.start = past, chance, end_of(day, past.zone)
        self.tables: Tables = {name: [dict(row) for row in rows] for name, rows in past.tables.items()}

    def lived(self) -> Company:
        steps: tuple[Callable[[], None], ...] = (
            self._stages,
            self._close,
            self._new_deals,
            self._talk,
            self._customers,
        )
        for step in steps:
            step()
        return self.past.with_tables(self.tables)

    def _later(self) -> datetime:
        return self.start + timedelta(minutes=self.chance.randint(0, 60 * 24 * 60))

    def _rows(self, table: str) -> list[Row]:
        return self.tables.setdefault(table, [])

    def _stages(self) -> None:
        changes = self._rows("deal_changes")
        touched = {c["deal_id"] for c in changes if c["field"] == "stage"}
        for deal in self._rows("deals"):
            is_open = deal.get("status", "open") == "open" and not deal.get("closed_at")
            if is_open and deal.get("stage") in (None, "Qualify", "Discover", "Propose") and self.chance.random() < 0.4:
                if deal["deal_id"] not in touched and "stage" not in self.past.columns.get("deals", ("stage",)):
                    continue
                changes.append(
                    {
                        "deal_id": deal["deal_id"],
                        "field": "stage",
                        "old_value": deal.get("stage"),
                        "new_value": "Negotiate",
                        "changed_at": self._later(),
                    }
                )
                deal["stage"] = "Negotiate"
            if self.chance.random() < 0.2:
                changes.append(
                    {
                        "deal_id": deal["deal_id"],
                        "field": "amount",
                        "old_value": deal["amount"],
                        "new_value": "77.5",
                        "changed_at": self._later(),
                    }
                )
                deal["amount"] = "77.5"

    def _close(self) -> None:
        with_history = {c["deal_id"] for c in self._rows("deal_changes") if c["field"] == "stage"}
        for deal in self._rows("deals"):
            if deal.get("status", "open") == "open" and not deal.get("closed_at") and self.chance.random() < 0.6:
                outcome = self.chance.choice(("won", "lost"))
                at = self.start + timedelta(days=61, minutes=self.chance.randint(0, 99))
                said = _is_ending(deal.get("stage"))
                if deal["deal_id"] in with_history and not said:
                    self._rows("deal_changes").append(
                        {
                            "deal_id": deal["deal_id"],
                            "field": "stage",
                            "old_value": deal["stage"],
                            "new_value": outcome,
                            "changed_at": at,
                        }
                    )
                    deal["stage"] = outcome
                elif deal.get("stage") is not None or said:
                    continue
                deal |= {"status": outcome, "closed_at": at, "lost_reason": "went dark" if outcome == "lost" else None}

    def _new_deals(self) -> None:
        for number in range(self.chance.randint(0, 6)):
            at = self._later()
            account = f"N{number}"
            self._rows("accounts").append(
                {"account_id": account, "name": f"Newcomer {number}", "segment": "New segment", "created_at": at}
            )
            self._rows("deals").append(
                {
                    "deal_id": f"N{number}",
                    "account_id": account,
                    "rep_id": "R1",
                    "stage": "Brand new",
                    "status": "won",
                    "amount": "999999",
                    "currency": "EUR",
                    "created_at": at,
                    "closed_at": at + timedelta(days=400),
                    "kind": "new",
                    "name": "N",
                }
            )
            self._rows("deal_changes").append(
                {
                    "deal_id": f"N{number}",
                    "field": "expected_close_on",
                    "old_value": None,
                    "new_value": "2030-01-01",
                    "changed_at": at,
                }
            )
            self._rows("leads").append({"lead_id": f"N{number}", "created_at": at, "mql_at": at, "source": "Future"})
            self._rows("deal_lines").append({"deal_id": f"N{number}", "product_id": "P0", "quantity": 3, "price": "9"})

    def _talk(self) -> None:
        for number, deal in enumerate(self._rows("deals")):
            if self.chance.random() < 0.3:
                self._rows("activities").append(
                    {
                        "activity_id": f"F{number}",
                        "kind": "call",
                        "occurred_at": self._later(),
                        "deal_id": deal["deal_id"],
                        "account_id": deal["account_id"],
                        "rep_id": "R2",
                        "speaker": "customer",
                        "body": "We lose money every day because of manual work.",
                    }
                )
        deals = [row["deal_id"] for row in self._rows("deals")]
        for one, other in pairwise(deals[:4]):
            if one not in {row["from_id"] for row in self._rows("merges")}:
                merge = {"table": "deals", "from_id": one, "into_id": other, "merged_at": self._later()}
                self._rows("merges").append(merge)
        for table in ("deals", "activities", "leads"):
            for row in self._rows(table):
                if row.get("deleted_at") is None and self.chance.random() < 0.1:
                    row["deleted_at"] = self._later()

    def _customers(self) -> None:
        for row in self._rows("subscriptions"):
            if row.get("ended_on") is None and self.chance.random() < 0.5:
                row |= {"ended_on": self.start.date() + timedelta(days=2), "end_reason": "churn"}
        for row in self._rows("tickets"):
            if row.get("closed_at") is None:
                row["closed_at"] = self._later()
        self._leads()
        self._accounts()

    def _leads(self) -> None:
        for row in self._rows("leads"):
            if row.get("mql_at") is None:
                row["mql_at"] = self._later()
            elif row.get("sql_at") is None and row.get("disqualified_at") is None:
                row |= {"disqualified_at": self._later(), "disqualified_reason": "no budget"}

    def _accounts(self) -> None:
        for account in self._rows("accounts"):
            at = self._later()
            self._rows("costs").append(
                {
                    "cost_id": f"F{account['account_id']}",
                    "kind": "success",
                    "amount": "10",
                    "incurred_on": at.date() + timedelta(days=1),
                    "account_id": account["account_id"],
                }
            )
            self._rows("usage").append(
                {
                    "account_id": account["account_id"],
                    "product_id": "P0",
                    "metric": "logins",
                    "day": at.date() + timedelta(days=1),
                    "value": 3,
                }
            )
            self._rows("tickets").append(
                {"ticket_id": f"F{account['account_id']}", "account_id": account["account_id"], "opened_at": at}
            )
            self._rows("milestones").append(
                {"account_id": account["account_id"], "kind": "kickoff", "deal_id": "N0", "reached_at": at}
            )
