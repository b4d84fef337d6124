"""The three stories, end to end: from the files of the demo company to what Headway says about them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from headway import Workspace, open_workspace


@pytest.fixture(scope="module")
def workspace(demo_folder) -> Iterator[Workspace]:
    opened = open_workspace(demo_folder)
    yield opened
    opened.close()


def test_the_seller_who_missed_quota_is_told_what_to_do_next(workspace) -> None:
    """Gavin Pruett wins least; the first thing he is told is to get a problem stated, with its worth and its reason."""
    by_rep = {row["rep_id"]: row for row in workspace.ask("velocity", by=["rep_id"]).rows}
    assert min(by_rep, key=lambda rep: by_rep[rep]["closed_win_rate"].value) == "R02"
    todo = workspace.ask("next", where={"rep_id": "R02"}).rows
    assert 1 <= len(todo) <= 7
    assert any(row["play"] == "state_problem" for row in todo)
    first = todo[0]
    assert first["gain"].clear
    assert first["why"]
    assert first["basis"] == "prior"


def test_the_market_that_sells_best_is_seen_to_last_least(workspace) -> None:
    """Retail wins most and keeps least, so it falls behind once what stays is counted."""
    rows = {row["segment"]: row for row in workspace.ask("velocity", by=["segment"]).rows}
    retail = rows.pop("Retail 50-200")
    assert all(retail["win_rate"].value > row["win_rate"].value for row in rows.values())
    large = [row for row in rows.values() if row["retained"].n >= 150]
    assert all(retail["retained"].high < row["retained"].value for row in large)
    fastest = max(rows.values(), key=lambda row: row["durable_velocity"].value or 0.0)
    assert fastest["durable_velocity"].value > retail["durable_velocity"].value


def test_customers_who_never_started_are_named_while_they_still_pay(workspace) -> None:
    todo = workspace.ask("next", limit=25).rows
    waiting = [row for row in todo if row["play"] == "not_deployed"]
    assert waiting
    assert all(row["account_id"] for row in waiting)


def test_the_odds_have_skill_where_the_company_has_signal(workspace) -> None:
    assert [row["verdict"] for row in workspace.ask("model").rows] == ["skill"]
