"""Every record is loaded or refused with its reason, by a count that another reader confirms."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headway.errors import HeadwayError
from tests.ingest.loads import load

HEAD = "deal_id,created_at,status,amount"
quick = settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=list(HealthCheck))

texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\x85\ufeff"), max_size=12
)
cells = texts | st.sampled_from(
    ['a "word"', "two\nlines", "a,b", "won", "12.5", "2026-03-01", "", " ", "x" * 3000, "é\r\nü"]
)


def by_csv(content: str) -> int:
    """Data records by Python's own reader: blank lines are no records."""
    rows = [row for row in csv.reader(io.StringIO(content, newline=""), strict=True) if row]
    return max(len(rows) - 1, 0)


def write(rows: list[list[str]], ends: str, quoting: int, mark: bool) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=ends, quoting=quoting).writerows(rows)
    return (b"\xef\xbb\xbf" if mark else b"") + out.getvalue().encode()


@quick
@given(
    rows=st.lists(st.lists(cells, min_size=4, max_size=4), max_size=12),
    ends=st.sampled_from(("\n", "\r\n")),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    mark=st.booleans(),
)
def test_well_formed_files_are_read_as_another_reader_reads_them(
    rows: list[list[str]], ends: str, quoting: int, mark: bool
) -> None:
    content = write([HEAD.split(","), *rows], ends, quoting, mark)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deals.csv"
        path.write_bytes(content)
        found = load(path)
    done = found.load
    assert done.read == by_csv(content.decode("utf-8-sig"))
    assert done.loaded + done.refused == done.read
    assert len(found.rows) == done.loaded
    refused = {reject["row"] for reject in found.rejects}
    assert len(refused) == done.refused
    assert all(reject["rule"] and reject["remedy"] for reject in found.rejects)


lines = st.sampled_from(
    [
        "D1,2026-01-01,won,5",
        "D2,2026-01-01,open",
        "D3,2026-01-01,open,5,extra",
        "",
        " ",
        ",,,",
        'D4,"2026-01-01,open,5',
        'D5,2026-01-01,open,"5"x',
        '"D6\n7",2026-01-01,open,1',
        "\ufeffD8,2026-01-01,open,1",
        "D9,2026-01-01,lost,NaN",
        "Ä,2026-01-01,open,1",
        "D" * 5000 + ",2026-01-01,open,1",
        '"",2026-01-01,open,1',
        "D10;2026-01-01;open;1",
        "\t",
        '"',
        "D11,2026-01-01,open,1\r",
        "D12,\x00,open,1",
        "D13,2026-01-01,'open',1",
        'D14,2026-01-01,open,"a""b"',
    ]
)


@quick
@given(
    body=st.lists(lines, max_size=14),
    ends=st.sampled_from(("\n", "\r\n")),
    last=st.booleans(),
    junk=st.binary(max_size=3),
)
def test_of_broken_files_every_record_is_accounted_for(body: list[str], ends: str, last: bool, junk: bytes) -> None:
    content = ends.join([HEAD, *body]).encode() + junk + (ends.encode() if last else b"")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deals.csv"
        path.write_bytes(content)
        try:
            found = load(path)
        except HeadwayError as told:
            problem = told
        else:
            problem = None
    if problem is not None:
        assert problem.next_step
        return
    done = found.load
    assert done.loaded + done.refused == done.read
    assert len(found.rows) == done.loaded
    whole = [reject for reject in found.rejects if reject["rule"] == "count"]
    if whole:
        assert (done.loaded, len(found.rejects)) == (0, 1)
        assert "refused whole" in whole[0]["value"]
    else:
        assert len({(reject["row"]) for reject in found.rejects}) == done.refused


@pytest.mark.parametrize(
    ("rows", "read", "loaded"),
    [
        ("D1,2026-01-01,won,1\nD2,2026-01-01,won\n", 2, 1),
        ("D1,2026-01-01,won,1,2\nD2,2026-01-01,won,1\n", 2, 1),
        ("\n\nD1,2026-01-01,won,1\n\n\n", 1, 1),
        ('D1,2026-01-01,"w\non",1\nD2,2026-01-01,won,1', 2, 1),
        ("D1,9999-01-01,won,1\nD2,2026-01-01,won,1", 2, 1),
        ("D1,2026-01-01,won,NaN\nD2,2026-01-01,won,inf\nD3,2026-01-01,won,-1e999\n", 3, 0),
        (",2026-01-01,won,1\nD2,,won,1\n", 2, 0),
        ("D1,2026-01-01,perhaps,1\n", 1, 0),
    ],
)
def test_what_is_wrong_with_a_row_is_refused_and_nothing_else(
    rows: str, read: int, loaded: int, tmp_path: Path
) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(f"{HEAD}\n{rows}", encoding="utf-8")
    done = load(path).load
    assert (done.read, done.loaded, done.refused) == (read, loaded, read - loaded)


def test_a_refused_row_says_file_line_column_rule_value_and_remedy(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(f"{HEAD}\nD1,2026-01-01,won,1\nD2,soon,won,many\n", encoding="utf-8")
    found = load(path)
    told = {reject["column"]: reject for reject in found.rejects}
    assert set(told) == {"created_at", "amount"}
    assert {(r["source"], r["table"], r["file"], r["row"]) for r in found.rejects} == {("crm", "deals", "deals.csv", 3)}
    assert {r["rule"] for r in found.rejects} == {"type"}
    assert told["amount"]["value"] == "many"
    assert told["created_at"]["value"] == "soon"
    assert all(reject["remedy"] for reject in found.rejects)


def test_a_closing_quote_that_never_comes_refuses_what_it_swallows(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(f'{HEAD}\nD1,2026-01-01,won,1\nD2,"2026-01-01,won,1\nD3,2026-01-01,won,1\n', encoding="utf-8")
    done = load(path).load
    assert done.loaded + done.refused == done.read
    assert done.refused >= 1


def test_one_column_is_a_file_too(tmp_path: Path) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("account_id\nA1\n\nA2\n", encoding="utf-8")
    done = load(path, "accounts").load
    assert (done.read, done.loaded, done.refused) == (2, 2, 0)


@pytest.mark.parametrize("ending", ["jsonl", "ndjson"])
def test_json_lines_are_loaded_or_refused(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"deals.{ending}"
    path.write_text(
        '{"deal_id": "D1", "created_at": "2026-01-01", "amount": 5}\n\n{"deal_id": "D2"\n[1]\n'
        '{"deal_id": "D3", "created_at": "2026-01-01T05:00:00+02:00", "nested": {"a": [1]}}\n',
        encoding="utf-8",
    )
    found = load(path)
    assert (found.load.read, found.load.loaded, found.load.refused) == (4, 2, 2)
    assert [row["deal_id"] for row in found.rows] == ["D1", "D3"]
    assert found.rows[1]["created_at"].isoformat() == "2026-01-01T03:00:00"


def test_parquet_goes_through_the_same_door(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "deals.parquet"
    table = pa.table(
        {"deal_id": ["D1", "D2", None], "created_at": ["2026-01-01", "soon", "2026-01-01"], "amount": [1.5, 2.0, 3.0]}
    )
    pq.write_table(table, path)
    done = load(path).load
    assert (done.read, done.loaded, done.refused) == (3, 1, 2)
