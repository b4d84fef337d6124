"""An address is folded alike wherever it is compared: in Python, in SQL, and in a model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import ibis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.duckdb import DuckBuilder
from headway.ingest.mailboxes import folded, folded_column, folded_sql

IN_A_MODEL = str(ibis.to_sql(folded_column(ibis.table({"address": "string"}, name="given").address), dialect="duckdb"))


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckBuilder]:
    with closing(DuckBuilder(Path(":memory:"))) as builder:
        yield builder


@given(
    st.lists(
        st.text("aZ.+ @é\u0308\xa0\t", max_size=8) | st.sampled_from(["@gmail.com", "@Googlemail.com", "a+b@x"]),
        max_size=4,
    )
)
def test_an_address_is_folded_alike_in_python_in_sql_and_in_a_model(engine: DuckBuilder, parts: list[str]) -> None:
    text = "".join(parts)
    found = engine.rows(
        f"WITH given AS (SELECT $text::VARCHAR AS address) SELECT {folded_sql('address')}, ({IN_A_MODEL}) FROM given",
        {"text": text},
    )
    assert found == [(folded(text), folded(text))]
