"""The checks on a real public export: what its makers' page says of it, and what its files show."""

from __future__ import annotations

import csv

import pytest

from headway.model.findings import find
from headway.publish import publish
from headway.workspace import create_workspace, made_with, open_workspace
from tests.model.quality.faulty import NOW


@pytest.fixture(scope="module")
def maven(public_exports, tmp_path_factory):
    folder = tmp_path_factory.mktemp("maven") / "workspace"
    create_workspace(folder, files=public_exports / "maven_crm", engine=None)
    workspace = open_workspace(folder)
    made = made_with(workspace.settings)
    publish(workspace.settings, workspace.state, now=NOW.replace(tzinfo=None), made_with=made, only=None, progress=str)
    yield {(f.name, f.table, f.column): f for f in find(workspace.book()).found}
    workspace.close()


def test_every_lost_deal_carries_zero(maven):
    assert maven["zero_lost_amounts", "deals", "amount"].rows == 2473


def test_the_product_that_is_spelled_otherwise_is_joined_and_told(maven, public_exports):
    with (public_exports / "maven_crm" / "sales_pipeline.csv").open(newline="") as stream:
        spelled = sum(row["product"] == "GTXPro" for row in csv.DictReader(stream))
    (found,) = [f for place, f in maven.items() if place[0] == "near_miss" and "GTXPro → GTX Pro" in f.examples]
    assert found.rows == spelled == 1480


def load(public_exports, folder, name, more=""):
    """Found in a public export as ``init`` maps it, by check, table and column."""
    create_workspace(folder, files=public_exports / name, engine=None)
    with (folder / "headway.toml").open("a") as stream:
        stream.write(more)
    workspace = open_workspace(folder)
    made = made_with(workspace.settings)
    publish(workspace.settings, workspace.state, now=NOW.replace(tzinfo=None), made_with=made, only=None, progress=str)
    found = {(f.name, f.table, f.column): f for f in find(workspace.book()).found}
    workspace.close()
    return found


def test_the_only_leak_is_the_amount_that_lost_deals_have_lost(maven):
    assert [place for place in maven if place[0] == "leak"] == [("leak", "deals", "amount")]


def test_columns_of_the_sample_that_know_the_outcome_are_named_unasked(public_exports, tmp_path):
    found = load(public_exports, tmp_path / "workspace", "msft_ai_sales_sample")
    leaks = {column: f for (name, _, column), f in found.items() if name == "leak"}
    known_after = {
        "Probability (raw)",
        "Probability",
        "stage",
        "DaysToClose",
        "Weeks Open",
        "Days Remaining In Pipeline",
    }
    assert {column for column, f in leaks.items() if f.check.severity == "warning"} == known_after
    assert "Rating" in leaks
    assert "AUC 0.97" in leaks["Probability (raw)"].detail
    assert not set(leaks) & {"Budget", "Product Name", "Campaign Name", "Purchase Process"}


def test_a_churn_flag_that_contradicts_the_churn_events_is_told_unasked(public_exports, tmp_path):
    deals = tmp_path / "deals"
    deals.mkdir()
    (deals / "deals.csv").write_text("deal_id,created_at,status\nd,2023-01-01,open\n")
    more = f'[[sources]]\nname = "none"\nkind = "files"\npath = "{deals}"\n'
    found = load(public_exports, tmp_path / "workspace", "ravenstack", more)
    flag = found["churn_flag", "accounts", "churn_flag"]
    assert (flag.rows, round(flag.share, 3)) == (312, 0.624)
    assert found["churn_flag_ends", "accounts", "churn_flag"].rows == 110
    assert ("churn_flag", "subscriptions", "churn_flag") not in found  # no event names a subscription
    assert ("churn_flag_ends", "subscriptions", "churn_flag") not in found
