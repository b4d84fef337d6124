"""Finds what a text states: for each sentence and each rule, how likely it is, and in whose words."""

from __future__ import annotations

from dataclasses import dataclass

from headway.listen.rules import RULES
from headway.listen.sentences import sentences
from headway.listen.speakers import Voices

_LONGEST = 400  # characters; a longer stretch is a table or a log, not a sentence


@dataclass(frozen=True, slots=True)
class Found:
    """One sentence that states something; ``quote`` is ``body[start:end]``, ``p`` that it is what it seems."""

    kind: str
    start: int
    end: int
    quote: str
    p: float
    speaker: str


def find(body: str, speaker: str) -> list[Found]:
    """What the sentences of a body state: problem, cost, date, owner, next_step.

    Args:
        body: the text of one activity.
        speaker: whose words it holds, ``customer``, ``rep`` or ``unknown``; a seller's note that reports the
            customer's words is taken as the customer's, with a lower probability.

    Example:
        >>> [(f.kind, f.quote) for f in find("Hi. We lose two orders every week because stock is wrong.", "customer")]
        [('problem', 'We lose two orders every week because stock is wrong.')]
    """
    found: list[Found] = []
    voices = None
    for start, end in sentences(body):
        sentence = body[start : min(end, start + _LONGEST)]
        for rule in RULES:
            p = rule.p(sentence)
            if p >= rule.least:
                voices = voices or Voices.of(body, speaker)
                who, sure = voices.at(start, end)
                found.append(Found(rule.kind, start, start + len(sentence), sentence, round(p * sure, 4), who))
    return found
