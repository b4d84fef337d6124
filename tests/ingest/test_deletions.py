"""What its source says was deleted is open no more, whether or not anything says when."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from headway.engine.duckdb import DuckBuilder
from headway.ingest.deletions import UNDATED
from headway.ingest.layout import write_mapping
from tests.ingest.loads import read_into

PIPEDRIVE = "ID,Title,Organization,Owner,Value,Currency,Stage,Status,Deal created,Won time,Deal closed on{more}\n"
ROWS = (
    ("1,A,O1,Ann,100,EUR,Demo,won,2026-01-01 10:00:00,2026-01-20 10:00:00,2026-01-20 10:00:00", "25.01.2026 10:00"),
    ("2,B,O2,Ann,200,EUR,Demo,deleted,2026-01-02 10:00:00,,", "25.01.2026 11:00"),
    ("3,C,O2,Ann,300,EUR,Demo,open,2026-01-03 10:00:00,,", "26.01.2026 10:00"),
    ("4,D,O2,Ann,300,EUR,Demo,deleted,2026-01-04 10:00:00,,", ""),
)
NEVER = datetime.fromisoformat(UNDATED)
GONE = "SELECT deal_id, deleted_at FROM newest.deals WHERE deleted_at IS NOT NULL ORDER BY 1"


def _init(folder: Path, name: str, text: str) -> Path:
    (folder / "export").mkdir()
    (folder / "export" / name).write_text(text, encoding="utf-8")
    write_mapping(folder / "it", folder / "export", None, builder := DuckBuilder(Path(":memory:")))
    builder.close()
    return folder / "it"


def _read(folder: Path, sql: str, *later: tuple[Path, str], zone: str = "UTC") -> list[tuple]:
    """What lies in the store after the export was read, then with each later text of a file."""
    builder = DuckBuilder(Path(":memory:"), timezone=zone)
    try:
        read_into(builder, folder)
        for number, (path, text) in enumerate(later, start=2):
            path.write_text(text, encoding="utf-8")
            read_into(builder, folder, batch=number)
        return builder.rows(sql)
    finally:
        builder.close()


def test_a_status_that_says_deleted_is_dated_by_the_last_change_and_otherwise_by_no_day(tmp_path):
    dated = PIPEDRIVE.format(more=",Update time") + "".join(f"{row},{at}\n" for row, at in ROWS)
    folder = _init(tmp_path, "deals.csv", dated)
    assert _read(folder, GONE) == [("2", datetime(2026, 1, 25, 11)), ("4", NEVER)]


def test_what_stood_alive_in_an_earlier_load_is_deleted_since_the_load_that_says_so(tmp_path):
    text = PIPEDRIVE.format(more="") + "".join(f"{row}\n" for row, _ in ROWS)
    folder, path = _init(tmp_path, "deals.csv", text), tmp_path / "export" / "deals.csv"
    then = text.replace("300,EUR,Demo,open", "300,EUR,Demo,deleted")
    assert _read(folder, GONE) == [("2", NEVER), ("4", NEVER)]
    gone = [("2", NEVER), ("3", datetime(2026, 11, 2)), ("4", NEVER)]
    assert _read(folder, GONE, (path, then), (path, then + "5,E,O1,Ann,1,EUR,Demo,open,2026-01-05,,\n")) == gone


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_a_deletion_of_which_nobody_says_when_is_so_wherever_the_workspace_lies(tmp_path, zone):
    text = PIPEDRIVE.format(more="") + "".join(f"{row}\n" for row, _ in ROWS)
    folder, path = _init(tmp_path, "deals.csv", text), tmp_path / "export" / "deals.csv"
    then = text.replace("300,EUR,Demo,open", "300,EUR,Demo,deleted")
    gone = [("2", NEVER), ("3", datetime(2026, 11, 2)), ("4", NEVER)]
    assert _read(folder, GONE, (path, then), zone=zone) == gone


def test_a_change_to_nothing_that_stood_alive_is_deleted_since_the_load_that_says_so(tmp_path):
    text = (
        "Deal ID,Field,Old Value,New Value,Changed On,IsDeleted\n1,Amount,5,,2026-01-02,{}\n1,Amount,,7,2026-01-03,{}\n"
    )
    folder = _init(tmp_path, "deal_history.csv", text.format("false", "false"))
    gone = _read(
        folder,
        "SELECT new_value, deleted_at FROM newest.deal_changes ORDER BY changed_at",
        (tmp_path / "export" / "deal_history.csv", text.format("true", "true")),
    )
    assert gone == [(None, datetime(2026, 11, 2)), ("7", datetime(2026, 11, 2))]


@pytest.mark.parametrize("flag", ["IsDeleted", "is_deleted", "Archived"])
def test_a_flag_alone_is_enough(tmp_path, flag):
    text = (
        f"Deal ID,Deal Name,Amount,Stage,Created Date,{flag}\n1,A,5,Demo,2026-01-01,true\n2,B,5,Won,2026-01-01,false\n"
    )
    assert _read(_init(tmp_path, "deals.csv", text), GONE) == [("1", NEVER)]
