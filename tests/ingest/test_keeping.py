"""A file that is read again adds what is new in it: what is as it was stays, wherever it stands now."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.duckdb import DuckBuilder
from headway.ingest.contents import table_contents
from headway.ingest.generations import Generations
from headway.ingest.sync import FileReport
from headway.workspace import open_workspace
from tests.guarantees import asking
from tests.guarantees.asking import examples
from tests.guarantees.records import NOW
from tests.ingest.loads import read_into

_NOUNS = "SELECT deal_id, amount, _row FROM deals ORDER BY ALL"
_REJECTS = 'SELECT "row", rule, value FROM rejects ORDER BY ALL'
Rows = list[tuple[str, int]]


def _write(folder: Path, rows: Rows, *, snapshot: bool = False, file: str = "deals.csv") -> None:
    (folder / "export").mkdir(parents=True, exist_ok=True)
    (folder / "headway.toml").write_text(
        f'[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\nsnapshot = {str(snapshot).lower()}\n'
        "max_gone_share = 1\n",
        "utf-8",
    )
    lines = [f"{key},2024-05-01,open,{amount}" for key, amount in rows]
    (folder / "export" / file).write_text("\n".join(["deal_id,created_at,status,amount", *lines, ""]), "utf-8")


def _sync(folder: Path, day: int, rows: Rows, *, snapshot: bool = False, file: str = "deals.csv") -> list[FileReport]:
    _write(folder, rows, snapshot=snapshot, file=file)
    return list(asking.sync(folder, NOW + timedelta(days=day)).files)


def _rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    generations = Generations(folder)
    with closing(DuckBuilder(generations.path(generations.current()), read_only=True)) as builder:
        return builder.rows(sql)


def _counts(report: FileReport) -> tuple[int, int, int, int]:
    return report.read, report.loaded, report.refused, report.copies


def _contents_stand(folder: Path) -> bool:
    """Whether the ledger says of the store what it holds, though not all of it was made anew."""
    generations = Generations(folder)
    builder = DuckBuilder(generations.path(generations.current()), read_only=True)
    with closing(builder), closing(open_workspace(folder)) as home:
        return home.state.ledger.tables(generations.current()) == table_contents(builder)


@pytest.mark.parametrize("snapshot", [False, True])
def test_the_last_line_of_a_key_still_holds_when_another_row_is_added(tmp_path: Path, snapshot: bool) -> None:
    first = [("A", 100), ("A", 200), ("B", 5)]
    assert [_counts(one) for one in _sync(tmp_path, 0, first, snapshot=snapshot)] == [(3, 2, 1, 0)]
    again = _sync(tmp_path, 1, [*first, ("C", 7)], snapshot=snapshot)
    assert [_counts(one) for one in again] == [(4, 3, 1, 0)]
    assert _rows(tmp_path, _NOUNS) == [("A", 200, 3), ("B", 5, 4), ("C", 7, 5)]
    assert _rows(tmp_path, _REJECTS) == [("deals.csv:2", "duplicate", "A")]
    assert _rows(tmp_path, "SELECT count(*) FROM deal_changes") == [(0,)]


def test_a_row_that_lost_against_another_file_is_refused_each_time_its_own_is_read(tmp_path: Path) -> None:
    _sync(tmp_path, 0, [("A", 1)], file="deals-1.csv")
    _sync(tmp_path, 0, [("A", 2)], file="deals-2.csv")
    for day, amount in enumerate((2, 3), 1):
        reports = _sync(tmp_path, day, [("A", amount)], file="deals-2.csv")
    reports = _sync(tmp_path, 3, [("A", 1), ("C", 1)], file="deals-1.csv")
    assert sorted((one.file, *_counts(one)) for one in reports if one.read) == [("deals-1.csv", 2, 1, 1, 0)]
    assert _rows(tmp_path, _REJECTS) == [("deals-1.csv:2", "duplicate", "A")]


def test_lines_told_are_those_of_the_file_as_it_is_now(tmp_path: Path) -> None:
    _sync(tmp_path, 0, [("A", 1), ("B", 1), ("B", 1), ("B", 2)])
    _sync(tmp_path, 1, [("N", 1), ("A", 1), ("B", 1), ("B", 1), ("B", 2)])
    assert _rows(tmp_path, _NOUNS) == [("A", 1, 3), ("B", 2, 6), ("N", 1, 2)]
    assert _rows(tmp_path, 'SELECT "row" FROM rejects ORDER BY 1') == [("deals.csv:4",), ("deals.csv:5",)]
    assert _contents_stand(tmp_path)


_DAYS = st.lists(
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 3)), min_size=1, max_size=6), min_size=2, max_size=3
)


def _told(folder: Path, days: list[Rows], *, snapshot: bool = False) -> tuple[object, ...]:
    """Counts of the last load, and what holds of its keys: rows with their lines, and what was refused."""
    with closing(DuckBuilder(Path(":memory:"))) as builder:
        for batch, rows in enumerate(days, 1):
            _write(folder, rows, snapshot=snapshot)
            report = read_into(builder, folder, batch)[0]
        keys = ", ".join(f"'{key}'" for key, _ in days[-1])
        held = f"SELECT deal_id, amount, _row FROM newest.deals WHERE deal_id IN ({keys}) ORDER BY ALL"
        refused = f'SELECT "row", rule, value FROM rejects WHERE value IN ({keys}) ORDER BY ALL'
        return _counts(report), builder.rows(held), builder.rows(refused)


@examples(12)
@given(days=_DAYS, snapshot=st.booleans())
def test_a_file_read_day_after_day_is_told_as_one_read_for_the_first_time(days: list[Rows], snapshot: bool) -> None:
    with TemporaryDirectory() as place:
        assert _told(Path(place), days, snapshot=snapshot) == _told(Path(place), days[-1:])
