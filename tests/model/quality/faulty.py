"""A company whose every row is named after what is wrong with it, and the same company without the faults."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from headway.publish import publish
from headway.workspace import Workspace, made_with, open_workspace
from tests.guarantees.asking import share_compiled

NOW = datetime(2026, 3, 31, 8, tzinfo=UTC)
TODAY, BEFORE = date(2026, 3, 31), date(2026, 1, 31)
Row = dict[str, str]
Company = dict[str, list[Row]]
TOML = (
    '[workspace]\nname = "Faults"\n[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\nmax_refused_share = 1\n'
)
_CLOSE_AGE_DAYS = 100
_LOADED: list[Path] = []


def deal(deal_id: str, created: str = "2026-02-01", **values: str) -> Row:
    """An open deal with nothing wrong; ``values`` put in what is."""
    row = {
        "deal_id": deal_id, "account_id": "A1", "rep_id": "R1", "lead_id": "", "name": deal_id, "stage": "Propose",
        "status": "open", "amount": "100", "currency": "USD", "created_at": created, "closed_at": "",
        "expected_close_on": "2026-04-30",
    }  # fmt: skip
    return row | values


def clean() -> Company:
    """Twenty closed deals (won and lost in turn, each after 100 days), five open ones, and all that they refer to."""
    start = date(2025, 1, 1)
    closed = [
        deal(f"B{day:02d}", f"{start + timedelta(day)}", status=("won", "lost")[day % 2],
             closed_at=f"{start + timedelta(day + _CLOSE_AGE_DAYS)}", expected_close_on="")
        for day in range(20)
    ]  # fmt: skip
    deals = [*closed, *(deal(f"OPEN{n}") for n in range(5))]
    return {
        "deals": deals,
        "accounts": [account("A1", "Alpha", "alpha.com"), account("A3", "Beta Co", "beta.com")],
        "reps": [{"rep_id": "R1", "name": "Rita"}],
        "leads": [{"lead_id": "LEAD1", "created_at": "2025-01-01", "account_id": "A1", "rep_id": "R1", "deal_id": ""}],
        "products": [
            {"product_id": "P1", "name": "Plan", "currency": "USD"},
            {"product_id": "P2", "name": "Other", "currency": "USD"},
        ],
        "fx_rates": [{"day": "2025-01-01", "currency": "EUR", "rate": "1.1"}],
        "deal_changes": [stage_of(row) for row in deals],
        "deal_lines": [{"deal_id": "OPEN0", "product_id": "P1"}],
        "costs": [{"cost_id": "COST1", "amount": "5", "currency": "EUR", "incurred_on": "2025-01-01"}],
        "subscriptions": [
            {
                "subscription_id": f"SUB{n}",
                "account_id": key,
                "product_id": f"P{n % 2 + 1}",
                "arr": "1200",
                "currency": "USD",
                "started_on": "2025-02-01",
                "ended_on": ended,
                "end_reason": "churn" if ended else "",
                "deal_id": "",
            }
            for n, (key, ended) in enumerate((("A1", ""), ("A1", "2025-08-01"), ("A3", "2025-09-01")))
        ],
        "contacts": [
            {
                "contact_id": "C1",
                "account_id": "A1",
                "name": "Cleo",
                "email": "cleo@alpha.com",
                "created_at": "2025-01-01",
            }
        ],
        "tickets": [{"ticket_id": "T1", "account_id": "A1", "opened_at": "2025-05-01", "closed_at": "2025-05-02"}],
        "usage": [{"account_id": "A3", "product_id": "P1", "day": "2025-08-01", "metric": "logins", "value": "3"}],
        "subscription_changes": [
            {"subscription_id": "SUB0", "changed_on": "2025-06-01", "arr_before": "1200", "arr_after": "1500"}
        ],
        "merges": [{"table": "contacts", "from_id": "C0", "into_id": "C1", "merged_at": "2025-03-01"}],
        "churn_events": [{"churn_event_id": "CH1", "account_id": "A3", "churned_on": "2025-09-01"}],
        "activities": [activity("SEEN", "2026-03-31T07:00:00", "OPEN1")],
    }


def faulty() -> Company:
    """The clean company and one or two rows for each check, none of them known before February 2026 (but see Z1)."""
    company = clean()
    faults = [
        deal("LOST1", status="lost", closed_at="2026-03-01", amount="0"),
        deal("LOST2", status="lost", closed_at="2026-03-01", amount=""),
        deal("Z1", "2025-11-01"),
        deal("NOHIST", "2026-02-05"),
        deal("TWIN1", "2026-02-06", name="Twin", amount="500"),
        deal("TWIN2", "2026-02-06", name="Twin", amount="500"),
        deal("TWIN3", "2026-02-06", name="Twin", amount="501"),
        deal("ORPHAN", "2026-02-07", account_id="A99", rep_id="R99", lead_id="LEAD99"),
        deal("BACK", "2026-02-10T10:00:00", status="won", closed_at="2026-02-08T09:00:00"),
        deal("SAMEDAY", "2026-02-10T10:00:00", status="won", closed_at="2026-02-10"),
        deal("NORATE", "2026-02-11", currency="XTS"),
        deal("EURO", "2026-02-11", currency="eur"),
        deal("NOCUR", "2026-02-11", currency=""),
        deal("NOCUR0", "2026-02-11", currency="", amount=""),
        deal("PASSED", "2026-02-11", expected_close_on="2026-03-15"),
        deal("NODAY", "2026-02-12", status="won"),
        deal("NOWORD", "2026-02-12", status="", stage="Archived", closed_at="2026-03-02"),
        deal("TWOENDS", "2026-02-12", status="won", stage="Closed Lost", closed_at="2026-02-14"),
        deal("NOACC", "2026-02-13", account_id=""),
        deal("NOREP", "2026-02-13", rep_id=""),
        deal("NEAR", "2026-02-14", account_id="AL-PHA"),
        deal("LATER", "2026-06-01"),
    ]
    company["deal_changes"] += [stage_of(row) for row in faults if row["deal_id"] not in {"NOHIST", "NODAY", "LATER"}]
    company["deal_changes"] += [
        stage_of(row) | {"old_value": "Propose", "new_value": row["stage"], "changed_at": row["closed_at"]}
        for row in faults
        if row["deal_id"] == "TWOENDS"
    ]
    worded = {"field": "amount", "old_value": "$ 500.00", "new_value": "five hundred", "changed_at": "2026-02-20"}
    company["deal_changes"] += [{"deal_id": "TWIN1", **worded}]
    refused = [deal("BADDATE", "never"), deal("OPEN4", name="another name")]
    company["deals"] += [*faults, *refused]
    company["accounts"] += [
        account("A2", "Alpha Ltd", "www.Alpha.com", "2026-02-10"),
        account("A4", "beta-co", "", "2026-02-11"),
        account("A5", "Alpha Paris", "alpha.com", "2026-02-12", "A1"),
        account("A6", "Delta", "", "2026-02-12", "A98"),
    ]
    company["deal_lines"] += [{"deal_id": "GONE", "product_id": "pl an"}, {"deal_id": "TWIN1", "product_id": "PLAN"}]
    company["costs"] += [{"cost_id": "COST2", "amount": "5", "currency": "GBP", "incurred_on": "2026-02-01"}]
    company["merges"] += [
        merge("INTO_NOTHING", "NOBODY"),
        merge("INTO_MERGED", "INTO_NOTHING"),
        merge("INTO_ONE", "C1"),
    ]
    company["activities"] += [activity("LONE", "2026-02-20", "D404"), activity("PLANNED", "2026-05-01", "OPEN1")]
    return company


def account(account_id: str, name: str, domain: str, created: str = "2025-01-01", parent: str = "") -> Row:
    """One account."""
    return {
        "account_id": account_id,
        "name": name,
        "domain": domain,
        "created_at": created,
        "parent_account_id": parent,
    }


def merge(from_id: str, into_id: str, merged_at: str = "2026-02-15") -> Row:
    """One merge of two people."""
    return {"table": "contacts", "from_id": from_id, "into_id": into_id, "merged_at": merged_at}


def activity(activity_id: str, at: str, deal_id: str) -> Row:
    """One activity of a deal."""
    return {"activity_id": activity_id, "kind": "note", "occurred_at": at, "deal_id": deal_id, "account_id": "A1"}


def stage_of(row: Row) -> Row:
    """The change with which a deal's stage history begins."""
    return {
        "deal_id": row["deal_id"],
        "field": "stage",
        "old_value": "",
        "new_value": "Propose",
        "changed_at": row["created_at"],
    }


def known_by(company: Company, day: date) -> Company:
    """The company as it would have been exported at the end of a day; refused rows carry no date and stay.

    A line of a deal that nobody knows is not known either: were its deal there later, it would be known as late.
    """
    last = f"{day}T99"
    when = {"deals": "created_at", "accounts": "created_at", "leads": "created_at", "deal_changes": "changed_at",
            "costs": "incurred_on", "activities": "occurred_at"}  # fmt: skip
    cut = {name: [row for row in rows if name not in when or row[when[name]] <= last or row[when[name]] == "never"]
           for name, rows in company.items()}  # fmt: skip
    ids = {row["deal_id"] for row in cut["deals"]}
    cut["deal_lines"] = [row for row in cut["deal_lines"] if row["deal_id"] in ids]
    unclosed = {"status": "open", "closed_at": "", "stage": "Propose"}
    cut["deals"] = [row | unclosed if row["closed_at"] > last else row for row in cut["deals"]]
    return cut


def write(export: Path, company: Company) -> None:
    """Write the company as CSV files."""
    export.mkdir(parents=True)
    for name, rows in company.items():
        if not rows and name != "deals":
            continue
        with (export / f"{name}.csv").open("w", newline="") as stream:
            names = list(dict.fromkeys(name for row in rows for name in row))
            writer = csv.DictWriter(stream, fieldnames=names or ["deal_id", "created_at", "status"])
            writer.writeheader()
            writer.writerows(rows)


def load(folder: Path, company: Company, now: datetime = NOW, mapping: str = "") -> Workspace:
    """Write the company and sync it; what was compiled for earlier ones is not compiled again."""
    write(folder / "export", company)
    (folder / "headway.toml").write_text(TOML + mapping)
    for place in (*_LOADED, folder):
        share_compiled(place)
    _LOADED[:] = [folder]
    workspace = open_workspace(folder)
    made = made_with(workspace.settings)
    publish(workspace.settings, workspace.state, now=now.replace(tzinfo=None), made_with=made, only=None, progress=str)
    return workspace
