"""The question ``next``: seven a seller, decisions hide, what was put off comes back, and nothing is written."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from headway import discover
from headway.state.store import State

DAY = date(2026, 3, 2)


def action(number: int, rep: str = "R1", low: float = 10.0) -> dict[str, object]:
    gain = {"value": 100.0, "low": low, "high": 200.0, "n": 40, "unit": "USD"}
    return {
        "action_id": f"a{number}", "rep_id": rep, "rank": number, "gain": gain, "minutes": 5, "deal_id": f"D{number}",
        "account_id": None, "stage": "Talk",
    }  # fmt: skip


@pytest.fixture
def ask(tmp_path):
    """Asks ``next`` of a made-up list with a real state."""
    question = discover.load("questions", "next")
    state = State(tmp_path / "state.sqlite")
    listed = [action(i) for i in range(1, 12)] + [action(20, "R2")]

    def asked(day: date = DAY, *, rows=listed, where=(), limit=question.limit, **options):
        book = SimpleNamespace(kept=lambda _key, _make: {})
        workspace = SimpleNamespace(actions=lambda _: rows)
        return question.ask(
            SimpleNamespace(workspace=workspace, book=book, state=state, as_of=day, where=where, limit=limit), **options
        )

    asked.state = state
    yield asked
    state.close()


def test_seven_a_seller_ranked_from_one(ask):
    answer = ask()
    assert [(row["rep_id"], row["rank"]) for row in answer.rows] == [("R1", rank) for rank in range(1, 8)] + [("R2", 1)]
    assert answer.answer.startswith(
        "Eight things worth doing for 2 sellers, about 40 minutes, worth $800 (likely $80 to $1.6k)"
    )


def test_what_was_decided_on_is_replaced_by_what_comes_after_it(ask):
    ask.state.decisions.add("a1", "done", decided_on=DAY)
    ask.state.decisions.add("a2", "dismissed", decided_on=DAY)
    assert [row["action_id"] for row in ask().rows if row["rep_id"] == "R1"] == [f"a{i}" for i in range(3, 10)]
    assert ask(DAY - timedelta(days=1)).rows[0]["action_id"] == "a1"


def test_what_was_put_off_comes_back_after_a_week(ask):
    ask.state.decisions.add("a1", "later", decided_on=DAY)
    ids = [{row["action_id"] for row in ask(DAY + timedelta(days=days)).rows} for days in (0, 6, 7)]
    assert ["a1" in found for found in ids] == [False, False, True]


def test_decided_rows_are_shown_when_asked_for(ask):
    ask.state.decisions.add("a1", "done", decided_on=DAY)
    rows = ask(decided=True).rows
    assert [row["decided"] for row in rows if row["action_id"] == "a1"] == ["done"]
    assert len(rows) == 9


def test_filters_and_limits(ask):
    assert [row["action_id"] for row in ask(where=(("rep_id", "R2"),)).rows] == ["a20"]
    assert len(ask(limit=2).rows) == 3
    assert len(ask(limit=None).rows) == 12


def test_an_unclear_list_says_so(ask):
    assert "none is clear yet" in ask(rows=[action(1, low=-5.0)]).answer
    assert ask(rows=[]).answer == "Nothing to do stands out as of this day."
    mixed = ask(rows=[action(1), action(2, low=-5.0)]).answer
    assert mixed.startswith("One thing worth doing")
    assert mixed.endswith("1 more is not clear yet.")
