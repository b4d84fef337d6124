"""An outside check: stated needs in real negotiations (CaSiNo, Chawla et al. 2021), to which no rule was fitted."""

from __future__ import annotations

import json

from headway.listen.rules.problem import RULE
from headway.listen.sentences import sentences
from tests.listen.labelled import auc


def test_stated_needs_of_strangers_score_higher_than_what_else_they_say(public_exports):
    """A need is not quite a problem, and camping is no trade; measured: area .77."""
    dialogues = json.loads((public_exports / "casino_negotiation" / "casino_test.json").read_text(encoding="utf-8"))
    scored = [
        (
            max((RULE.p(text[start:end]) for start, end in sentences(text)), default=0.0),
            "self-need" in labels.split(","),
        )
        for dialogue in dialogues
        for text, labels in dialogue["annotations"]
    ]
    scores, needs = [score for score, _ in scored], [need for _, need in scored]
    assert len(scored) > 400
    assert auc(scores, needs) >= 0.73
    shown = [need for score, need in scored if score >= RULE.least]
    assert sum(shown) / len(shown) >= 2 * sum(needs) / len(needs)
