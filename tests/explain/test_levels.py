"""How values become levels: the cuts, what is usual in a segment, the most frequent texts, what is not known."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from headway.explain.factor import Factor
from headway.explain.levels import UNKNOWN, cut


def _factor(**given: object) -> Factor:
    return Factor("it", "It", "deals", lambda rows: rows, **given)


def _cut(values: list, segment: list[int] | None = None, compared: list[bool] | None = None, **given: object):
    kind = pa.string() if any(isinstance(value, str) for value in values) else pa.float64()
    n = len(values)
    return cut(
        _factor(**given),
        pa.chunked_array([pa.array(values, kind)]),
        np.array(segment or [0] * n, dtype=np.int64),
        np.array(compared or [True] * n, dtype=np.bool_),
    )


def test_a_level_begins_at_its_cut_and_what_is_null_is_not_known() -> None:
    found = _cut([0, 1, 1.5, 2, None], cuts=(1, 2), levels=("none", "one", "more"))
    assert found.codes.tolist() == [0, 1, 1, 2, UNKNOWN]


def test_a_size_is_seen_beside_its_segment() -> None:
    found = _cut(
        [10, 20, 30, 1000, 2000, 3000, None],
        [0, 0, 0, 1, 1, 1, 1],
        cuts=(1,),
        levels=("under", "over"),
        by_segment=True,
    )
    assert found.codes.tolist() == [0, 1, 1, 0, 1, 1, UNKNOWN]


def test_what_is_usual_is_that_of_the_deals_compared() -> None:
    found = _cut(
        [1, 2, 100, 200], compared=[True, True, False, False], cuts=(1,), levels=("under", "over"), by_segment=True
    )
    assert found.codes.tolist() == [0, 1, 1, 1]


def test_quantiles_have_as_many_deals_each_and_equal_values_one_level() -> None:
    found = _cut(list(range(9)), parts=3)
    assert np.bincount(found.codes).tolist() == [3, 3, 3]
    assert found.names == ("under 3", "3 to under 6", "6 or more")
    assert _cut([5] * 9, parts=3).names == ("any",)


def test_the_most_frequent_texts_are_levels_and_the_rest_are_others() -> None:
    texts = [name for count, name in enumerate("abcdefghij", start=1) for _ in range(count)]
    found = _cut([*texts, None, " "])
    assert found.names == (*"cdefghij", "others")
    assert (found.codes == UNKNOWN).sum() == 2
    assert (found.codes == 8).sum() == 3


def test_many_numbers_in_a_column_of_texts_are_numbers() -> None:
    found = _cut([*(str(number) for number in range(40)), None])
    assert len(found.names) == 4
    assert found.codes[-1] == UNKNOWN
    assert np.bincount(found.codes[:-1]).tolist() == [10] * 4


@pytest.mark.parametrize("values", [[], [None, None]])
def test_nothing_known_is_no_level(values: list) -> None:
    assert (_cut(values, parts=3).codes == UNKNOWN).all()
    assert (_cut(values, cuts=(1,), levels=("a", "b")).codes == UNKNOWN).all()
