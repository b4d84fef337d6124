"""Names that the data knows are heard as written or nearly so, at exact places, and those known first come first."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.listen.find import find
from headway.listen.names import Names

NAMES = ["ShiftWorks", "Quantal Systems", "Rostera", "Box", "Single sign-on", "SAP connector", "none", "n/a"]
words = st.sampled_from(
    [
        "Shift",
        "works",
        "ShiftWork",
        "Quantal",
        "Sytems",
        "rostera",
        "roster",
        "box",
        "Single",
        "sign",
        "on",
        "SAP-connector",
    ]
)
texts = st.one_of(st.text(max_size=80), st.lists(words, max_size=9).map(" ".join))


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("We also look at Shift Works.", [("Shift Works", "ShiftWorks")]),
        ("Quantal claims to have one", [("Quantal", "Quantal Systems")]),
        ("My cousin uses Quantal Sytems", [("Quantal Sytems", "Quantal Systems")]),
        ("The roster is wrong again", []),
        ("we use rostera", [("rostera", "Rostera")]),
        ("None of them convinced us", []),
        ("Boxes are in the yard", []),
    ],
)
def test_a_competitor_is_heard_as_people_write_it(text, heard):
    spans = Names.of("competitor", NAMES).spans(text)
    assert [(text[span.start : span.end], span.name) for span in spans] == heard


@pytest.mark.parametrize(
    "text", ["single sign on", "Single Sign-On", "single-signon", "sap-connectors", "a SAP conector"]
)
def test_a_capability_is_heard_whatever_its_case_and_hyphens(text):
    assert len(Names.of("capability", NAMES).spans(f"Do you have {text}, by the way?")) == 1


@given(texts, st.sampled_from(["competitor", "capability"]))
def test_what_is_heard_lies_at_its_place_and_nothing_overlaps(text, kind):
    spans = Names.of(kind, NAMES).spans(text)
    assert all(0 <= a.end <= b.start for a, b in pairwise(spans))
    for one in find(text, "customer", (Names.of(kind, NAMES),)):
        assert text[one.start : one.end] == one.quote
        assert one.name in NAMES


ALIKE = ("Norvik", "Norvick", "Norvik Systems", "Shift", "ShiftWorks", "Shift Works Pro", "Works Pro")
spoken = st.lists(
    st.sampled_from(["Norvik", "Norvick", "Systems", "Shift", "Works", "Pro", "ShiftWork", "and"]), max_size=7
)


@given(spoken.map(" ".join), st.permutations(ALIKE), st.integers(0, len(ALIKE)))
@settings(max_examples=200)
def test_names_that_came_later_take_nothing_from_those_known_before(text, names, known):
    before = set(names[:known])
    later = [span for span in Names.of("competitor", names).spans(text) if span.name in before]
    assert later == list(Names.of("competitor", names[:known]).spans(text))
