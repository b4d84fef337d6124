"""Rows that became one: each is itself until the day of the merge, and its holder's afterwards, to the chain's end."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.model.merges import ALWAYS, NEVER, Merge, spans


@pytest.mark.parametrize(
    ("day", "holder", "there"),
    [
        ("2024-03-31", "M1", {"M1", "M2", "M3"}),
        ("2024-04-01", "M2", {"M2", "M3"}),
        ("2024-05-31", "M2", {"M2", "M3"}),
        ("2024-06-01", "M3", {"M3"}),
        ("2025-01-01", "M3", {"M3"}),
    ],
)
def test_a_chain_of_merges_is_followed_as_of_each_day(deal, rows_of, day: str, holder: str, there: set[str]) -> None:
    assert deal("of_merged", day)["account_id"] == holder
    accounts = {row["account_id"] for row in rows_of("accounts", date.fromisoformat(day))}
    assert {name for name in accounts if name.startswith("M")} <= there
    people = [row for row in rows_of("contacts", date.fromisoformat(day)) if row["contact_id"] in {"C1", "C2"}]
    assert {row["account_id"] for row in people} == {holder}
    assert {row["account_id"] for row in rows_of("activities", date.fromisoformat(day))} == {holder}


def test_a_merged_deal_is_one_deal_since_then_and_what_was_said_of_it_is_kept(deal, rows_of) -> None:
    assert deal("twice", "2024-06-30")["account_id"] == "M3"
    assert deal("twice", "2024-07-01") is None
    by_day = {day: rows_of("activities", date.fromisoformat(day))[0]["deal_id"] for day in ("2024-06-30", "2024-07-01")}
    assert by_day == {"2024-06-30": "twice", "2024-07-01": "of_merged"}


def test_a_merge_without_a_day_always_held(rows_of) -> None:
    assert {row["contact_id"] for row in rows_of("contacts", date(2024, 1, 2))} & {"C1", "C2"} == {"C2"}
    assert rows_of("activities", date(2024, 2, 1))[0]["contact_id"] == "C2"


def test_steps_of_a_merged_deal_are_left_out_and_a_merged_customer_is_one(rows_of) -> None:
    def steps(day: date, kind: str) -> set[str]:
        return {row["entity_id"] for row in rows_of("journeys", day) if row["kind"] == kind}

    assert "twice" in steps(date(2024, 6, 30), "deal")
    assert "twice" not in steps(date(2024, 7, 1), "deal")
    assert "M1" in steps(date(2024, 3, 1), "customer")
    assert {"M3"} == {name for name in steps(date(2024, 6, 1), "customer") if name.startswith("M")}


def test_a_circle_has_one_holder() -> None:
    found = spans([Merge("deals", "A", "B"), Merge("deals", "B", "C"), Merge("deals", "C", "A")])
    assert {(span.given, span.holder) for span in found} == {("B", "A"), ("C", "A")}


def test_a_merge_that_is_taken_back_leaves_two() -> None:
    found = spans([Merge("deals", "A", "B", datetime(2024, 1, 1), datetime(2024, 2, 1))])
    assert [(span.since, span.until) for span in found] == [(datetime(2024, 1, 1), datetime(2024, 2, 1))]


_moments = st.integers(1, 12).map(lambda month: datetime(2024, month, 1))
_merges = st.lists(
    st.builds(Merge, st.just("deals"), *[st.sampled_from("ABCDE")] * 2, _moments, _moments | st.just(NEVER)), max_size=8
)


@given(_merges, _moments)
def test_at_any_moment_each_row_has_one_holder_that_stands_for_itself(merges: list[Merge], at: datetime) -> None:
    active = [span for span in spans(merges) if span.since <= at < span.until]
    holders = {span.given: span.holder for span in active}
    assert len(holders) == len(active)
    assert not set(holders.values()) & set(holders)


@given(_merges, _moments)
def test_later_merges_change_no_earlier_day(merges: list[Merge], at: datetime) -> None:
    def then(known: list[Merge]) -> set[tuple[str, str]]:
        return {(span.given, span.holder) for span in spans(known) if span.since < at <= span.until}

    ended = [Merge(m.table, m.from_id, m.into_id, m.since, m.until if m.until < at else NEVER) for m in merges]
    assert then(merges) == then([merge for merge in ended if merge.since < at])


def test_what_is_known_of_no_day_is_known_of_all() -> None:
    assert spans([Merge("deals", "A", "B")])[0].since == ALWAYS
