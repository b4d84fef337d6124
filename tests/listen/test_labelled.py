"""What the rules are worth on sentences labelled twice: on phrasings, topics and authors that they were not made on."""

from __future__ import annotations

import pytest

from headway.listen.heard import SHOWN, SHOWN_P, SHOWN_RIGHT, TALKS, TALKS_HEARD, TALKS_MISHEARD, TALKS_STATED
from headway.listen.names import Names
from headway.listen.rules import RULES
from headway.listen.speakers import CUSTOMER, Voices
from tests.listen.labelled import CAPABILITIES, COMPETITORS, KINDS, Labelled, agreed, kappa, labelled, worth

DETECTORS = {
    **{rule.kind: rule for rule in RULES},
    "competitor": Names.of("competitor", COMPETITORS),
    "capability": Names.of("capability", CAPABILITIES),
}
# Least AUC, and least precision of what is shown, on the part that the rules were not made on; measured: see docs.
FLOORS = {
    "problem": (0.90, 0.94),
    "cost": (0.85, 0.9),
    "date": (0.95, 0.65),
    "owner": (0.75, 0.9),
    "objection": (0.85, 0.85),
    "next_step": (0.85, 0.9),
    "competitor": (0.95, 0.95),
    "capability": (0.95, 0.95),
}
_BY_CUSTOMER = {"problem", "cost", "date", "owner", "objection"}


def _score(kind: str, row: Labelled) -> float:
    """As :func:`find` scores it, below the shown threshold too."""
    detector = DETECTORS[kind]
    p = (
        detector.p(row.sentence)
        if hasattr(detector, "p")
        else max((s.p for s in detector.spans(row.sentence)), default=0)
    )
    who, sure = Voices.of(row.sentence, row.speaker).at(0, len(row.sentence))
    return p * sure if who == CUSTOMER or kind not in _BY_CUSTOMER else 0.0


def test_the_set_is_large_labelled_twice_and_split_by_phrasing_topic_and_author():
    rows = labelled()
    assert len(rows) >= 500
    assert len({row.sentence for row in rows}) == len(rows)
    for what in ("family", "topic", "author"):
        dev, test = ({getattr(row, what) for row in labelled(part)} for part in ("dev", "test"))
        assert not dev & test, what
    assert {kind for row in rows for kind in row.a} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_two_passes_agree(kind):
    assert kappa(kind, labelled()) >= 0.85


@pytest.mark.parametrize("kind", KINDS)
def test_rules_tell_what_is_stated_on_phrasings_that_they_were_not_made_on(kind):
    area, hits, shown, meant = worth(kind, labelled("test"), lambda row: _score(kind, row), SHOWN_P)
    least_area, least_precision = FLOORS[kind]
    assert area >= least_area, (area, hits, shown, meant)
    assert hits / shown >= least_precision, (area, hits, shown, meant)


def test_a_problem_is_told_from_the_customer_s_own_words_alone():
    rows = [row for row in labelled("test") if row.speaker == CUSTOMER]
    area, hits, shown, meant = worth("problem", rows, lambda row: _score("problem", row), SHOWN_P)
    assert area >= 0.85, (area, hits, shown, meant)
    assert hits >= 0.9 * shown, (area, hits, shown, meant)


def test_how_well_talks_are_heard_is_what_the_correction_takes_it_to_be():
    talks: dict[str, list[tuple[bool, bool]]] = {}
    for row in agreed("problem", labelled("test")):
        if row.speaker == CUSTOMER:
            told = _score("problem", row) >= SHOWN_P, "problem" in row.a
            talks.setdefault(f"{row.topic}/{row.author}", []).append(told)
    _, hits, shown, _ = worth("problem", labelled("test"), lambda row: _score("problem", row), SHOWN_P)
    assert (hits, shown) == (SHOWN_RIGHT, SHOWN)
    stated = [talk for talk in talks.values() if any(there for _, there in talk)]
    assert (len(talks), len(stated)) == (TALKS, TALKS_STATED)
    assert sum(any(told and there for told, there in talk) for talk in stated) == TALKS_HEARD
    assert sum(any(told and not there for told, there in talk) for talk in talks.values()) == TALKS_MISHEARD


def test_what_a_seller_says_of_firms_at_large_is_no_problem_of_the_customer():
    rows = [
        row
        for row in labelled()
        if row.family in {"pitch", "seller claim", "seller question", "rep opinion", "seller belief", "seller advice"}
    ]
    loud = [row.sentence for row in rows if _score("problem", row) >= SHOWN_P]
    assert len(rows) >= 30
    assert len(loud) <= 1, loud
