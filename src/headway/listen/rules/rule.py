"""What a rule is: cues that make it more or less likely that a sentence states something, added up as log-odds."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from headway.listen.rules.times import listed

SURE_AT_MOST = 0.9  # words alone never prove what was meant


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern, and by how much its presence shifts the log-odds; ``again`` when there is a second one."""

    pattern: re.Pattern[str]
    shift: float
    again: float = 0.0

    def weight(self, text: str) -> float:
        """The shift that this cue gives to a lower-case sentence."""
        first = self.pattern.search(text)
        if first is None:
            return 0.0
        return self.shift + (self.again if self.again and self.pattern.search(text, first.end()) else 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """Tells how likely a sentence states one kind of thing.

    Attributes:
        kind: what is stated, as in the noun ``statements``.
        gate: without a match of it the sentence states nothing of the kind; keeps the rest cheap.
        bias: log-odds of a sentence that passes the gate and has no other cue.
        least: probability below which nothing is said to be found.
    """

    kind: str
    gate: re.Pattern[str]
    bias: float
    cues: tuple[Cue, ...]
    least: float = 0.5

    def p(self, sentence: str) -> float:
        """Probability that the sentence states it; 0 when it does not pass the gate.

        Example:
            >>> rule = Rule("cost", words("costs us"), 0.0, cues((1.0, "each week")))
            >>> round(rule.p("It costs us $400 each week"), 2), rule.p("Nice to meet you")
            (0.73, 0.0)
        """
        text = sentence.lower()
        if not self.gate.search(text):
            return 0.0
        odds = self.bias + sum(cue.weight(text) for cue in self.cues)
        return min(SURE_AT_MOST, 1.0 / (1.0 + math.exp(-odds)))


def words(*alternatives: str) -> re.Pattern[str]:
    """A pattern that finds any of the alternatives as whole words of a lower-case text.

    (Lower-casing the text once is five times faster than a pattern that ignores case.)
    """
    return re.compile(r"(?<![\w$€£])(?:" + "|".join(alternatives) + r")(?!\w)")


def cues(*pairs: tuple[float, str | Sequence[str]]) -> tuple[Cue, ...]:
    """Cues of pairs of a shift and its patterns, written as :func:`listed` reads them or listed already."""
    return tuple(Cue(words(*(listed(text) if isinstance(text, str) else text)), shift) for shift, text in pairs)
