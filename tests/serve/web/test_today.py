"""One seller's list: selection, decisions and undo live in the address, with and without scripts."""

from __future__ import annotations

import re

import pytest


def chosen(text: str) -> str:
    return re.search(r"id=\"card-(\w+)\"[^>]*aria-current", text)[1]


def test_the_list_opens_on_the_first_action_with_its_reasons(visitor):
    page = visitor.get("/?rep=r1").text
    assert "Morning, Maya. Five things worth doing." in page
    assert "About 37 minutes, worth $25k (likely $6.7k to $46k). One of them is not clear yet." in page
    assert chosen(page) == "a1"
    assert "our CFO" in page
    assert page.index("Do</h2>") < page.index("Stop</h2>")


def test_without_a_seller_the_first_one_by_name_is_shown(visitor):
    assert "Ben" in visitor.get("/").text.partition("<h1>")[2][:30]


def test_a_gain_that_crosses_zero_or_rests_on_few_says_so(visitor):
    card = visitor.get("/?rep=r1").text.partition("Pinnacle Care the phased")[2].partition("</li>")[0]
    assert "not clear yet" in card
    assert "few deals yet" in card
    assert "hollow" in card


@pytest.mark.parametrize("verdict", ["done", "later", "dismissed"])
def test_deciding_moves_on_and_can_be_undone(visitor, pretend, verdict):
    page = visitor.post("/decide", data={"action_id": "a1", "verdict": verdict, "rep": "r1", "then": "a2"})
    assert page.url.path == "/"
    assert chosen(page.text) == "a2"
    assert "Four things" in page.text
    assert pretend.decisions == {"a1": verdict}
    back = visitor.post("/decide", data={"action_id": "a1", "verdict": "undo", "rep": "r1", "then": "a1"})
    assert chosen(back.text) == "a1"
    assert "Five things" in back.text


def test_a_decision_by_fragment_gives_the_list_and_the_new_count(visitor):
    data = {"action_id": "a1", "verdict": "done", "rep": "r1", "then": "a2"}
    fragment = visitor.post("/decide", data=data, headers={"hx-request": "true"}).text
    assert "<html" not in fragment
    assert re.search(r"id=\"count-today\"[^>]*>4<", fragment)


def test_every_form_names_the_action_that_comes_next(visitor):
    page = visitor.get("/?rep=r1&action=a5").text
    assert chosen(page) == "a5"
    assert 'name="then" value="a4"' in page


def test_when_all_is_done_the_page_says_so(visitor):
    for number in range(1, 6):
        page = visitor.post("/decide", data={"action_id": f"a{number}", "verdict": "done", "rep": "r1"}).text
    assert "Nothing is waiting." in page
    assert page.count('value="undo"') == 5


def test_an_unknown_action_is_404_and_an_unknown_verdict_400(visitor):
    assert visitor.post("/decide", data={"action_id": "zz", "verdict": "done"}).status_code == 404
    assert visitor.post("/decide", data={"action_id": "a1", "verdict": "maybe"}).status_code == 400
    assert visitor.post("/decide", data={}).status_code == 400


def test_a_manager_sees_every_seller_in_one_line(visitor):
    page = visitor.get("/?rep=all").text
    assert page.index("Ben Okoro") < page.index("Maya Lind")
    assert 'href="/?rep=r1"' in page


def test_what_was_shown_is_written_down_once(visitor, pretend):
    for path in ("/?rep=r1", "/?rep=r1&action=a2", "/?rep=r2", "/?rep=all"):
        visitor.get(path)
    assert [shown for shown, _ in pretend.state.calls] == [["a1", "a2", "a3", "a4", "a5"], ["a6"]]


def test_what_was_decided_can_be_undone_on_another_day_s_visit(visitor):
    visitor.post("/api/decide", json={"action_id": "a3", "verdict": "later"})
    page = visitor.get("/?rep=r1").text
    assert "Dealt with" in page
    assert "Undo: Ask Lindqvist AB" in page
    assert "Lindqvist" not in visitor.get("/api/next").text
