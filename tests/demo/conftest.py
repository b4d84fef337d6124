"""The demo company as its files hold it, drawn once."""

from __future__ import annotations

import pytest

from headway.demo import DEMO, STORIES, Company, draw_company


@pytest.fixture(scope="session")
def company() -> Company:
    return draw_company(7, DEMO, STORIES)
