"""What is to be known of each stage from the spells that deals spent in it; plain arrays in, values out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from headway.explain.bottlenecks.reading import LOST, WON, Process
from headway.stats.arrays import Bools, Floats, Ints, ratio
from headway.stats.dwelling import Dwelling, dwelling
from headway.stats.spells import Spells
from headway.stats.streams import Streams

DAY_SECONDS = 86_400
_ADVANCE, _LOST, _BACK, _STILL = 0, 1, 2, 3
_BINS = 12


@dataclass(frozen=True, slots=True)
class Stages:
    """Figures of each stage of each group, arrays [cells]; cell = group x states + state.

    Attributes:
        spells: the spells behind them, and ``cell``, the cell of each.
        dwelling: how long they last, in seconds, and how they end: advance, lost, back.
        entered: deals that came to it; of them ``reworked`` came to it again.
        back_and_forth: how often a deal came back to it right after the next stage.
        open_now: deals that are in it.
        deals: deals of the group of which any step is known.
    """

    spells: Spells
    cell: Ints
    dwelling: Dwelling
    entered: Floats
    reworked: Floats
    back_and_forth: Floats
    open_now: Floats
    deals: Floats

    @property
    def share(self) -> Floats:
        """The share of the group's deals that came to the stage."""
        return ratio(self.entered, self.deals)


def stage_figures(process: Process, streams: Streams, groups: int) -> Stages:
    """Count the spells of every stage of every group.

    Args:
        streams: one a cell.
        groups: how many groups there are.
    """
    spells = Spells.of(process.traces, process.ends, process.over, process.last)
    states = process.states
    cell = process.group[spells.journey] * states + spells.state
    size = groups * states

    def count(rows: Bools) -> Floats:
        return np.bincount(cell[rows], minlength=size).astype(np.float64)

    came_back = np.sort(spells.journey[spells.again] * states + spells.state[spells.again])
    came_back = came_back[np.append(True, came_back[1:] != came_back[:-1])[: came_back.size]]
    reworked = np.bincount(process.group[came_back // states] * states + came_back % states, minlength=size)
    deals = np.bincount(process.group[process.told], minlength=groups)
    return Stages(
        spells,
        cell,
        dwelling(spells.seconds, ways_out(process, spells), _STILL, cell, streams),
        count(~spells.again),
        reworked.astype(np.float64),
        count(spells.back_and_forth),
        count(~spells.ended & ~process.over[spells.journey]),
        np.repeat(deals, states).astype(np.float64),
    )


def ways_out(process: Process, spells: Spells) -> Ints:
    """Which way each spell ended: by an advance (winning is one), by losing, by a step back; or not at all."""
    place = np.append(process.place, np.nan)  # of what comes after an open spell, code -1
    names = np.asarray([*process.names, ""], dtype=object)
    place[:-1][names[:-1] == WON] = np.inf
    back = place[spells.to] < place[spells.state]
    return np.select(
        [~spells.ended, (names == LOST)[spells.to], back], [_STILL, _LOST, _BACK], default=_ADVANCE
    ).astype(np.int64)


def histograms(process: Process, found: Stages) -> list[list[dict[str, int]]]:
    """For each cell the days spent in it by deals that were won and by those that were lost, stays of a deal added up.

    Bins are of whole days and equally wide; the last one holds all that took longer.
    """
    closed = np.flatnonzero(found.spells.ended & process.over[found.spells.journey])
    cells = found.cell[closed]
    order = np.argsort(cells.astype(np.int32), kind="stable")
    ends = np.cumsum(np.bincount(cells, minlength=found.entered.size))
    return [_histogram(process, found.spells, rows) for rows in np.split(closed[order], ends[:-1])]


def _histogram(process: Process, spells: Spells, rows: Ints) -> list[dict[str, int]]:
    """The histogram of some stays, by deal and time."""
    if not rows.size:
        return []
    journey = spells.journey[rows]
    new = np.append(True, np.diff(journey) != 0)
    days = np.bincount(np.cumsum(new) - 1, spells.seconds[rows]) / DAY_SECONDS
    width = max(1, int(np.ceil(np.quantile(days, 0.95) / (_BINS - 1))))
    bin_ = np.minimum(days // width, _BINS - 1).astype(np.int64)
    won = process.won[journey[new]]
    counts = [np.bincount(bin_[kind], minlength=_BINS).tolist() for kind in (won, ~won)]
    return [{"from_days": i * width, "won": w, "lost": x} for i, (w, x) in enumerate(zip(*counts, strict=True))]
