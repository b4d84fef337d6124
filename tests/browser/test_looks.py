"""Every page in a real browser: no sideways scroll, no finding of axe, no other host, fingers fit on phones."""

from __future__ import annotations

import re

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PATHS = [
    "/",
    "/?rep=all",
    "/deals",
    "/velocity",
    "/velocity?by=rep_id",
    "/health",
    "/sources",
    "/identity",
    "/funnel",
    "/bottlenecks",
    "/wins",
    "/reps",
    "/retention",
    "/metrics",
    "/model",
    "/more",
    "/help",
]


def findings(page) -> list[str]:
    found = Axe().run(page)["violations"]
    return [f"{f['id']}: {node['html'][:160]}" for f in found for node in f["nodes"]]


@pytest.mark.parametrize(
    ("size", "scheme", "paths"),
    [
        ("desk", "light", PATHS),
        ("phone", "dark", PATHS),
        ("desk", "dark", ["/", "/velocity"]),
        ("phone", "light", ["/", "/deals"]),
    ],
)
def test_pages_are_sound(open_tab, size, scheme, paths):
    tab = open_tab(size, scheme)
    for path in paths:
        page = tab.go(path)
        wide, seen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= seen, f"{path} scrolls sideways"
        assert findings(page) == [], path


def test_on_a_phone_every_button_is_large_enough(open_tab):
    page = open_tab("phone").go("/")
    for control in page.locator("button:visible, .button:visible, select:visible, .tabs a:visible").all():
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 44, control.inner_text()


def test_what_to_say_of_a_pair_stands_on_the_first_line_of_its_row(open_tab):
    row = open_tab("desk").go("/identity").locator(".check").first
    line = row.locator(".sort").evaluate(
        "e => e.getBoundingClientRect().top + parseFloat(getComputedStyle(e).lineHeight) / 2"
    )
    for word in ("The same", "Different"):
        box = row.get_by_role("button", name=re.compile(f"^{word}: .+ and .+")).bounding_box()
        assert abs(box["y"] + box["height"] / 2 - line) < 3


def test_the_drawing_of_velocity_follows_its_frame(open_tab):
    desk, phone = open_tab("desk").go("/velocity"), open_tab("phone").go("/velocity")
    assert desk.locator(".wide-chart svg").is_visible()
    assert phone.locator(".narrow-chart svg").is_visible()
    assert not phone.locator(".wide-chart svg").is_visible()


def test_the_theme_can_be_chosen_and_stays(open_tab):
    page = open_tab("desk", "light").go("/")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_label("Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    ink = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ink != paper
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ink
