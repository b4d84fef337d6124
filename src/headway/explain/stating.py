"""How likely the customer of each deal stated the problem, from what was heard and what the rules are known to miss."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from headway.explain.effect_of_stating import HEARING
from headway.listen.heard import SHOWN, SHOWN_P, SHOWN_RIGHT
from headway.model.book import Book
from headway.stats.intervals import share
from headway.stats.misclassified import Seen, corrected
from headway.stats.streams import Streams
from headway.units import SHARE, Estimate

NO_WORDS = "no words of the customer are on record"
_DRAWS = 2000
_EDGE = 0.005


@dataclass(frozen=True, slots=True)
class Silence:
    """What it means that nothing was heard: how likely it was stated all the same, and how sure that is."""

    value: float
    low: float
    high: float

    def estimate(self, looked: int) -> Estimate:
        """The chance that a problem was stated in so many texts, and missed."""
        return Estimate(self.value, self.low, self.high, looked, SHARE)


def silence(book: Book, heard: int, spoke: int) -> Silence:
    """What nothing heard means in a company where something was heard in so many of the deals with words on record.

    By Bayes' rule over what is not known of the share truly stated and of the rules' errors. Where hardly any errors
    could give what was heard, it may be anything.
    """
    true = corrected(Seen(heard, spoke), HEARING, Streams.of("context", ["silence"], book.as_of), _DRAWS)
    missed = np.clip(true.missed, _EDGE, 1.0 - _EDGE) if true.known else np.linspace(_EDGE, 1.0 - _EDGE, 11)
    low, high = np.quantile(missed, [0.1, 0.9])
    return Silence(float(np.median(missed)), float(low), float(high))


def stated(row: Mapping[str, Any], quiet: Silence) -> Estimate:
    """The probability that the customer of one deal stated the problem.

    Texts of one deal are not independent: one customer, one subject, one way of mishearing. Were they wholly alike,
    the surest sentence would say it all; were they independent, each would add (the high end). The value lies half way
    between the two. The low end is the surest sentence alone, less the doubt that labelled sentences leave about what
    is shown.

    Example:
        >>> heard = stated({"most": 0.8, "none_log": -2.3, "texts": 6, "theirs": 3}, Silence(0.1, 0.05, 0.2))
        >>> round(heard.low, 2), round(heard.value, 2), round(heard.high, 2), heard.n
        (0.73, 0.85, 0.9, 6)
        >>> stated({"most": None, "none_log": None, "texts": 2, "theirs": 0}, Silence(0.1, 0.05, 0.2)).reason
        'no words of the customer are on record'
    """
    most = row["most"]
    if most is None or most < SHOWN_P:
        return quiet.estimate(row["texts"]) if row["theirs"] else Estimate.unknown(NO_WORDS)
    apart = min(1.0 - math.exp(row["none_log"]), 1.0 - _EDGE)
    return Estimate((most + apart) / 2.0, most * _right_at_least(), apart, row["texts"], SHARE)


@cache
def _right_at_least() -> float:
    return float(share([SHOWN_RIGHT], [SHOWN]).low[0])
