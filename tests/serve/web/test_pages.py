"""Every question has a page, its twins, and no markup that the policy would refuse."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from tests.serve.web.pretend import QUESTIONS, Status

PATHS = ["/", "/?rep=all", "/?rep=r1", "/more", "/help", *(f"/{name}" for name in QUESTIONS), "/velocity?by=rep_id"]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_whole_private_and_without_inline_code(visitor, path):
    page = visitor.get(path)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:|<script(?![^>]+src=)", page.text)
    assert "://" not in re.sub(r"http://www\.w3\.org/\S+", "", page.text)
    assert page.text.count("<h1>") == 1


@pytest.mark.parametrize("path", PATHS)
def test_a_fragment_is_the_page_without_its_frame(visitor, path):
    whole, fragment = visitor.get(path).text, visitor.get(path, headers={"hx-request": "true"}).text
    assert '<nav class="side"' in whole
    assert '<nav class="side"' not in fragment
    main = whole.partition('tabindex="-1">')[2].partition("</main>")[0]
    assert main.strip() in fragment


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/help"])
def test_every_link_among_pages_keeps_the_readers_day(visitor, path):
    day = "as_of=2026-01-31"
    page = visitor.get(f"{path}{'&' if '?' in path else '?'}{day}").text
    links = re.findall(r'<a[^>]*\shref="(/[^"]*)"', page)
    assert any(link.startswith("/velocity") for link in links)
    of_no_day = ("/mapping", "/help", "/assets")
    assert [link for link in links if day not in link and not link.startswith(of_no_day)] == []
    assert "as_of" not in visitor.get(path).text.replace('name="as_of" value=""', "").replace("<code>as_of", "")


def test_what_is_decided_of_a_past_day_is_of_that_day_and_leads_back_to_it(visitor, pretend):
    page = visitor.get("/?rep=r1&as_of=2026-01-31").text
    assert page.count('name="as_of" value="2026-01-31"') == page.count('action="/decide"') > 0
    action = re.search(r'name="action_id" value="([^"]+)"', page)[1]
    given = {"action_id": action, "verdict": "done", "rep": "r1", "as_of": "2026-01-31"}
    done = visitor.post("/decide", data=given, follow_redirects=False)
    assert done.headers["location"].startswith("/?as_of=2026-01-31&rep=r1")
    assert pretend.decided_as_of == date(2026, 1, 31)


def test_what_customers_wrote_is_never_markup(visitor):
    page = visitor.get("/?rep=r2").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;b&gt;decides" in visitor.get("/?rep=r1").text


def test_assets_are_kept_for_ever_under_the_hash_of_their_content(visitor):
    page = visitor.get("/").text
    found = re.findall(r"(?:href|src)=\"(/assets/[^\"]+)\"", page)
    assert len(found) >= 4
    for address in found:
        asset = visitor.get(address)
        assert asset.status_code == 200
        assert "immutable" in asset.headers["cache-control"]
    style = visitor.get(next(a for a in found if a.endswith(".css"))).text
    for address in re.findall(r"url\(([^)]+)\)", style):
        assert visitor.get(address).status_code == 200


def test_nothing_loaded_yet_says_the_one_thing_to_do(visitor, pretend):
    pretend.loaded = False
    page = visitor.get("/")
    assert page.status_code == 200
    assert "headway sync" in page.text
    assert visitor.get("/api/next").status_code == 422
    assert visitor.get("/healthz").status_code == 200


def test_no_rows_give_the_notes_and_a_way_on(visitor):
    page = visitor.get("/blank").text
    assert "There are no subscriptions" in page
    assert 'href="/health"' in page


def test_old_data_is_called_old(visitor, pretend):
    assert "The last sync is" not in visitor.get("/").text
    pretend.current = Status(synced_at=datetime(2026, 2, 26, 8, 40, tzinfo=UTC))
    pretend.writes += 1
    page = visitor.get("/").text
    assert "The last sync is 4 days old" in page
    assert "What you decided here is up to date" in page


def test_a_figure_that_is_not_known_gives_its_reason(visitor):
    page = visitor.get("/velocity").text
    assert "no subscriptions table" in page
    assert "not known" in page


def test_what_does_not_exist_reads_the_same_as_what_is_not_yours(visitor):
    for path in ("/nowhere", "/?rep=nobody"):
        assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/deals?page=x", "/deals?page=0", "/deals?page=²", "/deals?sort=x", "/?asof=1"])
def test_an_address_that_cannot_be_read_is_400_with_the_way_out(visitor, path):
    page = visitor.get(path)
    assert page.status_code == 400
    assert "Next:" in page.text


def test_deals_are_paged_filtered_and_ordered_by_the_address(visitor):
    first, second = visitor.get("/deals").text, visitor.get("/deals?page=2").text
    assert "1 to 50 of 60" in first
    assert "51 to 60 of 60" in second
    assert first.index("=Deal 60<") < first.index("=Deal 59<")
    assert visitor.get("/deals?sort=days_to_close").text.index("=Deal 1<") > 0
    only = visitor.get("/deals?stage=Discover").text
    assert "Propose ·" not in only.partition("<tbody>")[2]


def test_the_theme_is_kept_in_a_cookie_and_leads_back(visitor):
    answer = visitor.post("/theme", data={"theme": "dark", "back": "/deals?page=2"}, follow_redirects=False)
    assert answer.headers["location"] == "/deals?page=2"
    assert "samesite=lax" in answer.headers["set-cookie"].lower()
    assert 'data-theme="dark"' in visitor.get("/").text
    assert visitor.post("/theme", data={"theme": "pink"}).status_code == 400


@pytest.mark.parametrize(
    "back", ["//evil.example", "///evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\r\nx: y"]
)
def test_no_way_back_leads_elsewhere(visitor, back):
    answer = visitor.post("/theme", data={"theme": "dark", "back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"
