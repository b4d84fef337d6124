"""Companies that stand under two ids are found, and few that are two are called one: measured against known truth."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

import pytest

from headway.model.suggestions import suggestions
from headway.workspace import open_workspace
from lab.duplicates import write_duplicates

ROWS = 3_000


@pytest.fixture(scope="module")
def found_and_true(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twice")
    pairs = write_duplicates(folder, ROWS, 11)
    (folder / "deals.csv").write_text("deal_id,created_at,status\nD1,2024-01-01,open\n")
    (folder / "headway.toml").write_text('[[sources]]\nname = "crm"\nkind = "files"\npath = "."\n')
    with closing(open_workspace(folder)) as workspace:
        workspace.sync(now=datetime(2024, 6, 1))
        return suggestions(workspace.book(), "accounts"), pairs


def test_most_are_found_and_nearly_all_found_are_true(found_and_true):
    found, pairs = found_and_true
    hits = {(one.id, one.other_id) for one in found} & pairs
    assert len(hits) >= 0.93 * len(pairs)
    assert len(hits) >= 0.97 * len(found)


def test_confidence_is_what_comes_true(found_and_true):
    found, pairs = found_and_true
    true = sum((one.id, one.other_id) in pairs for one in found)
    assert true == pytest.approx(sum(one.confidence for one in found), rel=0.05)


def test_pairs_are_told_once_likeliest_first(found_and_true):
    found, _ = found_and_true
    assert len({(one.id, one.other_id) for one in found}) == len(found)
    assert all(one.id < one.other_id for one in found)
    assert [one.confidence for one in found] == sorted((one.confidence for one in found), reverse=True)
