"""Companies of one deal, of lost ones alone, of open ones, of credits: what cannot be known is never 0."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from math import isfinite

import pytest

from headway.workspace import Workspace, open_workspace
from tests.guarantees import asking

TOML = '[workspace]\ncurrency = "USD"\n[[sources]]\nname = "crm"\nkind = "files"\npath = "."\n'
# Each competitor stands for a company, so that one store holds them all as groups.
CASES = {
    "one": [("won", "100", "2025-01-05")],
    "lost": [("lost", "10", "2025-01-05"), ("lost", "", "2025-02-05"), ("lost", "0", "2025-03-01")],
    "open": [("open", "10", ""), ("open", "", "")],
    "credits": [("won", "-50", "2025-01-09"), ("won", "20", "2025-02-09"), ("lost", "5", "2025-02-10")],
    "nothing": [("won", "0", "2025-01-09"), ("won", "0", "2025-02-09")],
    "untold": [("won", "", "2025-01-09"), ("lost", "", "")],
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("odd")
    rows = [(case, *deal) for case, deals in CASES.items() for deal in deals]
    lines = [f"{n},X{n},A{n % 2},{s},{a},2025-01-0{1 + n % 5},{c},{case}" for n, (case, s, a, c) in enumerate(rows)]
    heads = "deal_id,account_id,rep_id,status,amount,created_at,closed_at,competitor"
    (folder / "headway.toml").write_text(TOML)
    (folder / "deals.csv").write_text("\n".join([heads, *lines, ""]))
    # The one deal was won, lost and won again: it counts once, as it stands.
    (folder / "deal_changes.csv").write_text(
        "deal_id,field,old_value,new_value,changed_at\n0,status,won,lost,2025-01-04\n0,status,lost,won,2025-01-05\n"
    )
    asking.sync(folder, datetime(2025, 4, 1))
    with closing(open_workspace(folder)) as opened:
        yield opened


def test_every_figure_of_every_odd_company_is_known_or_says_why_not(workspace: Workspace) -> None:
    rows = workspace.metrics(by=["competitor"]).rows
    assert {row["competitor"] for row in rows} == set(CASES)
    for row in rows:
        figure = row["figure"]
        if not figure.known:
            assert figure.reason, row
            continue
        assert all(isfinite(part) for part in (figure.low, figure.value, figure.high)), row
        assert figure.low <= figure.value <= figure.high, row


def test_what_no_deal_tells_is_not_zero(workspace: Workspace) -> None:
    figures = {(row["competitor"], row["metric"]): row["figure"] for row in workspace.metrics(by=["competitor"]).rows}
    for case, metric in (
        ("open", "win_rate"), ("open", "closed_win_rate"), ("open", "cycle_days"), ("lost", "deal_size"),
        ("lost", "velocity"), ("lost", "value_win_rate"), ("lost", "deal_size_median"), ("untold", "deal_size"),
        ("one", "margin"), ("one", "retained"), ("one", "grr_12"), ("one", "slippage"), ("one", "quota_attainment"),
    ):  # fmt: skip
        assert not figures[case, metric].known, (case, metric)
    assert figures["one", "closed_deals"].value == 1, "reopened and won again, it is one deal"
    assert figures["credits", "deal_size"].value == -15
    assert figures["nothing", "deal_size"].value == 0, "known to be nothing"


def test_sellers_and_customers_of_odd_companies_are_answered(workspace: Workspace) -> None:
    for case in CASES:
        sellers = workspace.reps(where={"competitor": case})
        assert {row["verdict"] for row in sellers.rows} <= {"not distinguishable"}
        assert workspace.retention(where={"competitor": case}).answer
    assert not workspace.reps(where={"competitor": "open"}).rows
    before = date(2024, 1, 1)
    for question in ("metrics", "reps", "retention"):
        answer = workspace.ask(question, as_of=before)
        assert (answer.rows, bool(answer.notes)) == ([], True), question
