"""Corrects a difference between two groups for the errors of whatever told which group each belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from headway.stats.arrays import Floats
from headway.stats.streams import Streams

_LEAST_POSSIBLE = 0.25  # share of draws that must fit what was seen
_LEAST_TOLD = 0.1  # below this the groups as told hardly differ in what they truly are


@dataclass(frozen=True, slots=True)
class Detection:
    """How often a detector finds what is there, and cries where nothing is, as counted on labelled cases.

    Attributes:
        found, there: cases in which it is there, and of them those found.
        cried, nothing: cases in which it is not, and of them those where it was told all the same.
    """

    found: float
    there: float
    cried: float
    nothing: float


@dataclass(frozen=True, slots=True)
class Corrected:
    """Draws of what is true, given what was told.

    Attributes:
        share: of the cases, in which it is truly there, float [draws].
        missed: of those where nothing was told, in which it is there all the same, float [draws].
        difference: between the true groups, float [draws].
        possible: share of the draws of the detector's errors that fit what was seen; where few do, nothing is told.
    """

    share: Floats
    missed: Floats
    difference: Floats
    possible: float

    @property
    def known(self) -> bool:
        """Whether the draws say anything."""
        return self.possible >= _LEAST_POSSIBLE


@dataclass(frozen=True, slots=True)
class Seen:
    """What a detector told.

    Attributes:
        told, n: cases told to be in the first group, and all.
        difference, sd: between the groups as told, with its standard error.
        looks: how many times the detector looked at a case; each time it may cry falsely.
    """

    told: float
    n: float
    difference: float = 0.0
    sd: float = 0.0
    looks: float = 1.0


def corrected(seen: Seen, detection: Detection, streams: Streams, draws: int) -> Corrected:
    """Return draws of the true difference between groups that a detector with errors told apart.

    With sensitivity q and false alarms f, the true share is (told - f) / (q - f); of those told to be in the first
    group PPV truly are, of the others NPV truly are not, and the difference seen is the true one times PPV + NPV - 1.
    The errors do not depend on the outcome: the detector saw only what was said before it. Draws of errors that could
    not give what was seen are left out.

    Args:
        seen: what the detector told.
        detection: what is known of its errors.
        streams: one stream.

    Source: Rogan and Gladen (1978), American Journal of Epidemiology 107, 71-76; Barron (1977), Biometrics 33, 414-418
    (the matrix method).

    Example:
        >>> from headway.stats.streams import Streams
        >>> half = Detection(found=60, there=80, cried=2, nothing=80)
        >>> true = corrected(Seen(300, 1000, 0.10, 0.03), half, Streams.of("doc", ["x"], "d"), 4000)
        >>> bool(0.36 < np.median(true.share) < 0.42), bool(0.11 < np.median(true.difference) < 0.135)
        (True, True)
    """
    told = _beta(streams, "told", seen.told, seen.n - seen.told, draws)
    q = _beta(streams, "found", detection.found, detection.there - detection.found, draws)
    cry = _beta(streams, "cried", detection.cried, detection.nothing - detection.cried, draws)
    f = 1.0 - (1.0 - cry) ** max(seen.looks, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (told - f) / (q - f)
        ppv, npv = q * share / told, (1.0 - f) * (1.0 - share) / (1.0 - told)
        told_apart = ppv + npv - 1.0
    fits = (q > f) & (share > 0.0) & (share < 1.0) & (told_apart > _LEAST_TOLD)
    drawn = seen.difference + seen.sd * streams.normal("difference", draws)[0]
    true = np.clip(drawn[fits] / told_apart[fits], -1.0, 1.0)
    return Corrected(share[fits], 1.0 - npv[fits], true, float(fits.mean()))


def _beta(streams: Streams, purpose: str, yes: float, no: float, draws: int) -> Floats:
    first = streams.gamma(f"{purpose}/yes", np.array([yes + 0.5]), draws)[0]
    second = streams.gamma(f"{purpose}/no", np.array([no + 0.5]), draws)[0]
    out: Floats = first / (first + second)
    return out
