"""The question `reps`, end to end: quotas, meetings, and what of the input disagrees with itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

import pytest

from headway.measure.attainment import Attained, missed_in_a_row
from headway.workspace import Workspace, open_workspace
from tests.guarantees import asking

TOML = '[workspace]\ncurrency = "USD"\n[[sources]]\nname = "crm"\nkind = "files"\npath = "."\n'
REPS = (
    "rep_id,name,manager_rep_id,started_on,wins,meetings,win rate,attainment\n"
    "A,Ann,M,2024-01-01,62,550,11.3%,50%\n"  # 62 / 550 = 11.27%
    "B,Bea,M,2025-02-15,10,60,11.2%,\n"  # 10 / 60 = 16.7%
    "M,Max,T,,,,,\n"
    "T,Tia,M,,,,,\n"
)
DEALS = "deal_id,account_id,rep_id,status,amount,created_at,closed_at\n" + "".join(
    f"{n},X{n},{rep},{status},100,2025-01-0{1 + n % 9},2025-0{1 + n % 5}-20\n"
    for n, (rep, status) in enumerate([("A", "won"), ("A", "lost"), ("B", "lost"), ("B", "won"), ("Z", "won")] * 6)
)
QUOTAS = (
    "rep_id,period_start,period_end,amount\n"
    "A,2025-01-01,2025-03-31,1000\nA,2025-04-01,2025-06-30,200\nA,2025-06-01,2025-07-31,200\n"
    "B,2025-01-01,2025-03-31,50\nB,2025-04-01,2025-06-30,9000\n"
)
ACTIVITIES = "activity_id,kind,occurred_at,rep_id\na,call,2025-01-02,A\nb,email,2025-01-03,A\nc,demo,2025-03-03,A\n"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("reps")
    files = {"reps": REPS, "deals": DEALS, "quotas": QUOTAS, "activities": ACTIVITIES}
    (folder / "headway.toml").write_text(TOML)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    asking.sync(folder, datetime(2025, 7, 1))
    with closing(open_workspace(folder)) as opened:
        yield opened


def test_attainment_is_of_the_last_full_period_and_misses_are_counted_back_from_it(workspace: Workspace) -> None:
    rows = {row["rep_id"]: row for row in workspace.reps(as_of=datetime(2025, 6, 30).date()).rows}
    assert rows["A"]["attainment"].value == pytest.approx(rows["A"]["attainment"].n * 100 / 200)
    assert rows["A"]["won"] == 6
    assert rows["B"]["missed_in_a_row"] == 1, "the quarter in which B came is no miss"
    assert rows["Z"]["attainment"].reason == "no full quota period by then"
    assert rows["Z"]["missed_in_a_row"] is None


def test_meetings_are_of_thirty_days_and_mails_are_none(workspace: Workspace) -> None:
    answer = workspace.reps(start="2025-01-01", end="2025-03-31")
    met = {row["rep_id"]: row["meetings"] for row in answer.rows}
    assert met["A"] == pytest.approx(2 * 30 / 90, abs=0.01)
    assert met["B"] == 0.0


def test_what_is_told_of_sellers_must_multiply_out(workspace: Workspace) -> None:
    notes = "\n".join(workspace.reps(as_of="2025-07-31").notes)
    assert "of B the input says wins 10, meetings 60 and win rate 11.2%: it would be 16.7%" in notes
    assert "of A the input says wins" not in notes, "11.3% is 62 of 550, as far as it is written"
    assert "of A the input says attainment 50%" in notes
    assert "A has two quotas for 2025-06-01 to 2025-06-30" in notes
    assert "1 sellers of deals or quotas have no row of their own (Z)" in notes
    assert "2 sellers lead each other in a circle (M, T)" in notes


def test_the_few_are_not_told_apart(workspace: Workspace) -> None:
    answer = workspace.reps()
    assert {row["verdict"] for row in answer.rows} == {"not distinguishable"}
    assert answer.answer.startswith("No seller is clearly above or below the team (")
    one = workspace.reps(where={"rep_id": "A"}).rows
    assert [row["rep_id"] for row in one] == ["A"]
    grouped = workspace.reps(by=["status"]).rows
    assert {(row["status"], row["rep_id"]) for row in grouped} >= {("won", "Z"), ("lost", "B")}
    assert all("not for some" in row["attainment"].reason for row in grouped)


def test_a_period_in_progress_or_of_a_seller_who_came_is_no_miss() -> None:
    day = datetime(2025, 1, 1).date()

    def period(booked: float, *, there: float = 1.0, ended: bool = True) -> Attained:
        return Attained("A", day, day, 100.0, there, booked, 1, ended)

    assert missed_in_a_row([period(120), period(10), period(99), period(5, ended=False)]) == 2
    assert missed_in_a_row([period(10), period(100)]) == 0
    assert missed_in_a_row([period(10, there=0.5)]) is None
    assert missed_in_a_row([]) is None
