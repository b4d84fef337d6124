"""Deals without an exchange rate are told beside every figure of money, group by group."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from headway.model.unvalued import Summed, with_unvalued
from headway.serve.cli.tables import columns

DAY = date(2025, 1, 1)
EARLY = "The worth of 1 won deal is not known: no exchange rate for EUR on its day."
YEN = "The worth of 1 open deal is not known: no exchange rate for JPY on its day."


def test_figures_of_money_say_of_how_many_deals_no_rate_is_known(cases):
    # Euros are told from 2024 on, and 'euro_early' closed in 2023; nobody tells a rate for 'yen'.
    velocity = cases.ask("velocity", as_of=DAY)
    assert velocity.answer.endswith(EARLY)
    assert velocity.rows[0]["unvalued"] == 1
    assert cases.ask("deals", as_of=DAY).answer.endswith(YEN)
    assert cases.ask("next", as_of=DAY).answer.endswith(YEN)


def test_an_action_says_whether_its_deal_has_a_worth(cases):
    stated = {row["deal_id"]: row["worth_stated"] for row in cases.ask("next", as_of=DAY, limit=99).rows}
    assert (stated["yen"], stated["home"]) == (False, True)


def test_a_row_of_one_deal_counts_no_others_also_where_it_is_the_only_one(cases):
    told = cases.ask("next", as_of=DAY)
    one = replace(told, rows=told.rows[:1])
    rows = with_unvalued(one, cases.book(DAY), Summed("open", in_rows=False)).rows
    assert rows == one.rows
    assert "unvalued" not in rows[0]


def test_the_groups_add_up_and_a_window_or_a_filter_leaves_out_what_lies_outside(cases):
    rows = cases.ask("velocity", as_of=DAY, by=["currency", "created_year"]).rows
    found = {(row["currency"], row["created_year"]): row["unvalued"] for row in rows if row["unvalued"]}
    assert found == {("EUR", "2023"): 1}
    for asked in ({"start": date(2024, 1, 1)}, {"end": date(2022, 12, 31)}, {"where": [("currency", "GBP")]}):
        assert "exchange rate" not in cases.ask("velocity", as_of=DAY, **asked).answer


def test_a_table_shows_the_count_only_where_there_is_one():
    row = {"segment": "a", "velocity": {"value": None, "reason": "x"}, "unvalued": 0}
    assert columns("velocity", [row]) == ["segment", "velocity"]
    assert columns("velocity", [row, row | {"unvalued": 1}]) == ["segment", "velocity", "unvalued"]
