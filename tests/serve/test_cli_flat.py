"""CSV from the command line: nothing is lost, and no cell is a formula."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from headway.serve.cli.flat import cell, csv_text

texts = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00\r"), max_size=20)
values = st.one_of(texts, st.integers(), st.floats(allow_nan=False), st.none(), st.lists(texts, max_size=2))


@given(st.lists(st.dictionaries(st.sampled_from("abcd"), values, min_size=1), min_size=1, max_size=5))
def test_every_cell_comes_back(rows):
    read = list(csv.DictReader(io.StringIO(csv_text(rows))))
    assert [{k: str(cell(v)) for k, v in row.items()} for row in rows] == [
        {k: row[k] for k in original} for row, original in zip(read, rows, strict=True)
    ]


@given(texts)
def test_no_text_cell_is_a_formula(text):
    shown = str(cell(text))
    if shown[:1] in {"=", "+", "-", "@"}:
        float(shown)


def test_an_estimate_is_one_column_a_figure():
    known = {"value": 1.5, "low": 1.0, "high": 2.0, "n": 9, "unit": "days"}
    text = csv_text([{"cycle": known}, {"cycle": {"value": None, "reason": "nothing closed"}}])
    assert text.splitlines() == [
        "cycle.value,cycle.low,cycle.high,cycle.n,cycle.unit,cycle.reason",
        "1.5,1.0,2.0,9,days,",
        ",,,,,nothing closed",
    ]


def test_no_rows_are_an_empty_text():
    assert csv_text([]) == ""
