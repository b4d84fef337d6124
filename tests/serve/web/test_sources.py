"""The page of the sources: verdicts in words, times in the short form, and only the tables that matter opened."""

from __future__ import annotations

import re

from tests.serve.web.pretend import source

WRONG = {
    "fresh": False,
    "complete": False,
    "agrees": False,
    "rows_gone": 1200,
    "stale": ["deals"],
    "holes": ["deals: 2025-11-03 to 2026-01-14"],
    "empty": [
        {"table": "deals", "column": "amount", "share": 0.048},
        {"table": "deals", "column": "rep_id", "share": 1.0},
    ],
}


def told(visitor) -> str:
    """The page's words, one space between them."""
    main = visitor.get("/sources").text.partition('tabindex="-1">')[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_a_sound_source_says_yes_three_times_and_when(visitor):
    text = told(visitor)
    assert text.count("✓ yes") == 3
    assert "28 Feb 2 days silent 3 days 08:40 today 1,600" in text
    assert "▲" not in text


def test_what_is_wrong_is_said_in_words_with_its_tables_first(visitor, pretend):
    pretend.sources = [source("crm", **WRONG)]
    text = told(visitor)
    assert "crm ▲ no deals ▲ no deals ▲ no 1,200 rows gone" in text
    assert "deals 1,300 ▲ stale; nothing between 3 Nov 2025 and 14 Jan rep_id 100%, amount 5% accounts 300 no" in text


def test_a_hole_alone_leaves_the_source_fresh(visitor, pretend):
    pretend.sources = [source("crm", complete=False, holes=WRONG["holes"])]
    text = told(visitor)
    assert "crm ✓ yes ▲ no deals ✓ yes" in text
    assert "deals 1,300 ▲ nothing between 3 Nov 2025 and 14 Jan" in text


def test_the_time_of_the_sync_is_the_workspaces_own(visitor, pretend):
    pretend.sources = [source("crm", last_sync="2026-03-01T23:40:12")]
    assert "23:40 yesterday" in told(visitor)
    pretend.current = type(pretend.current)(timezone="Asia/Tokyo")
    pretend.writes += 1
    assert "08:40 today" in told(visitor)


def test_what_no_sync_can_tell_yet_is_not_called_good(visitor, pretend):
    pretend.sources = [source("", agrees=None, rows_gone=None, rows_added=None, usual_gap_days=None)]
    text = told(visitor)
    assert "no name ✓ yes ✓ yes ○ not compared first sync, or another day asked for" in text
    assert "not known too few days with rows" in text


def test_many_stale_tables_leave_the_line_short(visitor, pretend):
    names = [f"table{n}" for n in range(14)]
    pretend.sources = [source("crm", fresh=False, tables=dict.fromkeys(names, 9), stale=names)]
    text = told(visitor)
    assert "▲ no table0, table1 and 12 more ✓ yes" in text
    assert text.count("▲ stale") == 14


def test_of_ten_sources_only_the_one_that_is_wrong_is_open(visitor, pretend):
    pretend.sources = [source(f"s{n}") for n in range(9)] + [source("billing", **WRONG)]
    page = visitor.get("/sources").text
    opened = re.findall(r'<details class="of-source"( open)?>\s*<summary><strong>(\w+)', page)
    assert [name for is_open, name in opened if is_open] == ["billing"]
    assert len(opened) == 10


def test_no_source_says_what_to_do(visitor, pretend):
    pretend.sources = []
    page = visitor.get("/sources").text
    assert 'href="/mapping"' in page
    assert "<table" not in page


def test_the_json_of_sources_is_as_the_question_gave_it(visitor, pretend):
    pretend.sources = [source("crm", **WRONG)]
    assert visitor.get("/api/sources").json()["rows"] == pretend.sources


def test_the_page_of_health_tells_the_same_of_a_source(visitor, pretend):
    pretend.sources = [source("crm", **WRONG)]
    table = visitor.get("/health").text.partition('aria-label="Sources">')[2].partition("</table>")[0]
    assert "1,200 rows gone" in table
    assert table in visitor.get("/sources").text
