"""Seeded companies that live the three stories: for the demo, the docs and the tests."""

from __future__ import annotations

from headway.demo.company import Company, draw_company, write_company
from headway.demo.hidden import STORIES, Hidden
from headway.demo.pipeline import DEMO, SMALL, Size
from headway.demo.weeks import LAST_DAY

__all__ = ["DEMO", "LAST_DAY", "SMALL", "STORIES", "Company", "Hidden", "Size", "draw_company", "write_company"]
