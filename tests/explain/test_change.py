"""What changed: levers add up to the total, groups to the whole, and the total is what velocity says of the two."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from headway.calendar import Calendar
from headway.errors import UsageError
from headway.workspace import open_workspace

FIRST, SECOND = "2024-07-01..2024-12-31", "2025-01-01..2025-06-30"
CLASSIC = {"open_deals", "win_rate", "size", "cycle", "mix", "total"}


@pytest.fixture(scope="module")
def demo(demo_folder):
    workspace = open_workspace(demo_folder)
    yield workspace
    workspace.close()


def _value(row, key="contribution"):
    return row[key].value


@pytest.mark.parametrize("form", ["rate", "classic"])
def test_levers_add_up_to_the_total_and_groups_to_the_whole(demo, form):
    rows = demo.change(start=FIRST, end=SECOND, by=["segment"], form=form).rows
    whole = {row["lever"]: _value(row) for row in rows if row["of"] == "company"}
    groups = defaultdict(float)
    for row in rows:
        groups[row["lever"]] += _value(row) if row["of"] == "group" else 0.0
    assert sum(value for lever, value in whole.items() if lever != "total") == pytest.approx(whole["total"])
    assert groups == pytest.approx(whole)
    assert (
        set(whole) == CLASSIC if form == "classic" else {"arrivals", "mix", "win_rate", "size", "total"} <= set(whole)
    )


def test_the_total_is_the_difference_of_two_velocities(demo):
    rows = demo.change(start=FIRST, end=SECOND).rows
    lasting = "retained" in {row["lever"] for row in rows}
    spans = ((date(2024, 7, 1), date(2024, 12, 31)), (date(2025, 1, 1), date(2025, 6, 30)))
    asked = [demo.velocity(start=start, end=end).rows[0] for start, end in spans]
    before, after = (row["durable_velocity" if lasting else "velocity"].value for row in asked)
    assert (_value(rows[-1], "before"), _value(rows[-1], "after")) == pytest.approx((before, after))
    assert _value(rows[-1]) == pytest.approx(after - before)


def test_the_other_way_round_every_part_has_the_other_sign(demo):
    there = {row["lever"]: _value(row) for row in demo.change(start=FIRST, end=SECOND).rows}
    back = {row["lever"]: -_value(row) for row in demo.change(start=SECOND, end=FIRST).rows}
    assert there == pytest.approx(back)


def test_a_span_against_itself_moves_nothing(demo):
    rows = demo.change(start=FIRST, end=FIRST).rows
    assert all(_value(row) == pytest.approx(0, abs=1e-9) for row in rows)
    assert all(row["verdict"] == "not clear" for row in rows)


def test_two_sellers_are_compared_over_the_same_days(demo):
    rows = demo.change(where={"rep_id": "R02"}, against="rep_id=R01").rows
    mine, theirs = (demo.velocity(where={"rep_id": rep}).rows[0] for rep in ("R02", "R01"))
    arrivals = next(row for row in rows if row["lever"] == "arrivals")
    assert (_value(arrivals, "before"), _value(arrivals, "after")) == (theirs["deals"].value, mine["deals"].value)


def test_a_period_that_is_not_named_is_the_one_before():
    calendar = Calendar(2, "4-4-5")
    quarter = calendar.periods("quarter", date(2026, 3, 1), date(2026, 3, 1))[0]
    before = calendar.beside(quarter, -1)
    assert calendar.beside(before, 1) == quarter
    assert (quarter.start - before.end).days == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"start": "lately"}, "no span of days"),
        ({"start": "2025-03-01..2025-01-01"}, "is after"),
        ({"form": "odd"}, "is none"),
        ({"against": "rep_id=R01"}, "nothing to compare"),
        ({"against": "median", "where": {"rep_id": "R02"}}, "no COLUMN=VALUE"),
    ],
)
def test_what_cannot_be_compared_is_told(demo, options, told):
    with pytest.raises(Exception, match=told):
        demo.change(**options)


def test_where_nothing_closed_nothing_is_claimed(demo):
    answer = demo.change(end="2026-10-26..2026-10-30", start="2026-10-19..2026-10-25")
    assert answer.rows == []
    assert "not known" in answer.answer


def test_between_two_segments_levers_differ_and_not_the_mix_of_the_segments(demo):
    """What is compared is no mix: each side would be a group that the other lacks."""
    segment = demo.settings.segment[0]
    first, second = [row[segment] for row in demo.velocity(by=[segment]).rows if row[segment]][:2]
    rows = demo.change(where={segment: first}, against=f"{segment}={second}").rows
    moved = {row["lever"] for row in rows if abs(_value(row)) > 1e-6}
    assert {"win_rate", "size", "total"} <= moved
    assert sum(_value(row) for row in rows[:-1]) == pytest.approx(_value(rows[-1]))
    assert [rows[-1][side].n for side in ("before", "after")] != [rows[-1]["contribution"].n] * 2
    with pytest.raises(UsageError, match="would be mix"):
        demo.change(where={segment: first}, against=f"{segment}={second}", by=[segment])
    with pytest.raises(UsageError, match="does not name"):
        demo.change(where={segment: first}, against="rep_id=R01")
