"""An account as of a day: its segment and its name as its history tells them."""

from __future__ import annotations

from datetime import date

import pytest


@pytest.mark.parametrize(
    ("day", "segment", "name", "employees"),
    [
        ("2024-02-29", "Small", "Uno", 9),
        ("2024-03-01", "Large", "Uno", 900),
        ("2024-05-01", "Large", "One", 900),
        ("2024-06-01", None, "One", 900),
    ],
)
def test_a_field_has_the_value_of_its_last_change_by_then(rows_of, day, segment, name, employees) -> None:
    (found,) = [row for row in rows_of("accounts", date.fromisoformat(day)) if row["account_id"] == "A1"]
    assert (found["segment"], found["name"], found["employees"]) == (segment, name, employees)


def test_deals_group_by_the_segment_of_the_day(cases) -> None:
    def segments(day: date) -> set[str | None]:
        rows = cases.book(day).rows("test segments", lambda book: book.deals_with(("segment",))).to_pylist()
        return {row["segment"] for row in rows if row["deal_id"] == "plain"}

    assert segments(date(2024, 2, 29)) == {"Small"}
    assert segments(date(2024, 5, 1)) == {"Large"}
