"""Each trap that data lays, by hand: the rows that fell into it are named, and those beside it are not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from headway.model.findings import find
from headway.model.quality.merge_circles import CHECK as MERGE_CIRCLES
from headway.model.quality.merges_into_nothing import CHECK as INTO_NOTHING
from headway.publish import publish
from headway.state.identities import SAME
from headway.workspace import made_with
from tests.model.quality import faulty
from tests.model.quality.faulty import deal

_DUE = "expected_close_on"


def change(deal_id: str, field: str, old: str, new: str, at: str) -> dict[str, str]:
    return {"deal_id": deal_id, "field": field, "old_value": old, "new_value": new, "changed_at": at}


def history(deal_id: str, *steps: tuple[str, str]) -> list[dict[str, str]]:
    """Changes of the stage: (stage, when), each from the one before."""
    stages = ["", *(stage for stage, _ in steps)]
    return [change(deal_id, "stage", stages[i], stage, at) for i, (stage, at) in enumerate(steps)]


def day(start: str, days: int) -> str:
    return str(date.fromisoformat(start) + timedelta(days))


def trapped() -> faulty.Company:
    """The clean company with one row, or a few, in each trap."""
    company = faulty.clean()
    deals = [
        deal("AGAIN", "2026-02-01", stage="Propose"),
        deal("ONCE", "2026-02-01", status="lost", closed_at="2026-02-09", stage="Closed Lost"),
        deal("OTHER_STAGE", "2026-02-01", stage="Commit"),
        deal("SPELLED", "2026-02-01", stage="PROPOSE "),
        deal("LATE_START", "2026-03-01"),
        deal("EARLY_END", "2026-02-01", status="won", closed_at="2026-02-20", stage="Won"),
        deal("NEXT_DAY", "2026-02-01", status="won", closed_at="2026-02-20", stage="Won"),
        deal("CENTS", "2026-02-02", amount="25000"),
        deal("CREDIT", "2026-02-02", amount="-5"),
        deal("LEFT", "2026-02-02", rep_id="R2"),
        deal("STAYS", "2026-02-02", rep_id="R3"),
        deal("SOON", "2026-02-02", status="won", closed_at="2026-06-01"),
        deal("ROLLED", "2026-02-02"),
        *(deal(f"PUSH{n:02d}", f"2026-02-{3 + n // 2:02d}") for n in range(22)),
        *(deal(f"BULK{n:02d}", "2026-03-02T03:00:10", expected_close_on="2026-05-01") for n in range(31)),
        *(deal(f"FEW{n:02d}", "2026-03-03T03:00:10") for n in range(11)),
    ]
    told = {"AGAIN", "ONCE", "OTHER_STAGE", "LATE_START", "EARLY_END", "NEXT_DAY"}
    steps = [
        *history("AGAIN", ("Propose", "2026-02-01"), ("Closed Lost", "2026-02-09"), ("Propose", "2026-02-20")),
        *history("ONCE", ("Propose", "2026-02-01"), ("Closed Lost", "2026-02-09")),
        *history("OTHER_STAGE", ("Propose", "2026-02-01")),
        *history("LATE_START", ("Propose", "2026-02-26")),
        *history("EARLY_END", ("Propose", "2026-02-01"), ("Won", "2026-02-24")),
        *history("NEXT_DAY", ("Propose", "2026-02-01"), ("Won", "2026-02-21")),
        *(change(f"PUSH{n:02d}", _DUE, "2026-04-01", day("2026-04-02", n), "2026-03-20T02:00:00") for n in range(22)),
        *(change("ROLLED", _DUE, day("2026-03-01", 7 * n), day("2026-03-08", 7 * n), f"2026-03-1{n}T04:11:00")
          for n in range(6)),
        change("OPEN0", _DUE, "2026-04-01", "2026-04-30", "2026-03-10T10:00:00"),
    ]  # fmt: skip
    company["deal_changes"] += [faulty.stage_of(row) for row in deals if row["deal_id"] not in told] + steps
    company["deals"] += deals
    company["reps"] += [
        {"rep_id": "R2", "name": "Ria", "ended_on": "2026-03-30"},
        {"rep_id": "R3", "name": "Ren", "ended_on": "2026-03-31"},
    ]
    company["activities"] += [faulty.activity("ALONE", "2026-03-01T09:30:00", "") | {"account_id": ""}]
    company["subscriptions"] += [
        subscription("BACKWARDS", "A3", "P9", "2025-03-01", "2025-02-01"),
        subscription("FIRST", "A1", "P8", "2025-01-01", "2025-06-01"),
        subscription("OVER", "A1", "P8", "2025-05-31", "2025-09-01"),
        subscription("AFTER", "A1", "P8", "2025-09-01", ""),
    ]
    company["products"] += [{"product_id": name, "name": name, "currency": "USD"} for name in ("P8", "P9")]
    company["subscription_changes"] += [
        {"subscription_id": "SUB0", "changed_on": "2025-07-01", "arr_before": "1500", "arr_after": "1600"},
        {"subscription_id": "SUB0", "changed_on": "2025-08-01", "arr_before": "1700", "arr_after": "1800"},
    ]
    company["usage"] += [
        {"account_id": "A3", "product_id": "P1", "day": "2025-10-02", "metric": "logins", "value": "1"},
        {"account_id": "A3", "product_id": "P1", "day": "2025-10-03", "metric": "logins", "value": "1"},
        {"account_id": "A1", "product_id": "P1", "day": "2026-01-03", "metric": "logins", "value": "1"},
    ]
    company["tickets"] += [
        {"ticket_id": "T2", "account_id": "A1", "opened_at": "2025-06-02", "closed_at": "2025-06-01"}
    ]
    company["fx_rates"] += [
        {"day": "2025-02-01", "currency": "usd", "rate": "1.27"},
        {"day": "2025-02-02", "currency": "USD", "rate": "1"},
    ]
    company["contacts"] += [
        contact("C2", "A1", "Cleo B", "CLEO@alpha.com "),
        contact("C3", "A1", "Dan Ott", "dan@alpha.com"),
        contact("C4", "A1", "dan ott", "dan.ott@alpha.com"),
        contact("C5", "A3", "Dan Ott", "dan@beta.com"),
    ]
    return company


def subscription(key: str, account: str, product: str, start: str, end: str) -> dict[str, str]:
    return {
        "subscription_id": key, "account_id": account, "product_id": product, "arr": "100", "currency": "USD",
        "started_on": start, "ended_on": end, "end_reason": "upgrade" if end else "", "deal_id": "",
    }  # fmt: skip


def contact(key: str, account: str, name: str, email: str) -> dict[str, str]:
    return {"contact_id": key, "account_id": account, "name": name, "email": email, "created_at": "2025-01-01"}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    workspace = faulty.load(tmp_path_factory.mktemp("trapped"), trapped())
    yield {(f.name, f.column): f for f in find(workspace.book(faulty.TODAY)).found}
    workspace.close()


PUSHED = tuple(f"PUSH{n:02d}" for n in range(22))
TRAPS = {
    ("reopened", "stage"): ("AGAIN",),
    ("history_disagrees", "stage"): ("OTHER_STAGE",),
    ("opened_after_first_change", "created_at"): ("LATE_START",),
    ("closed_before_last_change", "closed_at"): ("EARLY_END",),
    ("odd_amounts", "amount"): ("CENTS",),
    ("negative_amount", "amount"): ("CREDIT",),
    ("owner_left", "rep_id"): ("LEFT",),
    ("closed_later", "closed_at"): ("SOON",),
    ("robot_dates", "expected_close_on"): (*PUSHED, "ROLLED"),
    ("bulk_imported", "created_at"): tuple(f"BULK{n:02d}" for n in range(31)),
    ("activity_of_nothing", ""): ("ALONE",),
    ("ended_before_started", "ended_on"): ("BACKWARDS",),
    ("overlapping_subscriptions", "started_on"): ("OVER",),
    ("arr_does_not_add_up", "arr_before"): ("SUB0|2025-08-01",),
    ("usage_after_end", "day"): ("A3|P1|2025-10-03|logins",),
    ("ticket_closed_before_opened", "closed_at"): ("T2",),
    ("duplicate_people", "email"): ("C2",),
    ("one_under_two_ids", "contact_id"): ("C2", "C4", "C5"),
    ("many_addresses", "name"): ("C4",),
    ("own_rate", "rate"): ("2025-02-01|usd",),
}


@pytest.mark.parametrize("trap", TRAPS, ids=":".join)
def test_a_trap_names_what_fell_into_it_and_nothing_beside(found, trap):
    rows = TRAPS[trap]
    assert (found[trap].rows, found[trap].examples) == (len(rows), rows[:3])


def test_no_other_trap_is_seen(found):
    # Its few rows lie in two years, and nothing came lately: that is told of its tables, and is true.
    assert {place for place in found if place[0] not in {"stale", "incomplete"}} == set(TRAPS)


def _deal_ids(book):
    return book.table("deals").select("deal_id")


def test_a_deleted_deal_is_told_once_it_is_gone(tmp_path):
    company = faulty.clean()
    company["deals"] = [row | {"deleted_at": ""} for row in company["deals"]]
    for name, gone_on in (("GONE", "2026-03-01"), ("WHEN", "1900-01-01")):
        company["deals"] += [deal(name, "2026-01-05") | {"deleted_at": gone_on}]
        company["deal_changes"] += [faulty.stage_of({"deal_id": name, "created_at": "2026-01-05"})]
    workspace = faulty.load(tmp_path, company)
    books = [workspace.book(date(2026, month, 20)) for month in (2, 3)]
    seen = [[(f.name, f.examples) for f in find(book).found] for book in books]
    known = [set(book.rows("test deals", _deal_ids).column("deal_id").to_pylist()) for book in books]
    workspace.close()
    assert [{"GONE", "WHEN"} & rows for rows in known] == [{"GONE"}, set()]
    undated = ("deleted_without_day", ("WHEN",))  # of which nobody says when: in no number of any day
    assert [sorted(found) for found in seen] == [
        [undated],
        [("deleted", ("GONE",)), undated],
    ]  # no history is an orphan


def test_a_stage_that_ends_where_another_begins_is_seen_as_renamed(tmp_path):
    company = faulty.clean()
    rows = []
    for n in range(150):
        start = date(2025, 1, 1) + timedelta(3 * n)
        name = "Demo" if start < date(2025, 9, 1) else "Discover"
        rows.append((f"S{n:03d}", start, name))
    company["deals"] += [deal(key, str(start), stage="Commit") for key, start, _ in rows]
    for key, start, name in rows:
        company["deal_changes"] += history(
            key, ("New", f"{start}T09:10:00"), (name, f"{start}T11:00:00"), ("Commit", f"{start}T12:00:00")
        )
    workspace = faulty.load(tmp_path, company)
    found = {f.check.title: f for f in find(workspace.book(faulty.TODAY)).found if f.name == "renamed_stage"}
    workspace.close()
    assert set(found) == {"The stage 'Demo' seems to have become 'Discover'"}
    assert next(iter(found.values())).rows == 81


def test_columns_and_clocks_that_tell_nothing(tmp_path):
    company = faulty.clean()
    company["deals"] = [
        deal(f"D{n:03d}", f"2025-06-{1 + n % 28:02d}T2{2 + n % 2}:00:00") | extras
        for n in range(140)
        for extras in [{"fixed": "x", "void": "", "seldom": "y" if n == 7 else "", "free": f"{n % 5}",
                        "win probability": ("0.4", "1", "0")[n % 3]}]
    ]  # fmt: skip
    company["deal_changes"] = [
        faulty.stage_of(row | {"created_at": row["created_at"][:10]}) for row in company["deals"]
    ]
    workspace = faulty.load(tmp_path, company)
    found = {(f.name, f.table, f.column): f for f in find(workspace.book(faulty.TODAY)).found}
    workspace.close()
    assert found["constant", "deals", "fixed"].rows == 140
    assert found["nearly_empty", "deals", "void"].rows == 140
    assert found["nearly_empty", "deals", "seldom"].rows == 139
    assert found["certain_odds", "deals", "win probability"].rows == 93
    assert found["two_zones", "deals", "created_at"].rows == 140
    assert "22:00 and 23:00" in found["two_zones", "deals", "created_at"].detail
    assert found["days_only", "deal_changes", "changed_at"].rows == 140
    assert {column for _, table, column in found if table == "deals"} == {
        "fixed",
        "void",
        "seldom",
        "win probability",
        "created_at",
    }


def test_merges_that_go_in_a_circle_are_told_from_the_day_on_which_it_closes(tmp_path):
    company = faulty.clean()
    ways = [("A", "B", "2026-02-01"), ("B", "C", "2026-02-02"), ("C", "A", "2026-03-01"), ("LEADS_IN", "B", "")]
    ways += [("X", "Y", ""), ("Y", "Z", "2026-02-01"), ("SELF", "SELF", "")]
    company["merges"] = [
        {"table": table, "from_id": given, "into_id": into, "merged_at": at}
        for table, part in (("accounts", ways), ("contacts", ways[:2]))
        for given, into, at in part
    ]
    workspace = faulty.load(tmp_path, company)
    found = [find(workspace.book(date(2026, month, 20)), [MERGE_CIRCLES]).found for month in (2, 3)]
    rows = [workspace.book(date(2026, 3, 20)).rows("test circles", MERGE_CIRCLES.failing).column("from_id").to_pylist()]
    workspace.close()
    assert [[(f.name, f.rows, f.examples) for f in one] for one in found] == [
        [("merge_circle", 1, ("accounts|SELF",))],
        [("merge_circle", 5, ("accounts|A", "accounts|B", "accounts|C"))],
    ]
    assert sorted(rows[0]) == ["A", "B", "C", "LEADS_IN", "SELF"]


def test_merges_are_told_where_the_row_that_is_to_stand_for_another_is_not_there_by_then(tmp_path):
    company = faulty.clean()
    company["contacts"] += [
        contact("LATER", "A1", "Lea", "lea@alpha.com") | {"created_at": "2026-03-10"},
        contact("GONE", "A1", "Gil", "gil@alpha.com") | {"deleted_at": "2026-02-10"},
    ]
    company["merges"] = [
        faulty.merge("TO_NOBODY", "NOBODY"),
        faulty.merge("UNDATED", "NOBODY", ""),
        faulty.merge("TO_LATER", "LATER"),
        faulty.merge("TO_GONE", "GONE"),
        faulty.merge("ROUND", "BACK"),
        faulty.merge("BACK", "ROUND"),
        faulty.merge("SELF", "SELF"),
        faulty.merge("OF_NO_TABLE", "NOBODY") | {"table": "reps"},
        faulty.merge("TO_NOTHING", "") | {"table": "accounts"},
        faulty.merge("ACCOUNT_TO_PERSON", "C1") | {"table": "accounts"},
    ]
    company["reps"] = []
    workspace = faulty.load(tmp_path, company)
    days = (date(2026, 2, 14), date(2026, 2, 20), date(2026, 3, 20), faulty.TODAY)
    found = [
        workspace.book(day).rows("test nothing", INTO_NOTHING.failing).column("from_id").to_pylist() for day in days
    ]
    workspace.close()
    dated = ["ACCOUNT_TO_PERSON", "TO_NOBODY"]
    assert [sorted(rows) for rows in found] == [[], [*dated[:1], "TO_LATER", *dated[1:]], dated, [*dated, "UNDATED"]]


def test_a_merge_into_a_row_that_a_person_said_is_another_leads_there(tmp_path):
    company = faulty.clean()
    company["merges"] = [faulty.merge("TO_SAID", "SAID"), faulty.merge("TO_NOBODY", "NOBODY")]
    workspace = faulty.load(tmp_path, company)
    workspace.state.identities.add("contacts", "SAID", "C1", SAME, decided_on=date(2026, 3, 1), note="", user="ann")
    made = made_with(workspace.settings)
    now = faulty.NOW.replace(tzinfo=None)
    publish(workspace.settings, workspace.state, now=now, made_with=made, only=None, progress=str)
    found = [
        workspace.book(day).rows("test nothing", INTO_NOTHING.failing).column("from_id").to_pylist()
        for day in (date(2026, 2, 28), faulty.TODAY)
    ]
    workspace.close()
    assert [sorted(rows) for rows in found] == [["TO_NOBODY", "TO_SAID"], ["TO_NOBODY"]]
