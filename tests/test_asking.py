"""Options are read as callers write them, and what is wrong with one is said with its name."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from headway.asking import read_options
from headway.errors import UsageError
from headway.question import Answer, Option, Question

OWN = (Option("form", str, "rate", "the form"),)
PLAIN = Question("plain", "Plain", Answer, limit=7, options=OWN)
RICH = Question("rich", "Rich", Answer, groups=True, windows=True)


def test_days_columns_and_conditions_are_read_however_they_are_written() -> None:
    days = {"start": "2026-01-02", "end": datetime(2026, 2, 3, 4)}
    told = {"by": "segment, rep_id,", "where": {"b": "2", "a": "1"}, **days}
    asked = read_options(RICH, told)
    assert (asked.by, asked.start, asked.end) == (("segment", "rep_id"), date(2026, 1, 2), date(2026, 2, 3))
    assert asked.where == (("a", "1"), ("b", "2"))
    assert read_options(RICH, {"by": ["segment", "rep_id"]}).by == asked.by


def test_what_is_not_given_is_the_questions_own_default() -> None:
    asked = read_options(PLAIN, {"limit": None})
    assert (asked.limit, asked.own, asked.as_of) == (7, {"form": "rate"}, None)
    assert read_options(PLAIN, {"limit": 0, "form": "classic"}).own == {"form": "classic"}


@pytest.mark.parametrize(
    ("question", "given", "wrong"),
    [
        (PLAIN, {"by": "segment"}, "does not group"),
        (PLAIN, {"start": "2026-01-01"}, "takes no window"),
        (PLAIN, {"colour": "red"}, "takes no option 'colour'.*it takes form"),
        (RICH, {"form": "rate"}, "it takes none of its own"),
        (RICH, {"start": "2026-02-01", "end": "2026-01-01"}, "is after"),
        (RICH, {"limit": -1}, "below zero"),
        (RICH, {"as_of": "yesterday"}, "as_of: 'yesterday' is no day"),
        (RICH, {"as_of": "1066-10-14"}, "lies outside 1900 to 2199"),
    ],
)
def test_what_cannot_be_asked_is_refused(question: Question, given: dict[str, object], wrong: str) -> None:
    with pytest.raises(UsageError, match=wrong):
        read_options(question, given)
