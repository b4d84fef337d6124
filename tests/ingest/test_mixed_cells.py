"""A column in which some cells are numbers or days and others are texts is read cell by cell, or refused and told."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from headway.engine.duckdb import DuckBuilder
from headway.ingest.casting import typed
from headway.ingest.values import value_text
from headway.schema import tables
from tests.guarantees.asking import examples
from tests.ingest.formats.test_workbooks import xlsx
from tests.ingest.loads import load, read_sources
from tests.ingest.test_framing import init

CELLS = (1200.5, 800, "1.500,00", "12 000 €", "n/a", 2000, "tbd", "1.500", 10.25, 99)


def test_each_cell_of_a_workbook_is_read_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    days = ["03.01.2026" if n in {3, 7} else date(2026, 1, n + 1) for n in range(len(CELLS))]
    rows = [(f"D{n}", ("won", "lost")[n % 2], cell, day) for n, (cell, day) in enumerate(zip(CELLS, days, strict=True))]
    xlsx(tmp_path / "export" / "P.xlsx", {"Sheet1": (("Ref", "Status", "Value", "Created"), *rows)})
    mapped, report = init(tmp_path)
    assert any("'Value' is called like deals.amount" in sentence for sentence in report.unplaced), report
    assert [(r.read, r.loaded, r.refused) for r in read_sources(tmp_path / "w")] == [(10, 8, 2)]
    found = load(tmp_path / "export" / "P.xlsx", mapping=mapped["deals"], member="Sheet1")
    amounts = {row["deal_id"]: row["amount"] for row in found.rows}
    assert amounts == {
        "D0": Decimal("1200.5"), "D1": 800, "D2": 1500, "D3": 12000, "D4": None, "D5": 2000, "D8": Decimal("10.25"),
        "D9": 99,
    }  # fmt: skip
    assert {row["value"] for row in found.rejects} == {
        "tbd (no amount)",
        "1.500 (reads with a decimal point and with a comma)",
    }
    assert {str(row["created_at"])[:10] for row in found.rows if row["deal_id"] == "D3"} == {"2026-01-03"}


def test_a_column_of_words_is_not_read_as_amounts_and_that_is_told(tmp_path: Path) -> None:
    mapped, report = init(
        tmp_path,
        deals="deal_id,status,created_at,Value\n1,won,2026-01-02,high\n2,won,2026-01-02,5\n3,won,2026-01-02,low\n",
    )
    assert "amount" not in mapped.get("deals", {})
    assert any("67% of its values are no money; it is not read as such" in sentence for sentence in report.unplaced)


@examples(4)
@given(st.lists(st.decimals(0, 10**9, places=2), min_size=1, max_size=50))
def test_an_amount_is_the_same_as_a_number_and_as_a_text_with_a_comma(amounts: list[Decimal]) -> None:
    read = typed(tables()["deals"].column("amount"), value_text("amount", "t", {"decimal": [".", ","]}))
    with closing(DuckBuilder(Path(":memory:"))) as builder:
        for written in ("{:.2f}", "{:,.2f}"):
            texts = [written.format(amount).translate(str.maketrans(",.", ".,")) for amount in amounts]
            rows = builder.rows(f"SELECT {read} FROM (SELECT unnest({texts + [str(a) for a in amounts]}) AS t)")
            assert [value for (value,) in rows] == [*amounts, *amounts]
