"""Dated exports of one table are versions of it: read at once, or day by day, or out of order, they tell the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from headway.errors import MappingError
from headway.workspace import create_workspace
from tests.guarantees import asking
from tests.ingest.test_days_of_snapshots import Crm

FIRST = date(2024, 5, 1)
DAYS = 4


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
    for day in (1, 2, 3):
        rows = [f"D{n},2024-01-0{day},open,{n}" for n in range(step * day, step * day + 6)]
        lines = "\n".join(["deal_id,created_at,status,amount", *rows, ""])
        (tmp_path / "export").mkdir(exist_ok=True)
        (tmp_path / "export" / f"deals_2024010{day}.csv").write_text(lines, encoding="utf-8")
    create_workspace(tmp_path / "it", files=tmp_path / "export")
    written = (tmp_path / "it" / "headway.toml").read_text(encoding="utf-8")
    assert ('snapshots = "deals_????????.csv"' in written) == snapshots
