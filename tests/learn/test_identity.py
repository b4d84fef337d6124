"""A person says that two rows are one: kept, dated, taken back, and in the numbers from the next sync."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest

from headway.errors import NotFoundError, UsageError
from headway.workspace import open_workspace

ACCOUNTS = """account_id,name,domain,created_at
A1,Acme Ltd,acme.example,2024-01-01
A2,"ACME, Inc.",www.acme.example,2024-01-01
A3,Borealis,borealis.example,2024-01-01
"""
DEALS = """deal_id,account_id,status,amount,created_at,closed_at
D1,A1,won,100,2024-01-10,2024-02-01
D2,A2,won,100,2024-01-10,2024-02-01
D3,A3,open,100,2024-03-10,
"""
MANY = "".join(
    f"{first}{last},{first} {last},,2024-01-01\n"
    for first in ("Quartz", "Heron", "Lumen", "Tundra", "Vale")
    for last in ("Foods", "Tools", "Media", "Motors", "Rail")
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("identity")
    (folder / "accounts.csv").write_text(ACCOUNTS + MANY)
    (folder / "deals.csv").write_text(DEALS)
    (folder / "headway.toml").write_text('[[sources]]\nname = "crm"\nkind = "files"\npath = "."\n')
    with closing(open_workspace(folder)) as workspace:
        workspace.sync(now=datetime(2024, 6, 1))
    return folder


@pytest.fixture
def folder(loaded, tmp_path):
    return Path(shutil.copytree(loaded, tmp_path / "own", symlinks=True))


def accounts_of(workspace, day=None):
    return {
        row["deal_id"]: row["account_id"]
        for row in workspace.book(day).rows("test deals", lambda book: book.table("deals")).to_pylist()
    }


def test_a_pair_is_suggested_said_to_be_one_and_taken_back(folder):
    with closing(open_workspace(folder)) as workspace:
        (row,) = workspace.identity().rows
        assert (row["id"], row["other_id"], row["decision"]) == ("A1", "A2", None)
        assert 0.9 < row["confidence"] < 1
        assert "same name, same domain" in row["why"]
        assert workspace.judge("accounts", "A2", "A1", "same", as_of=date(2024, 3, 1)).startswith("A2 is A1 since")
        assert workspace.identity().rows[0]["decision"] == "same"
        assert accounts_of(workspace)["D2"] == "A2"
        assert workspace.sync(now=datetime(2024, 6, 2)).changed
        assert accounts_of(workspace)["D2"] == "A1"
        assert accounts_of(workspace, date(2024, 2, 29))["D2"] == "A2"
        assert not workspace.sync(now=datetime(2024, 6, 3)).changed
        workspace.judge("accounts", "A1", "A2", "undo", as_of=date(2024, 3, 5))
        assert workspace.sync(now=datetime(2024, 6, 4)).changed
        assert accounts_of(workspace)["D2"] == "A2"
        assert accounts_of(workspace, date(2024, 3, 4))["D2"] == "A1"
        assert workspace.identity().rows[0]["decision"] is None


def test_two_that_are_not_one_are_asked_no_more(folder):
    with closing(open_workspace(folder)) as workspace:
        workspace.judge("accounts", "A1", "A2", "different", note="a franchise")
        answer = workspace.identity()
        assert (answer.rows[0]["decision"], answer.rows[0]["note"]) == ("different", "a franchise")
        assert answer.answer == "No two rows look like one."


@pytest.mark.parametrize(
    ("table", "one", "other", "wrong"),
    [
        ("accounts", "A9", "A1", NotFoundError),
        ("accounts", "A1", "A1", UsageError),
        ("tickets", "T1", "T2", UsageError),
    ],
)
def test_what_is_no_row_is_refused(folder, table, one, other, wrong):
    with closing(open_workspace(folder)) as workspace, pytest.raises(wrong):
        workspace.judge(table, one, other, "same")


def test_nothing_to_take_back_says_so(folder):
    with closing(open_workspace(folder)) as workspace:
        assert "Nothing to undo" in workspace.judge("accounts", "A1", "A2", "undo")


def test_health_tells_of_the_pairs_until_they_are_one(folder):
    def told(workspace):
        return [row for row in workspace.health().rows if row["check"] == "one_under_two_ids"]

    with closing(open_workspace(folder)) as workspace:
        (row,) = told(workspace)
        assert (row["table"], row["rows"], row["severity"]) == ("accounts", 1, "info")
        assert "'Acme Ltd' and 'ACME, Inc.' (9" in row["detail"]
        workspace.judge("accounts", "A2", "A1", "same")
        workspace.sync(now=datetime(2024, 6, 2))
        assert told(workspace) == []


def test_words_that_cannot_all_hold_are_told_until_one_is_undone(folder):
    with closing(open_workspace(folder)) as workspace:
        assert "contradicts" not in workspace.judge("accounts", "A2", "A1", "same")
        assert "contradicts" not in workspace.judge("accounts", "A3", "A2", "same")
        said = workspace.judge("accounts", "A1", "A3", "different")
        assert "accounts A1 and A3 are said to be two, but one by other words: A1 = A2 = A3" in said
        told = workspace.identity()
        assert "contradicts itself: accounts A1 and A3" in told.answer
        assert [(row["id"], row["other_id"]) for row in told.rows if row["contradicted"]] == [("A1", "A3")]
        workspace.judge("accounts", "A3", "A2", "undo")
        assert "contradicts" not in workspace.identity().answer
