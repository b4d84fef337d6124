"""A large company keeps the contract: unbroken histories, the counts asked for, the same twice."""

from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from headway.schema import tables
from lab.scale import Scale, write_day, write_scale

SMALL = Scale(deals=4_000, changes_per_deal=5.0, open_deals=200, reps=7, accounts=900)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scale")
    write_scale(folder, SMALL, seed=3)
    return folder


def test_counts_are_those_asked_for(folder: Path) -> None:
    deals = pq.read_table(folder / "deals.parquet")
    assert deals.num_rows == SMALL.deals
    assert pc.sum(pc.equal(deals["status"], "open")).as_py() == SMALL.open_deals
    changes = pq.read_metadata(folder / "deal_changes.parquet").num_rows
    assert changes / SMALL.deals == pytest.approx(SMALL.changes_per_deal, rel=0.05)
    assert pc.count_distinct(deals["rep_id"]).as_py() == SMALL.reps


def test_histories_are_unbroken_and_end_where_the_deal_stands(folder: Path) -> None:
    deals = {row["deal_id"]: row for row in pq.read_table(folder / "deals.parquet").to_pylist()}
    last: dict[str, dict] = {}
    for row in pq.read_table(folder / "deal_changes.parquet").to_pylist():
        before = last.get(row["deal_id"])
        assert row["old_value"] == (before["new_value"] if before else "")
        assert row["changed_at"] == deals[row["deal_id"]]["created_at"] or before["changed_at"] <= row["changed_at"]
        last[row["deal_id"]] = row
    assert last.keys() == deals.keys()
    for key, deal in deals.items():
        assert last[key]["new_value"] == deal["stage"]
        assert deal["closed_at"] in {None, last[key]["changed_at"]}


@pytest.mark.parametrize("name", ["accounts", "reps", "deals", "deal_changes", "activities"])
def test_csv_holds_the_same_rows_under_the_contracts_names(name: str, folder: Path, tmp_path: Path) -> None:
    write_scale(tmp_path, SMALL, seed=3, form="csv")
    written, text = pq.read_table(folder / f"{name}.parquet"), pa_csv.read_csv(tmp_path / f"{name}.csv")
    assert text.num_rows == written.num_rows
    assert [column for column in text.column_names if column not in tables()[name].names] == []


def test_an_unknown_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="known are"):
        write_scale(tmp_path, SMALL, seed=1, form="xlsx")


def test_usage_has_whole_days_and_the_day_after_has_its_own_files(tmp_path: Path) -> None:
    scale = Scale(deals=400, open_deals=100, reps=3, accounts=50, usage_rows=500)
    write_scale(tmp_path, scale, seed=3, form="csv")
    write_day(tmp_path, scale, seed=3, moved=20, fresh=5)
    usage = pq.read_table(tmp_path / "usage-001.parquet")
    assert (usage.num_rows, pc.count_distinct(usage["day"]).as_py()) == (500, 10)
    after = pq.read_table(tmp_path / "usage-20261101.parquet")
    assert after.num_rows == 50
    assert pc.min(after["day"]).as_py() > pc.max(usage["day"]).as_py()
    deals = pa_csv.read_csv(tmp_path / "deals-20261101.csv")
    known = set(pa_csv.read_csv(tmp_path / "deals.csv")["deal_id"].to_pylist())
    assert len(known & set(deals["deal_id"].to_pylist())) == 20
    assert deals.num_rows == pa_csv.read_csv(tmp_path / "deal_changes-20261101.csv").num_rows == 25
