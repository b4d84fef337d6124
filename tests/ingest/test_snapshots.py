"""Daily snapshots of one file: what is gone is deleted since then, and what differs is a history; all by hand."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from headway.engine.duckdb import DuckBuilder
from headway.errors import SourceError
from headway.ingest.generations import Generations
from tests.guarantees import asking
from tests.ingest.loads import read_into

HEAD = "deal_id,created_at,stage,status,amount,rep_id"
DAYS = {
    2: ["D1,2024-05-01,Qualify,open,100,R1", "D2,2024-05-01,Qualify,open,70,R1", "D3,2024-05-01,Qualify,open,5,R1"],
    3: ["D1,2024-05-01,Propose,open,150,R1", "D3,2024-05-01,Qualify,open,5,R1"],
    4: ["D1,2024-05-01,Propose,open,150,R2", "D2,2024-05-01,Propose,open,70,R1", "D3,2024-05-01,Qualify,open,5,R1"],
    5: ["D1,2024-05-01,Closed Won,won,150,R2", "D2,2024-05-01,Propose,open,70,R1", "D3,2024-05-01,Qualify,open,5,R1"],
}


def _snapshots(folder: Path, head: str = HEAD, last_days: int = 5, extra: dict[int, list[str]] | None = None) -> Path:
    (folder / "export").mkdir(parents=True)
    (folder / "headway.toml").write_text(
        '[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\nsnapshot = true\n', encoding="utf-8"
    )
    for day, rows in (extra or DAYS).items():
        if day <= last_days:
            (folder / "export" / "deals.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
            asking.sync(folder, datetime(2024, 5, day, 6))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Four days of one file."""
    return _snapshots(tmp_path_factory.mktemp("snapshots") / "it")


def _rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    builder = DuckBuilder(Generations(folder).path(Generations(folder).current()), read_only=True)
    try:
        return builder.rows(sql)
    finally:
        builder.close()


def test_what_differs_from_load_to_load_is_the_history_of_the_field(folder: Path) -> None:
    found = _rows(folder, "SELECT deal_id, field, old_value, new_value, changed_at FROM deal_changes ORDER BY ALL")
    day = {number: datetime(2024, 5, number, 6) for number in DAYS}
    assert found == [
        ("D1", "amount", "100.0000", "150.0000", day[3]),
        ("D1", "rep_id", "R1", "R2", day[4]),
        ("D1", "stage", "Propose", "Closed Won", day[5]),
        ("D1", "stage", "Qualify", "Propose", day[3]),
        ("D1", "status", "open", "won", day[5]),
        ("D2", "stage", "Qualify", "Propose", day[4]),
    ]
    told = "SELECT DISTINCT _file, known_at = changed_at FROM raw.deal_changes"
    assert _rows(folder, told) == [("deals.csv (compared)", True)]


def _deals_as_of(folder: Path, day: int) -> dict[str, tuple[Any, ...]]:
    rows = [dict(row) for row in asking.book_rows(folder, date(2024, 5, day))["deals"]]
    return {row["deal_id"]: (row["stage"], int(row["amount"]), row["rep_id"]) for row in rows}


def test_each_day_is_seen_as_it_was_told_on_that_day(folder: Path) -> None:
    assert _deals_as_of(folder, 2)["D1"] == ("Qualify", 100, "R1")
    assert _deals_as_of(folder, 3)["D1"] == ("Propose", 150, "R1")
    assert _deals_as_of(folder, 4)["D1"] == ("Propose", 150, "R2")
    assert _deals_as_of(folder, 5)["D1"] == ("Closed Won", 150, "R2")
    assert _deals_as_of(folder, 5)["D3"] == ("Qualify", 5, "R1")


def test_a_row_that_is_gone_is_deleted_since_that_load_and_seen_before_it(tmp_path: Path) -> None:
    folder = _snapshots(tmp_path / "it", last_days=3)
    assert _rows(folder, "SELECT deal_id, deleted_at FROM deals WHERE deleted_at IS NOT NULL") == [
        ("D2", datetime(2024, 5, 3, 6))
    ]
    assert sorted(_deals_as_of(folder, 2)) == ["D1", "D2", "D3"]
    assert sorted(_deals_as_of(folder, 3)) == ["D1", "D3"]


def test_a_row_that_comes_back_lives_again(folder: Path) -> None:
    assert _rows(folder, "SELECT count(*) FROM deals WHERE deleted_at IS NOT NULL") == [(0,)]
    assert sorted(_deals_as_of(folder, 5)) == ["D1", "D2", "D3"]


@pytest.mark.parametrize("heading", ["Last Modified Date", "write_date"])
def test_the_files_own_day_of_the_last_change_dates_it(heading: str, tmp_path: Path) -> None:
    days = {
        2: ["D1,2024-05-01,Qualify,open,100,R1,2024-05-01T09:00:00"],
        3: ["D1,2024-05-01,Propose,open,100,R1,2026-11-02T15:30:00Z"],
        4: ["D1,2024-05-01,Commit,open,100,R1,2023-01-01T00:00:00"],
    }
    (tmp_path / "export").mkdir()
    source = '[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\nsnapshot = true\n'
    (tmp_path / "headway.toml").write_text(source, encoding="utf-8")
    with closing(DuckBuilder(Path(":memory:"))) as builder:
        for day, rows in days.items():
            export = "\n".join([f"{HEAD},{heading}", *rows, ""])
            (tmp_path / "export" / "deals.csv").write_text(export, encoding="utf-8")
            read_into(builder, tmp_path, day)
        found = builder.rows("SELECT new_value, changed_at, known_at FROM raw.deal_changes ORDER BY changed_at")
    assert found == [
        ("Propose", datetime(2026, 11, 2, 15, 30), datetime(2026, 11, 3)),
        ("Commit", datetime(2026, 11, 4), datetime(2026, 11, 4)),
    ]


def test_a_field_whose_history_was_loaded_is_left_to_it(tmp_path: Path) -> None:
    folder = tmp_path / "it"
    (folder / "export").mkdir(parents=True)
    (folder / "export" / "deal_changes.csv").write_text(
        "deal_id,field,old_value,new_value,changed_at\nD1,stage,Qualify,Propose,2024-05-02T12:00:00\n",
        encoding="utf-8",
    )
    (folder / "export").rename(tmp_path / "kept")
    _snapshots(folder, last_days=1)
    (tmp_path / "kept" / "deal_changes.csv").rename(folder / "export" / "deal_changes.csv")
    for day in (2, 3):
        (folder / "export" / "deals.csv").write_text("\n".join([HEAD, *DAYS[day]]) + "\n", encoding="utf-8")
        asking.sync(folder, datetime(2024, 5, day, 6))
    found = _rows(folder, "SELECT deal_id, field, new_value FROM deal_changes ORDER BY ALL")
    assert found == [("D1", "amount", "150.0000"), ("D1", "stage", "Propose")]


EVERY = [f"D{number},2024-05-01,Qualify,open,100,R1" for number in range(10)]


def _read(folder: Path, rows: list[str], more: str = "") -> tuple[int, int]:
    """Ten deals are read, then ``rows``: how many of them are gone, and how many stand."""
    (folder / "export").mkdir(parents=True)
    settings = '[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\nsnapshot = true\n'
    (folder / "headway.toml").write_text(settings + more, encoding="utf-8")
    with closing(DuckBuilder(Path(":memory:"))) as builder:
        for batch, lines in enumerate((EVERY, rows), 1):
            (folder / "export" / "deals.csv").write_text("\n".join([HEAD, *lines, ""]), encoding="utf-8")
            reports = read_into(builder, folder, batch)
        standing = builder.value("SELECT count(*) FROM newest.deals WHERE deleted_at IS NULL")
        return sum(report.gone for report in reports), standing


@pytest.mark.parametrize("kept", [0, 6])
def test_a_file_that_lost_more_than_a_third_at_once_stops_the_sync_until_a_person_says_so(
    kept: int, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=f"deals.csv as deals: no longer holds {10 - kept} of 10 rows.*max_gone_sh"):
        _read(tmp_path / "refused", EVERY[:kept])
    assert _read(tmp_path / "said", EVERY[:kept], "max_gone_share = 1\n") == (10 - kept, kept)


def test_as_many_as_the_share_allows_and_one_row_alone_may_go(tmp_path: Path) -> None:
    assert _read(tmp_path / "a third", EVERY[:7]) == (3, 7)
    assert _read(tmp_path / "one", EVERY[:9], "max_gone_share = 0\n") == (1, 9)
    with pytest.raises(SourceError, match="2 of 10"):
        _read(tmp_path / "two", EVERY[:8], "max_gone_share = 0\n")


def test_a_snapshot_that_is_refused_whole_deletes_nothing(tmp_path: Path) -> None:
    assert _read(tmp_path, [row.replace("2024-05-01", "soon") for row in EVERY]) == (0, 10)


def test_a_row_that_is_refused_is_not_gone_what_it_said_before_stands(tmp_path: Path) -> None:
    bad = [row.replace("2024-05-01", "soon") for row in EVERY[:5]]
    assert _read(tmp_path, [*bad, *EVERY[6:]]) == (1, 9)  # D5 alone is not in the file


def test_a_later_reopening_gives_no_day_before_the_end_the_stage_of_that_end(tmp_path: Path) -> None:
    head, first = "deal_id,created_at,stage,status,closed_at", ["D1,2024-05-01,Done,won,2024-05-05"]
    folder = _snapshots(tmp_path / "it", head, last_days=6, extra={6: first})
    told = [_stage(folder, day) for day in (3, 6)]
    (folder / "export" / "deals.csv").write_text(f"{head}\nD1,2024-05-01,Offer,open,\n", encoding="utf-8")
    asking.sync(folder, datetime(2024, 5, 9, 6))
    assert told == [None, "Done"] == [_stage(folder, day) for day in (3, 6)]
    assert _stage(folder, 9) == "Offer"


def _stage(folder: Path, day: int) -> str | None:
    (row,) = (dict(row) for row in asking.book_rows(folder, date(2024, 5, day))["deals"])
    return row["stage"]


ENDS = "deal_id,created_at,status,closed_at"
BEFORE = ["D1,2024-05-01,open,", "D2,2024-05-01,won,2024-05-02", "D3,2024-05-01,won,2024-05-02", "D4,2024-05-01,open,"]
AFTER = [
    "D1,2024-05-01,won,2024-05-06",  # closed since
    "D2,2024-05-01,lost,2024-05-02",  # put right
    "D3,2024-05-01,open,",  # reopened
    "D4,2024-05-01,lost,2024-05-02",  # closed on a day that was told already
    "D5,2024-05-02,open,",  # entered late
    "D6,2024-05-07,open,",  # new
]


@pytest.fixture(scope="module")
def ended(tmp_path_factory) -> Path:
    """Snapshots of the fifth and the eighth of May."""
    return _snapshots(tmp_path_factory.mktemp("ended") / "it", ENDS, last_days=8, extra={5: BEFORE, 8: AFTER})


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (4, {"D1": "open", "D2": "won", "D3": "won", "D4": "open"}),
        (6, {"D1": "won", "D2": "won", "D3": "won", "D4": "open"}),
        (7, {"D1": "won", "D2": "won", "D3": "won", "D4": "open", "D6": "open"}),
        (8, {"D1": "won", "D2": "lost", "D3": "open", "D4": "lost", "D5": "open", "D6": "open"}),
    ],
)
def test_how_deals_stood_is_what_the_snapshots_had_told_by_then(ended: Path, day: int, expected: Any) -> None:
    book = asking.book_rows(ended, date(2024, 5, day))
    assert {row["deal_id"]: row["status"] for row in map(dict, book["deals"])} == expected
    steps = [dict(row) for row in book["journeys"] if dict(row)["kind"] == "deal"]
    latest = {step["entity_id"]: step["to_state"] for step in sorted(steps, key=lambda step: step["at"])}
    assert latest == expected


def test_a_deal_that_began_since_the_last_snapshot_began_in_the_stage_in_which_it_is_first_seen(tmp_path: Path) -> None:
    head = "deal_id,created_at,stage,status,closed_at"
    new = ["D2,2024-05-03,Qualify,open,", "D3,2024-05-01,Qualify,open,", "D4,2024-05-03,Closed Won,won,2024-05-04"]
    snapshots = {2: ["D1,2024-05-01,Propose,open,"], 5: ["D1,2024-05-01,Propose,open,", *new]}
    folder = _snapshots(tmp_path / "it", head, extra=snapshots)
    found = _rows(folder, "SELECT deal_id, old_value, new_value, changed_at, _known_at FROM deal_changes")
    assert found == [("D2", None, "Qualify", datetime(2024, 5, 3), datetime(2024, 5, 3))]


def test_accounts_are_compared_as_deals_are(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir(parents=True)
    source = '[[sources]]\nname = "crm"\nkind = "files"\npath = "export"\nsnapshot = true\n'
    (tmp_path / "headway.toml").write_text(source, encoding="utf-8")
    (tmp_path / "export" / "deals.csv").write_text(f"{HEAD},account_id\n{DAYS[2][0]},A1\n", encoding="utf-8")
    for day, segment in ((2, "Retail"), (4, "Public")):
        accounts = f"account_id,segment,created_at\nA1,{segment},2024-05-01\n"
        (tmp_path / "export" / "accounts.csv").write_text(accounts, encoding="utf-8")
        asking.sync(tmp_path, datetime(2024, 5, day, 6))
    for day, segment in ((2, "Retail"), (3, "Retail"), (4, "Public")):
        (account,) = asking.book_rows(tmp_path, date(2024, 5, day))["accounts"]
        assert dict(account)["segment"] == segment


def test_a_sync_that_found_nothing_new_has_told_of_its_day_too_and_one_of_another_source_has_not(
    tmp_path: Path,
) -> None:
    rows = ["D1,2024-05-01,Qualify,open,100,R1"]
    folder = _snapshots(tmp_path / "it", extra={2: rows})
    asking.sync(folder, datetime(2024, 5, 6, 6))
    (folder / "other").mkdir()
    (folder / "other" / "accounts.csv").write_text("account_id\nA1\n", encoding="utf-8")
    with (folder / "headway.toml").open("a", encoding="utf-8") as settings:
        settings.write('[[sources]]\nname = "other"\nkind = "files"\npath = "other"\n')
    assert asking.sync(folder, datetime(2024, 5, 9, 6), only="other").changed
    more = ["D2,2024-05-04,Qualify,open,5,R1", "D3,2024-05-07,Qualify,open,5,R1"]
    (folder / "export" / "deals.csv").write_text("\n".join([HEAD, *rows, *more, ""]), encoding="utf-8")
    asking.sync(folder, datetime(2024, 5, 10, 6))
    assert [sorted(_deals_as_of(folder, day)) for day in (5, 8, 10)] == [["D1"], ["D1", "D3"], ["D1", "D2", "D3"]]


def test_a_history_that_is_loaded_later_tells_from_its_first_change_on(tmp_path: Path) -> None:
    folder = _snapshots(tmp_path / "it", last_days=3)
    history = "deal_id,field,old_value,new_value,changed_at\nD1,stage,Qualify,Propose,2024-05-02T12:00:00\n"
    (folder / "export" / "deal_changes.csv").write_text(history, encoding="utf-8")
    asking.sync(folder, datetime(2024, 5, 4, 6))
    found = _rows(folder, "SELECT field, new_value, changed_at FROM deal_changes WHERE deal_id = 'D1' ORDER BY ALL")
    assert found == [
        ("amount", "150.0000", datetime(2024, 5, 3, 6)),
        ("stage", "Propose", datetime(2024, 5, 2, 12)),
    ]


def test_the_history_of_one_source_leaves_the_snapshots_of_another_to_be_compared(tmp_path: Path) -> None:
    folder = tmp_path / "it"
    (folder / "other").mkdir(parents=True)
    (folder / "other" / "deals.csv").write_text(f"{HEAD}\nX1,2024-05-01,Propose,open,1,R9\n", encoding="utf-8")
    history = "deal_id,field,old_value,new_value,changed_at\nX1,stage,Qualify,Propose,2024-05-01T12:00:00\n"
    (folder / "other" / "deal_changes.csv").write_text(history, encoding="utf-8")
    sources = (("crm", "export", "true"), ("old", "other", "false"))
    (folder / "headway.toml").write_text(
        "".join(
            f'[[sources]]\nname = "{name}"\nkind = "files"\npath = "{path}"\nsnapshot = {flag}\n'
            for name, path, flag in sources
        ),
        encoding="utf-8",
    )
    (folder / "export").mkdir()
    for day in (2, 3):
        (folder / "export" / "deals.csv").write_text("\n".join([HEAD, *DAYS[day], ""]), encoding="utf-8")
        asking.sync(folder, datetime(2024, 5, day, 6))
    assert _deals_as_of(folder, 2)["D1"] == ("Qualify", 100, "R1")
