"""Words that cannot all hold are found, whatever the way on which they meet; words that can are never told."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from headway.model.contradictions import contradictions
from headway.state.identities import DIFFERENT, SAME, Identity

_ROWS = "ABCDEF"
_PAIRS = st.lists(st.lists(st.sampled_from(_ROWS), min_size=2, max_size=2, unique=True), max_size=6)


def _word(number: int, one: str, verdict: str, other: str) -> Identity:
    return Identity("accounts", one, other, verdict, date(2026, 1, 1), "local", "", number)


@given(same=_PAIRS, merged=_PAIRS, different=_PAIRS)
def test_two_that_are_to_be_two_are_contradicted_exactly_when_other_words_make_them_one(
    same: list[list[str]], merged: list[list[str]], different: list[list[str]]
) -> None:
    group = {row: {row} for row in _ROWS}
    for one, other in (*same, *merged):
        both = group[one] | group[other]
        group |= dict.fromkeys(both, both)
    words = [_word(n, *pair) for n, pair in enumerate(((a, SAME, b) for a, b in same))]
    words += [_word(10 + n, a, DIFFERENT, b) for n, (a, b) in enumerate(different)]
    found = contradictions(words, [("accounts", a, b) for a, b in merged])
    told = {word for word in found if word.verdict == DIFFERENT}
    assert told == {word for word in words if word.verdict == DIFFERENT and word.into_id in group[word.from_id]}


def test_one_that_became_one_and_then_another_is_told_unless_the_two_are_one() -> None:
    twice = [_word(1, "A", SAME, "B"), _word(2, "A", SAME, "C")]
    assert list(contradictions(twice, [])) == [twice[1]]
    assert contradictions([*twice, _word(3, "B", SAME, "C")], []) == {}
