"""The mapping by mouse and by keyboard in a real browser: sound at both widths, live preview, saved with its diff."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from headway.workspace import create_workspace
from tests.browser.conftest import _served
from tests.browser.test_looks import findings

pytestmark = pytest.mark.browser

EXPORT = "Deal ID,Firm,Status,Created Date,Amount\nD1,Acme,won,2026-01-02,10\nD2,Bolt,open,2026-01-03,20\n"


@pytest.fixture
def site(tmp_path):
    """A workspace that has a mapping and nothing loaded."""
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "pipeline.csv").write_text(EXPORT, encoding="utf-8")
    create_workspace(tmp_path / "w", files=tmp_path / "export")
    yield from _served(tmp_path / "w")


@pytest.mark.parametrize(("size", "scheme"), [("desk", "light"), ("phone", "dark")])
def test_a_heading_is_chosen_previewed_saved_and_synced(site, open_tab, size, scheme):
    page = open_tab(size, scheme).go("/mapping")
    page.get_by_label("name", exact=False).first.wait_for()
    page.locator("#set-name").select_option("Firm")
    expect(page.locator("td", has_text="Acme").first).to_be_visible()
    expect(page.locator(".diff")).to_contain_text('name = "Firm"')
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= seen
    assert findings(page) == []
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved")
    page.get_by_role("button", name="Sync now").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Synced", timeout=60_000)
