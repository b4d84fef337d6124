"""Finds what a text states: for each sentence and each detector, how likely it is, and in whose words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from headway.listen.rules import RULES
from headway.listen.rules.rule import Detector
from headway.listen.sentences import sentences
from headway.listen.speakers import Voices

_LONGEST = 400  # characters; a longer stretch is a table or a log, not a sentence


@dataclass(frozen=True, slots=True)
class Found:
    """Something stated; ``quote`` is ``body[start:end]``, ``p`` that it is what it seems, ``name`` what it names."""

    kind: str
    start: int
    end: int
    quote: str
    p: float
    speaker: str
    name: str | None = None


def find(body: str, speaker: str, detectors: Sequence[Detector] = RULES) -> list[Found]:
    """What the sentences of a body state: problem, cost, date, owner, objection, next_step, and names.

    Args:
        body: the text of one activity.
        speaker: whose words it holds, ``customer``, ``rep`` or ``unknown``; a seller's note that reports the
            customer's words is taken as the customer's, with a lower probability.
        detectors: what listens; the rules by default. Whatever hears by other means is given here.

    Example:
        >>> [(f.kind, f.quote) for f in find("Hi. We lose two orders every week because stock is wrong.", "customer")]
        [('problem', 'We lose two orders every week because stock is wrong.')]
    """
    found: list[Found] = []
    voices = None
    for start, end in sentences(body):
        sentence = body[start : min(end, start + _LONGEST)]
        for detector in detectors:
            for span in detector.spans(sentence):
                voices = voices or Voices.of(body, speaker)
                who, sure = voices.at(start, end)
                left, right = start + span.start, start + span.end
                p = round(span.p * sure, 4)
                found.append(Found(detector.kind, left, right, body[left:right], p, who, span.name))
    return found
