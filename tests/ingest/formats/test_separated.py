"""Text files as companies export them: any separator, encoding and line end; what cannot be split is refused alone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.errors import HeadwayError
from headway.ingest.formats.oddity import oddity
from headway.ingest.formats.tolerant import _count
from tests.ingest.loads import load

HEAD = "deal_id,created_at,status,name\n"
ROWS = 'D1,2026-01-01,won,x\nD2,2026-01-02,open,"a, ""b""\nc"\n'


def write(folder: Path, content: str | bytes, name: str = "deals.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("separator", ",;\t|")
@pytest.mark.parametrize("first", ["", "sep=X\n", "\n\n"])
def test_the_separator_is_found_from_the_text(separator: str, first: str, tmp_path: Path) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(csv.reader(io.StringIO(HEAD + ROWS)))
    found = load(write(tmp_path, first.replace("X", separator) + out.getvalue()))
    assert (found.load.read, found.load.loaded) == (2, 2)
    assert [row["name"] for row in found.rows] == ["x", 'a, "b"\nc']


def test_a_separator_that_stands_in_every_heading_too_is_told_by_the_rows(tmp_path: Path) -> None:
    content = "deal_id;created_at;status;amount, EUR;size, m\nD1;2026-01-01;won;1,5;3\nD2;2026-01-01;won;2;4\n"
    assert load(write(tmp_path, content)).load.loaded == 2


def test_a_mapping_says_separator_headings_skipped_lines_and_encoding(tmp_path: Path) -> None:
    content = "Export of March\n\nD1~2026-01-01~won~Łódź\nD2~2026-01-02~open~x\n".encode("cp1250")
    how = {"headings": ["deal_id", "created_at", "status", "name"], "skip": 2, "delimiter": "~", "encoding": "cp1250"}
    found = load(write(tmp_path, content, "deals.txt"), mapping=how)
    assert [(row["deal_id"], row["name"], row["_row"]) for row in found.rows] == [("D1", "Łódź", 2), ("D2", "x", 3)]


def test_more_fields_than_the_mapping_names_is_told(tmp_path: Path) -> None:
    with pytest.raises(HeadwayError, match="4 fields"):
        load(write(tmp_path, ROWS), mapping={"headings": ["deal_id", "created_at"]})


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8-sig", "Żółć"), ("utf-16", "Żółć"), ("utf-16-le", "Żółć"), ("utf-16-be", "Żółć"), ("utf-32", "Żółć"),
        ("cp1252", "Société Générale déjà"), ("cp1252", "São João"), ("cp1250", "Příliš žluťoučký kůň"),
        ("cp1250", "Żółta łódź w Gdańsku"), ("cp1251", "Договор с клиентом"), ("cp1253", "Ελλάδα"),
        ("cp1254", "İstanbul müşteri ığdır"), ("shift_jis", "株式会社東京"), ("big5", "股份有限公司"),
    ],
)  # fmt: skip
def test_encodings_are_found_and_said(encoding: str, name: str, tmp_path: Path) -> None:
    lines = "".join(f"D{number},2026-01-01,won,{name}\n" for number in range(5))
    found = load(write(tmp_path, (HEAD + lines).encode(encoding)))
    assert {row["name"] for row in found.rows} == {name}
    assert encoding == "utf-8-sig" or any(note.startswith("read as") for note in found.notes)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1252", "Peña Nieto"), ("iso8859_9", "gün"), ("iso8859_2", "Příbram Ještěd"), ("shift_jis", "ソニー カメラ")],
)
def test_one_name_with_accents_is_no_evidence_of_another_script(encoding: str, name: str, tmp_path: Path) -> None:
    plain = "".join(f"D{number},2026-01-01,won,Plain {number}\n" for number in range(20))
    found = load(write(tmp_path, (HEAD + plain + f"X,2026-01-01,won,{name}\n").encode(encoding)))
    assert found.rows[-1]["name"] == name


BROKEN = {
    "a quote inside a field": ('D1,2026-01-01,won,19" screen\nD2,2026-01-01,won,y\n', 2, 2, []),
    "NUL bytes": ("D1,2026-01-01,won,x\nD\0,2026-01-01,won,y\nD3,2026-01-01,won,z\n", 3, 2, ["nul byte"]),
    "lone returns": ("D1,2026-01-01,won,x\rD2,2026-01-01,won,y\r", 2, 2, []),
    "mixed ends": ("D1,2026-01-01,won,x\r\nD2,2026-01-01,won,y\nD3,2026-01-01,won,z\r", 3, 3, []),
    "too few": ("D1,2026-01-01,won\r\nD2,2026-01-01,won,y\n", 2, 1, ["missing columns"]),
    "too many": ("D1,2026-01-01,won,x,y\r\nD2,2026-01-01,won,y\n", 2, 1, ["too many columns"]),
    "an endless field": ("D1,2026-01-01,won," + "x" * (9 << 20) + "\nD2,2026-01-01,won,y\n", 2, 1, ["record too long"]),
    "a quote that never closes": ('D1,2026-01-01,won,x\nD2,2026-01-01,won,"y\nD3,2026-01-01,won,z\n', 2, 0, ["count"]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_refused_alone_with_its_reason(name: str, tmp_path: Path) -> None:
    rows, read, loaded, rules = BROKEN[name]
    found = load(write(tmp_path, HEAD + rows))
    assert (found.load.read, found.load.loaded, found.load.refused) == (read, loaded, read - loaded)
    assert [reject["rule"] for reject in found.rejects] == rules


def test_rows_keep_their_numbers_when_others_cannot_be_split(tmp_path: Path) -> None:
    found = load(write(tmp_path, HEAD + "D1,2026-01-01\rD2,2026-01-01,won,x\rD3,soon,won,x\r"))
    assert [(row["deal_id"], row["_row"]) for row in found.rows] == [("D2", 3)]
    assert sorted((reject["row"], reject["rule"]) for reject in found.rejects) == [(2, "missing columns"), (4, "type")]


def test_headings_that_stand_twice_are_told(tmp_path: Path) -> None:
    found = load(write(tmp_path, "deal_id,created_at,status,Name,name\nD1,2026-01-01,won,x,y\n"))
    assert any("'name' stands more than once" in note for note in found.notes)


@given(st.text(st.sampled_from('ab,"\n\r '), max_size=40))
def test_where_nothing_is_odd_and_where_something_is_each_count_is_pythons(text: str) -> None:
    from tempfile import TemporaryDirectory

    from headway.ingest.counting import count_records

    expected = sum(1 for row in csv.reader(io.StringIO(text, newline="")) if row)
    counted, unclosed = _count(io.StringIO(text, newline=""), ",")
    assert counted == expected
    with TemporaryDirectory() as folder:
        path = write(Path(folder), text)
        odd = oddity(path, ",")
        assert not (unclosed and not odd)
        if not odd:
            assert count_records(path) == expected


@pytest.mark.parametrize(
    "name", ["rowid", "raw.amount", "newest.x", "a\x01b", "_row", 'say "x"', "select", "it's", "🙂"]
)
def test_no_heading_is_in_the_engines_way(name: str, tmp_path: Path) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    found = load(write(tmp_path, f"deal_id,created_at,status,{quoted}\nD1,2026-01-01,won,kept\nD2,2026-01-01,won,x\n"))
    assert [row["_row"] for row in found.rows] == [2, 3]
    assert "kept" in found.rows[0].values()
