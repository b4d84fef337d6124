"""Lived worlds: what plain counting takes for a difference is none, and is not claimed; what matters is found."""

from __future__ import annotations

import numpy as np
import pytest

from headway.explain.judging import DIFFERENCE, judge
from lab.lived import lived

WORLDS = 12
DEALS = 1_600


def _claims(world: str, seed: int, *, at_end: bool = False) -> set[str]:
    drawn = lived(world, seed, DEALS, at_end=at_end)
    return {drawn.names[one.fact] for one in judge(drawn.closed, drawn.facts) if one.verdict == DIFFERENCE}


@pytest.mark.slow
def test_more_talk_in_longer_lives_is_no_difference() -> None:
    """Nothing that is said matters here, but won deals live longer: at their ends, more has been said."""
    ours = [bool(_claims("idle", seed)) for seed in range(WORLDS)]
    plain = [bool(_claims("idle", seed, at_end=True)) for seed in range(3)]
    assert sum(ours) <= 2
    assert all(plain), "plain counting would claim it: the world is a test"


@pytest.mark.slow
def test_a_planted_lack_is_found_where_it_matters() -> None:
    claims = [_claims("stories", seed) for seed in range(10)]
    assert np.mean(["Windows client" in found for found in claims]) >= 0.5
