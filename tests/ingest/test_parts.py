"""Long tables in parts: what is told is the same, and a day writes none of it again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.duckdb import DuckBuilder, DuckReader, text_literal
from headway.errors import StoreError
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


_USE = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 3)), max_size=6, unique_by=lambda use: use[0])
_DAY = st.dictionaries(st.sampled_from("123x"), _USE, min_size=1, max_size=3)


@examples(2)
@given(days=st.lists(_DAY, min_size=2, max_size=4), snapshot=st.booleans(), again=st.booleans(), long=st.integers(1, 4))
def test_in_parts_or_in_one_file_the_store_holds_the_same_day_after_day(
    days: list[dict[str, list[tuple[int, int]]]], snapshot: bool, again: bool, long: int
) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        folded = False
        for number, used in enumerate(days):
            files = {name: [(f"A{name}", day, use) for day, use in rows] for name, rows in used.items()}
            if again and number > 1:  # a row that is in another file, too, perhaps with another value
                files["1"] = [*files.get("1", []), ("A2", 1, 2)]
            told = []
            for folder, rows in ((Path(one), long), (Path(other), 1_000_000)):
                _write(folder, files, long=rows, snapshot=snapshot)
                done = asking.sync(folder, NOW + timedelta(days=number))
                told.append(([(r.file, r.read, r.loaded, r.refused, r.gone) for r in done.files], _held(folder)))
            assert told[0] == told[1]
            folded = folded or bool(_parts(Path(one)))
        assert folded or not any(len(rows) >= long for used in days[:1] for rows in used.values())


def _of(account: str, days: Iterable[int]) -> list[Use]:
    return [(account, day, 1) for day in days]


_REMAPPED = """
[sources.tables.deals]
file = "deals.csv"
[sources.tables.usage]
file = "usage-*.csv"
value = {expr = "try_cast(value AS DOUBLE) * 2"}
"""
_DATED = """
[sources.tables.deals]
file = "deals.csv"
[sources.tables.usage]
snapshots = "usage-????-??-??.csv"
"""


_DAYS = {f"2024-06-{day:02}": [("D", number, 1) for number in range(1, 4 + day)] for day in (1, 2, 3)}


def _steps() -> list[tuple[Files, str]]:
    """(files, more of headway.toml) day after day: everything that changes rows where they lie, or takes them away."""
    one, two, plan = _of("A", range(1, 9)), _of("B", range(1, 9)), _of("C", range(1, 4))
    amended = [*two[:3], ("B", 4, 9), *two[4:]]
    moved = [("B", 20, 1), *amended]
    return [
        ({"1": one, "2": two}, ""),
        ({"1": one, "2": amended}, ""),
        ({"1": one, "2": moved, "x": plan}, ""),
        ({"1": one, "2": moved, "x": plan}, _REMAPPED),
        ({"1": one, "x": plan}, _REMAPPED),
        ({"1": one, "x": plan, "3": [("A", 1, 7)]}, _REMAPPED),
        ({"1": one, "x": plan, "3": [("A", 30, 7)]}, ""),
        (_DAYS, _DATED),
        ({**_DAYS, "2024-06-02": _of("D", range(1, 3))}, _DATED),
        ({**_DAYS, "2024-06-04": _of("D", range(2, 9))}, _DATED),
    ]


_APART = {f"2024-06-{day:02}": [(f"D{day}", number, 1) for number in range(1, 8)] for day in (1, 2, 3)}


@pytest.mark.parametrize("steps", [_steps(), [(_APART, ""), (_APART, _DATED), (_APART, "")]])
def test_whatever_becomes_of_files_parts_hold_what_one_file_would(
    steps: list[tuple[Files, str]], tmp_path: Path
) -> None:
    folded = []
    for number, (files, more) in enumerate(steps):
        held = []
        for long in (6, 1_000_000):
            folder = tmp_path / str(long)
            _write(folder, files, long=long, more=more)
            asking.sync(folder, NOW + timedelta(days=number))
            held.append(_held(folder))
        assert held[0] == held[1], number
        folded.append(bool(named_by(_store(tmp_path / "6"))))
    # Where a row lost against another, its part came back and others stayed; a series repeats all of its keys.
    assert all(folded) or (len(folded), folded[0], folded[-1]) == (3, True, True)


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


def _damage(part: Path) -> None:
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 4
    part.chmod(0o644)
    part.write_bytes(content)


def test_a_broken_part_costs_the_files_of_which_it_holds_rows_another_reading_and_nothing_else(tmp_path: Path) -> None:
    files = {"1": _of("A", range(1, 9)), "2": _of("B", range(1, 9))}
    _write(tmp_path, files, long=8, snapshot=True)
    asking.sync(tmp_path)
    (tmp_path / "export" / "deals.csv").write_text(DEALS.replace(",5", ",6"), "utf-8")
    asking.sync(tmp_path, NOW + timedelta(days=1))
    usage, history = _held(tmp_path)[1], "SELECT old_value, new_value, _batch FROM raw.deal_changes"
    first, second = sorted((tmp_path / "store" / "parts").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    for number, break_it in enumerate((_damage, Path.unlink), start=2):
        break_it(first)
        done = asking.sync(tmp_path, NOW + timedelta(days=number))
        assert [report.file for report in done.files if report.read and not report.skipped] == ["usage-1.csv"]
        assert _held(tmp_path)[1] == usage
        assert _rows(tmp_path, history) == [("5.0000", "6.0000", 2)]
        (first,) = set((tmp_path / "store" / "parts").iterdir()) - {first, second}
        assert second.name in named_by(_store(tmp_path))


def test_where_the_file_has_left_too_its_rows_are_not_lost_without_a_word(tmp_path: Path) -> None:
    _write(tmp_path, {"1": _of("A", range(1, 9))}, long=8)
    asking.sync(tmp_path)
    (part,) = (tmp_path / "store" / "parts").iterdir()
    whole = part.read_bytes()
    _damage(part)
    _write(tmp_path, {}, long=8)
    with pytest.raises(StoreError, match=r"usage-1\.csv of source 'crm'"):
        asking.sync(tmp_path, NOW + timedelta(days=1))
    assert Generations(tmp_path).current() == 1
    part.write_bytes(whole)
    asking.sync(tmp_path, NOW + timedelta(days=1))
    assert _rows(tmp_path, "SELECT count(*) FROM usage") == [(8,)]


def test_a_damaged_undo_hinders_no_sync_and_costs_no_part(tmp_path: Path) -> None:
    _write(tmp_path, {"1": _of("A", range(1, 9))}, long=8)
    asking.sync(tmp_path)
    _write(tmp_path, {"1": _of("A", range(1, 9)), "2": _of("B", [1])}, long=8)
    asking.sync(tmp_path, NOW + timedelta(days=1))
    before = _parts(tmp_path)
    Generations(tmp_path).path(1).write_bytes(b"torn")
    assert not asking.sync(tmp_path, NOW + timedelta(days=1)).changed
    assert _parts(tmp_path) == before


def test_a_workspace_that_was_moved_finds_its_parts_where_they_are_now(tmp_path: Path) -> None:
    _write(tmp_path / "here", {"1": _of("A", range(1, 9))}, long=8)
    asking.sync(tmp_path / "here")
    there = tmp_path / "Acme, Inc [EU] is 50% 'there' * $x {y} tenant=acme"
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


def test_a_file_called_like_a_part_where_a_command_runs_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, {"1": _of("A", range(1, 9))}, long=8)
    asking.sync(tmp_path)
    (part,) = (tmp_path / "store" / "parts").iterdir()
    monkeypatch.chdir(tmp_path)
    with closing(DuckBuilder(Path(":memory:"))) as builder:
        builder.execute(f"COPY (SELECT 9 AS value) TO {text_literal(part.name)}")
    with closing(DuckReader(_store(tmp_path))) as reader:
        assert reader.value("SELECT sum(value) FROM usage") == 8
    assert not asking.sync(tmp_path, NOW).changed


def test_many_who_ask_at_once_open_it_together(tmp_path: Path) -> None:
    _write(tmp_path, {"1": _of("A", range(1, 9))}, long=8)
    asking.sync(tmp_path)

    def ask(_: int) -> int:
        with closing(DuckReader(_store(tmp_path))) as reader:
            return int(reader.value("SELECT count(*) FROM usage"))

    with ThreadPoolExecutor(8) as many:
        assert set(many.map(ask, range(400))) == {8}


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
