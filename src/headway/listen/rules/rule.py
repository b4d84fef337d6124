"""What a rule is: cues that make it more or less likely that a sentence states something, added up as log-odds."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from headway.listen.lexicon import cut, groups_in
from headway.listen.rules.times import listed

SURE_AT_MOST = 0.9  # words alone never prove what was meant
_LONG = 16  # words


class Detector(Protocol):
    """Hears one kind of thing in a sentence; rules are such, names are, and what comes to hear by meaning will be.

    Attributes:
        kind: what is stated, as in the noun ``statements``.
    """

    @property
    def kind(self) -> str:
        """What is stated, as in the noun ``statements``."""

    def spans(self, sentence: str) -> Iterable[Span]:
        """Where in the sentence it is stated, and how likely."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a sentence that states something: ``sentence[start:end]``; ``name`` is what it names, if a name."""

    start: int
    end: int
    p: float
    name: str | None = None


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
        gate: without a match of it the sentence states nothing of the kind; keeps the rest cheap. None for no gate.
        bias: log-odds of a sentence that passes the gate and has no other cue.
        words: shifts for the first and for the second word of a group of the lexicon.
        length: shift for a sentence of sixteen words or more, in proportion for a shorter one.
        far: log-odds of gate and words below which the cues are not looked for; they would not make up for it.
        least: probability below which nothing is said to be found.
    """

    kind: str
    gate: re.Pattern[str] | None
    bias: float
    cues: tuple[Cue, ...]
    words: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    length: float = 0.0
    far: float = -math.inf
    least: float = 0.5

    def p(self, sentence: str) -> float:
        """Probability that the sentence states it; 0 when it does not pass the gate.

        Example:
            >>> rule = Rule("cost", words("costs us"), 0.0, cues((1.0, "each week")))
            >>> round(rule.p("It costs us $400 each week"), 2), rule.p("Nice to meet you")
            (0.73, 0.0)
        """
        text = sentence.lower()
        if self.gate is not None and not self.gate.search(text):
            return 0.0
        odds = self.bias
        if self.words:
            odds += self._of_words(text)
            if odds < self.far:
                return 0.0
        odds += sum(cue.weight(text) for cue in self.cues)
        return min(SURE_AT_MOST, 1.0 / (1.0 + math.exp(-odds)))

    def _of_words(self, text: str) -> float:
        cut_up = cut(text)
        odds = self.length * min(len(cut_up), _LONG) / _LONG
        for group, count in groups_in(cut_up).items():
            first, again = self.words.get(group, (0.0, 0.0))
            odds += first + (again if count > 1 else 0.0)
        return odds

    def spans(self, sentence: str) -> tuple[Span, ...]:
        """The whole sentence, where it states it."""
        p = self.p(sentence)
        return (Span(0, len(sentence), p),) if p >= self.least else ()


def words(*alternatives: str) -> re.Pattern[str]:
    """A pattern that finds any of the alternatives as whole words of a lower-case text.

    (Lower-casing the text once is five times faster than a pattern that ignores case.)
    """
    return re.compile(r"(?<![\w$€£])(?:" + "|".join(alternatives) + r")(?!\w)")


def cues(*pairs: tuple[float, str | Sequence[str]]) -> tuple[Cue, ...]:
    """Cues of pairs of a shift and its patterns, written as :func:`listed` reads them or listed already."""
    return tuple(Cue(words(*(listed(text) if isinstance(text, str) else text)), shift) for shift, text in pairs)
