"""The three stories can be seen by plain counting, as a person with a spreadsheet would count them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import pairwise

from headway.demo import LAST_DAY, Company
from headway.demo.rows import Deal, DealChange


def rate(deals: Iterable[Deal], choose: Callable[[Deal], bool]) -> float:
    """Won over closed among the chosen deals."""
    closed = [deal.status == "won" for deal in deals if deal.status != "open" and choose(deal)]
    return sum(closed) / len(closed)


def segments(company: Company) -> dict[str, str]:
    return {account.account_id: account.segment for account in company.tables["accounts"]}


def hours(company: Company, kinds: set[str]) -> dict[str, float]:
    spent: dict[str, float] = defaultdict(float)
    for row in company.tables["activities"]:
        if row.kind in kinds:
            spent[row.rep_id] += row.minutes / 60
    return spent


def test_the_seller_with_most_hours_in_the_crm_wins_about_one_in_nine(company: Company) -> None:
    deals = company.tables["deals"]
    typing = hours(company, {"note", "task"})
    busiest = max(typing, key=lambda rep: typing[rep])
    assert typing[busiest] > 3 * sorted(typing.values())[-2]
    assert 0.09 < rate(deals, lambda deal: deal.rep_id == busiest) < 0.14
    assert all(rate(deals, lambda deal, rep=rep: deal.rep_id == rep) > 0.14 for rep in typing if rep != busiest)


def test_deals_in_which_the_customer_stated_the_problem_win_far_more_often(company: Company) -> None:
    deals, stated = company.tables["deals"], company.stated_in
    assert rate(deals, lambda deal: deal.deal_id in stated) > 0.3
    assert rate(deals, lambda deal: deal.deal_id not in stated) < 0.1


def test_the_statement_is_the_customers_and_was_made_before_the_outcome(company: Company) -> None:
    rows = {row.activity_id: row for row in company.tables["activities"]}
    closed = {deal.deal_id: deal.closed_at for deal in company.tables["deals"]}
    damaged = {*company.mess.closed_before_created, *company.mess.orphan_activities}
    for deal_id, activity_id in company.stated_in.items():
        row = rows[activity_id]
        assert row.speaker == "customer"
        assert row.kind in {"call", "email", "meeting"}
        if not damaged & {deal_id, activity_id}:
            assert closed[deal_id] is None or row.occurred_at < closed[deal_id]


def test_a_second_contact_and_an_agreed_next_step_help_those_who_never_stated_a_problem(company: Company) -> None:
    people: dict[str, set[str]] = defaultdict(set)
    for row in company.tables["activities"]:
        if row.deal_id and row.contact_id:
            people[row.deal_id].add(row.contact_id)
    silent = [deal for deal in company.tables["deals"] if deal.deal_id not in company.stated_in]
    assert rate(silent, lambda d: len(people[d.deal_id]) > 1) > 2 * rate(silent, lambda d: len(people[d.deal_id]) < 2)


def test_deals_stuck_past_the_usual_time_of_a_stage_rarely_win(company: Company) -> None:
    """In each stage, a deal that waits three times its median wins at most four fifths as often as one that moves."""
    entered: dict[str, list[DealChange]] = defaultdict(list)
    for change in company.tables["deal_changes"]:
        if change.field == "stage":
            entered[change.deal_id].append(change)
    won = {deal.deal_id for deal in company.tables["deals"] if deal.status == "won"}
    closed = {deal.deal_id for deal in company.tables["deals"] if deal.status != "open"}
    spells: dict[str, list[tuple[timedelta, bool]]] = defaultdict(list)
    for deal_id in closed:
        for one, after in pairwise(entered[deal_id]):
            spells[one.new_value].append((after.changed_at - one.changed_at, deal_id in won))
    for stage in ("Qualify", "Discover", "Evaluate", "Propose", "Commit"):
        usual = sorted(length for length, _ in spells[stage])[len(spells[stage]) // 2]
        slow, quick = ([w for length, w in spells[stage] if (length > 3 * usual) is stuck] for stuck in (True, False))
        assert len(slow) > 20
        assert sum(slow) / len(slow) < 0.8 * sum(quick) / len(quick)


def test_retail_sells_best_and_on_target_but_does_not_deploy_and_half_of_it_leaves(company: Company) -> None:
    of = segments(company)
    retail = next(name for name in set(of.values()) if name.startswith("Retail"))
    known = [deal for deal in company.tables["deals"] if deal.account_id in of]
    rates = {name: rate(known, lambda deal, name=name: of[deal.account_id] == name) for name in set(of.values())}
    assert max(rates, key=lambda name: rates[name]) == retail

    deployed = {row.account_id for row in company.tables["milestones"] if row.kind == "deployed"}
    in_use = {row.account_id for row in company.tables["usage"]}
    old = [row for row in company.tables["subscriptions"] if row.started_on < LAST_DAY - timedelta(days=365)]
    theirs = [row for row in old if of[row.account_id] == retail]
    others = [row for row in old if of[row.account_id] not in {retail, "Agencies 10-50"}]
    for customers, most, least in ((theirs, 0.35, 0.0), (others, 1.0, 0.8)):
        assert least <= sum(row.account_id in deployed for row in customers) / len(customers) <= most
        assert least <= sum(row.account_id in in_use for row in customers) / len(customers) <= most
    assert 0.35 < _gone_in_a_year(theirs) < 0.65
    assert _gone_in_a_year(others) < 0.15


def test_bookings_meet_their_target_in_each_of_the_last_four_full_quarters(company: Company) -> None:
    targets = {
        (row.period_start, row.period_end): row.value
        for row in company.tables["targets"]
        if (row.metric, row.group) == ("bookings", "all") and date(2025, 10, 1) <= row.period_start < date(2026, 10, 1)
    }
    assert len(targets) == 4
    for (first, last), value in targets.items():
        won = [
            deal for deal in company.tables["deals"] if deal.status == "won" and first <= deal.closed_at.date() <= last
        ]
        assert sum(deal.amount for deal in won) >= value


def test_the_capability_that_windows_users_lack_loses_deals_and_one_often_asked_for_does_not(company: Company) -> None:
    deals, lacking = company.tables["deals"], defaultdict(set)
    for need in company.tables["deal_needs"]:
        if need.importance == "required" and need.fit == "missing":
            lacking[need.capability].add(need.deal_id)
    others = rate(deals, lambda deal: deal.deal_id not in lacking["Windows client"])
    assert rate(deals, lambda deal: deal.deal_id in lacking["Windows client"]) < others / 2
    assert abs(rate(deals, lambda deal: deal.deal_id in lacking["Gantt export"]) - others) < 0.08


def test_the_release_that_brought_a_capability_brought_its_deals(company: Company) -> None:
    release = next(row for row in company.tables["releases"] if row.capability == "SAP connector")
    needs = {row.deal_id for row in company.tables["deal_needs"] if row.capability == "SAP connector"}
    before = [
        deal for deal in company.tables["deals"] if deal.closed_at and deal.closed_at.date() < release.released_on
    ]
    after = [deal for deal in company.tables["deals"] if deal.created_at.date() > release.released_on]
    assert rate(before, lambda deal: deal.deal_id in needs) < 0.6 * rate(before, lambda deal: deal.deal_id not in needs)
    assert rate(after, lambda deal: deal.deal_id in needs) > 0.8 * rate(after, lambda deal: deal.deal_id not in needs)


def test_the_segment_that_will_not_pay_buys_at_a_deep_discount_and_rarely(company: Company) -> None:
    of, deals = segments(company), {deal.deal_id: deal for deal in company.tables["deals"]}
    paid, listed = defaultdict(float), defaultdict(float)
    for line in company.tables["deal_lines"]:
        name = of.get(deals[line.deal_id].account_id, "")
        paid[name] += float(line.price) * line.quantity
        listed[name] += float(line.list_price) * line.quantity
    assert min(paid, key=lambda name: paid[name] / listed[name]) == "Agencies 10-50"
    assert rate(deals.values(), lambda deal: of.get(deal.account_id) == "Agencies 10-50") < 0.12


def _gone_in_a_year(rows: list) -> float:
    gone = [row.ended_on is not None and row.ended_on <= row.started_on + timedelta(days=365) for row in rows]
    return sum(gone) / len(gone)
