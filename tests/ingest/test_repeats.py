"""Repeated keys are found in one look or in many."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.duckdb import DuckBuilder
from headway.ingest import repeats
from tests.guarantees.asking import examples


@examples(30)
@given(rows=st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.integers(1, 4)), max_size=30))
def test_the_keys_that_repeat_are_those_counted_more_than_once(rows: list[tuple[str, int | None]]) -> None:
    expected = sorted((text, number or 0) for (text, number), times in Counter(rows).items() if times > 1)
    with closing(DuckBuilder(Path(":memory:"))) as builder, pytest.MonkeyPatch.context() as patch:
        builder.execute("CREATE TABLE given (text VARCHAR, number INTEGER)")
        for row in rows:
            builder.execute("INSERT INTO given VALUES (?, ?)", row)
        for at_once in (7, 1_000):
            patch.setattr(repeats, "_AT_ONCE", at_once)
            assert repeats.find_repeats(builder, "given", "hash((text, number))") == len(expected)
            found = builder.rows(
                "SELECT DISTINCT text, coalesce(number, 0) FROM given "
                f"WHERE hash((text, number)) IN (SELECT key FROM {repeats.REPEATED}) ORDER BY ALL"
            )
            assert found == expected
