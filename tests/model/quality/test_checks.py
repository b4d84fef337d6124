"""Each check finds the rows that are named after it, with the share of the table that they are, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import ibis
import pytest

from headway import discover
from headway.engine.protocol import Engine
from headway.model.checks import INFO, Check, all_checks, all_studies
from headway.model.failing import finding_of
from headway.model.findings import find
from headway.model.scope import EVERYTHING, Scope
from tests.model.quality import faulty

# 20 closed, 5 open and 22 faulty deals, of which LATER is not known yet.
DEALS = 46
EXPECTED = {
    ("zero_lost_amounts", "deals", "amount"): (2, DEALS, ("LOST1", "LOST2")),
    ("zombies", "deals", "status"): (1, DEALS, ("Z1",)),
    ("missing_history", "deals", "stage"): (2, DEALS, ("NODAY", "NOHIST")),
    ("look_alikes", "deals", "deal_id"): (1, DEALS, ("TWIN2",)),
    ("orphan", "deals", "account_id"): (1, DEALS, ("ORPHAN",)),
    ("orphan", "deals", "rep_id"): (1, DEALS, ("ORPHAN",)),
    ("orphan", "deals", "lead_id"): (1, DEALS, ("ORPHAN",)),
    ("orphan", "accounts", "parent_account_id"): (1, 6, ("A6",)),
    ("orphan", "activities", "deal_id"): (1, 2, ("LONE",)),
    ("orphan", "deal_lines", "deal_id"): (1, 3, ("GONE",)),
    ("closed_before_created", "deals", "closed_at"): (1, DEALS, ("BACK",)),
    ("closed_before_last_change", "deals", "closed_at"): (1, DEALS, ("BACK",)),
    ("history_disagrees", "deals", "stage"): (1, DEALS, ("NOWORD",)),
    ("status_disagrees", "deals", "status"): (1, DEALS, ("TWOENDS",)),
    ("unreadable_history", "deal_changes", "new_value"): (1, 46, ("TWIN1|amount|2026-02-20 00:00:00|five hundred",)),
    ("unknown_currency", "deals", "currency"): (1, DEALS, ("NORATE",)),
    ("unknown_currency", "costs", "currency"): (1, 2, ("COST2",)),
    ("no_currency", "deals", "currency"): (1, DEALS, ("NOCUR",)),
    ("close_date_passed", "deals", "expected_close_on"): (1, DEALS, ("PASSED",)),
    ("closed_without_day", "deals", "closed_at"): (1, DEALS, ("NODAY",)),
    ("closed_without_outcome", "deals", "status"): (1, DEALS, ("NOWORD",)),
    ("no_account", "deals", "account_id"): (1, DEALS, ("NOACC",)),
    ("no_seller", "deals", "rep_id"): (1, DEALS, ("NOREP",)),
    ("near_miss", "deals", "account_id"): (1, DEALS, ("AL-PHA → A1",)),
    ("near_miss", "deal_lines", "product_id"): (2, 3, ("PLAN → P1", "pl an → P1")),
    ("duplicate_accounts", "accounts", "account_id"): (2, 6, ("A2", "A4")),
    ("one_under_two_ids", "accounts", "account_id"): (3, 6, ("A2", "A4", "A5")),
    ("merges_into_nothing", "merges", "into_id"): (1, 4, ("contacts|INTO_NOTHING",)),
    ("incomplete", "deals", ""): (DEALS, DEALS, ("B00", "B01", "B02")),  # none between January and November
    ("refused_type", "deals", "created_at"): (1, DEALS + 2, ("deals.csv:49",)),
    ("duplicate", "deals", ""): (1, DEALS + 2, ("deals.csv:26",)),
    ("future_dates", "deals", ""): (1, DEALS, ("LATER",)),
    ("future_dates", "activities", ""): (1, 2, ("PLANNED",)),
}
REFUSED = {("refused_type", "deals", "created_at"), ("duplicate", "deals", "")}


@pytest.mark.parametrize("place", EXPECTED, ids=":".join)
def test_a_check_counts_its_rows_and_their_share_and_names_them(found_today, place):
    rows, of, examples = EXPECTED[place]
    found = found_today[place]
    assert (found.rows, found.share, found.examples) == (rows, pytest.approx(rows / of), examples)
    assert found.source == "crm"
    assert found.remedy


def test_nothing_is_found_that_is_not_wrong(found_today):
    assert set(found_today) == set(EXPECTED)


def test_a_clean_company_has_no_finding_but_was_checked(clean_workspace):
    findings = find(clean_workspace.book(faulty.TODAY))
    assert findings.found == ()
    names = {check.name for check in (*all_checks(), *all_studies())}
    assert names == {*findings.checked, "refused", "duplicate"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The engine, and what it was asked."""

    engine: Engine
    asked: list[str]

    @property
    def dialect(self):
        return self.engine.dialect

    def run(self, sql, values=None):
        self.asked.append(f"{sql} {values}")
        return self.engine.run(sql, values)


def test_a_finding_looked_for_alone_is_the_one_found_among_all(faulty_workspace, found_today):
    book = faulty_workspace.book(faulty.TODAY)
    for name in ("refused_type", "duplicate", "near_miss", "incomplete", "zombies"):
        found = next(one for one in found_today.values() if one.name == name)
        alone = finding_of(book, found.id)
        assert (alone.rows, alone.share, alone.examples) == (found.rows, found.share, found.examples)


def test_only_questions_that_exist_are_said_to_be_affected(faulty_workspace):
    book = faulty_workspace.book(faulty.TODAY)
    learned = [check for study in all_studies() if book.has(study.table) for check in study.learn(book)]
    said = {(check.name, name) for check in (*all_checks(), *learned) for name in check.affects}
    assert {name for _, name in said} > {"velocity", "next"}
    assert not [place for place in sorted(said) if place[1] not in discover.modules("questions")]


def test_nothing_is_asked_twice(clean_workspace):
    book = clean_workspace.book(faulty.TODAY)
    engine = _Asked(book.engine, [])
    find(replace(book, engine=engine))
    assert engine.asked
    assert len(engine.asked) == len(set(engine.asked))


def test_a_study_tells_every_name_that_its_checks_bear(faulty_workspace):
    book = faulty_workspace.book(faulty.TODAY)
    able = [study for study in all_studies() if all(map(book.has, (study.table, *study.needs)))]
    learned = [(study, check.name) for study in able for check in study.learn(book)]
    assert {"near_miss", "incomplete", "future_dates"} <= {name for _, name in learned}
    assert all(study.makes(name) for study, name in learned)


def test_before_the_faults_only_refused_rows_are_found_since_they_carry_no_date(found_before):
    assert set(found_before) == REFUSED


def test_the_learned_age_and_the_lost_deals_are_told(found_today):
    assert "older than 150 days" in found_today["zombies", "deals", "status"].detail
    assert "2 of 12 lost deals" in found_today["zero_lost_amounts", "deals", "amount"].detail


def test_a_deal_becomes_a_zombie_the_day_after_it_reached_the_learned_age(faulty_workspace):
    checks = [check for check in all_checks() if check.name == "zombies"]
    born = date(2025, 11, 1)
    counts = [
        len(find(faulty_workspace.book(date.fromordinal(born.toordinal() + age)), checks).found) for age in (149, 150)
    ]
    # 99% had closed by 100 days. The end of day 150 of its life is 150 days after its first moment: not older yet.
    assert counts == [0, 1]


def test_a_closing_day_has_passed_from_the_next_day_on(faulty_workspace):
    checks = [check for check in all_checks() if check.name == "close_date_passed"]
    counts = [len(find(faulty_workspace.book(date(2026, 3, day)), checks).found) for day in (15, 16)]
    assert counts == [0, 1]


def test_later_facts_change_no_finding(tmp_path, faulty_workspace):
    day = date(2026, 2, 20)
    cut = faulty.load(tmp_path, faulty.known_by(faulty.faulty(), day))
    try:
        seen = [_without_lines(findings) for findings in (find(cut.book(day)), find(faulty_workspace.book(day)))]
    finally:
        cut.close()
    assert seen[0] == seen[1]


def _without_lines(findings):
    """A cut file has other line numbers; the cut company's own refused rows are the same ones."""
    plain = [
        (f.name, f.table, f.column, f.rows, f.share, f.detail, () if f.check.refused else f.examples)
        for f in findings.found
    ]
    return plain, findings.checked, findings.tables, findings.absent


def test_an_export_without_rows_leaves_nothing_to_check(tmp_path):
    workspace = faulty.load(tmp_path, {"deals": []})
    findings = find(workspace.book(faulty.TODAY))
    workspace.close()
    assert (findings.found, findings.checked, findings.tables) == ((), (), ())


def test_deals_alone_are_checked_for_what_deals_can_show(tmp_path):
    workspace = faulty.load(tmp_path, {"deals": faulty.clean()["deals"]})
    findings = find(workspace.book(faulty.TODAY))
    workspace.close()
    assert [(f.name, f.rows, f.share) for f in findings.found] == [("missing_history", 25, 1.0)]
    assert "orphan" not in findings.checked
    assert "accounts" in findings.absent


def test_a_seller_sees_what_is_wrong_with_their_own_rows_alone(faulty_workspace):
    mine = find(faulty_workspace.book(faulty.TODAY, Scope("rita", frozenset({"R99"}))))
    assert {(f.name, f.table, f.column) for f in mine.found} == {
        ("orphan", "deals", "account_id"),
        ("orphan", "deals", "rep_id"),
        ("orphan", "deals", "lead_id"),
    }
    assert all(f.share == 1 for f in mine.found)


def test_a_check_of_ones_own_may_name_weigh_and_measure_its_rows(faulty_workspace):
    own = {"_id": "all of them", "_check": "bad_luck", "_column": "outcome", "_remedy": "sell better"}

    def failing(book):
        deals = book.table("deals")
        lost = deals.filter(deals.outcome == "lost")
        lost = lost.group_by("_source").agg(_rows=lost.count())
        return lost.mutate(_measure=7, **{name: ibis.literal(text) for name, text in own.items()})

    mine = Check("luck", "Bad luck", "deals", "none", failing, severity=INFO, detail="{rows} lost, {measure:.1f}")
    (found,) = find(faulty_workspace.book(faulty.TODAY), [mine]).found
    assert (found.name, found.column, found.remedy, found.rows) == ("bad_luck", "outcome", "sell better", 12)
    assert (found.examples, found.detail) == (("all of them",), "12 lost, 7.0")


def test_every_check_says_what_to_do_and_names_known_tables():
    from headway.schema import tables

    for check in all_checks():
        assert check.remedy
        assert check.title[0].isupper()
        assert {check.table, *check.needs} <= set(tables())
    assert len({check.key for check in all_checks()}) == len(all_checks())


def test_who_may_see_no_seller_sees_nothing_whoever_asked_before(faulty_workspace):
    seen = []
    for scope in (EVERYTHING, Scope("newcomer", frozenset())):
        book = faulty_workspace.book(faulty.TODAY, scope)
        seen.append(book.rows("of whom any deal is seen", lambda book: book.table("deals").select("deal_id")).num_rows)
    assert seen[0] > 0 == seen[1]
