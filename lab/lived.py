"""Closed deals of the lab's worlds with their facts as arrays: as of one day of life, or naively as of the end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from headway.demo import STORIES, Hidden, Size
from headway.demo.life import Life
from headway.demo.pipeline import Pipeline, draw_pipeline
from headway.demo.weeks import at
from headway.explain.judging import Closed, Fact
from headway.explain.wins import mark_of
from lab.differences import Drawn
from lab.worlds import without_effects

_WEEK_DAYS = 7.0
_QUARTER_WEEKS = 13


def idle(hidden: Hidden = STORIES) -> Hidden:
    """Return parameters in which nothing that is said, asked for or agreed matters.

    Stages, ages, segments and sellers do: won deals live longer than lost ones, so at their ends more has been said.
    """
    return replace(
        hidden,
        stated_pull=0.0,
        second_pull=0.0,
        next_step_pull=0.0,
        competitor_pull=0.0,
        stuck_with_step_factor=hidden.stuck_factor,
        capabilities=tuple(replace(c, pull_when_missing=0.0) for c in hidden.capabilities),
    )


WORLDS = {"null": without_effects(STORIES), "idle": idle(), "stories": STORIES}


def lived(world: str, seed: int, deals: int, *, at_end: bool = False) -> Drawn:
    """Draw a world's deals and what was known of each.

    Args:
        world: one of ``WORLDS``.
        at_end: take facts as they stood when the deal closed, as plain counting does.
    """
    pipeline = draw_pipeline(seed, Size(deals, 0), WORLDS[world])
    ended = [i for i, life in enumerate(pipeline.lives) if life.end < np.inf and life.closed < np.inf]
    lives = [pipeline.lives[i] for i in ended]
    days = np.array([(at(life.closed) - at(life.start)).total_seconds() / 86_400 for life in lives])
    mark = mark_of(days)
    looked = np.array([life.closed if at_end else life.start + mark / _WEEK_DAYS for life in lives])
    compared = np.arange(len(lives)) if at_end else np.flatnonzero(days > mark)
    facts = _facts(pipeline, ended, looked)
    segment = pipeline.cases.segment[ended]
    seller = np.array([life.seller_at(when) for life, when in zip(lives, looked, strict=True)])
    quarter = np.array([int(life.start // _QUARTER_WEEKS) for life in lives])
    closed = Closed(
        np.array([life.won for life in lives], dtype=np.bool_),
        pipeline.openings.account[ended].astype(np.int64),
        {"segment": segment.astype(np.int64), "seller": seller.astype(np.int64), "quarter": quarter},
    )
    found = tuple(Fact(compared, codes[compared].astype(np.int64), 2) for codes in facts.values())
    return Drawn(closed, found, tuple(facts), 0.0)


def _facts(pipeline: Pipeline, deals: list[int], looked: np.ndarray) -> dict[str, np.ndarray]:
    """What had been said, asked for and agreed by the moments looked at."""
    lives = [pipeline.lives[i] for i in deals]
    wanted = pipeline.asked[deals]
    said = {
        "stated": np.array([life.stated for life in lives]) <= looked,
        "second": np.array([life.second for life in lives]) <= looked,
        "next_step": np.array([_agreed(life, when) for life, when in zip(lives, looked, strict=True)]),
        "handover": np.array([life.handover for life in lives]) <= looked,
        "competitor": pipeline.cases.competitor[deals].astype(bool),
    }
    return said | {c.name: wanted[:, place].astype(bool) for place, c in enumerate(pipeline.hidden.capabilities)}


def _agreed(life: Life, when: float) -> bool:
    return any(began <= when for began, _ in life.steps)
