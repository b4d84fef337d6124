"""Worlds: each writes a folder of CRM-like files from a seed and returns what is true of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from headway.demo import DEMO, STORIES, Company, Hidden, Size, write_company
from headway.demo.hidden import Segment
from headway.demo.people import rep_id
from headway.demo.weeks import LAST_DAY, WEEKS
from lab.odds import changed, p_won, standing
from lab.truth import Truth

_SAFE_WEEKS, _YEAR = 5, 52
_CHANGES = {"stated": "stated", "second": "second", "next_step": "step_until"}
_DRAWS = 300


def stories(folder: Path, seed: int, size: Size = DEMO) -> Truth:
    """The three stories: the same generator as the product's demo."""
    return _write("stories", folder, seed, size, STORIES)


def null(folder: Path, seed: int, size: Size = DEMO) -> Truth:
    """Nothing matters: whether a deal is won does not depend on anything, its age at closing included."""
    return _write("null", folder, seed, size, without_effects(STORIES))


def aliased(folder: Path, seed: int, size: Size = DEMO) -> Truth:
    """Each seller sells exactly one segment, so that the two cannot be told apart."""
    return _write("aliased", folder, seed, size, one_segment_each(STORIES))


WORLDS: dict[str, Callable[[Path, int, Size], Truth]] = {"stories": stories, "null": null, "aliased": aliased}


def without_effects(hidden: Hidden, p_won_at_close: float = 0.2, closes_a_week: float = 0.055) -> Hidden:
    """Return the parameters with every effect taken out, in the same layout.

    Every stage closes deals at the same rate, and a share `p_won_at_close` of what closes is won; so neither stage nor
    age nor anything said tells anything. Customers leave at one rate everywhere, deployed or not, without a warning.
    """
    last = len(hidden.stages) - 1
    stages = tuple(
        replace(
            stage,
            advance=0.0 if i == last else stage.advance,
            won=closes_a_week * p_won_at_close,
            lost=closes_a_week * (1 - p_won_at_close),
        )
        for i, stage in enumerate(hidden.stages)
    )
    return replace(
        hidden,
        segments=tuple(
            replace(s, pull=0.0, deploys=0.85, churns_idle=0.004, churns_live=0.004, expands=0.012)
            for s in hidden.segments
        ),
        sellers=tuple(replace(s, pull=0.0) for s in hidden.sellers),
        stages=stages,
        capabilities=tuple(replace(c, pull_when_missing=0.0) for c in hidden.capabilities),
        base_pull=0.0,
        stated_pull=0.0,
        second_pull=0.0,
        next_step_pull=0.0,
        competitor_pull=0.0,
        account_pull_sd=0.0,
        deal_pull_sd=0.0,
        stuck_factor=1.0,
        stuck_with_step_factor=1.0,
        slide_weeks=1e-9,
    )


def one_segment_each(hidden: Hidden) -> Hidden:
    """Return the parameters with as many sellers as segments, all there from first to last day, one segment each."""
    sellers = tuple(replace(s, joined=date(2023, 3, 6), left=None) for s in hidden.sellers[: len(hidden.segments)])
    return replace(hidden, sellers=sellers, aliased=True)


def kept_a_year(segment: Segment) -> float:
    """Expected share of a segment's customers still there after 52 weeks, deployment counted from its usual day."""
    idle = np.exp(-segment.churns_idle * (_YEAR - _SAFE_WEEKS))
    live = np.exp(-segment.churns_live * (_YEAR - _SAFE_WEEKS))
    return float((1 - segment.deploys) * idle + segment.deploys * live)


def _write(world: str, folder: Path, seed: int, size: Size, hidden: Hidden) -> Truth:
    company = write_company(folder, seed=seed, size=size, hidden=hidden)
    truth = _truth(world, company)
    truth.save(folder.parent / f"{folder.name}.truth.json")
    return truth


def _truth(world: str, company: Company) -> Truth:
    pipeline = company.pipeline
    hidden, seed = pipeline.hidden, pipeline.seed
    end = standing(pipeline.lives, float(WEEKS))
    ids = [pipeline.ids[i] for i in end.deals]
    odds = p_won(pipeline, end, seed=seed, draws=_DRAWS)
    gains = {}
    for what, column in _CHANGES.items():
        other = changed(end, what)
        new = getattr(other.state, column) != getattr(end.state, column)
        gain = p_won(pipeline, other, seed=seed, draws=_DRAWS) - odds
        gains[what] = {deal: float(value) for deal, value, is_new in zip(ids, gain, new, strict=True) if is_new}
    lacks = [c for c in hidden.capabilities if c.fit_before == "missing"]
    return Truth(
        world=world,
        seed=seed,
        as_of=LAST_DAY,
        odds=dict(zip(ids, odds.tolist(), strict=True)),
        gains=gains,
        stated_in=company.stated_in,
        kept_a_year={s.name: kept_a_year(s) for s in hidden.segments},
        missing={c.name: c.pull_when_missing for c in lacks if c.native_from is None},
        released={c.name: c.native_from for c in lacks if c.native_from is not None and c.pull_when_missing},
        seller_pull={rep_id(i): (s.pull, s.asks) for i, s in enumerate(hidden.sellers)},
        can_tell_sellers=not hidden.aliased,
        hidden=hidden,
        mess=company.mess,
    )
