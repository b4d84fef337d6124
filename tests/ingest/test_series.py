"""Dated exports of one table are versions of it: read at once, or day by day, or out of order, they tell the same."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from headway.engine.duckdb import DuckBuilder
from headway.errors import MappingError
from headway.ingest.sync import Before
from tests.guarantees import asking
from tests.ingest.loads import read_into, read_sources
from tests.ingest.test_days_of_snapshots import Crm
from tests.ingest.test_framing import init, mapped

FIRST = date(2024, 5, 1)
DAYS = 3


def _workspace(folder: Path) -> Path:
    (folder / "export").mkdir(parents=True)
    tables = "".join(
        f'[sources.tables.{table}]\nsnapshots = "{table}_*.csv"\n' for table in ("deals", "accounts", "activities")
    )
    source = '[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\nmax_gone_share = 1\n'
    (folder / "headway.toml").write_text(source + tables, encoding="utf-8")
    return folder


def _days(folder: Path) -> list[date]:
    """Exports of some days, each in files with the day in their names."""
    crm, days = Crm(11, status=True), [FIRST + timedelta(number) for number in range(DAYS)]
    for day in days:
        crm.live(day)
        crm.export(folder)
        for table in ("deals", "accounts", "activities"):
            (folder / f"{table}.csv").rename(folder / f"{table}_{day}.csv")
    return days


def _take(exports: Path, folder: Path, day: date) -> None:
    for path in exports.glob(f"*_{day}.csv"):
        (folder / "export" / path.name).write_bytes(path.read_bytes())


def test_read_at_once_or_day_by_day_or_with_one_that_comes_later_they_tell_the_same(tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    days = _days(exports)
    at_once, daily, mended = (_workspace(tmp_path / name) for name in ("at once", "daily", "mended"))
    for day in days:
        _take(exports, at_once, day)
        _take(exports, daily, day)
        asking.sync(daily, datetime(day.year, day.month, day.day, 23, 59, 59))
        if day != days[1]:
            _take(exports, mended, day)
    now = datetime(2024, 5, DAYS, 23, 59, 59)
    asking.sync(at_once, now)
    asking.sync(mended, now)
    _take(exports, mended, days[1])
    asking.sync(mended, now)
    for day in days:
        expected = asking.book_rows(daily, day)
        assert expected["deal_changes"] or day != days[-1]
        assert asking.book_rows(at_once, day) == expected
        assert asking.book_rows(mended, day) == expected


def test_a_file_without_a_day_in_its_name_is_named(tmp_path: Path) -> None:
    folder = _workspace(tmp_path)
    for name in ("deals_2024-05-01", "deals_old", "accounts_2024-05-01", "activities_2024-05-01"):
        (folder / "export" / f"{name}.csv").write_text("deal_id,created_at,status\n", encoding="utf-8")
    with pytest.raises(MappingError, match=r"takes 'deals_old\.csv', in whose name stands no day"):
        asking.sync(folder)


@pytest.mark.parametrize(("step", "snapshots"), [(1, True), (6, False)])
def test_init_tells_snapshots_of_the_same_deals_from_parts_of_all(step: int, snapshots: bool, tmp_path: Path) -> None:
    files = {}
    for day in (1, 2, 3):
        rows = [f"D{n},2024-01-0{day},open,{n}" for n in range(step * day, step * day + 6)]
        files[f"deals_2024010{day}"] = "\n".join(["deal_id,created_at,status,amount", *rows, ""])
    tables, _ = init(tmp_path, **files)
    assert tables == ({"deals": {"snapshots": "deals_????????.csv"}} if snapshots else {})
    assert sum(read.loaded for read in read_sources(tmp_path / "w")) == 18


HEAD = "deal_id,created_at,status,amount"


def _sync(folder: Path, day: int, exports: dict[str, list[str]], head: str = HEAD) -> Path:
    """Put the files there (name → rows) and sync at the end of a day of May."""
    (folder / "export").mkdir(parents=True, exist_ok=True)
    for name, rows in exports.items():
        (folder / "export" / name).write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    if not (folder / "headway.toml").exists():
        source = '[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\n'
        (folder / "headway.toml").write_text(
            f'{source}[sources.tables.deals]\nsnapshots = "deals_*.csv"\n', encoding="utf-8"
        )
    asking.sync(folder, datetime(2024, 5, day, 20))
    return folder


def _amounts(folder: Path, day: int) -> dict[str, int]:
    rows = map(dict, asking.book_rows(folder, date(2024, 5, day))["deals"])
    return {row["deal_id"]: int(row["amount"]) for row in rows if row["status"] == "open"}


def test_a_day_that_is_exported_again_is_what_it_says_now_and_the_day_before_is_what_it_was(tmp_path: Path) -> None:
    _sync(tmp_path, 10, {"deals_20240510.csv": ["a,2024-05-01,open,100", "b,2024-05-01,open,50"]})
    _sync(tmp_path, 11, {"deals_20240511.csv": ["a,2024-05-01,open,200", "b,2024-05-01,open,50"]})
    _sync(tmp_path, 12, {"deals_20240511.csv": ["a,2024-05-01,open,300", "b,2024-05-01,open,50"]})
    assert _amounts(tmp_path, 10) == {"a": 100, "b": 50}
    assert _amounts(tmp_path, 11) == {"a": 300, "b": 50}


def test_a_series_that_is_exported_again_is_read_again(tmp_path: Path) -> None:
    for amounts in ((100, 50), (900, 800)):
        rows = [f"{name},2024-05-01,open,{amount}" for name, amount in zip("ab", amounts, strict=True)]
        _sync(tmp_path, 12, dict.fromkeys(("deals_20240510.csv", "deals_20240511.csv"), rows))
    assert _amounts(tmp_path, 11) == {"a": 900, "b": 800}


def test_what_is_won_again_on_the_day_of_the_next_file_is_told_daily_as_at_once(tmp_path: Path) -> None:
    head = "deal_id,created_at,status,closed_at"
    days = {2: "a,2024-05-01,won,2024-05-02", 3: "a,2024-05-01,open,", 4: "a,2024-05-01,won,2024-05-03"}
    daily, at_once = tmp_path / "daily", tmp_path / "at once"
    for day, row in days.items():
        _sync(daily, day, {f"deals_2024050{day}.csv": [row, "b,2024-05-01,open,"]}, head)
    _sync(at_once, 4, {f"deals_2024050{day}.csv": [row, "b,2024-05-01,open,"] for day, row in days.items()}, head)
    for day, closed_on in {2: 2, 3: 3, 4: 3}.items():
        found = [asking.book_rows(folder, date(2024, 5, day))["deals"] for folder in (daily, at_once)]
        assert found[0] == found[1]
        ends = {row["deal_id"]: (row["status"], row["closed_at"]) for row in map(dict, found[0])}
        assert ends == {"a": ("won", datetime(2024, 5, closed_on)), "b": ("open", None)}


def test_two_files_of_one_day_are_refused(tmp_path: Path) -> None:
    files = {f"deals_{part}_20240510.csv": ["a,2024-05-01,open,100"] for part in ("eu", "us")}
    with pytest.raises(MappingError, match="both of 2024-05-10"):
        _sync(tmp_path, 10, files)


def test_a_column_that_older_files_do_not_have_yet_is_empty_in_them(tmp_path: Path) -> None:
    exports = tmp_path / "export"
    exports.mkdir()
    older = [HEAD, "a,2024-05-01,open,100", "b,2024-05-01,open,5", ""]
    newer = [f"{HEAD},Sales Rep", "a,2024-05-01,open,100,Ann", "b,2024-05-01,open,5,Bob", ""]
    for name, lines in (("2024-05-10T0512", older), ("2024-05-11T0513", newer)):
        (exports / f"[eu] deals_{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    mapped(tmp_path)
    asking.sync(tmp_path / "w", datetime(2024, 5, 11, 20))
    for day, reps in ((10, {None}), (11, {"Ann", "Bob"})):
        rows = map(dict, asking.book_rows(tmp_path / "w", date(2024, 5, day))["deals"])
        assert {row["rep_id"] for row in rows} == reps


@pytest.mark.parametrize("steps", [("files", "snapshots"), ("snapshots", "files"), ("snapshots", "other snapshots")])
def test_files_that_become_a_series_or_cease_to_be_leave_nothing_of_what_they_were(
    steps: tuple[str, str], tmp_path: Path
) -> None:
    exports = {
        "deals_20240510.csv": ["a,2024-05-01,open,100", "b,2024-05-01,open,50", "x,2024-13-01,open,1"],
        "deals_20240511.csv": ["a,2024-05-01,open,300", "c,2024-05-01,open,7"],
    }
    (tmp_path / "export").mkdir()
    for name, rows in exports.items():
        (tmp_path / "export" / name).write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    kept = _kept(tmp_path, *steps)
    assert ("refused", "deals_20240510.csv") in kept, "of an older file of a series too"
    assert kept == _kept(tmp_path, *steps[1:])


SAID = {
    "files": 'files = ["deals_20240510.csv", "deals_20240511.csv"]',
    "snapshots": 'snapshots = "deals_*.csv"',
    "other snapshots": 'snapshots = "deals_202405??.csv"',
}


def _kept(folder: Path, *steps: str) -> list[tuple[object, ...]]:
    """Of which files rows, refused rows and changes are after reading them by each mapping, and how the deals stand."""
    earlier: dict[tuple[str, str, str], Before] = {}
    with closing(DuckBuilder(Path(":memory:"))) as builder:
        for number, step in enumerate(steps, start=1):
            source = '[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\n[sources.tables.deals]\n'
            (folder / "headway.toml").write_text(source + SAID[step], encoding="utf-8")
            for told in read_into(builder, folder, number * 10, earlier):
                earlier[told.source, told.table, told.file] = Before(told.content, told.read, told.refused, told.batch)
        parts = ["'rows', _file FROM raw.deals", "'refused', file FROM raw.rejects"]
        parts += ["deal_id, concat(amount, deleted_at IS NULL) FROM newest.deals"]
        parts += ["'changes', _file FROM raw.deal_changes"] if builder.has("raw.deal_changes") else []
        return sorted(builder.rows(" UNION ALL ".join(f"SELECT {part}" for part in parts)))
