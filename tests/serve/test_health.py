"""The question `health`: the contract's keys, the sentence that says what matters most, and what it could not check."""

from __future__ import annotations

import json

import pytest

from headway.model.checks import INFO, WARNING, Check
from headway.model.findings import Finding, Findings
from headway.serve.operations.health import sentence
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
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    workspace = faulty.load(tmp_path_factory.mktemp("health"), faulty.faulty())
    yield json.loads(workspace.ask_json("health"))
    workspace.close()


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
    assert told["answer"].startswith(f"{len(warnings)} things change today's numbers, most of all ")
    assert told["answer"].count("% of ") == 3


def test_examples_are_ids_as_text(told):
    found = {(row["check"], row["table"]): row["example"] for row in told["rows"]}
    assert found["zero_lost_amounts", "deals"] == "LOST1, LOST2"


def test_notes_say_what_was_not_checked_and_that_refused_rows_have_no_date(told):
    assert told["notes"][0] == "Refused rows carry no date: they are shown whatever the day."
    assert "milestones" in told["notes"][1]
    assert "deals" not in told["notes"][1].split(": ")[1].split(", ")


def finding(severity: str, rows: int = 1, title: str = "Odd rows") -> Finding:
    check = Check("odd", title, "deals", "mend them", rows=lambda book: book.table("deals"), severity=severity)
    return Finding(check, "odd-1", "odd", "crm", "deals", "", rows, rows / 1000, "mend them", "", ())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], "Nothing was found in 2 checks of 1 table."),
        (
            [finding(INFO)],
            "Nothing changes today's numbers in 2 checks of 1 table; good to know: odd rows (1 row, <1% of deals).",
        ),
        ([finding(WARNING, 20)], "One thing changes today's numbers: odd rows (20 rows, 2% of deals)."),
        (
            [finding(WARNING, 1000), finding(WARNING, 30, "Old rows"), finding(INFO)],
            (
                "Two things change today's numbers: "
                "odd rows (1,000 rows, 100% of deals) and old rows (30 rows, 3% of deals)."
            ),
        ),
    ],
)
def test_the_sentence_says_what_matters_most(found, said):
    assert sentence(Findings(tuple(found), ("a", "b"), ("deals",), ()), found) == said


def test_without_rows_there_is_nothing_to_check():
    assert sentence(Findings((), (), (), ("deals",)), []) == "Nothing to check: no row was known by then."
