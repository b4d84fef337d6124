"""Long tables in parts: what is told is the same, and a day writes none of it again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.duckdb import DuckBuilder, DuckReader, text_literal
from headway.ingest.contents import table_contents
from headway.ingest.generations import Generations
from headway.ingest.parts import in_parts, named_by
from headway.workspace import open_workspace
from tests.guarantees import asking
from tests.guarantees.asking import examples
from tests.guarantees.records import NOW

DEALS = "deal_id,account_id,created_at,status,amount\nD1,A1,2024-05-01,open,5\n"
Use = tuple[str, int, int]
Files = dict[str, list[Use]]


def _write(folder: Path, files: Files, *, long: int, snapshot: bool = False, more: str = "") -> None:
    """Deals, and files of use: (account, day of May, how much) a row."""
    export = folder / "export"
    shutil.rmtree(export, ignore_errors=True)
    export.mkdir(parents=True)
    (folder / "headway.toml").write_text(
        f"[workspace]\nlong_table_rows = {long}\n"
        f'[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\nsnapshot = {str(snapshot).lower()}\n'
        f"max_gone_share = 1\n{more}",
        "utf-8",
    )
    (export / "deals.csv").write_text(DEALS, "utf-8")
    for name, rows in files.items():
        column, value = (",plan", ",gold") if name.endswith("x") else ("", "")
        lines = [f"{account},2024-05-{day:02},logins,{used}{value}" for account, day, used in rows]
        text = "\n".join([f"account_id,day,metric,value{column}", *lines, ""])
        (export / f"usage-{name}.csv").write_text(text, "utf-8")


def _store(folder: Path) -> Path:
    return Generations(folder).path(Generations(folder).current())


def _rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(DuckBuilder(_store(folder), read_only=True)) as builder:
        return builder.rows(sql)


def _held(folder: Path) -> tuple[object, ...]:
    """Rows and content of every table, and that the ledger says the same of them."""
    with closing(DuckBuilder(_store(folder), read_only=True)) as builder, closing(open_workspace(folder)) as home:
        told = table_contents(builder)
        assert home.state.ledger.tables(Generations(folder).current()) == told
        told["raw.usage_losers"] = (
            told.get("raw.usage_losers", (0, ""))[0],
            "where they lie is the store's own affair",
        )
        return told, builder.rows("SELECT * EXCLUDE _loaded_at FROM usage ORDER BY ALL")


def _parts(folder: Path) -> dict[str, int]:
    """Name → inode of the parts on the disk."""
    return {path.name: path.stat().st_ino for path in (folder / "store" / "parts").glob("*")}


def _lines(folder: Path) -> int:
    """How many rows of use lie in the generation's own file."""
    return int(str(_rows(folder, "SELECT count(*) FROM raw._usage")[0][0]))


_USE = st.tuples(st.sampled_from("ABC"), st.integers(1, 4), st.integers(1, 3))
_DAY = st.dictionaries(st.sampled_from(["1", "2", "3", "x"]), st.lists(_USE, max_size=6), min_size=1, max_size=3)


@examples(4)
@given(days=st.lists(_DAY, min_size=2, max_size=4), snapshot=st.booleans(), long=st.integers(1, 5))
def test_in_parts_or_in_one_file_the_store_holds_the_same_day_after_day(
    days: list[Files], snapshot: bool, long: int
) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        for number, files in enumerate(days):
            told = []
            for folder, rows in ((Path(one), long), (Path(other), 1_000_000)):
                _write(folder, files, long=rows, snapshot=snapshot)
                done = asking.sync(folder, NOW + timedelta(days=number))
                told.append(([(r.file, r.read, r.loaded, r.refused, r.gone) for r in done.files], _held(folder)))
            assert told[0] == told[1]


def _of(account: str, days: Iterable[int]) -> list[Use]:
    return [(account, day, 1) for day in days]


def test_a_day_adds_its_rows_and_writes_no_part_again(tmp_path: Path) -> None:
    files = {"1": _of("A", range(1, 9)), "2": _of("B", range(1, 9))}
    _write(tmp_path, files, long=8)
    asking.sync(tmp_path)
    before = _parts(tmp_path)
    assert len(before) == 2
    _write(tmp_path, {**files, "3": _of("A", [9])}, long=8)
    asking.sync(tmp_path, NOW + timedelta(days=1))
    assert (_parts(tmp_path), _lines(tmp_path)) == (before, 1)
    assert _rows(tmp_path, "SELECT account_id, count(*) FROM usage GROUP BY 1 ORDER BY 1") == [("A", 9), ("B", 8)]
    _write(tmp_path, {**files, "3": _of("A", [9]), "4": _of("B", range(9, 19))}, long=8)
    asking.sync(tmp_path, NOW + timedelta(days=2))
    assert before.items() < _parts(tmp_path).items()
    assert (len(_parts(tmp_path)), _lines(tmp_path)) == (3, 0)


def test_a_file_that_is_read_again_brings_back_its_own_part_alone(tmp_path: Path) -> None:
    files = {"1": _of("A", range(1, 9)), "2": _of("B", range(1, 9))}
    _write(tmp_path, files, long=8)
    asking.sync(tmp_path)
    before = named_by(_store(tmp_path))
    _write(tmp_path, {**files, "2": _of("B", range(2, 9))}, long=20)
    asking.sync(tmp_path, NOW + timedelta(days=1))
    kept = named_by(_store(tmp_path))
    assert kept < before
    assert len(kept) == 1
    assert set(_parts(tmp_path)) == before  # the generation before is the undo
    _write(tmp_path, {**files, "2": _of("B", range(3, 9))}, long=20)
    asking.sync(tmp_path, NOW + timedelta(days=2))
    assert set(_parts(tmp_path)) == kept


def test_a_part_of_which_a_bit_has_changed_is_told_and_read_again(tmp_path: Path) -> None:
    _write(tmp_path, {"1": _of("A", range(1, 9))}, long=8)
    asking.sync(tmp_path)
    before = _held(tmp_path)
    (part,) = (tmp_path / "store" / "parts").iterdir()
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 4
    part.write_bytes(content)
    asking.sync(tmp_path, NOW + timedelta(days=1))
    assert len(list((tmp_path / "store").glob("*.damaged"))) == 1
    assert _held(tmp_path) == before
    for part in (tmp_path / "store" / "parts").iterdir():
        part.unlink()
    asking.sync(tmp_path, NOW + timedelta(days=2))
    assert _held(tmp_path) == before


def test_a_workspace_that_was_moved_finds_its_parts_where_they_are_now(tmp_path: Path) -> None:
    _write(tmp_path / "here", {"1": _of("A", range(1, 9))}, long=8)
    asking.sync(tmp_path / "here")
    there = tmp_path / "Acme [EU] is 50% 'there' * $x {y}"
    (tmp_path / "here").rename(there)
    with closing(DuckReader(_store(there))) as reader:
        assert reader.run("SELECT count(*) AS n, max(day)::VARCHAR AS day FROM usage").to_pylist() == [
            {"n": 8, "day": "2024-05-08"}
        ]
    _write(there, {"2": _of("B", range(1, 9)), "1": _of("A", range(1, 9))}, long=8)
    asking.sync(there, NOW + timedelta(days=1))
    assert len(_parts(there)) == 2
    status, _, problem = asking.heard("-w", str(there), "forget", "A1")
    assert "nobody of whom" in problem, status


def test_where_parts_would_not_be_found_tables_stay_whole_and_what_was_moved_there_says_so(tmp_path: Path) -> None:
    odd, plain = tmp_path / "Acme, Inc", tmp_path / "Acme"
    _write(odd, {"1": _of("A", range(1, 9))}, long=8)
    asking.sync(odd)
    assert (_parts(odd), _rows(odd, "SELECT count(*) FROM usage")) == ({}, [(8,)])
    _write(plain, {"1": _of("A", range(1, 9))}, long=8)
    asking.sync(plain)
    plain.rename(tmp_path / "Acme, Ltd")
    status, _, problem = asking.heard("-w", str(tmp_path / "Acme, Ltd"), "velocity")
    assert status == 1
    assert "with a comma" in problem


def test_who_asks_can_read_the_parts_and_no_other_file(tmp_path: Path) -> None:
    _write(tmp_path, {"1": _of("A", range(1, 9))}, long=8)
    asking.sync(tmp_path)
    other = tmp_path / "store" / "other.csv"
    other.write_text("a\n1\n", "utf-8")
    beside = tmp_path / "store" / "parts" / "other.csv"
    shutil.copy(other, beside)
    with closing(DuckReader(_store(tmp_path))) as first, closing(DuckReader(_store(tmp_path))) as second:
        for reader in (first, second):
            assert reader.run("SELECT max(day)::VARCHAR AS day FROM usage").to_pylist() == [{"day": "2024-05-08"}]
            for path in (other, beside):
                for sql in (
                    f"SELECT * FROM {text_literal(str(path))}",
                    f"COPY (SELECT 1) TO {text_literal(str(path.with_suffix('.out')))}",
                    f"ATTACH {text_literal(str(path.with_suffix('.duckdb')))}",
                ):
                    with pytest.raises(Exception, match="disabled by configuration"):
                        reader.run(sql)
            with pytest.raises(Exception, match="locked"):
                reader.run("SET enable_external_access = true")


CALLS = "activity_id,kind,occurred_at,account_id,contact_id,body\n"


def _with_calls(folder: Path, *, more: str = "") -> None:
    _write(folder, {}, long=2, more=more)
    (folder / "export" / "contacts.csv").write_text("contact_id,name,email\nC1,Ann Marlowe,ann@acme.example\n", "utf-8")
    lines = [f"X{n},call,2024-{n + 2:02}-01,A1,C{n % 2},Ann Marlowe called" for n in range(1, 8)]
    (folder / "export" / "activities.csv").write_text(CALLS + "\n".join(lines) + "\n", "utf-8")


def _said(folder: Path) -> list[tuple[object, ...]]:
    """What the parts on the disk hold, and what the store shows."""
    rows = []
    with closing(DuckBuilder(_store(folder), read_only=True)) as builder:
        for part in sorted((folder / "store" / "parts").glob("activities-*")):
            rows += builder.rows(f"SELECT activity_id, body FROM {text_literal(str(part))} WHERE body IS NOT NULL")
        rows += builder.rows("SELECT activity_id, body FROM activities WHERE body IS NOT NULL")
    return rows


def test_who_is_forgotten_is_in_no_part(tmp_path: Path) -> None:
    _with_calls(tmp_path)
    asking.sync(tmp_path)
    assert len(_said(tmp_path)) == 14
    status, _, problem = asking.heard("-w", str(tmp_path), "forget", "ann@acme.example", "--apply")
    assert status == 0, problem
    assert {body for _, body in _said(tmp_path)} == {"[forgotten] called"}
    assert _rows(tmp_path, "SELECT count(*) FROM activities") == [(7,)]


def test_what_may_no_longer_be_kept_is_blanked_in_its_part_too(tmp_path: Path) -> None:
    _with_calls(tmp_path)
    asking.sync(tmp_path)
    with closing(DuckBuilder(_store(tmp_path), read_only=True)) as builder:
        assert "activities" in in_parts(builder)
    _with_calls(tmp_path, more="[retention_days]\nactivities = 300\n")
    days = NOW + timedelta(days=1)
    asking.sync(tmp_path, days)
    oldest = (days - timedelta(days=300)).date().isoformat()
    kept = [f"X{n}" for n in range(1, 8) if f"2024-{n + 2:02}-01" >= oldest]
    assert _rows(tmp_path, "SELECT activity_id FROM activities WHERE body IS NOT NULL ORDER BY 1") == [
        (name,) for name in kept
    ]
    assert 0 < len(kept) < 7
