"""The question `context`: a row a deal with any text, the customer's own words quoted, open and silent deals first."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import numpy as np
import pytest

from headway.stats.strata import stratified_difference
from headway.workspace import open_workspace
from lab.stated import Life, strata_at
from tests.prescribe.companies import company, deal, said

PROBLEM = "We lose two orders every week because nobody sees the stock."
COST = "It costs us $4,000 a month."
BLAND = "Thanks, that was a good demo. Could you send me the slides?"


def _talk(number, deal_id, body, day, **row):
    return said(number, deal_id, body, f"2026-05-{day:02d}T10:00:00") | row


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    talk = [
        _talk(1, "D1", f"Hi!\r\n{PROBLEM} {COST}", 3),
        _talk(2, "D1", BLAND, 20),
        _talk(3, "D2", BLAND, 4),
        _talk(4, "D3", BLAND, 5, speaker="rep", kind="note"),
        _talk(5, "D4", f'Dana said: "{PROBLEM}"', 6, speaker="rep", kind="note"),
        _talk(6, "D5", PROBLEM, 28),
        _talk(7, "D7", PROBLEM, 12) | {"deal_id": ""},
    ]
    deals = [deal(number, amount=number * 1000) for number in (1, 2, 3, 4, 5, 6)]
    deals.append(deal(7, account_id="A7", status="won", closed_at="2026-05-20"))
    folder = tmp_path_factory.mktemp("context")
    found = company(folder, {"deals": deals, "activities": talk})
    yield found
    found.close()


def _rows(workspace, **asked):
    return {row["deal_id"]: row for row in workspace.ask("context", **asked).rows}


def test_a_row_is_a_deal_with_any_text_and_quotes_the_customer(workspace):
    rows = _rows(workspace, as_of=date(2026, 6, 1))
    assert set(rows) == {"D1", "D2", "D3", "D4", "D5", "D7"}
    one = rows["D1"]
    assert (one["quote"], one["speaker"], one["activity_id"], one["also"]) == (PROBLEM, "customer", "N1", ["cost"])
    assert one["said_at"].startswith("2026-05-03")
    assert 0.5 <= one["stated"].low <= one["stated"].value <= one["stated"].high < 1


def test_what_a_note_reports_is_less_sure_and_what_names_the_account_alone_counts_while_the_deal_was_open(workspace):
    rows = _rows(workspace, as_of=date(2026, 6, 1))
    assert rows["D4"]["quote"]
    assert rows["D4"]["stated"].value < rows["D1"]["stated"].value
    assert rows["D7"]["activity_id"] == "N7"


def test_silence_is_no_proof_and_the_seller_s_own_words_tell_nothing(workspace):
    rows = _rows(workspace, as_of=date(2026, 6, 1))
    silent = rows["D2"]["stated"]
    assert rows["D2"]["quote"] is None
    assert 0 < silent.low < silent.value < silent.high < 1
    assert rows["D3"]["stated"].reason == "no words of the customer are on record"


def test_open_deals_come_first_of_them_the_silent_ones_and_the_sentence_counts_them(workspace):
    answer = workspace.ask("context", as_of=date(2026, 6, 1))
    assert [row["deal_id"] for row in answer.rows][-2:] == ["D3", "D7"]
    assert answer.rows[0]["deal_id"] == "D2"
    assert "1 of 4 open deals" in answer.answer


def test_what_was_said_later_is_not_known_before(workspace):
    assert "D5" not in _rows(workspace, as_of=date(2026, 5, 27))
    before = _rows(workspace, as_of=date(2026, 5, 12))["D7"]
    assert before["status"] == "open"


def test_groups_windows_and_filters(workspace):
    rows = _rows(workspace, as_of=date(2026, 6, 1), by=["rep_id", "kind"], where={"status": "won"})
    assert list(rows) == ["D7"]
    assert {"rep_id", "kind"} <= set(rows["D7"])
    assert not _rows(workspace, as_of=date(2026, 6, 1), start=date(2026, 5, 31))
    told = workspace.ask("context", as_of=date(2026, 6, 1), effect=True)
    assert [row["verdict"] for row in told.rows] == ["cannot tell"]
    assert "cannot be told" in told.answer


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"deals": [deal(1)], "activities": [_talk(1, "D1", PROBLEM, 3)]}, "In every open deal"),
        ({"deals": [deal(1)], "activities": [_talk(1, "D1", BLAND, 3)]}, "In the one open deal"),
        ({"deals": [deal(1, status="won")], "activities": [_talk(1, "D1", PROBLEM, 3)]}, "No open deal has words"),
        ({"deals": [deal(1)], "activities": [_talk(1, "D1", "", 3)]}, "No deal has any text"),
    ],
)
def test_few_deals_are_answered_in_a_sentence_that_fits(tmp_path, tables, told):
    workspace = company(tmp_path, tables)
    assert workspace.ask("context").answer.startswith(told)
    answer = workspace.ask("context", effect=True, by=["segment"])
    workspace.close()
    assert [row["verdict"] for row in answer.rows] == ["cannot tell"]
    assert "no deal has closed" in answer.answer


def test_a_company_without_texts_has_no_row(tmp_path):
    workspace = company(tmp_path, {"deals": [deal(1)]})
    answer = workspace.ask("context")
    assert answer.rows == []
    assert "no activities" in answer.answer
    workspace.close()


def test_every_quote_of_the_demo_is_a_substring_of_what_was_said_there(demo_folder):
    with (demo_folder / "export" / "activities.csv").open(encoding="utf-8") as file:
        bodies = {row["activity_id"]: row["body"] for row in csv.DictReader(file)}
    workspace = open_workspace(demo_folder)
    rows = workspace.ask("context").rows
    effect = workspace.ask("context", effect=True).rows[0]
    workspace.close()
    heard = [row for row in rows if row["quote"] is not None]
    assert len(heard) > 400
    assert all(row["quote"] in bodies[row["activity_id"]] for row in heard)
    assert effect["effect"].value > 0
    assert effect["verdict"] in {"more often", "not clear"}


def test_the_deals_compared_are_those_of_a_recount_in_plain_python(demo_folder):
    """Over the book's own rows, by none of the product's expressions but the tables themselves."""
    workspace = open_workspace(demo_folder)
    book = workspace.book()
    names = ("deals", "accounts", "activities", "statements")
    deals, accounts, done, told = (
        book.rows(f"recount {name}", lambda b, name=name: b.table(name)).to_pylist() for name in names
    )
    effect = workspace.ask("context", effect=True).rows[0]
    workspace.close()
    segments = {row["account_id"]: row["segment"] for row in accounts}
    lives = [
        Life(row["deal_id"], row["created_at"], row["closed_at"], row["outcome"] == "won", _stratum(row, segments))
        for row in deals
        if row["created_at"] and (row["outcome"] is None or row["closed_at"])
    ]
    ages = [(life.closed - life.opened).total_seconds() / 86400 for life in lives if life.closed]
    texts = [row for row in done if row["body"] and len(row["body"]) > 2 and row["occurred_at"] < book.known_before]
    by_account = defaultdict(list)
    of = {row["deal_id"]: row["account_id"] for row in deals}
    for life in lives:
        by_account[of[life.deal_id]].append(life)
    about = {row["activity_id"]: list(_about(row, by_account)) for row in texts}
    when = {row["activity_id"]: row["occurred_at"] for row in texts}
    theirs, stated = defaultdict(list), {}
    for row in texts:
        if row["speaker"] == "customer" or (row["kind"], row["direction"], row["speaker"]) == (
            "email",
            "inbound",
            None,
        ):
            for deal_id in about[row["activity_id"]]:
                theirs[deal_id].append(row["occurred_at"])
    for row in told:
        if row["kind"] == "problem" and row["speaker"] == "customer" and row["p"] >= 0.5:
            for deal_id in about.get(row["activity_id"], ()):
                stated[deal_id] = min(when[row["activity_id"]], stated.get(deal_id, when[row["activity_id"]]))
    day = effect["by_day"]
    old_days = max(float(np.quantile([age for age in ages if age >= 0], 0.9)), day)
    won1, n1, won0, n0, _ = strata_at(lives, theirs, stated, day=day, old_days=old_days, now=book.known_before).T
    assert (effect["won_stated"].n, effect["won_unstated"].n) == (n1.sum(), n0.sum())
    assert effect["won_stated"].value == pytest.approx(won1.sum() / n1.sum())
    assert effect["raw"].value == pytest.approx(stratified_difference(won1, n1, won0, n0).difference)


def _stratum(row, segments):
    return tuple(str(part) for part in (segments.get(row["account_id"]), row["rep_id"]))


def _about(text, by_account):
    """The deal that a text names, else those of its account that were open."""
    if text["deal_id"]:
        yield text["deal_id"]
    elif text["account_id"]:
        for life in by_account[text["account_id"]]:
            if life.opened <= text["occurred_at"] and not (life.closed and life.closed < text["occurred_at"]):
                yield life.deal_id
