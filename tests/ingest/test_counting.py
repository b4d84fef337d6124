"""The second, independent count agrees with Python's own reader, however the file is cut into chunks."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.ingest import counting
from headway.ingest.counting import count_records

cells = st.text(st.sampled_from('ab,"\né'), max_size=6)


@given(
    rows=st.lists(st.lists(cells, min_size=2, max_size=3), max_size=8),
    ends=st.sampled_from(("\n", "\r\n")),
    blanks=st.integers(0, 3),
    chunk=st.integers(1, 40),
)
def test_it_counts_as_python_does(rows: list[list[str]], ends: str, blanks: int, chunk: int) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=ends).writerows(rows)
    content = ends * blanks + out.getvalue() + ends * blanks
    expected = sum(1 for row in csv.reader(io.StringIO(content, newline="")) if row)
    before = counting._CHUNK_BYTES
    try:
        counting._CHUNK_BYTES = chunk
        with TemporaryDirectory() as folder:
            path = Path(folder) / "a.csv"
            path.write_bytes(content.encode())
            assert count_records(path) == expected
    finally:
        counting._CHUNK_BYTES = before


@pytest.mark.parametrize(
    ("content", "records"), [(b"", 0), (b"\n", 0), (b"a", 1), (b"a\n", 1), (b"a\r\n\r\nb", 2), (b'"a\n', 1)]
)
def test_edges(content: bytes, records: int, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert count_records(path) == records


def test_without_quotes_each_line_is_a_record(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a": "\n"}\n')
    assert count_records(path, quoted=False) == 2
