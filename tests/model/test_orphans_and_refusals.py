"""References that all lead nowhere are told as one of many is; refused rows are a share of those that were read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from headway.model import build
from tests.guarantees import asking
from tests.guarantees.companies import write_settings

FILES = {
    "accounts.csv": "account_id,name\nFirma 1,Firma 1\nFirma 2,Firma 2\n",
    "deals.csv": "deal_id,created_at,account_id,status\nD1,2024-01-01,K1,open\nD2,2024-01-02,K2,open\n",
    "activities.csv": "activity_id,occurred_at,deal_id,kind\n,2024-01-01,D1,call\n,2024-01-01,D1,call\nX,soon,D1,call\n"
    ",later,D1,call\n",
}


# One call each to an account that is there, that is named, that is not there, and that is one with another: with one
# that is there, and with one that is not.
CALLED = {
    "accounts.csv": "account_id,name\nA1,Firma 1\nA2,Firma 2\nA3,Firma 3\n",
    "deals.csv": "deal_id,created_at,account_id,status\nD1,2024-01-01,A1,open\n",
    "merges.csv": "table,from_id,into_id,merged_at\naccounts,A3,A1,2024-01-03\naccounts,A4,A5,2024-01-03\n",
    "activities.csv": "activity_id,occurred_at,account_id,kind\n"
    + "".join(f"{at},2024-01-02,{who},call\n" for at, who in enumerate(("A1", "firma 2", "A9", "A3", "A4"))),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[tuple[str, str, str], tuple[int, float]]:
    """What health says of (check, table, column): rows and share."""
    return _found(tmp_path_factory.mktemp("nowhere"), FILES)


def _found(folder: Path, files: dict[str, str]) -> dict[tuple[str, str, str], tuple[int, float]]:
    (folder / "export").mkdir()
    for name, text in files.items():
        (folder / "export" / name).write_text(text, encoding="utf-8")
    write_settings(folder)
    settings = folder / "headway.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "max_refused_share = 1.0\n", encoding="utf-8")
    asking.sync(folder)
    told = json.loads(asking.heard("-w", str(folder), "health", "--format", "json")[1])
    return {(row["check"], row["table"], row["column"]): (row["rows"], row["share"]) for row in told["rows"]}


def test_references_that_all_lead_nowhere_are_told(found) -> None:
    assert found["orphan", "deals", "account_id"] == (2, 1.0)


def test_refused_rows_are_a_share_of_all_that_were_read_though_none_is_loaded(found) -> None:
    assert found["refused_required", "activities", "activity_id"] == (3, 0.75)
    assert found["refused_type", "activities", "occurred_at"] == (2, 0.5)


def test_references_of_a_long_table_are_looked_up_by_what_it_refers_to(tmp_path, monkeypatch) -> None:
    """However it is written, linked and merged: what leads nowhere is what leads nowhere row by row."""
    monkeypatch.setattr(build, "MANY", 0)
    assert _found(tmp_path, CALLED)["orphan", "activities", "account_id"] == (2, 0.4)
