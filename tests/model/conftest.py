"""A small company in which every deal is a case worked out by hand, loaded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from headway.publish import publish
from headway.workspace import Workspace, made_with, open_workspace

DEALS = """deal_id,account_id,rep_id,stage,status,amount,currency,created_at,closed_at,lost_reason,product
plain,A1,R1,Propose,won,100,,2024-01-10,2024-03-01,,
open,A1,R1,Propose,open,100,,2024-01-10,,,
late_close,A1,R1,Closed Lost,lost,100,,2024-01-10,2024-06-01,price,
reopened,A1,R1,Closed Won,won,100,,2024-01-10,2024-06-01,,
undone,A1,R1,Propose,open,100,,2024-01-10,,,
raised,A1,R2,Qualify,open,300,,2024-01-10,,,
cleared,A1,R1,Qualify,open,,,2024-01-10,,,
worded,A1,R1,Qualify,open,300,,2024-01-10,,,
signed,A1,R1,Qualify,open,300,,2024-01-10,,,
undated,A1,R1,,won,100,,2024-01-10,,,
undated_told,A1,R1,won,won,100,,2024-01-10,,,
unclear,A1,R1,Propose,,100,,2024-01-10,2024-03-01,,
planned,A1,R1,Propose,open,100,,2024-01-10,2024-09-01,,
euro,GTXpro ltd,ann lee,Propose,won,100,EUR,2024-01-10,2024-03-10,,
euro_late,A1,R1,Propose,open,100,eur,2024-01-10,,,
euro_early,A1,R1,Propose,won,100,EUR,2023-01-10,2023-02-01,,
yen,A1,R1,Propose,open,100,JPY,2024-01-10,,,
pound,A1,R1,Propose,won,100,GBP,2024-01-10,2024-03-10,,
yen_far,A1,R1,Propose,won,1000,JPN,2024-01-10,2024-03-10,,
home,A1,R1,Propose,open,100,USD,2024-01-10,,,
quick,A1,R1,Negotiate,open,100,,2024-01-10,,,
twin,Acme,R1,Propose,open,100,,2024-01-10,,,
nobody,Nobody Inc,R1,Propose,open,100,,2024-01-10,,,
by_domain,WWW.Gtx.Example,R1,Propose,open,100,,2024-01-10,,,
of_merged,M1,R1,Propose,won,100,,2024-01-10,2024-03-01,,
twice,M3,R1,Propose,open,100,,2024-01-10,,,
"""
CHANGES = """deal_id,field,old_value,new_value,changed_at
reopened,stage,,Qualify,2024-01-10
reopened,stage,Qualify,Closed Lost,2024-02-01
reopened,stage,Closed Lost,Propose,2024-04-01
reopened,stage,Propose,Closed Won,2024-06-01
undone,stage,Propose,Negotiate,2024-03-01
undone,stage,Negotiate,Propose,2024-05-01
raised,amount,100,200,2024-02-01
raised,amount,200,300,2024-04-01
raised,rep_id,R1,R2,2024-04-01
cleared,amount,100,,2024-03-01
worded,amount,90 bucks,200,2024-02-01
worded,amount,200,300 bucks,2024-04-01
signed,amount,"$ 1,000.00","USD 2,000.00",2024-02-01
undated_told,stage,Qualify,won,2024-05-01
quick,stage,Qualify,Propose,2024-03-01T10:00:08.866
quick,stage,Propose,Negotiate,2024-03-01T10:00:09.035
"""
FILES = {
    "deals": DEALS,
    "deal_changes": CHANGES,
    "accounts": "account_id,name,domain,segment,employees\nA1,One,,,900\nA2,GTX Pro Ltd,gtx.example,,\n"
    "A3,Acme,,,\nA4,ACME,,,\nA5,Unheard of,,,\n"
    "M1,Merged first,,,\nM2,Merged later,,,\nM3,Stands,,,\n",
    "account_changes": "account_id,field,old_value,new_value,changed_at\nA1,segment,Small,Large,2024-03-01\n"
    "A1,Name,Uno,One,2024-05-01\nA1,employees,9,900,2024-03-01\nA1,segment,Large,,2024-06-01\n",
    "merges": "table,from_id,into_id,merged_at\naccounts,M1,M2,2024-04-01\naccounts,M2,M3,2024-06-01\n"
    "deals,twice,of_merged,2024-07-01\ncontacts,C1,C2,\n",
    "contacts": "contact_id,account_id,name,created_at\nC1,M1,Cy,2024-01-02\nC2,M1,Cyrus,2024-01-02\n"
    "C3,Nobody Inc,Di,\nC4,Elsewhere,Ed,\nC5,,Flo,\nC6,A5,Gus,\n",
    "activities": "activity_id,kind,occurred_at,contact_id,account_id,deal_id\nE1,email,2024-02-01,C1,M1,twice\n",
    "reps": "rep_id,name\nR1,Bo\nR2,Ann Lee\n",
    # Pounds are told in euros, the dollar in francs.
    "fx_rates": "day,currency,rate,to_currency\n2024-01-01,EUR,1.10,\n2024-03-05,EUR,1.20,\n2024-07-01,EUR,1.50,usd\n"
    "2024-01-01,GBP,1.25,eur\n2024-01-01,USD,0.80,CHF\n2024-01-01,JPN,0.004,CHF\n",
}


@pytest.fixture(scope="module")
def cases(tmp_path_factory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("cases")
    for table, text in FILES.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    (folder / "headway.toml").write_text('[[sources]]\nname = "crm"\nkind = "files"\npath = "."\n', encoding="utf-8")
    with closing(open_workspace(folder)) as workspace:
        publish(
            workspace.settings,
            workspace.state,
            now=datetime(2025, 1, 1),
            made_with=made_with(workspace.settings),
            only=None,
            progress=lambda _: None,
        )
        yield workspace


@pytest.fixture(scope="module")
def rows_of(cases: Workspace) -> Callable[..., list[dict[str, Any]]]:
    """Rows of a noun as of a day."""
    return lambda name, day=date(2025, 1, 1): cases.book(day).rows(f"test {name}", lambda b: b.table(name)).to_pylist()


@pytest.fixture(scope="module")
def deal(rows_of) -> Callable[[str, str], dict[str, Any] | None]:
    """One deal as of a day; None when it was not known by then."""

    def find(key: str, day: str) -> dict[str, Any] | None:
        return next((row for row in rows_of("deals", date.fromisoformat(day)) if row["deal_id"] == key), None)

    return find
