"""Looks back at past days and notes, for every journey open then, where it stood and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from headway.stats.arrays import Bools, Floats, Ints, as_floats, as_ints

OPEN, WON, LOST = 0, 1, 2
NEVER = np.inf


@dataclass(frozen=True, slots=True)
class Histories:
    """Journeys as plain numbers: when they began, which stage they were in when, and how and when they ended.

    Days are whole days on one axis (days since any fixed day). A stage spell lasts until the journey's next spell.

    Attributes:
        created_day: float [journeys].
        closed_day: float [journeys]; infinity while open.
        outcome: int [journeys], OPEN, WON or LOST; OPEN exactly where `closed_day` is infinite.
        spell_journey: int [spells], index of the spell's journey.
        spell_day: float [spells], first day of the spell.
        spell_stage: int [spells], code of the stage, from 0.
    """

    created_day: Floats
    closed_day: Floats
    outcome: Ints
    spell_journey: Ints
    spell_day: Floats
    spell_stage: Ints

    @classmethod
    def of(
        cls,
        created_day: ArrayLike,
        closed_day: ArrayLike,
        outcome: ArrayLike,
        spell_journey: ArrayLike = (),
        spell_day: ArrayLike = (),
        spell_stage: ArrayLike = (),
    ) -> Histories:
        """Check and sort; spells are ordered by journey and day, equal days keep the order given.

        Raises:
            ValueError: if an outcome and its closing day do not agree, or a spell belongs to no journey.
        """
        closed, kind, journey = as_floats(closed_day), as_ints(outcome), as_ints(spell_journey)
        if not np.array_equal(np.isinf(closed), kind == OPEN):
            msg = "a journey has a closing day exactly when it was won or lost"
            raise ValueError(msg)
        if journey.size and not 0 <= journey.min() <= journey.max() < closed.size:
            msg = "every spell must belong to one of the journeys"
            raise ValueError(msg)
        days = as_floats(spell_day)
        order = np.lexsort((days, journey))
        return cls(as_floats(created_day), closed, kind, journey[order], days[order], as_ints(spell_stage)[order])

    def known_by(self, day: float) -> Histories:
        """Return what was known at the end of `day`; journeys keep their places, later ones never begin."""
        ended = self.closed_day <= day
        heard = self.spell_day <= day
        return Histories(
            np.where(self.created_day <= day, self.created_day, NEVER),
            np.where(ended, self.closed_day, NEVER),
            np.where(ended, self.outcome, OPEN),
            self.spell_journey[heard],
            self.spell_day[heard],
            self.spell_stage[heard],
        )

    def only(self, keep: Bools) -> Histories:
        """Return the same histories in which journeys that are not kept never begin.

        Who thins journeys out to learn faster must thin those still open by the same rule as those that ended, else
        all seem slower than they are.
        """
        return replace(
            self,
            created_day=np.where(keep, self.created_day, NEVER),
            closed_day=np.where(keep, self.closed_day, NEVER),
            outcome=np.where(keep, self.outcome, OPEN),
        )


@dataclass(frozen=True, slots=True)
class Landmarks:
    """One row a journey that was open at the end of a past day; columns [rows], all as known on that day.

    Attributes:
        journey: index of the journey.
        day: the day looked back to.
        stage: code of the stage then; -1 before the first known spell.
        age_days: days since the journey began.
        stage_days: days since the spell began (since the journey began, where no spell is known).
    """

    journey: Ints
    day: Floats
    stage: Ints
    age_days: Floats
    stage_days: Floats


def landmarks(histories: Histories, days: ArrayLike) -> Landmarks:
    """Return where every open journey stood at the end of each of `days`.

    Example:
        >>> past = Histories.of([0, 5], [20, np.inf], [WON, OPEN], [0, 0, 1], [0, 8, 5], [0, 1, 0])
        >>> rows = landmarks(past, [7, 14])
        >>> rows.journey, rows.stage, rows.stage_days
        (array([0, 1, 0, 1]), array([0, 0, 1, 0]), array([7., 2., 6., 9.]))
    """
    looked = np.unique(as_floats(days))
    first = np.searchsorted(looked, histories.created_day, side="left")
    after = np.searchsorted(looked, histories.closed_day, side="left")
    many = np.maximum(after - first, 0)
    journey = np.repeat(np.arange(many.size), many)
    step = np.arange(journey.size) - np.repeat(np.cumsum(many) - many, many)
    day = looked[first[journey] + step]
    order = np.lexsort((journey, day))
    return _placed(histories, journey[order].astype(np.int64), day[order])


def _placed(histories: Histories, journey: Ints, day: Floats) -> Landmarks:
    """Find each row's spell: the journey's last one that began by the day."""
    created = histories.created_day[journey]
    if not histories.spell_journey.size:
        return Landmarks(journey, day, np.full(journey.size, -1), day - created, day - created)
    base = min(histories.spell_day.min(), day.min(initial=np.inf))
    width = max(histories.spell_day.max(), day.max(initial=-np.inf)) - base + 1.0
    key = histories.spell_journey * width + (histories.spell_day - base)
    at = np.searchsorted(key, journey * width + (day - base), side="right") - 1
    found = (at >= 0) & (histories.spell_journey[at] == journey)
    stage = np.where(found, histories.spell_stage[at], -1)
    since = np.where(found, histories.spell_day[at], created)
    return Landmarks(journey, day, stage, day - created, day - since)
