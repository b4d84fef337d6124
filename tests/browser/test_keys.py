"""Today by keyboard: moving, deciding, undoing, copying; kept after a restart; and all of it without scripts too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def ids(page: Page) -> list[str]:
    return [link.get_attribute("id") for link in page.locator(".cover").all()]


def chosen(page: Page):
    return page.locator(".cover[aria-current]")


def press(page: Page, key: str) -> None:
    """One key, and the fragment that it brings when it moves or decides."""
    if key == "c":
        page.keyboard.press(key)
        return
    with page.expect_response(lambda response: response.request.headers.get("hx-request") == "true"):
        page.keyboard.press(key)
    page.wait_for_selector("#main:not(.htmx-request)")


def test_j_and_k_move_and_show_the_detail(open_tab):
    page = open_tab().go("/")
    first, second = ids(page)[:2]
    expect(chosen(page)).to_have_id(first)
    press(page, "j")
    expect(chosen(page)).to_have_id(second)
    expect(page.locator("#detail h2")).to_have_text(page.locator(f"#{second}").inner_text())
    assert page.url.endswith(second.removeprefix("card-"))
    expect(page.locator(f"#{second}")).to_be_focused()
    press(page, "k")
    expect(chosen(page)).to_have_id(first)
    page.keyboard.press("k")
    expect(chosen(page)).to_have_id(first)


@pytest.mark.parametrize(("key", "word"), [("e", "Done"), ("h", "Later"), ("x", "Not useful")])
def test_a_key_decides_and_z_undoes(open_tab, site, key, word):
    page = open_tab().go("/")
    before = ids(page)
    press(page, key)
    expect(page.locator("#told")).to_contain_text(word)
    expect(chosen(page)).to_have_id(before[1])
    assert before[0] not in ids(page)
    expect(page.locator("#count-today")).to_have_text(str(len(ids(page))))
    press(page, "z")
    expect(chosen(page)).to_have_id(before[0])
    expect(page.locator("#count-today")).to_have_text(str(len(before)))
    assert ids(page) == before


def test_decisions_are_there_after_a_restart_and_can_still_be_undone(open_tab, site):
    page = open_tab().go("/")
    before = ids(page)
    press(page, "e")
    expect(page.locator("#told")).to_contain_text("Done")
    page.goto("about:blank")
    site.stop()
    site.start()
    page.goto(site.address + "/")
    assert before[0] not in ids(page)
    press(page, "z")
    expect(page.locator(f"#{before[0]}")).to_have_count(1)


def test_c_copies_the_message(open_tab):
    tab = open_tab(permissions=["clipboard-read", "clipboard-write"])
    page = tab.go("/")
    for _ in ids(page):
        if page.locator("#draft").count():
            break
        press(page, "j")
    draft = page.locator("#draft").inner_text()
    press(page, "c")
    expect(page.locator("#told")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.sub(r"\s+", " ", copied).strip() == re.sub(r"\s+", " ", draft).strip()


def test_the_question_mark_opens_help_and_keys_rest_while_it_is_open(open_tab):
    page = open_tab().go("/")
    before = ids(page)
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    expect(page.locator("#help")).not_to_be_visible()
    assert ids(page) == before


def test_all_of_it_works_without_scripts(open_tab, site):
    page = open_tab(java_script_enabled=False).go("/")
    before = ids(page)
    page.locator(f"#{before[1]}").click()
    expect(chosen(page)).to_have_id(before[1])
    page.locator("#detail").get_by_role("button", name="Done").click()
    assert before[1] not in ids(page)
    page.get_by_role("button", name="Undo").first.click()
    assert ids(page) == before
