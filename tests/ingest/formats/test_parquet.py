"""Parquet is read as text, what is nested too."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from headway.errors import SourceError
from tests.ingest.loads import load


def test_typed_and_nested_values_become_texts(tmp_path: Path) -> None:
    rows = [
        {
            "deal_id": 1, "created_at": datetime(2026, 1, 2, 3, tzinfo=UTC), "status": "won", "amount": Decimal("1.50"),
            "expected_close_on": date(2026, 2, 1), "owner": {"name": "Ada", "team": {"id": 5}}, "tags": ["a", "b"],
            "lines": [{"sku": "x"}], "late": True,
        }
    ]  # fmt: skip
    path = tmp_path / "deals.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    found = load(path)
    assert (found.load.read, found.load.loaded) == (1, 1)
    (row,) = found.rows
    assert (row["deal_id"], row["created_at"], str(row["amount"])) == ("1", datetime(2026, 1, 2, 3), "1.5000")
    assert (row["owner.name"], row["owner.team.id"], row["tags"], row["late"]) == ("Ada", "5", "a; b", "true")
    assert row["lines"] == '[{"sku":"x"}]'


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "deals.parquet"
    pq.write_table(pa.table({"deal_id": ["D1"], "zzzz": ["x"]}), path)
    path.write_bytes(path.read_bytes().replace(b"zzzz", b"\xeezzz"))
    with pytest.raises(SourceError, match="refused whole"):
        load(path)
