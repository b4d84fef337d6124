"""What stands above the headings and below the last row of a report is no row, and no row is taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.ingest.formats.footers import footer_length
from tests.ingest.formats.test_workbooks import xlsx
from tests.ingest.loads import load

HEAD = "deal_id;created_at;status;name\n"
ROWS = 'D1;2026-01-01;won;Żuraw\nD2;2026-01-02;open;"Total\nof two lines"\nD3;2026-01-03;won;Total Gas\n'
FOOTER = "Total;;3;\n\nExported by Bo on 2026-03-01\n"
HOW = {"footer": ["Total", "Exported by"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
@pytest.mark.parametrize("above", ["", "Deals; of March\n\n"])
def test_lines_around_the_table_are_left_out_in_every_encoding(encoding: str, above: str, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes((above + HEAD + ROWS + FOOTER).encode(encoding))
    how = {**HOW, "skip": above.count("\n"), "encoding": encoding}
    found = load(path, mapping=how)
    assert (found.load.read, found.load.loaded, found.left_out) == (3, 3, 2)
    assert [(row["name"], row["_row"]) for row in found.rows] == [
        ("Żuraw", 2), ("Total\nof two lines", 3), ("Total Gas", 4),
    ]  # fmt: skip
    assert any("footer: lines below the last row (2)" in note for note in found.notes)


def test_a_footer_that_is_not_there_takes_no_row(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    found = load(path, mapping=HOW)
    assert (found.load.loaded, found.left_out) == (3, 0)


def test_rows_below_the_last_one_of_a_sheet_are_left_out(tmp_path: Path) -> None:
    rows = (("Deals",), (), ("deal_id", "created_at", "status", "amount"), ("D1", "2026-01-01", "won", 5))
    path = xlsx(tmp_path / "deals.xlsx", {"Deals": (*rows, ("Total", None, None, 5), (), ("Confidential",))})
    found = load(path, mapping={"skip": 2, "footer": "Total"})
    assert (found.load.read, found.load.loaded, found.left_out) == (1, 1, 2)


@given(
    st.lists(st.lists(st.sampled_from(["a", "Total", "Total Gas", ""]), min_size=4, max_size=4), max_size=12),
    st.sampled_from([[], ["Total", "", "", "9"], ["Total:", "1", "2", "3"]]),
)
def test_a_footer_begins_with_its_text_and_nothing_full_stands_below(rows: list[list[str]], last: list[str]) -> None:
    records = [*rows, last]
    length = footer_length(records, ["total"])
    cut = records[len(records) - length :]
    assert bool(cut) or not last or sum(map(bool, last)) * 2 > 4
    assert not cut or next(field for field in cut[0] if field).casefold().startswith("total")
    for record in cut:
        first = next((field for field in record if field), "")
        assert 2 * sum(map(bool, record)) <= max(sum(map(bool, r)) for r in records) or first in {"Total", "Total:"}
