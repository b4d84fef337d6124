"""Only this machine is served, and only our own pages may write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.errors import UsageError
from headway.serve.web.guard import POLICY, refusal, served_names

NAMES = served_names("127.0.0.1", 8000)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.2", "example.org", "::"])
def test_an_address_that_others_can_reach_is_refused(host):
    with pytest.raises(UsageError, match=r"127\.0\.0\.1"):
        served_names(host, 8000)


@given(st.text(max_size=30))
def test_no_other_host_is_ever_served(host):
    served = refusal("GET", {"host": host}, NAMES) is None
    assert served == (host.lower() in {"localhost:8000", "127.0.0.1:8000", "[::1]:8000"})


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"origin": "http://127.0.0.1:8000"}, True),
        ({"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"content-type": "application/json"}, True),
        ({}, False),
        ({"content-type": "application/x-www-form-urlencoded"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://127.0.0.1:9000"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "http://evil.example", "content-type": "application/json"}, False),
        ({"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "content-type": "application/json"}, False),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_write_needs_our_own_origin(method, headers, allowed):
    refused = refusal(method, {"host": "127.0.0.1:8000", **headers}, NAMES)
    assert (refused is None) is allowed


def test_a_refused_write_changes_nothing(visitor, pretend):
    evil = {"origin": "http://evil.example"}
    answer = visitor.post("/decide", data={"action_id": "a1", "verdict": "done"}, headers=evil)
    assert (answer.status_code, pretend.decisions) == (403, {})


@pytest.mark.parametrize("path", ["/", "/api/deals", "/nowhere", "/assets/nothing.js", "/deals.csv"])
def test_every_answer_carries_the_policy(visitor, path):
    headers = visitor.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe" not in POLICY


def test_another_host_gets_nothing(visitor):
    answer = visitor.get("/", headers={"host": "headway.example"})
    assert answer.status_code == 421
    assert "Maya" not in answer.text
