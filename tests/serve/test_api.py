"""The JSON face: typed routes for every question, told errors, and no 5xx whatever is sent."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.serve.web import make_app
from tests.serve.web.pretend import QUESTIONS, Pretend

ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def program():
    with TestClient(make_app(Pretend(), port=8000), base_url=ORIGIN) as client:
        yield client


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_a_route_with_the_contract_s_shape(program, name):
    answer = program.get(f"/api/{name}").json()
    assert set(answer) == {"question", "as_of", "answer", "rows", "notes"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_described_with_its_own_options(program, name):
    described = program.get("/api/openapi.json").json()
    route = described["paths"][f"/api/{name}"]["get"]
    question = QUESTIONS[name]
    names = {parameter["name"] for parameter in route["parameters"]}
    assert {"as_of", "where", "limit"} <= names
    assert ("by" in names) == question.groups
    assert ("start" in names) == question.windows
    assert {option.name for option in question.options} <= names
    reference = route["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    assert set(described["components"]["schemas"][reference.rpartition("/")[2]]["properties"]) >= {"answer", "rows"}


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("limit=-1", "limit"),
        ("limit=x", "limit"),
        ("as_of=yesterday", "as_of"),
        ("as_of=9999-12-31", "as_of"),
        ("as_of=0", "as_of"),
        ("where=segment", "COLUMN=VALUE"),
        ("asof=2026-01-01", "asof"),
        ("start=2026-13-01", "start"),
    ],
)
def test_what_cannot_be_asked_is_a_problem_that_names_it(program, query, word):
    answer = program.get(f"/api/velocity?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert word in answer.json()["detail"]


def test_empty_fields_of_a_form_mean_nothing(program):
    plain = program.get("/api/velocity").json()
    assert program.get("/api/velocity?by=&start=&end=&limit=&where=&form=rate").json() == plain


def test_a_decision_is_taken_as_json_and_as_a_form(program):
    sent = program.post("/api/decide", json={"action_id": "a1", "verdict": "done", "note": "called"})
    assert sent.json() == {"action_id": "a1", "verdict": "done", "message": "Kept: done."}
    form = program.post("/api/decide", data={"action_id": "a1", "verdict": "undo"}, headers={"origin": ORIGIN})
    assert form.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"action_id": "a1"}',
        b'{"action_id": 7, "verdict": "done"}',
        b'{"action_id": "a1", "verdict": "done", "as_of": "x"}',
        b"\xff\xfe",
    ],
)
def test_a_broken_decision_is_400(program, body):
    answer = program.post("/api/decide", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400


def test_an_unknown_action_is_404(program):
    assert program.post("/api/decide", json={"action_id": "none", "verdict": "done"}).status_code == 404


def test_status_says_what_is_loaded(program):
    assert program.get("/api/status").json()["as_of"] == "2026-03-02"
    assert program.get("/healthz").json() == {"ok": True}


odd = st.text(max_size=20) | st.sampled_from(
    ["9999-12-31", "0001-01-01", "NaN", "-1", "1e999", "'; --", "\x00", "=", "a=b"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([*QUESTIONS, "decide", "status", "", "openapi.json"]),
    st.dictionaries(st.sampled_from(["as_of", "by", "start", "end", "where", "limit", "form", "x"]), odd, max_size=4),
    st.sampled_from(["GET", "POST", "PUT", "HEAD"]),
)
def test_nothing_that_is_sent_makes_a_server_error(program, name, query, method):
    answer = program.request(method, f"/api/{name}", params=query)
    assert answer.status_code < 500
