"""Silence and holes are judged against the rhythm that a source has, and a steady or a seldom source is left alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from headway.model.findings import find
from headway.model.rhythm import _rhythm
from tests.model.quality import faulty

TODAY = date(2026, 3, 31)


def seen(*days: date):
    return _rhythm(TODAY, "activities", "crm", [(day, 1) for day in days])


def every(step: int, start: date, count: int) -> list[date]:
    return [start + timedelta(step * n) for n in range(count)]


def test_a_daily_source_that_stopped_two_weeks_ago_is_stale():
    found = seen(*every(1, date(2026, 1, 1), 76))
    assert (found.last, found.silent_days, found.usual_gap_days, found.stale) == (date(2026, 3, 17), 14, 1.0, True)


def test_a_week_of_silence_is_no_staleness():
    assert not seen(*every(1, date(2026, 1, 1), 83)).stale


def test_a_fortnightly_source_may_be_silent_for_a_month():
    assert not seen(*every(14, date(2024, 12, 30), 32)).stale


@pytest.mark.parametrize("count", [1, 29])
def test_of_few_days_no_rhythm_is_learned(count):
    found = seen(*every(1, date(2025, 6, 1), count))
    assert (found.usual_gap_days, found.stale, found.hole) == (None, False, None)


def test_a_hole_is_told_with_its_ends():
    found = seen(*every(1, date(2026, 1, 1), 30), *every(1, date(2026, 3, 1), 30))
    assert found.hole == (date(2026, 1, 30), date(2026, 3, 1))
    assert not found.stale


def test_a_fortnight_without_rows_is_no_hole():
    assert seen(*every(1, date(2026, 1, 1), 30), *every(1, date(2026, 2, 14), 46)).hole is None


def test_a_source_that_fell_silent_is_told_while_the_others_go_on(tmp_path):
    company = faulty.clean()
    company["activities"] += [
        faulty.activity(f"DAY{n}", f"{date(2026, 1, 1) + timedelta(n)}T09:00:00", "OPEN1") for n in range(40)
    ]
    company["activities"] = [row for row in company["activities"] if row["activity_id"] != "SEEN"]
    company["tickets"] += [{"ticket_id": "LAST", "account_id": "A1", "opened_at": "2026-03-31", "closed_at": ""}]
    workspace = faulty.load(tmp_path, company)
    found = {(f.name, f.table): f for f in find(workspace.book(TODAY)).found}
    (source,) = workspace.sources(as_of=TODAY).rows
    workspace.close()
    assert set(found) == {("stale", "activities")}
    assert "no row for 50 days, while 1 is usual" in found["stale", "activities"].detail
    assert (source["fresh"], source["complete"], source["agrees"]) == (False, True, None)
    assert (source["stale"], source["tables"]["activities"]) == (["activities"], 40)
