"""`wins` end to end: facts of the same day of life, windows, groups, and answers where there is little to tell."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from headway.errors import UsageError
from headway.question import Answer
from headway.workspace import Workspace, open_workspace
from tests.guarantees import asking
from tests.guarantees.companies import write_settings

FIRST = datetime(2024, 1, 1)
DEALS = 120


@pytest.fixture(scope="module")
def demo(demo_folder):
    workspace = open_workspace(demo_folder)
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def even(tmp_path_factory) -> Any:
    """Every deal meets once in 15 days; the won ones live 60 days and the lost ones 25. Lost amounts become 0."""
    folder = tmp_path_factory.mktemp("even")
    write_settings(folder)
    (folder / "export").mkdir()
    _write_even(folder / "export")
    asking.sync(folder, datetime(2025, 6, 1))
    workspace = open_workspace(folder)
    yield workspace
    workspace.close()


def _write_even(export: Path) -> None:
    deals, changes, activities = [], [], []
    for number in range(DEALS):
        won, opened = number % 2 == 0, FIRST + timedelta(days=2 * number, hours=number % 7)
        days, worth = (60, 25)[number % 2], 1000 + 10 * ((number // 2) % 9)
        closed, key = opened + timedelta(days=days), f"D{number:03d}"
        credit, after = number % 12 == 6, "yes" if number % 5 else ""
        amount, status = (-worth if credit else worth, "won") if won else (0, "lost")
        deals.append((key, f"A{number // 3}", f"R{number % 3}", status, amount, opened, closed, status, after))
        changes += [] if credit else [(key, "amount", worth, amount, closed)]
        met = [(day, opened + timedelta(days=day)) for day in range(5, days, 15)]
        activities += [(f"{key}-{day}", "meeting", at, key, f"C{number}-{day % 2}") for day, at in met]
    _csv(export / "deals.csv", "deal_id,account_id,rep_id,status,amount,created_at,closed_at,verdict,asked", deals)
    _csv(export / "deal_changes.csv", "deal_id,field,old_value,new_value,changed_at", changes)
    _csv(export / "activities.csv", "activity_id,kind,occurred_at,deal_id,contact_id", activities)


def _csv(path: Path, heading: str, rows: list[tuple[Any, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading.split(","))
        writer.writerows(rows)


def _levels(answer: Answer, factor: str) -> dict[str, Any]:
    return {row["level"]: row for row in answer.rows if row["factor"] == factor}


def test_a_longer_life_is_no_difference(even: Workspace) -> None:
    """Won deals had four meetings and lost ones two; by day 21 all had two."""
    answer = even.ask("wins")
    assert "facts are those of day 21" in " ".join(answer.notes)
    assert not _levels(answer, "meetings")
    assert not _levels(even.ask("wins", by_day=24), "meetings"), "two by then, of both"


def test_an_amount_is_that_of_the_day_and_not_that_of_the_end(even: Workspace) -> None:
    """Every lost deal has amount 0 now; by its history it was as large as the others."""
    size = _levels(even.ask("wins"), "size")
    assert size
    for row in size.values():
        assert row["won_share"] == pytest.approx(row["lost_share"], abs=0.05)
        assert row["verdict"] == "not clear"


def test_a_credit_has_no_size(even: Workspace) -> None:
    """One deal in twelve has an amount below zero: its size is not known, and never small."""
    for row in _levels(even.ask("wins"), "size").values():
        assert row["known_share"] == pytest.approx(11 / 12, abs=0.01)


def test_a_column_that_gives_the_outcome_away_is_named_and_left_out(even: Workspace) -> None:
    answer = even.ask("wins")
    assert any(note.startswith("left out: 'verdict'") for note in answer.notes)
    assert not _levels(answer, "deals.verdict")


def test_a_window_is_of_closings_and_examples_lie_in_it(even: Workspace) -> None:
    answer = even.ask("wins", start=date(2024, 5, 1), end=date(2024, 6, 30))
    shown = {key for row in answer.rows for key in (*row["won_examples"], *row["lost_examples"])}
    closed = {f"D{n:03d}": FIRST + timedelta(days=2 * n + (60, 25)[n % 2], hours=n % 7) for n in range(DEALS)}
    assert shown
    assert all(datetime(2024, 5, 1) <= closed[key] < datetime(2024, 7, 1) for key in shown)


def test_the_stated_problem_is_found_in_the_demo_company(demo: Workspace) -> None:
    """It was planted: see ``lab/truth.py``; raw shares differ more than deals alike do."""
    answer = demo.ask("wins")
    row = _levels(answer, "stated_problem")["stated"]
    assert row["verdict"] == "difference"
    assert row["effect"].low > 0
    assert "problem" in answer.answer
    assert "need not be what wins" in answer.answer


def test_the_last_months_are_those_of_the_company_s_calendar(demo: Workspace) -> None:
    as_of = demo.status().as_of
    start = demo.settings.fiscal.months_before(as_of, 3)
    answer = demo.ask("wins", months=3)
    assert answer.notes[0].startswith(f"closed {start} to {as_of}")
    assert answer.rows == demo.ask("wins", start=start, end=as_of).rows


def test_groups_are_compared_each_for_itself(demo: Workspace) -> None:
    rows = demo.ask("wins", by=["rep_id"]).rows
    sellers = {row["rep_id"] for row in rows}
    alone = demo.ask("wins", where={"rep_id": "R03"}, by_day=rows[0]["by_day"] or None)
    assert len(sellers) > 5
    mine = [row for row in rows if row["rep_id"] == "R03"]
    counted, others = ({(r["factor"], r["level"]): r["deals"] for r in found} for found in (mine, alone.rows))
    for key in counted.keys() | others.keys():
        assert key[0] == "size" or counted[key] == others[key]  # a size is seen beside the deals that are asked for


def test_a_deal_is_shown_where_it_stood(demo: Workspace) -> None:
    whole = demo.ask("wins")
    row = _levels(whole, "stated_problem")["stated"]
    won, lost = (demo.ask("wins", deal=row[f"{ended}_examples"][0]) for ended in ("won", "lost"))
    assert "was won" in won.answer
    assert "was lost" in lost.answer
    for answer in (won, lost):
        assert row in answer.rows
        assert len({found["factor"] for found in answer.rows}) == len(answer.rows) < len(whole.rows)
    with pytest.raises(UsageError, match="no deal that closed"):
        demo.ask("wins", deal="nobody's")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"as_of": date(2020, 1, 1)}, "Nothing to answer from"),
        ({"as_of": date(2024, 5, 2)}, "No deal that is asked for was won or lost"),
        ({"where": {"lost_reason": "Competitor"}}, "were lost: there is nothing to compare"),
        ({"where": {"deal_id": "D0001"}}, "All 1 deals closed in the window were won"),
        ({"where": {"status": "open"}}, "No deal that is asked for was won or lost"),
        ({"start": date(2030, 1, 1)}, "No deal had been closed in the window"),
    ],
    ids=["no deal yet", "none closed yet", "all lost", "one deal", "all open", "an empty window"],
)
def test_where_there_is_little_the_answer_says_so(demo: Workspace, asked: dict[str, Any], told: str) -> None:
    answer = demo.ask("wins", **asked)
    assert told in answer.answer
    assert answer.notes
    assert all(not row["effect"].known and row["effect"].reason for row in answer.rows)
