"""The twins of a page hold the same figures: CSV that runs nothing, pictures that fetch nothing."""

from __future__ import annotations

import csv
import io
import re

from hypothesis import given
from hypothesis import strategies as st

from headway.serve.web.export import csv_text


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=12), max_size=3), max_size=4))
def test_no_cell_begins_like_a_formula(rows):
    for cells in csv.reader(io.StringIO(csv_text(rows), newline="")):
        assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_the_csv_holds_every_row_of_the_page_and_every_part_of_its_figures(visitor):
    answer = visitor.get("/deals.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 60
    assert rows[0]["name"] == "'=Deal 1"
    assert {"p_won", "p_won_low", "p_won_high", "p_won_n"} <= set(rows[0])
    assert "attachment" in answer.headers["content-disposition"]


def test_the_csv_of_today_is_of_the_seller_shown(visitor):
    rows = list(csv.DictReader(io.StringIO(visitor.get("/next.csv?rep=r2").text)))
    assert {row["rep_id"] for row in rows} == {"r2"}


def test_pictures_are_drawn_without_style_attributes_or_links(visitor):
    alone = visitor.get("/velocity.svg?by=rep_id").text
    assert alone.startswith("<svg")
    assert "var(--" not in alone
    assert "style=" not in alone
    assert visitor.get("/velocity.png?by=rep_id").content.startswith(b"\x89PNG")
    assert visitor.get("/deals.png").status_code == 404


def test_the_drawing_follows_the_theme_and_speaks_its_figures(visitor):
    page = visitor.get("/velocity/drawing?by=rep_id", headers={"hx-request": "true"}).text
    assert page.count("<svg") == 2
    assert "var(--blue)" in page
    assert re.search(r"aria-label=\"Maya Lind: 31%, likely 29% to 33%\"", page)


def test_the_trend_leaves_out_young_quarters_and_has_its_figures_as_a_table(visitor, pretend):
    page = visitor.get("/velocity/drawing").text
    assert "2025-Q3" in page
    assert "2025-Q4" not in page
    assert "The same figures as a table" in page
    assert pretend.asked.count("velocity") == 7
