"""The checks on a real public export: what its makers' page says of it, and what its files show."""

from __future__ import annotations

import csv

import pytest

from headway.model.checks import find
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
