"""A browser's stand-in on the pretended workspace."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from headway.serve.web import make_app
from tests.serve.web.pretend import Pretend

ORIGIN = "http://127.0.0.1:8000"


@pytest.fixture
def pretend() -> Pretend:
    return Pretend()


@pytest.fixture
def visitor(pretend, monkeypatch):
    """Reads and writes as a page of ours would."""
    monkeypatch.setenv("HEADWAY_NOW", "2026-03-02T09:00:00+00:00")
    client = TestClient(make_app(pretend, port=8000), base_url=ORIGIN, headers={"origin": ORIGIN})
    with client:
        yield client
