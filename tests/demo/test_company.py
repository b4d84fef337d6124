"""The files of a generated company keep the contract: names, keys, histories, and no more mess than was planted."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from headway.demo import LAST_DAY, SMALL, STORIES, Company, draw_company, write_company
from headway.demo.company import TABLES
from headway.schema import tables

PARENTS = (
    ("contacts", "account_id", "accounts"),
    ("accounts", "parent_account_id", "accounts"),
    ("leads", "account_id", "accounts"),
    ("leads", "rep_id", "reps"),
    ("leads", "deal_id", "deals"),
    ("deals", "account_id", "accounts"),
    ("deals", "rep_id", "reps"),
    ("deals", "lead_id", "leads"),
    ("deal_changes", "deal_id", "deals"),
    ("deal_lines", "deal_id", "deals"),
    ("deal_lines", "product_id", "products"),
    ("deal_needs", "deal_id", "deals"),
    ("activities", "account_id", "accounts"),
    ("activities", "contact_id", "contacts"),
    ("activities", "deal_id", "deals"),
    ("activities", "rep_id", "reps"),
    ("subscriptions", "account_id", "accounts"),
    ("subscriptions", "deal_id", "deals"),
    ("subscription_changes", "subscription_id", "subscriptions"),
    ("usage", "account_id", "accounts"),
    ("milestones", "deal_id", "deals"),
    ("tickets", "account_id", "accounts"),
    ("costs", "rep_id", "reps"),
    ("costs", "deal_id", "deals"),
    ("quotas", "rep_id", "reps"),
)


def whole(company: Company):
    """The deals that no mess touched."""
    mess = company.mess
    touched = {*mess.zero_amount, *mess.closed_before_created, *mess.unknown_currency, *mess.repeated_deals}
    touched |= {*mess.contradicted_deals, *mess.orphan_deals}
    return [deal for deal in company.tables["deals"] if deal.deal_id not in touched]


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        write_company(tmp_path / name, seed=seed, size=SMALL)
    for table in TABLES:
        one, again, other = ((tmp_path / name / f"{table}.csv").read_bytes() for name in ("one", "again", "other"))
        assert one == again
        assert one != other or table in {"products", "releases", "reps"}


def test_a_written_company_is_small_enough_for_a_first_look(tmp_path: Path) -> None:
    write_company(tmp_path)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 8_000_000


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_those_of_the_contract(table: str) -> None:
    known = tables()[table].names
    assert [name for name in TABLES[table]._fields if name not in known] == []


def test_files_hold_iso_times_and_empty_cells(tmp_path: Path) -> None:
    write_company(tmp_path, size=SMALL)
    with (tmp_path / "deals.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert all(datetime.fromisoformat(row["created_at"]).tzinfo is None and "T" in row["created_at"] for row in rows)
    assert {row["closed_at"] == "" for row in rows if row["status"] == "open"} == {True}


@pytest.mark.parametrize("table", TABLES)
def test_keys_are_unique_but_for_the_planted_copies(company: Company, table: str) -> None:
    key = tables()[table].key
    rows = Counter(tuple(getattr(row, name) for name in key) for row in company.tables[table])
    twice = {keys[0] for keys, count in rows.items() if count > 1} if key else set()
    planted = {*company.mess.repeated_deals, *company.mess.contradicted_deals} if table == "deals" else set()
    assert twice == planted


@pytest.mark.parametrize(("table", "column", "parent"), PARENTS)
def test_references_lead_somewhere_but_for_the_planted_orphans(
    company: Company, table: str, column: str, parent: str
) -> None:
    known = {row[0] for row in company.tables[parent]}
    orphans = [row for row in company.tables[table] if getattr(row, column) and getattr(row, column) not in known]
    planted = {"deals": company.mess.orphan_deals, "activities": company.mess.orphan_activities}
    wanted = planted.get(table, ()) if column in {"account_id", "deal_id"} and parent in {"accounts", "deals"} else ()
    if (table, column) == ("activities", "account_id"):
        wanted = ()
    assert sorted(row[0] for row in orphans) == sorted(wanted)


def test_listed_values_are_the_only_ones(company: Company) -> None:
    for name, rows in company.tables.items():
        for column in tables()[name].columns:
            if column.values and column.name in TABLES[name]._fields and (name, column.name) != ("tickets", "severity"):
                assert {getattr(row, column.name) for row in rows} <= {*column.values, None}


def test_stage_history_is_unbroken_and_ends_where_the_deal_stands(company: Company) -> None:
    history: dict[str, list] = {}
    for change in company.tables["deal_changes"]:
        if change.field == "stage":
            history.setdefault(change.deal_id, []).append(change)
    for deal in whole(company):
        steps = history[deal.deal_id]
        assert (steps[0].old_value, steps[0].new_value) == (None, "Qualify")
        assert steps[0].changed_at == deal.created_at
        assert all(left.new_value == right.old_value for left, right in pairwise(steps))
        assert all(left.changed_at < right.changed_at for left, right in pairwise(steps))
        assert steps[-1].new_value == deal.stage
        assert deal.closed_at is None or steps[-1].changed_at == deal.closed_at


@pytest.mark.parametrize("field", ["amount", "rep_id", "expected_close_on"])
def test_a_deal_holds_the_last_value_of_what_changed(company: Company, field: str) -> None:
    last = {change.deal_id: change for change in company.tables["deal_changes"] if change.field == field}
    assert last
    for deal in whole(company):
        if deal.deal_id in last:
            assert last[deal.deal_id].new_value == str(getattr(deal, field))
            assert last[deal.deal_id].old_value != last[deal.deal_id].new_value


def test_lines_add_up_to_the_amount(company: Company) -> None:
    total: Counter[str] = Counter()
    for line in company.tables["deal_lines"]:
        total[line.deal_id] += line.quantity * line.price
    assert all(total[deal.deal_id] == deal.amount for deal in whole(company))


def test_nothing_has_happened_after_the_last_day(company: Company) -> None:
    plans = {"expected_close_on", "renews_on", "period_end", "period_start"}
    for name, rows in company.tables.items():
        for column in set(TABLES[name]._fields) - plans:
            for value in (getattr(row, column) for row in rows):
                if isinstance(value, date):
                    assert (value.date() if isinstance(value, datetime) else value) <= LAST_DAY, (name, column)


def test_talk_about_a_deal_falls_within_its_life(company: Company) -> None:
    deals = {deal.deal_id: deal for deal in whole(company)}
    for row in company.tables["activities"]:
        deal = deals.get(row.deal_id)
        if deal is not None:
            assert deal.created_at <= row.occurred_at
            assert deal.closed_at is None or row.occurred_at <= deal.closed_at


def test_all_mess_together_stays_below_one_row_in_a_hundred(company: Company) -> None:
    mess, deals = company.mess, len(company.tables["deals"])
    touched = (mess.zero_amount, mess.closed_before_created, mess.unknown_currency, mess.orphan_deals)
    assert all(touched)
    assert 0 < sum(map(len, touched)) + len(mess.repeated_deals) + len(mess.contradicted_deals) < 0.02 * deals
    refused = len(mess.contradicted_deals) + len(mess.unknown_currency)
    assert refused < 0.01 * deals
    assert 0 < len(mess.duplicate_accounts) < 0.01 * len(company.tables["accounts"])
    assert 0 < len(mess.orphan_activities) < 0.01 * len(company.tables["activities"])


def test_no_name_is_given_twice_and_none_is_a_number(company: Company) -> None:
    doubles = set(company.mess.duplicate_accounts)
    names = [account.name for account in company.tables["accounts"] if account.account_id not in doubles]
    assert len(set(names)) == len(names)
    assert not any(letter.isdigit() for name in names for letter in name)


def test_a_small_company_keeps_every_table() -> None:
    small = draw_company(1, SMALL, STORIES)
    assert [name for name, rows in small.tables.items() if not rows] == []
