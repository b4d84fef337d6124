"""Each play applies where its condition can be seen to hold, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest

from headway.prescribe.rank import plays, unavailable
from tests.prescribe.companies import PAST, book_of, closed, deal, rows_of, said

AS_OF = date(2026, 6, 1)
PROBLEM = "We lose two orders every week because nobody sees the stock."
BLAND = "Thanks for the slides, looks good."


@pytest.fixture(scope="module")
def talking(tmp_path_factory):
    """Deals: 1 stated a problem; 2 did not; 3 has two people; 4 agreed a step ahead, 5 a passed one; 6 is silent."""
    step = "Agreed, we meet again on 10 June at 10:00."
    passed = "Agreed, we meet again on 20 May at 10:00."
    talk = [
        said(1, "D1", PROBLEM, "2026-05-03T10:00:00"),
        said(2, "D2", BLAND, "2026-05-03T10:00:00"),
        said(3, "D2", PROBLEM, "2026-05-04T10:00:00", speaker="rep", kind="note", direction=""),
        said(4, "D3", BLAND, "2026-05-03T10:00:00"),
        said(5, "D3", BLAND, "2026-05-05T10:00:00", contact_id="C2"),
        said(6, "D4", step, "2026-05-20T10:00:00"),
        said(7, "D5", passed, "2026-05-10T10:00:00"),
        said(8, "D1", BLAND, "2026-05-09T10:00:00"),
        said(9, "", PROBLEM, "2026-05-12T10:00:00", account_id="A7"),
    ]
    tables = {
        "deals": [deal(i) for i in range(1, 8)] + PAST,
        "activities": talk,
        "contacts": [{"contact_id": "C1", "account_id": "A1", "name": "Dana Reed"}],
        "accounts": [{"account_id": f"A{i}", "name": f"Firm {i}"} for i in range(1, 8)],
        "reps": [{"rep_id": "R1", "name": "Maya Lind"}],
    }
    return book_of(tmp_path_factory.mktemp("talking"), tables, AS_OF)


def _deals(book, name):
    return {row["deal_id"] for row in rows_of(book, name)}


def test_the_problem_is_asked_for_where_the_customer_has_not_named_one(talking):
    assert _deals(talking, "state_problem") == {"D2", "D3", "D4", "D5"}


def test_what_was_said_to_the_account_since_the_deal_began_counts_for_the_deal(talking):
    assert "D7" not in _deals(talking, "state_problem")


def test_a_deal_without_any_text_is_not_said_to_lack_the_problem(talking):
    assert "D6" not in _deals(talking, "state_problem")


def test_a_second_person_is_asked_for_where_one_alone_was_in_touch_more_than_once(talking):
    assert _deals(talking, "second_person") == {"D1", "D2"}


def test_a_next_step_is_asked_for_unless_one_lies_ahead(talking):
    assert _deals(talking, "next_step") == {"D1", "D2", "D3", "D5", "D6", "D7"}
    row = next(row for row in rows_of(talking, "next_step") if row["deal_id"] == "D5")
    assert row["step_on"] == date(2026, 5, 20)
    assert row["since"].date() == date(2026, 5, 21)


def test_every_play_says_why_with_rows_and_words_that_are_there(talking):
    bodies = {row["activity_id"]: row["body"] for row in talking.rows("t", lambda b: b.table("activities")).to_pylist()}
    for name, play in plays().items():
        for row in rows_of(talking, name) if not play.lacks(talking) else []:
            assert play.say_title(row)
            assert play.say_because(row).endswith(".")
            assert play.say_draft(row).startswith(("Hi Dana,", "Hello,"))
            for ground in play.say_why(row):
                assert ground.table in {"deals", "activities"}
                if ground.table == "activities":
                    assert ground.quote in bodies[ground.id]


def test_nothing_is_claimed_absent_where_nothing_is_recorded(tmp_path):
    book = book_of(tmp_path, {"deals": [deal(1), *PAST]}, AS_OF)
    assert {"state_problem", "second_person", "next_step", "let_go", "not_deployed"} == {
        name for name, play in plays().items() if play.lacks(book)
    }
    assert len(unavailable(book)) == 5


def test_texts_that_came_later_do_not_make_a_play_claimable(tmp_path):
    later = [said(1, "D1", BLAND, "2026-06-20T10:00:00")]
    book = book_of(tmp_path, {"deals": [deal(1), *PAST], "activities": later}, AS_OF)
    assert "Get the problem stated in the customer's own words" in unavailable(book)


def test_a_closing_date_that_has_passed(tmp_path):
    tables = {
        "deals": [deal(1, expected_close_on="2026-05-31"), deal(2, expected_close_on="2026-06-01"), deal(3), *PAST]
    }
    rows = rows_of(book_of(tmp_path, tables, AS_OF), "close_date_passed")
    assert [(row["deal_id"], row["days_late"]) for row in rows] == [("D1", 1)]


def test_usual_time_is_the_upper_quartile_of_past_stays_with_open_ones_censored(tmp_path):
    changes, deals = [], []
    for i in range(40):
        days = 10 if i < 32 else 28
        deals.append(closed(100 + i, "won", created="2026-01-01T00:00:00", ended=f"2026-01-{days + 1:02d}T00:00:00"))
        changes.append(
            {
                "deal_id": f"D{100 + i}",
                "field": "stage",
                "old_value": "",
                "new_value": "Talk",
                "changed_at": "2026-01-01T00:00:00",
            }
        )
        changes.append(
            {
                "deal_id": f"D{100 + i}",
                "field": "stage",
                "old_value": "Talk",
                "new_value": "won",
                "changed_at": f"2026-01-{days + 1:02d}T00:00:00",
            }
        )
    for number, day in ((1, "2026-05-20T12:00:00"), (2, "2026-05-26T00:00:00")):
        deals.append(deal(number, created_at=day))
        changes.append(
            {"deal_id": f"D{number}", "field": "stage", "old_value": "", "new_value": "Talk", "changed_at": day}
        )
    book = book_of(tmp_path, {"deals": deals, "deal_changes": changes}, AS_OF)
    rows = rows_of(book, "past_usual_time")
    assert [(row["deal_id"], row["limit_days"], row["stage_days"]) for row in rows] == [("D1", 10.0, 12)]


def test_without_stage_history_the_whole_life_is_compared(tmp_path):
    book = book_of(tmp_path, {"deals": [deal(1, created_at="2026-01-01T00:00:00"), deal(2), *PAST]}, AS_OF)
    rows = rows_of(book, "past_usual_time")
    assert [(row["deal_id"], row["told"]) for row in rows] == [("D1", False)]
    assert "three in four are decided within 55" in plays()["past_usual_time"].say_because(rows[0])


def test_customers_past_the_adoption_day_without_deployment(tmp_path):
    def paid(number, started, **changes):
        return {
            "subscription_id": f"S{number}",
            "account_id": f"A{number}",
            "deal_id": f"D{number}",
            "arr": 5000,
            "currency": "USD",
            "started_on": started,
            **changes,
        }

    subscriptions = [paid(100 + i, "2026-01-01") for i in range(30)]
    subscriptions += [
        paid(1, "2026-01-01"),
        paid(2, "2026-05-25"),
        paid(3, "2026-01-01", ended_on="2026-05-01", end_reason="churn"),
        paid(4, "2026-01-01"),
    ]
    reached = [
        {
            "account_id": f"A{100 + i}",
            "deal_id": f"D{100 + i}",
            "kind": "deployed",
            "reached_at": f"2026-01-{i % 20 + 2:02d}T00:00:00",
        }
        for i in range(30)
    ]
    used = [{"account_id": "A4", "product_id": "P", "day": "2026-05-01", "metric": "logins", "value": 3}]
    tables = {
        "deals": [closed(i, "won") for i in range(1, 5)] + PAST,
        "subscriptions": subscriptions, "milestones": reached, "usage": used,
        "accounts": [{"account_id": "A1", "name": "Firm 1"}],
    }  # fmt: skip
    rows = rows_of(book_of(tmp_path, tables, AS_OF), "not_deployed")
    assert [(row["account_id"], row["deal_id"], float(row["worth"])) for row in rows] == [("A1", "D1", 5000.0)]
    assert 15 <= rows[0]["limit_days"] <= 20
    stay = rows[0]["chance_a"] / (rows[0]["chance_a"] + rows[0]["chance_b"])
    assert 0.5 < stay < 1.0
