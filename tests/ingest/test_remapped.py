"""A mapping is mended after months of snapshots: what it meant wrongly goes, and what the days told stays."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.guarantees import asking

HEAD = "deal_id,created_at,status,closed_at,discount,price"
FIRST = ["a,2024-05-01,won,2024-05-05,5,1000", "b,2024-05-01,open,,5,1000"]
LATER = ["b,2024-05-01,won,2024-05-10,7,1000", "c,2024-05-02,open,,1,2000"]  # a is gone, c entered late


def _source(folder: Path, more: str) -> None:
    source = '[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\nsnapshot = true\nmax_gone_share = 1\n'
    (folder / "headway.toml").write_text(f"{source}[sources.tables.deals]\n{more}\n", encoding="utf-8")


def _export(folder: Path, rows: list[str]) -> None:
    (folder / "export").mkdir(parents=True, exist_ok=True)
    (folder / "export" / "deals.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")


def _known(folder: Path, day: int) -> dict[str, tuple[Any, ...]]:
    rows = map(dict, asking.book_rows(folder, date(2024, 5, day))["deals"])
    return {row["deal_id"]: (row["status"], int(row["amount"])) for row in rows}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Snapshots of the eighth and the twelfth, in which the discount is taken for the amount."""
    _export(tmp_path, FIRST)
    _source(tmp_path, 'amount = "discount"')
    asking.sync(tmp_path, datetime(2024, 5, 8, 6))
    _export(tmp_path, LATER)
    asking.sync(tmp_path, datetime(2024, 5, 12, 6))
    assert _known(tmp_path, 9) == {"a": ("won", 5), "b": ("open", 5)}
    assert _known(tmp_path, 12) == {"b": ("won", 7), "c": ("open", 1)}
    return tmp_path


def test_a_mended_column_has_no_past_and_all_others_keep_theirs(folder: Path) -> None:
    _source(folder, 'amount = "price"')
    asking.sync(folder, datetime(2024, 5, 13, 6))
    assert _known(folder, 9) == {"a": ("won", 5), "b": ("open", 1000)}  # of a, nothing else was ever read
    assert _known(folder, 12) == {"b": ("won", 1000), "c": ("open", 2000)}


def test_one_more_column_changes_no_day(folder: Path) -> None:
    before = [asking.book_rows(folder, date(2024, 5, day))["journeys"] for day in (9, 12)]
    _source(folder, 'amount = "discount"\nname = "price"')
    asking.sync(folder, datetime(2024, 5, 13, 6))
    assert _known(folder, 9) == {"a": ("won", 5), "b": ("open", 5)}
    assert _known(folder, 12) == {"b": ("won", 7), "c": ("open", 1)}
    assert [asking.book_rows(folder, date(2024, 5, day))["journeys"] for day in (9, 12)] == before
