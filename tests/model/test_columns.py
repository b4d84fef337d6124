"""Columns become the arrays that Arrow itself would make of them, and nothing loads pandas on the way."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.model.columns import as_array

_DAYS = st.integers(-10_000, 10_000)
_KINDS = {
    pa.int8(): st.integers(-128, 127),
    pa.int64(): st.integers(-(2**52), 2**52),
    pa.uint32(): st.integers(0, 2**32 - 1),
    pa.float32(): st.floats(width=32, allow_nan=False),
    pa.float64(): st.floats(allow_nan=False),
    pa.bool_(): st.booleans(),
    pa.date32(): _DAYS,
    pa.timestamp("us"): _DAYS.map(lambda day: datetime.fromtimestamp(day * 86_399, UTC).replace(tzinfo=None)),
    pa.string(): st.text(max_size=3),
}


@pytest.mark.parametrize("kind", _KINDS, ids=str)
@given(data=st.data())
def test_it_is_what_arrow_gives(kind, data) -> None:
    values = st.one_of(_KINDS[kind], st.none()) if data.draw(st.booleans()) else _KINDS[kind]
    chunks = data.draw(st.lists(st.lists(values, max_size=20), max_size=3))
    whole = [pa.array(chunk, kind) for chunk in chunks]
    cut = data.draw(st.integers(0, 9))
    column = pa.chunked_array([part.slice(min(cut, len(part))) for part in whole], kind)
    for given_ in (column, column.combine_chunks()):
        theirs, ours = given_.to_numpy(zero_copy_only=False), as_array(given_)
        assert ours.dtype == theirs.dtype
        np.testing.assert_array_equal(ours, theirs)


def test_sums_of_whole_numbers_are_numbers() -> None:
    column = pa.chunked_array([pa.array([Decimal(2**60), None], pa.decimal128(38, 0))])
    np.testing.assert_array_equal(as_array(column), [float(2**60), np.nan])


def test_a_question_loads_no_pandas(demo_folder) -> None:
    code = """import sys; from headway import open_workspace
workspace = open_workspace(sys.argv[1])
for name in ("velocity", "bottlenecks"):
    workspace.ask(name, by=("segment",), start="2023-01-02")
loaded = {"ibis", "pandas"} & set(sys.modules)
print(*loaded)
"""
    told = []
    for day in ("-03", "-04"):  # the first time it is compiled, which may load anything
        command = [sys.executable, "-c", code.replace("-02", day), str(demo_folder)]
        told.append(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())
    assert not told[1]
