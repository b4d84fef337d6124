"""A deal as it was known on a day: five-row histories whose answers were worked out by hand."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest


@pytest.mark.parametrize(
    ("key", "day", "status", "stage", "closed"),
    [
        ("plain", "2024-02-29", "open", None, None),  # which stage it stood in then is not known
        ("plain", "2024-03-01", "won", "Propose", "2024-03-01"),
        ("open", "2024-01-10", "open", "Propose", None),
        ("late_close", "2024-05-31", "open", None, None),
        ("late_close", "2024-06-01", "lost", "Closed Lost", "2024-06-01"),
        ("reopened", "2024-01-31", "open", "Qualify", None),
        ("reopened", "2024-02-01", "lost", "Closed Lost", "2024-02-01"),
        ("reopened", "2024-03-31", "lost", "Closed Lost", "2024-02-01"),
        ("reopened", "2024-04-01", "open", "Propose", None),
        ("reopened", "2024-06-01", "won", "Closed Won", "2024-06-01"),
        ("undone", "2024-02-29", "open", "Propose", None),  # before the first change: what that change says was before
        ("undone", "2024-03-01", "open", "Negotiate", None),
        ("undone", "2024-05-01", "open", "Propose", None),
        ("undated", "2024-01-10", "won", None, None),
        ("undated_told", "2024-04-30", "open", "Qualify", None),
        ("undated_told", "2024-05-01", "won", "won", "2024-05-01"),
        ("unclear", "2024-02-29", "open", None, None),
        ("unclear", "2024-03-01", None, "Propose", None),
        ("planned", "2024-10-01", "open", "Propose", None),
        ("quick", "2024-03-01", "open", "Negotiate", None),  # two changes a fifth of a second apart
    ],
)
def test_status_stage_and_closing_of_a_day(
    deal, key: str, day: str, status: str | None, stage: str | None, closed: str | None
) -> None:
    found = deal(key, day)
    assert (found["status"], found["closed_at"]) == (status, datetime.fromisoformat(closed) if closed else None)
    assert found["stage"] == stage


def test_no_deal_is_known_before_it_was_opened(deal) -> None:
    assert deal("plain", "2024-01-09") is None
    assert deal("plain", "2024-01-10") is not None


@pytest.mark.parametrize(
    ("day", "amount", "rep"),
    [("2024-01-31", 100, "R1"), ("2024-02-01", 200, "R1"), ("2024-03-31", 200, "R1"), ("2024-04-01", 300, "R2")],
)
def test_a_field_has_the_value_of_its_last_change_by_then(deal, day: str, amount: int, rep: str) -> None:
    found = deal("raised", day)
    assert (found["amount"], found["rep_id"]) == (Decimal(amount), rep)


def test_a_value_that_was_emptied_is_empty_since_then(deal) -> None:
    assert deal("cleared", "2024-02-29")["amount"] == 100
    assert deal("cleared", "2024-03-01")["amount"] is None


@pytest.mark.parametrize(
    ("key", "day", "amount"),
    [
        ("worded", "2024-01-31", 200),  # what the first change says was before cannot be read: the next one can
        ("worded", "2024-02-01", 200),
        ("worded", "2024-04-01", 200),  # nor can what it became since
        ("signed", "2024-01-31", 1000),
        ("signed", "2024-02-01", 2000),
    ],
)
def test_a_change_that_cannot_be_read_takes_no_known_value_away(deal, key: str, day: str, amount: int) -> None:
    assert deal(key, day)["amount"] == amount


def test_why_it_was_lost_is_known_when_it_is(deal) -> None:
    assert deal("late_close", "2024-05-31")["lost_reason"] is None
    assert deal("late_close", "2024-06-01")["lost_reason"] == "price"


def test_the_closing_day_of_an_open_deal_is_a_plan(deal) -> None:
    assert deal("planned", "2024-10-01")["expected_close_on"].isoformat() == "2024-09-01"


@pytest.mark.parametrize(
    ("key", "day", "worth"),
    [
        ("euro", "2024-12-01", "120"),  # closed 2024-03-10: the rate of 03-05 is carried on
        ("euro", "2024-02-01", "110"),  # still open: the rate of the day itself
        ("pound", "2024-12-01", "150"),  # 100 pounds are 125 euros, at 1.20 dollars on the day it closed
        ("yen_far", "2024-12-01", "5"),  # 1000 at .004 francs, and a dollar is .80 francs
        ("euro_late", "2024-12-01", "150"),  # a currency in small letters; after the last rate, the last rate
        ("euro_early", "2024-12-01", None),  # no rate yet: not known, never 0
        ("yen", "2024-12-01", None),
        ("home", "2024-12-01", "100"),
        ("open", "2024-12-01", "100"),
    ],
)
def test_worth_is_at_the_rate_of_the_day(deal, key: str, day: str, worth: str | None) -> None:
    assert deal(key, day)["worth"] == (None if worth is None else Decimal(worth))


def test_steps_that_are_told_take_the_place_of_those_that_were_rebuilt(rows_of) -> None:
    from datetime import date

    def steps(key: str, day: date) -> list[tuple[str, bool]]:
        rows = [row for row in rows_of("journeys", day) if row["entity_id"] == key]
        return [(row["to_state"], row["rebuilt"]) for row in sorted(rows, key=lambda row: (row["at"], row["to_state"]))]

    assert steps("plain", date(2024, 6, 1)) == [("open", True), ("won", True)]
    assert steps("undone", date(2024, 2, 1)) == [("open", True)]
    assert steps("undone", date(2024, 6, 1)) == [("Propose", False), ("Negotiate", False), ("Propose", False)]
    assert steps("reopened", date(2024, 12, 1)) == [
        ("Qualify", False),
        ("lost", False),
        ("Propose", False),
        ("won", False),
    ]


def test_a_customer_begins_with_the_first_win(rows_of) -> None:
    wins = [row for row in rows_of("journeys") if row["kind"] == "customer" and row["to_state"] == "won"]
    assert {(row["account_id"], row["at"].date().isoformat()) for row in wins} == {
        ("A1", "2023-02-01"),
        ("A2", "2024-03-10"),
        ("M3", "2024-03-01"),  # its account was merged into M3 since
    }
