"""The question `health`: the contract's keys, the sentence that says what matters most, and what it could not check."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from starlette.testclient import TestClient

from headway.errors import NotFoundError, UsageError
from headway.model.checks import INFO, WARNING
from headway.model.scope import Scope
from headway.publish import publish
from headway.serve.operations.health import sentence
from headway.serve.web import make_app
from headway.workspace import made_with
from tests.model.quality import faulty

KEYS = {
    "source",
    "table",
    "check",
    "rows",
    "share",
    "affects",
    "remedy",
    "title",
    "severity",
    "column",
    "detail",
    "example",
    "finding_id",
    "effect",
    "effect_reason",
    "accepted",
    "worse",
    "trend",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    workspace = faulty.load(tmp_path_factory.mktemp("health"), faulty.faulty())
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def told(workspace):
    return json.loads(workspace.ask_json("health"))


def row_of(told, check: str, table: str = "deals", column: str | None = None):
    return next(
        row
        for row in told["rows"]
        if (row["check"], row["table"]) == (check, table) and column in (None, row["column"])
    )


def effects(row):
    return {(one["question"], one["figure"]): one for one in row["effect"]}


def test_what_an_open_deal_adds_is_what_its_going_takes_away(told):
    moved = effects(row_of(told, "close_date_passed"))
    assert moved["deals", "open"]["change"] == -1
    assert moved["deals", "open_worth"]["change"] == pytest.approx(-100)
    assert moved["velocity", "deals"]["change"] < 0


def test_figures_without_the_rows_are_those_of_a_company_without_them(told, tmp_path):
    company = faulty.faulty()
    company["deals"] = [row for row in company["deals"] if row["deal_id"] not in {"LOST1", "LOST2"}]
    other = faulty.load(tmp_path, company)
    velocity = json.loads(other.ask_json("velocity", as_of=faulty.TODAY))["rows"][0]
    other.close()
    moved = effects(row_of(told, "zero_lost_amounts"))
    assert {("velocity", "win_rate"), ("velocity", "deals")} <= set(moved)
    for (question, figure), one in moved.items():
        if question == "velocity":
            assert one["without"] == pytest.approx(velocity[figure]["value"], rel=1e-9), figure
            assert one["change"] == pytest.approx(one["without"] - one["with"])


def test_the_effect_most_moved_comes_first_and_the_sentence_names_it(told):
    for row in told["rows"]:
        relative = [abs(one["change"] / one["with"]) for one in row["effect"] or () if one["change"] is not None]
        assert relative == sorted(relative, reverse=True)
        assert (row["effect"] is None or not row["effect"]) == bool(row["effect_reason"])
    assert " Without the " in told["answer"]
    assert " instead of " in told["answer"]


def test_rows_in_no_figure_say_so(told):
    assert row_of(told, "refused_type")["effect"] is None
    assert "refused rows are in no figure" in row_of(told, "refused_type")["effect_reason"]
    assert "no figure is counted from activities" in row_of(told, "orphan", "activities")["effect_reason"]


def test_the_failing_rows_of_every_finding_are_as_many_as_it_says_with_file_and_line(workspace, told):
    for row in told["rows"]:
        found = json.loads(workspace.ask_json("failing", finding=row["finding_id"]))["rows"]
        counted = sum(int(one["rows"]) for one in found) if row["check"] == "near_miss" else len(found)
        assert counted == row["rows"], row["finding_id"]
        if row["check"] not in {"near_miss", "refused_type", "duplicate"}:
            assert all(one["file"] == f"{row['table']}.csv" and one["line"] > 1 for one in found)
    lost = json.loads(workspace.ask_json("failing", finding=row_of(told, "zero_lost_amounts")["finding_id"]))["rows"]
    assert [(one["deal_id"], one["line"]) for one in lost] == [("LOST1", 27), ("LOST2", 28)]
    assert {(one["wrong"], one["holds"]) for one in lost} == {("amount", "0.0000"), ("amount", None)}
    nameless = row_of(told, "no_account")["finding_id"]
    shown = json.loads(workspace.ask_json("failing", finding=nameless))["rows"]
    assert [(one["deal_id"], one["wrong"], one["holds"]) for one in shown] == [("NOACC", "account_id", None)]
    (bad,) = json.loads(workspace.ask_json("failing", finding=row_of(told, "refused_type")["finding_id"]))["rows"]
    assert (bad["row"], bad["column"], bad["value"]) == ("deals.csv:49", "created_at", "never")


def test_rows_that_are_left_out_are_counted_in_a_note(workspace, told):
    finding = row_of(told, "zero_lost_amounts")["finding_id"]
    cut = json.loads(workspace.ask_json("failing", finding=finding, limit=1))
    assert (len(cut["rows"]), cut["notes"][-1]) == (1, "1 of 2 rows are shown.")
    whole = json.loads(workspace.ask_json("failing", finding=finding, limit=2))
    assert not any("are shown" in note for note in whole["notes"])


def test_who_may_not_see_the_rows_of_a_finding_is_told_that_there_is_none(workspace, told):
    theirs = Scope("rita", frozenset({"R99"}))
    with pytest.raises(NotFoundError):
        workspace.ask_json("failing", finding=row_of(told, "zombies")["finding_id"], scope=theirs)
    orphan = row_of(told, "orphan", "deals", "account_id")["finding_id"]
    assert len(json.loads(workspace.ask_json("failing", finding=orphan, scope=theirs))["rows"]) == 1


def test_what_is_accepted_comes_last_from_that_day_on_until_it_gets_worse(workspace, told):
    finding = row_of(told, "close_date_passed")["finding_id"]
    with pytest.raises(UsageError, match="say why"):
        workspace.accept(finding)
    with pytest.raises(NotFoundError):
        workspace.accept("nothing-0", reason="none")
    assert "comes back beyond 1 row" in workspace.accept(finding, reason="They close in May", as_of=faulty.TODAY)
    now = json.loads(workspace.ask_json("health"))
    row = now["rows"][-1]
    assert row["finding_id"] == finding
    assert int(now["answer"].split()[0]) == int(told["answer"].split()[0]) - 1
    assert row["accepted"] == {
        "by": "local", "on": "2026-03-31", "reason": "They close in May", "rows": 1, "until_rows": 1,
    }  # fmt: skip
    before = json.loads(workspace.ask_json("health", as_of=date(2026, 3, 30)))["rows"]
    assert not any(row["accepted"] for row in before)
    workspace.state.acceptances.add(finding, "accept", "when there was none", on=faulty.TODAY, rows=0, share=0.0)
    row = row_of(json.loads(workspace.ask_json("health")), "close_date_passed")
    assert row["worse"]
    assert json.loads(workspace.ask_json("health"))["rows"][-1]["finding_id"] != finding
    workspace.accept(finding, undo=True)
    assert json.loads(workspace.ask_json("health")) == told


def test_the_trend_holds_what_was_found_at_earlier_syncs(tmp_path):
    workspace = faulty.load(tmp_path, faulty.clean())
    workspace.record_health()
    workspace.record_health()
    path = tmp_path / "export" / "deals.csv"
    rows = path.read_text().splitlines()
    for number in (1, 2):
        workspace.close()
        late = [f"LATE{n},A1,R1,,LATE{n},Propose,open,100,USD,2026-03-01,,2026-03-20" for n in range(number)]
        path.write_text("\n".join([*rows, *late]) + "\n")
        made, now = made_with(workspace.settings), datetime(2026, 3, 31, 8 + number)
        publish(workspace.settings, workspace.state, now=now, made_with=made, only=None, progress=str)
        if number == 1:
            workspace.record_health()
    row = row_of(json.loads(workspace.ask_json("health")), "close_date_passed")
    earlier = json.loads(workspace.ask_json("health", as_of=date(2026, 3, 30)))["rows"]
    workspace.close()
    assert row["rows"] == 2
    assert row["trend"] == [
        {"synced_at": "2026-03-31T08:00:00", "rows": 0, "share": 0.0},
        {"synced_at": "2026-03-31T09:00:00", "rows": 1, "share": pytest.approx(1 / 26)},
    ]
    assert not any(row["trend"] for row in earlier)  # as of the day before, no sync had spoken yet


def test_rows_have_the_contracts_keys_and_plain_values(told):
    assert told["question"] == "health"
    assert told["as_of"] == str(faulty.TODAY)
    for row in told["rows"]:
        assert set(row) == KEYS
        assert type(row["rows"]) is int
        assert 0 < row["share"] <= 1
        assert isinstance(row["affects"], list)
        assert row["severity"] in {WARNING, INFO}


def test_what_changes_numbers_comes_first_and_then_what_concerns_most_rows(told):
    order = [(row["severity"] != WARNING, -row["share"]) for row in told["rows"]]
    assert order == sorted(order)


def test_a_row_is_one_source_table_check_and_column(told):
    places = [(row["source"], row["table"], row["check"], row["column"]) for row in told["rows"]]
    assert len(places) == len(set(places))


def test_the_sentence_counts_the_warnings_and_names_three(told):
    warnings = [row for row in told["rows"] if row["severity"] == WARNING]
    assert told["answer"].startswith(f"{len(warnings)} things are to mend, most of all ")
    assert told["answer"].count("% of ") == 3


def test_examples_are_ids_as_text(told):
    found = {(row["check"], row["table"]): row["example"] for row in told["rows"]}
    assert found["zero_lost_amounts", "deals"] == "LOST1, LOST2"


def test_notes_say_what_was_not_checked_and_that_refused_rows_have_no_date(told):
    assert told["notes"][0] == "Refused rows carry no date: they are shown whatever the day."
    assert "milestones" in told["notes"][1]
    assert "deals" not in told["notes"][1].split(": ")[1].split(", ")


def test_deleted_deals_know_their_day_and_need_no_note_of_rows_without(tmp_path):
    company = faulty.clean()
    company["deals"] = [
        {**row, "deleted_at": "2026-02-20" if row["deal_id"] == "OPEN4" else ""} for row in company["deals"]
    ]
    other = faulty.load(tmp_path, company)
    told = json.loads(other.ask_json("health"))
    other.close()
    assert row_of(told, "deleted")["rows"] == 1
    assert not [note for note in told["notes"] if note.startswith("Refused")]


def finding(severity: str, rows: int = 1, title: str = "Odd rows", *, accepted: bool = False, worse: bool = False):
    return {
        "severity": severity, "rows": rows, "share": rows / 1000, "title": title, "table": "deals", "effect": None,
        "accepted": {"reason": "known"} if accepted else None, "worse": worse, "finding_id": title,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], "Nothing was found in 2 checks of 1 table."),
        (
            [finding(INFO)],
            "Nothing is to mend in 2 checks of 1 table; good to know: odd rows (1 row, <1% of deals).",
        ),
        ([finding(WARNING, 20)], "One thing is to mend: odd rows (20 rows, 2% of deals)."),
        (
            [finding(WARNING, 1000), finding(WARNING, 30, "Old rows"), finding(INFO)],
            ("Two things are to mend: odd rows (1,000 rows, 100% of deals) and old rows (30 rows, 3% of deals)."),
        ),
        ([finding(WARNING, accepted=True)], "Nothing was found in 2 checks of 1 table beside what is accepted."),
        (
            [finding(WARNING, 20, accepted=True, worse=True), finding(WARNING, 30, "Old rows", accepted=True)],
            "One thing is to mend: odd rows (20 rows, 2% of deals).",
        ),
    ],
)
def test_the_sentence_says_what_matters_most(found, said):
    assert sentence(found, 2, 1) == said


def test_without_rows_there_is_nothing_to_check():
    assert sentence([], 0, 0) == "Nothing to check: no row was known by then."


def test_the_page_shows_what_moves_leads_to_the_rows_and_accepts(workspace, told):
    finding = row_of(told, "close_date_passed")["finding_id"]
    headers = {"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000"}
    with TestClient(make_app(workspace, port=8000), base_url="http://127.0.0.1:8000", headers=headers) as visitor:
        page = visitor.get("/health").text
        assert "Without these rows:" in page
        assert f'href="/failing?finding={finding}"' in page
        assert "PASSED" in visitor.get(f"/failing?finding={finding}").text
        assert "PASSED" in visitor.get(f"/failing.csv?finding={finding}").text
        assert visitor.get("/failing?finding=nothing-1").status_code == 404
        assert visitor.post("/accept", data={"finding_id": finding, "reason": ""}).status_code == 400
        sent = visitor.post("/accept", data={"finding_id": finding, "reason": "known"}, follow_redirects=False)
        assert (sent.status_code, sent.headers["location"]) == (303, "/health")
        of_a_day = {"finding_id": finding, "reason": "known", "as_of": "2026-03-31"}
        sent = visitor.post("/accept", data=of_a_day, follow_redirects=False)
        assert sent.headers["location"] == "/health?as_of=2026-03-31"
        assert "Accepted by local on 2026-03-31: known." in visitor.get("/health").text
        said = visitor.post("/api/accept", json={"finding_id": finding, "undo": True}).json()
        assert said["message"].startswith("Undone: 'Open deals whose closing day has passed'")
        foreign = {"origin": "http://evil.example"}
        assert visitor.post("/accept", data={"finding_id": finding, "reason": "x"}, headers=foreign).status_code == 403
