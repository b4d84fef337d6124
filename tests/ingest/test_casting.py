"""From text to value: times, days, money and numbers as people and systems write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.ingest.loads import load, one

NEW_YORK, LORD_HOWE = "America/New_York", "Australia/Lord_Howe"


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2026-03-02", "UTC", "2026-03-02T00:00:00"),
        ("2026-03-02", NEW_YORK, "2026-03-02T05:00:00"),
        ("2026-07-02", NEW_YORK, "2026-07-02T04:00:00"),
        ("2026-03-08", NEW_YORK, "2026-03-08T05:00:00"),  # clocks go forward on this day
        ("2026-11-01", NEW_YORK, "2026-11-01T04:00:00"),
        ("2026-04-05", LORD_HOWE, "2026-04-04T13:00:00"),
        ("2026-03-02T10:00:00", NEW_YORK, "2026-03-02T10:00:00"),  # a time without an offset is UTC
        ("2026-03-02 10:00:00", NEW_YORK, "2026-03-02T10:00:00"),
        ("2026-03-02T10:00:00Z", NEW_YORK, "2026-03-02T10:00:00"),
        ("2026-03-02T10:00:00+05:30", NEW_YORK, "2026-03-02T04:30:00"),
        ("2026-03-02T10:00:00-0800", "UTC", "2026-03-02T18:00:00"),
        ("2026-03-02T10:00:00.123456Z", "UTC", "2026-03-02T10:00:00.123456"),
        ("2024-02-29", "UTC", "2024-02-29T00:00:00"),
    ],
)
def test_times_are_moments_in_utc(text: str, zone: str, moment: str, tmp_path: Path) -> None:
    assert one(tmp_path, "created_at", text, zone=zone) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    "text", ["9999-12-31", "0001-01-01", "2026-02-30", "soon", "2026-13-01", "infinity", "epoch x"]
)
def test_what_is_no_day_or_far_from_ours_is_refused(text: str, tmp_path: Path) -> None:
    assert one(tmp_path, "created_at", text) is None


@pytest.mark.parametrize("zone", ["UTC", NEW_YORK, LORD_HOWE])
def test_a_bare_day_begins_where_python_says(zone: str, tmp_path: Path) -> None:
    """A whole year of bare days against Python's own zones, the days with changed clocks among them."""
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    path = tmp_path / "deals.csv"
    path.write_text("deal_id,created_at\n" + "".join(f"D{day},{day}\n" for day in days), encoding="utf-8")
    expected = [
        datetime(d.year, d.month, d.day, tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None) for d in days
    ]
    assert [row["created_at"] for row in load(path, zone=zone).rows] == expected


@pytest.mark.parametrize("zone", ["UTC", NEW_YORK, LORD_HOWE])
def test_a_day_stays_that_day_in_every_zone(zone: str, tmp_path: Path) -> None:
    assert one(tmp_path, "expected_close_on", "2026-03-08", zone=zone) == date(2026, 3, 8)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12", "12"),
        ("12.3456", "12.3456"),
        ("-5.5", "-5.5"),
        ("0", "0"),
        ("1,234.50", "1234.50"),
        ("$1,234,567.89", "1234567.89"),
        ("€ 5", "5"),
        ("-$5", "-5"),
        ("1e3", "1000"),
        ("99999999999999.9999", "99999999999999.9999"),
        (" 7 ", "7"),
    ],
)
def test_money_is_decimal(text: str, amount: str, tmp_path: Path) -> None:
    assert one(tmp_path, "amount", text) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["NaN", "inf", "-Infinity", "1e999", "12 apples", "1,23", "1.234,50", "100000000000000", "--5", "$"]
)
def test_what_is_no_money_is_refused_and_never_zero(text: str, tmp_path: Path) -> None:
    assert one(tmp_path, "amount", text) is None


@pytest.mark.parametrize("text", ["NaN", "inf", "1e400", "x"])
def test_what_is_no_number_is_refused(text: str, tmp_path: Path) -> None:
    assert one(tmp_path, "value", text, "usage") is None


def test_numbers_keep_their_digits(tmp_path: Path) -> None:
    assert one(tmp_path, "value", "0.1", "usage") == 0.1
    assert one(tmp_path, "employees", "1200", "accounts") == 1200


def test_big_whole_numbers_are_not_rounded(tmp_path: Path) -> None:
    assert one(tmp_path, "employees", "9007199254740993", "accounts") == 2**53 + 1


@pytest.mark.parametrize(("text", "value"), [(" won ", "won"), ("LOST", "lost")])
def test_a_closed_list_is_read_without_case(text: str, value: str, tmp_path: Path) -> None:
    assert one(tmp_path, "status", text) == value


def test_a_value_beyond_a_closed_list_is_refused(tmp_path: Path) -> None:
    assert one(tmp_path, "status", "maybe") is None


def test_empty_text_is_unknown_not_empty(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text('deal_id,created_at,name\nD1,2026-01-01,"  "\nD2,2026-01-01,\n', encoding="utf-8")
    assert [row["name"] for row in load(path).rows] == [None, None]


def _accounts_and_stages(folder: Path, texts: list[str]) -> list[tuple[object, ...]]:
    path = folder / "deals.csv"
    lines = [f"D{number},2026-01-01,{text},{text},{text},{text}" for number, text in enumerate(texts)]
    path.write_text("\n".join(["deal_id,created_at,account_id,stage,currency,name", *lines]), encoding="utf-8")
    return [tuple(row[name] for name in ("account_id", "stage", "currency", "name")) for row in load(path).rows]


def test_what_dumps_and_people_write_for_nothing_is_no_code_and_no_name(tmp_path: Path) -> None:
    """But what a person has named so keeps its name."""
    texts = ["NULL", r"\N", "<null>", "(null)", "N/A", "#N/A", "(blank)", "(none)", "-", "--", "None", "nil", "nan"]
    assert _accounts_and_stages(tmp_path, texts) == [(None, None, None, text) for text in texts]


def test_short_words_that_may_be_codes_are_kept(tmp_path: Path) -> None:
    texts = ["NA", "ND", "nd", "Nan", "Nullmann", "N/A 7", "-1", "0", "Brak"]
    assert _accounts_and_stages(tmp_path, texts) == [(text,) * 4 for text in texts]


def test_a_key_that_says_nothing_is_refused_as_required(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("deal_id,created_at\nNULL,2026-01-01\nD2,N/A\nD3,soon\nD4,2026-01-01\n", encoding="utf-8")
    found = load(path)
    told = {(r["row"], r["column"], r["rule"], r["value"]) for r in found.rejects}
    assert [row["deal_id"] for row in found.rows] == ["D4"]
    assert told == {
        (2, "deal_id", "required", "NULL"),
        (3, "created_at", "required", "N/A"),
        (4, "created_at", "type", "soon"),
    }


def test_a_change_to_nothing_is_one_to_nothing(tmp_path: Path) -> None:
    path = tmp_path / "deal_changes.csv"
    lines = ["D1,stage,NULL,Demo", "D1,rep_id,R1,-", "D1,name,None,-"]
    made = [f"{line},2026-01-0{day}" for day, line in enumerate(lines, start=1)]
    path.write_text("\n".join(["deal_id,field,old_value,new_value,changed_at", *made]), encoding="utf-8")
    told = [(row["old_value"], row["new_value"]) for row in load(path, "deal_changes").rows]
    assert told == [(None, "Demo"), ("R1", None), ("None", "-")]
