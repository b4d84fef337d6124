"""The real workspace of the demo company behind the faces: every question, every twin, and odd input."""

from __future__ import annotations

import csv
import io
import re

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.discover import modules
from headway.serve.web import make_app
from headway.workspace import open_workspace

ORIGIN = "http://127.0.0.1:8000"
NAMES = sorted(modules("questions"))


def visitor_of(folder):
    workspace = open_workspace(folder)
    with TestClient(make_app(workspace, port=8000), base_url=ORIGIN, headers={"origin": ORIGIN}) as client:
        yield client
    workspace.close()


@pytest.fixture(scope="module")
def company(demo_folder):
    """The demo company, only read."""
    yield from visitor_of(demo_folder)


@pytest.fixture
def own_company(demo_copy):
    """A demo company to decide in."""
    yield from visitor_of(demo_copy)


@pytest.mark.parametrize("name", NAMES)
def test_page_json_and_csv_of_a_question_hold_the_same_rows(company, name):
    answer = company.get(f"/api/{name}").json()
    page = company.get(f"/{name}")
    assert page.status_code == 200
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]+src=)", page.text)
    rows = list(csv.DictReader(io.StringIO(company.get(f"/{name}.csv").text)))
    assert len(rows) == len(answer["rows"])


def test_today_shows_what_the_json_says_for_each_seller(company):
    rows = company.get("/api/next").json()["rows"]
    for rep in dict.fromkeys(row["rep_id"] for row in rows if row["rep_id"]):
        page = company.get(f"/?rep={rep}").text
        shown = re.findall(r"id=\"card-([^\"]+)\"", page)
        assert sorted(shown) == sorted(row["action_id"] for row in rows if row["rep_id"] == rep)


def test_a_decision_on_the_page_reaches_the_json_and_back(own_company):
    first = own_company.get("/api/next").json()["rows"][0]
    data = {"action_id": first["action_id"], "verdict": "done", "rep": first["rep_id"]}
    page = own_company.post("/decide", data=data).text
    assert "Done:" in page

    def todo() -> list[str]:
        return [row["action_id"] for row in own_company.get("/api/next").json()["rows"]]

    assert first["action_id"] not in todo()
    own_company.post("/api/decide", json={"action_id": first["action_id"], "verdict": "undo"})
    assert todo()[0] == first["action_id"]


def test_velocity_is_drawn_over_time_and_by_group(company):
    over_time = company.get("/velocity/drawing").text
    assert over_time.count('aria-label="20') >= 12
    assert company.get("/velocity.svg?by=segment").text.startswith("<svg")


def test_bottlenecks_are_drawn_in_the_order_of_the_stages_with_won_against_lost(company):
    drawing = company.get("/bottlenecks/drawing").text
    spoken = re.findall(r'aria-label="(\w+): [\d,]+ deals came, half stay longer than', drawing)
    assert spoken[:5] == ["Qualify", "Discover", "Evaluate", "Propose", "Commit"]
    assert re.search(r'aria-label="Qualify, \d+ to \d+ days: [\d,]+ won"', drawing)
    assert company.get("/bottlenecks.svg?by=segment").text.startswith("<svg")
    assert "Qualify → Discover" in company.get("/bottlenecks?variants=true").text
    page = company.get("/bottlenecks?milestones=true&as_of=2026-06-30").text
    assert 'href="/bottlenecks?as_of=2026-06-30&amp;moves=true"' in page
    assert "whatever lies between" in page


def test_why_we_win_shows_ranges_shares_and_deals_to_look_at(company):
    page = company.get("/wins").text
    assert "Last 3 months" in page
    assert "/wins?deal=D" in page
    assert 'class="mark calm"' in page, "what is not clear is drawn in a calm colour"
    assert "problem: stated" in page
    drawing = company.get("/wins/drawing").text
    assert "points, likely" in drawing
    assert "of won deals" in drawing
    months = company.get("/api/wins?months=3").json()
    assert months["notes"][0].startswith("closed 20")
    assert company.get("/wins.csv?months=3").text.startswith("factor,level,effect,")


def test_a_deal_that_did_not_close_is_said_so(company):
    answer = company.get("/wins?deal=nobody")
    assert answer.status_code == 400
    assert "no deal that closed" in answer.text


odd = st.text(max_size=12) | st.sampled_from(
    ["9999-12-31", "0001-01-01", "NaN", "-1", "\x00", "'; --", "segment=", "a=b"]
)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.dictionaries(st.sampled_from(["as_of", "by", "start", "end", "where", "limit"]), odd, max_size=2),
    st.sampled_from(["/api/{}", "/{}"]),
)
def test_odd_input_never_makes_a_server_error(company, name, query, place):
    assert company.get(place.format(name), params=query).status_code < 500
